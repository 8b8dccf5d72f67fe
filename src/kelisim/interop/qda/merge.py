"""A project into a study: codes, themes, texts and the work on them find their counterparts or become new."""

from __future__ import annotations

from collections import Counter

from kelisim.errors import Problem
from kelisim.interop.qda.description import Described, parse, render
from kelisim.interop.qda.documents import Documents
from kelisim.interop.qda.identity import derived, key
from kelisim.interop.qda.names import new_id
from kelisim.interop.qda.plan import Plan, passage
from kelisim.interop.qda.project import CodeSet, Memo, Project, ProjectCode, ProjectCoding
from kelisim.model.coding import Code, Level, Theme
from kelisim.stages.passages import locate
from kelisim.text.anchors import make

NOBODY = "imported"
_LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio", "circular", "bipolar", "set")


class Merge:
    """Works a project into a plan; what cannot be placed is added to the project's problems."""

    def __init__(self, plan: Plan, project: Project) -> None:
        self._plan = plan
        self._project = project
        self._documents = Documents(plan, project)
        self._codes: dict[str, str] = {}
        self._users = {key(user.guid): user for user in project.users}
        self._shown = {key(str(guid)) for guid in project.companion.get("demonstration", ())}

    def run(self) -> None:
        """Plan everything."""
        self._merge_codes()
        self._merge_sets()
        self._documents.merge()
        for coding in self._project.codings:
            self._coding(coding)
        for memo in self._project.memos:
            self._memo(memo)
        self._done()
        for identifier in self._plan.coders.added:
            self._plan.report.carried["coders"] += 1
            if identifier == NOBODY:
                self._plan.report.decisions.append(f"whose work it is that names nobody: it stands under {NOBODY!r}")

    def _merge_codes(self) -> None:
        plan, book = self._plan, self._plan.view.data.codebook
        present = {code.id: code for code in book.codes}
        by_guid = {key(guid): identifier for identifier, guid in plan.view.code_guids().items()}
        # Two codes of one name are two codes, and a name cannot say which is meant.
        here = Counter(code.name.casefold() for code in book.codes)
        there = Counter(code.name.casefold() for code in self._project.codes)
        by_name = {code.name.casefold(): code.id for code in book.codes}
        by_name = {name: one for name, one in by_name.items() if here[name] == there[name] == 1}
        taken = set(present)
        added: list[tuple[ProjectCode, Described, str]] = []
        for code in self._project.codes:
            parts = parse(code.description)
            identifier = by_guid.get(key(code.guid)) or by_name.get(code.name.casefold(), "")
            if identifier in present:
                self._present(code, parts, present[identifier])
            else:
                identifier = new_id(identifier or parts.identifier, code.name, "code", taken)
                taken.add(identifier)
                added.append((code, parts, identifier))
            self._codes[key(code.guid)] = identifier
            self._remember(code, identifier)
        wanted = {str(name): place for place, name in enumerate(self._project.companion.get("order", ()))}
        added.sort(key=lambda one: wanted.get(one[2], len(wanted)))
        for code, parts, identifier in added:
            parent = self._codes.get(key(code.parent), "") if code.parent else ""
            plan.codes.append(
                Code(
                    identifier,
                    code.name,
                    parts.definition,
                    parts.inclusion,
                    parts.exclusion,
                    parts.examples,
                    parent,
                    parts.keywords,
                )
            )
        plan.report.carried["codes"] += len(added)
        if self._project.companion and not plan.view.layout.codebook.exists():
            plan.version = str(self._project.companion.get("version", "1"))
            level = self._project.companion.get("level")
            plan.level = level if level in _LEVELS else "nominal"

    def _present(self, code: ProjectCode, parts: Described, there: Code) -> None:
        self._plan.report.present["codes"] += 1
        own = Described(
            there.definition, there.inclusion, there.exclusion, there.examples, dict(there.keywords), there.id
        )
        if code.description and render(parts) != render(own) and parts.definition != there.definition:
            self._project.leave("definition of a code that the codebook defines otherwise", 1, there.id)

    def _remember(self, code: ProjectCode, identifier: str) -> None:
        """Keep what the other program needs to know its code again."""
        facts: dict[str, object] = {}
        if key(code.guid) != key(derived("code", identifier, code.name)):
            facts["guid"] = code.guid
        if code.colour:
            facts["colour"] = code.colour
        if not code.codable:
            facts["codable"] = False
        if facts and identifier not in self._plan.exchange.codes:
            self._plan.exchange.codes[identifier] = {"guid": code.guid, **facts}

    def _merge_sets(self) -> None:
        plan, book = self._plan, self._plan.view.data.codebook
        by_guid = {key(plan.view.exchange.theme(theme.id)): theme.id for theme in book.themes}
        by_name = {theme.name.casefold(): theme.id for theme in book.themes}
        taken = {theme.id for theme in book.themes}
        for one in self._project.sets:
            identifier = by_guid.get(key(one.guid)) or by_name.get(one.name.casefold(), "")
            if identifier:
                plan.report.present["themes"] += 1
            else:
                identifier = self._new_theme(one, taken)
            if key(one.guid) != key(derived("theme", identifier)) and identifier not in plan.exchange.themes:
                plan.exchange.themes[identifier] = {"guid": one.guid}

    def _new_theme(self, one: CodeSet, taken: set[str]) -> str:
        parts = parse(one.description)
        identifier = new_id(parts.identifier, one.name, "theme", taken)
        taken.add(identifier)
        codes = tuple(self._codes[key(code)] for code in one.codes if key(code) in self._codes)
        self._plan.themes.append(Theme(identifier, one.name, parts.definition, codes))
        self._plan.report.carried["themes"] += 1
        return identifier

    def _coder(self, guid: str) -> str:
        user = self._users.get(key(guid)) if guid else None
        return self._plan.coders.of(NOBODY) if user is None else self._plan.coders.of(user.name, user.guid)

    def _coding(self, coding: ProjectCoding) -> None:
        placed = self._place(coding.source, (coding.start, coding.end), coding.place)
        if placed is None:
            return
        document, text, span = placed
        code = self._codes.get(key(coding.code))
        if code is None:
            self._problem(f"a coding names the code {coding.code}, which is not in the codebook", coding.place)
            return
        self._plan.code(
            self._coder(coding.user),
            document,
            text,
            span,
            code,
            time=coding.time,
            memo=coding.memo,
            origin={"guid": coding.guid, "selection": coding.selection},
            demonstration=key(coding.guid) in self._shown,
        )

    def _memo(self, memo: Memo) -> None:
        plan = self._plan
        if key(memo.guid) in plan.known:
            plan.report.present["memos"] += 1
            return
        target: dict[str, object] = {}
        if memo.kind == "code" and key(memo.target) in self._codes:
            target = {"code": self._codes[key(memo.target)]}
        elif memo.kind == "source":
            document = self._documents.ids.get(key(memo.target))
            target = {"document": document} if document else {}
        elif memo.kind == "passage":
            placed = self._place(memo.target, (memo.start, memo.end), memo.place)
            if placed is None:
                return
            target = passage(*placed)
        origin = {"guid": memo.guid} | ({"selection": memo.selection} if memo.selection else {})
        body: dict[str, object] = {"text": memo.text, "origin": origin}
        if memo.name:
            body["name"] = memo.name
        plan.known[key(memo.guid)] = None, ""
        shown = key(memo.guid) in self._shown
        plan.act(self._coder(memo.user), "memo", target, body, memo.time, demonstration=shown)
        plan.report.carried["memos"] += 1

    def _done(self) -> None:
        """Plan the documents that coders of another study said to have worked through."""
        there = {
            (entry.actor, entry.target.get("document"))
            for entry in self._plan.view.lines
            if entry.act == "note" and entry.body.get("state") == "done"
        }
        for one in self._project.companion.get("done", ()):
            coder, document = self._coder(str(one.get("coder", ""))), self._documents.ids.get(key(str(one["source"])))
            if document and (coder, document) not in there:
                time, shown = str(one.get("time", "")), bool(one.get("demonstration"))
                self._plan.act(coder, "note", {"document": document}, {"state": "done"}, time, demonstration=shown)
                self._plan.report.carried["documents worked through"] += 1

    def _place(self, source: str, span: tuple[int, int], place: str) -> tuple[str, str, tuple[int, int]] | None:
        """Return the document, its text and the span in it; where the study's text differs, the quote is sought."""
        document = self._documents.ids.get(key(source))
        if document is None:
            self._problem("a passage lies in a source that could not be read", place)
            return None
        theirs, text = self._documents.theirs[key(source)], self._documents.texts[document]
        if theirs == text:
            return document, text, span
        quote, prefix, suffix = make(theirs, *span)
        found = locate(text, quote, prefix, suffix, span[0])
        if found is None:
            self._problem(f"the passage {quote[:60]!r} is not in the study's text of {document}", place)
            return None
        return document, text, found

    def _problem(self, what: str, place: str) -> None:
        file, _, line = place.rpartition(":")
        hint = "mend it in the program it comes from, or import the rest with --keep-going"
        self._project.problems.append(
            Problem("qda", what, hint, file or self._plan.report.file, int(line) if line.isdigit() else None)
        )
