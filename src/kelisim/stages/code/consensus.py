"""The adjudicated layer: what people decided about disputed codings and what the declared rule lets in.

It stands beside the coders' own codings and changes none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kelisim.errors import Problem, StudyError
from kelisim.model.coding import Codebook, Coding
from kelisim.model.document import Passage
from kelisim.model.journal import in_force, is_machine
from kelisim.stages.code.force import Finder, code_today
from kelisim.stages.code.passages import Place, Span
from kelisim.stages.code.work import Work

DECISIONS = ("apply", "drop")
CONSENSUS = "consensus"
# Coders mean the same passage where what both marked is at least half of what either did.
SAME_PASSAGE = 0.5


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision whether a code applies to a passage, with the reason."""

    code: str
    passage: Passage
    applies: bool
    by: str
    reason: str
    time: str
    journal: str
    line: int
    demonstration: bool = False

    def meets(self, document: str, code: str, start: int, end: int) -> bool:
        """Say whether the decision is about this code on a passage that overlaps [start, end)."""
        here = self.passage
        return here.source == document and self.code == code and here.start < end and start < here.end


def decisions_in_force(work: Work, codebook: Codebook | None = None) -> tuple[list[Decision], list[str]]:
    """Return the adjudications that count, the latest last, and the journal lines whose passage is gone.

    Of two decisions on the same code that overlap by half of the shorter passage the later counts, whoever made it. A
    machine's are left out. Raises ``StudyError`` for a decision without a reason or that is neither apply nor drop.
    """
    found: list[Decision] = []
    lost: list[str] = []
    problems: list[Problem] = []
    finder = Finder(work.documents)
    acts = [entry for entry in in_force(work.journal) if entry.act == "adjudicate" and not is_machine(entry.actor)]
    for entry in sorted(acts, key=lambda one: (one.time, one.journal, one.line)):
        decision, reason = str(entry.body.get("decision", "")), str(entry.body.get("reason", "")).strip()
        hint = "undo the line and adjudicate again"
        if decision not in DECISIONS:
            what = f"an adjudication decides {decision!r}, which is neither apply nor drop"
            problems.append(Problem("adjudicate", what, hint, entry.journal, entry.line))
        if not reason:
            what = "an adjudication without a reason"
            problems.append(Problem("reason", what, f"{hint} with one", entry.journal, entry.line))
        passage = finder.passage(entry.target)
        if passage is None:
            lost.append(f"{entry.journal}:{entry.line}")
            continue
        code = code_today(str(entry.body.get("code", "")), entry, codebook)
        if code:
            made = Decision(
                code,
                passage,
                decision == "apply",
                entry.actor,
                reason,
                entry.time,
                entry.journal,
                entry.line,
                entry.demonstration,
            )
            found = [one for one in found if not _replaces(made, one)]
            found.append(made)
    if problems:
        raise StudyError(problems)
    return found, lost


def deciding(decided: Iterable[Decision]) -> Callable[[Place], Decision | None]:
    """Return the function that gives the decision on a place, None where there is none."""
    held: dict[tuple[str, str], list[Decision]] = {}
    for one in decided:
        held.setdefault((one.passage.source, one.code), []).append(one)

    def find(place: Place) -> Decision | None:
        near = held.get((place.document, place.code), ())
        return next((one for one in near if one.meets(place.document, place.code, place.start, place.end)), None)

    return find


def layer(work: Work, found: Sequence[Place], decided: Sequence[Decision]) -> tuple[Coding, ...]:
    """Return the adjudicated layer, in the order of the text.

    A decision to apply a code enters under the name of who decided, with the reason as memo. A place without a decision
    enters under the name "consensus" where the declared rule is met: as many coders as it asks for applied the code to
    the same passage. Of their spans the one most like the others is taken, so that boundaries are a person's.
    """
    entered = [
        Coding(
            one.by,
            one.code,
            one.passage,
            time=one.time,
            memo=one.reason,
            journal=one.journal,
            line=one.line,
            demonstration=one.demonstration,
        )
        for one in decided
        if one.applies
    ]
    needed = _needed(work)
    if needed:
        finder, decision_on = Finder(work.documents), deciding(decided)
        shown = {coding.passage.source for coding in work.codings if coding.demonstration}
        for place in found:
            if decision_on(place) is None:
                entered.extend(_by_rule(work, place, needed, finder, demonstration=place.document in shown))
    order = {name: position for position, name in enumerate(work.documents)}
    return tuple(sorted(entered, key=lambda c: (order[c.passage.source], c.passage.start, c.passage.end, c.code)))


def _needed(work: Work) -> int:
    """Return how many coders the rule asks for, 0 where nothing enters by rule."""
    if work.rule.consensus == "none" or len(work.coders) < 2:
        return 0
    if work.rule.consensus == "unanimous":
        return len(work.coders)
    # Strictly more than the share; a share is never exact in binary.
    return min(len(work.coders), max(2, int(len(work.coders) * work.rule.consensus_share + 1e-9) + 1))


def _by_rule(work: Work, place: Place, needed: int, finder: Finder, *, demonstration: bool) -> list[Coding]:
    if len(place.spans) < needed:
        return []
    best: tuple[int, float, Span] | None = None
    for coder in place.spans:
        for span in place.spans[coder]:
            alike = [max(_alike(span, other) for other in own) for name, own in place.spans.items() if name != coder]
            same = [share for share in alike if share >= SAME_PASSAGE]
            rank = (1 + len(same), sum(same), span)
            if best is None or rank[:2] > best[:2]:
                best = rank
    if best is None or best[0] < needed:
        return []
    number, _, (start, end) = best
    document = work.documents[place.document]
    line = finder.line(document, start)
    passage = Passage(place.document, start, end, document.text[start:end], line=line, file=document.file)
    memo = f"{work.rule.consensus}: {number} of {len(work.coders)} coders"
    return [Coding(CONSENSUS, place.code, passage, memo=memo, demonstration=demonstration)]


def _alike(one: Span, other: Span) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))


def _replaces(later: Decision, earlier: Decision) -> bool:
    if not later.meets(earlier.passage.source, earlier.code, earlier.passage.start, earlier.passage.end):
        return False
    one, other = later.passage, earlier.passage
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared >= min(one.end - one.start, other.end - other.start)
