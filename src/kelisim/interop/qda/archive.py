"""Archives from strangers: names, sizes and compression are checked before a byte of an entry is used."""

from __future__ import annotations

import io
import stat
import urllib.parse
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from pathlib import PurePosixPath

from kelisim.errors import Problem, StudyError

MOST_ENTRIES = 100_000
LARGEST_ENTRY = 512 << 20
LARGEST_ARCHIVE = 8 << 30
HIGHEST_RATIO = 200
# Small entries may compress well without harm: a thousand blank lines, say.
_HARMLESS = 16 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Archive:
    """A zip whose entries are read into memory only: nothing is ever unpacked to a path that the archive names.

    Raises ``StudyError`` for an archive that is damaged, encrypted, or hostile: names that climb out of it, absolute
    names, links, names that stand twice, entries that unpack to more than they could honestly hold.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            hint = "export it again; a file cut short in a download looks like this"
            raise StudyError(Problem("zip", f"not a readable zip archive: {error}", hint, file)) from error
        problems = [problem for info in infos if (problem := self._fault(info))]
        names = [_plain(info.filename) for info in infos]
        twice = sorted(name for name, times in Counter(names).items() if times > 1)
        problems.extend(self._hostile(f"{name!r} stands twice in the archive") for name in twice)
        if len(infos) > MOST_ENTRIES or sum(info.file_size for info in infos) > LARGEST_ARCHIVE:
            problems.append(self._hostile("it unpacks to more than kelisim takes in"))
        if problems:
            raise StudyError(problems)
        self._infos = {name: info for name, info in zip(names, infos, strict=True) if not info.is_dir()}
        self._folded: dict[str, list[str]] = {}
        for name in self._infos:
            self._folded.setdefault(name.casefold(), []).append(name)
            self._folded.setdefault(PurePosixPath(name).name.casefold(), []).append(name)

    @property
    def names(self) -> list[str]:
        """The names of the files, with slashes."""
        return list(self._infos)

    def find(self, *wanted: str) -> str | None:
        """Return the entry of a name as given, percent-decoded, in another letter case, or in another folder."""
        for name in wanted:
            for form in dict.fromkeys((name, urllib.parse.unquote(name))):
                if form in self._infos:
                    return form
        for name in wanted:
            for form in dict.fromkeys((name, urllib.parse.unquote(name))):
                for folded in (form.casefold(), PurePosixPath(form).name.casefold()):
                    found = list(dict.fromkeys(self._folded.get(folded, ())))
                    if len(found) == 1:
                        return found[0]
        return None

    def read(self, name: str) -> bytes:
        """Return an entry; raises ``StudyError`` where it is damaged or unpacks to more than it declares."""
        info = self._infos[name]
        try:
            with self._zip.open(info) as handle:
                data = handle.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise StudyError(Problem("zip", f"{name!r} is damaged: {error}", "export it again", self.file)) from error
        if len(data) > info.file_size:
            raise StudyError(self._hostile(f"{name!r} unpacks to more than it declares"))
        return data

    def _fault(self, info: zipfile.ZipInfo) -> Problem | None:
        name = info.filename
        plain = _plain(name)
        if plain.startswith("/") or (len(plain) > 1 and plain[1] == ":"):
            return self._hostile(f"the entry {name!r} has an absolute name")
        if ".." in PurePosixPath(plain).parts:
            return self._hostile(f"the entry {name!r} climbs out of the archive")
        if "\x00" in name or stat.S_ISLNK(info.external_attr >> 16):
            return self._hostile(f"the entry {name!r} is a link")
        if info.flag_bits & 0x1:
            return Problem("zip", f"the entry {name!r} is encrypted", "export it without a password", self.file)
        if info.file_size > LARGEST_ENTRY:
            return self._hostile(f"the entry {name!r} unpacks to {info.file_size >> 20} MiB")
        if info.file_size > max(_HARMLESS, HIGHEST_RATIO * max(info.compress_size, 1)):
            return self._hostile(f"the entry {name!r} is a zip bomb: {info.compress_size} bytes for {info.file_size}")
        return None

    def _hostile(self, what: str) -> Problem:
        return Problem("hostile", what, "do not open this file; ask whoever sent it for a fresh export", self.file)


def _plain(name: str) -> str:
    return name.replace("\\", "/")


def pack(entries: Mapping[str, bytes]) -> bytes:
    """Return a zip archive whose bytes follow from its entries alone: their order kept, no time of writing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, data, compresslevel=6)
    return buffer.getvalue()
