"""Kills writers of a journal at random moments and says what each had been promised.

Called as: kill_writers.py JOURNAL KILLS SEED. A writer is forked, appends and reports each hash through a pipe as soon
as ``append`` has returned it, until SIGKILL strikes. Prints one acknowledged hash a line.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import time
from pathlib import Path

from kelisim.study.journal import append


def write_until_killed(path: Path, pipe: int) -> None:
    number = 0
    while True:
        number += 1
        target = {"document": "d", "start": number, "pad": "х" * random.randrange(400)}
        os.write(pipe, (append(path, act="code", actor=path.stem, target=target, body={"code": "c"}) + "\n").encode())


def main(path: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(kills):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.close(reader)
                write_until_killed(path, writer)
            finally:
                os._exit(1)
        os.close(writer)
        # Some writers are struck at the start; the others once they are at work, however busy the machine is.
        if chance.random() < 0.8:
            select.select([reader], [], [])
        time.sleep(chance.uniform(0, 0.005))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "the writer stopped by itself"
        with os.fdopen(reader, "rb") as promises:
            # The last report may have been cut by the kill; what was cut was not received.
            for line in promises.read().split(b"\n")[:-1]:
                print(line.decode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
