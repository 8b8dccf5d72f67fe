"""Journals: one append-only file of JSON lines a person, each line naming the hash of the one before."""

from kelisim.study.journal.lines import ACTS, line_hash
from kelisim.study.journal.read import Journal, parse, read_acts, read_all, read_journal, read_journals
from kelisim.study.journal.write import append, append_all, journal_path, replace

__all__ = [
    "ACTS",
    "Journal",
    "append",
    "append_all",
    "journal_path",
    "line_hash",
    "parse",
    "read_acts",
    "read_all",
    "read_journal",
    "read_journals",
    "replace",
]
