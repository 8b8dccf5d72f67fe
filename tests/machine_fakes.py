"""A small project to train on, and a chat endpoint that answers, or fails, as a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from kelisim.study.journal import append_all
from kelisim.study.layout import Layout

# A sentence of each kind; the code of a kind is its key, "" none.
KINDS = {
    "tax": "The treasury raised the levy on {} and collected the duty in {}.",
    "road": "Crews paved the motorway near {} and widened the bridge at {}.",
    "": "Visitors from {} admired the gardens of {} in the afternoon.",
}
PLACES = ["Arden", "Bolton", "Carrow", "Dunmore", "Elsing", "Farley", "Garton", "Helm", "Ingham", "Jarrow"]


def project(
    folder: Path,
    plan: list[list[str]],
    *,
    coders: dict[str, Callable[[int, int, str], str]] | None = None,
    done: dict[str, list[int]] | None = None,
    demonstration: bool = False,
) -> Layout:
    """Write a study: ``plan`` gives the kind of each sentence of each document.

    ``coders`` maps a coder to what that coder makes of (document, sentence, kind), ``done`` to the documents read.
    """
    coders = {"anna": lambda d, s, kind: kind, "bekzat": lambda d, s, kind: kind} if coders is None else coders
    layout = Layout(folder)
    (folder / "sources").mkdir(parents=True)
    rows = ["id,title,publisher,publisher_kind,language,published,url,reports,file,text_kind"]
    acts: dict[str, list[dict[str, Any]]] = {coder: [] for coder in coders}
    for d, kinds in enumerate(plan):
        text = ""
        for s, kind in enumerate(kinds):
            sentence = KINDS[kind].format(PLACES[(3 * d + s) % 10], PLACES[(d + 7 * s) % 10])
            target = {"document": f"d{d}", "start": len(text), "end": len(text) + len(sentence), "quote": sentence}
            for coder, reads in coders.items():
                code = reads(d, s, kind)
                if code and (done is None or d in done.get(coder, [])):
                    act = {"act": "code", "actor": coder, "target": target, "body": {"code": code}}
                    acts[coder].append({**act, "demonstration": demonstration})
            text += sentence + " "
        for coder in coders:
            if done is None or d in done.get(coder, []):
                act = {"act": "note", "actor": coder, "target": {"document": f"d{d}"}, "body": {"state": "done"}}
                acts[coder].append(act)
        (folder / "sources" / f"d{d}.md").write_text(text.strip() + "\n", encoding="utf-8")
        rows.append(f"d{d},Text {d},Nobody,news,en,2020,https://example.org/,,sources/d{d}.md,full text")
    (folder / "sources.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "codebook.toml").write_text(
        'version = "1"\nlevel = "nominal"\n'
        '[[codes]]\nid = "tax"\nname = "Tax"\ndefinition = "A public charge."\nkeywords.en = ["levy", "duty"]\n'
        '[[codes]]\nid = "road"\nname = "Road"\ndefinition = "A road."\nkeywords.en = ["bridge"]\n',
        encoding="utf-8",
    )
    named = ", ".join(f'"{coder}"' for coder in coders)
    (folder / "study.toml").write_text(
        'schema = 1\n[study]\ntitle = "T"\nquestion = "Q?"\nwindow = "2020"\n'
        f'[coding]\nunit = "sentence"\ncoefficient = "krippendorff_alpha"\ncoders = [{named}]\n',
        encoding="utf-8",
    )
    for coder, own in acts.items():
        append_all(layout.journals / f"{coder}.jsonl", own)
    return layout


def regular(documents: int = 10, sentences: int = 8) -> list[list[str]]:
    """Return a plan in which every third sentence is of each kind, shifted from document to document."""
    kinds = list(KINDS)
    return [[kinds[(d + 2 * s + s // 3) % 3] for s in range(sentences)] for d in range(documents)]


Answer = Callable[[dict[str, Any]], Any]


@dataclass
class Fake:
    """A server: what it was sent, and what it does next; ``script`` is used up first, then ``answer``."""

    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    script: list[Callable[[Any], None]] = field(default_factory=list)
    answer: Answer = lambda units: {"units": [{"unit": one["unit"], "codes": []} for one in units["units"]]}
    finish_reason: str = "stop"


def by_word(units: dict[str, Any]) -> dict[str, Any]:
    """Answer as a model that goes by two words."""
    words = {"levy": "tax", "motorway": "road"}
    return {
        "units": [
            {"unit": one["unit"], "codes": [{"code": c, "quote": w} for w, c in words.items() if w in one["text"]]}
            for one in units["units"]
        ]
    }


def completion(content: str, finish_reason: str = "stop") -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish_reason}
    return json.dumps({"model": "fake-1-0613", "choices": [choice], "usage": {"total_tokens": 7}}).encode()


def status(code: int, body: str = "", **headers: str) -> Callable[[Any], None]:
    """Return an act of the server: answer with a status."""

    def act(handler: Any) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body.encode())))
        handler.end_headers()
        handler.wfile.write(body.encode())

    return act


def says(content: str, finish_reason: str = "stop") -> Callable[[Any], None]:
    """Return an act of the server: answer with these words."""
    return status(200, completion(content, finish_reason).decode())


def breaks_off(handler: Any) -> None:
    """Promise more than is sent, and close."""
    body = completion('{"units": []}')
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.close_connection = True


@contextmanager
def serving() -> Iterator[Fake]:
    fake = Fake()
    quiet = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.requests.append({"path": self.path, **body})
            fake.headers.append(dict(self.headers.items()))
            if fake.script:
                fake.script.pop(0)(self)
                return
            asked = json.loads(next(one["content"] for one in body["messages"] if one["role"] == "user"))
            says(json.dumps(fake.answer(asked), ensure_ascii=False), fake.finish_reason)(self)

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        quiet.set()
        server.shutdown()
        server.server_close()
