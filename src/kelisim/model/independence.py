"""Independence: what sources go back to, as a graph of ties, and the paths by which two of them are joined."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

Relation = Literal["lineage", "ownership", "quotation", "duplicate"]
RELATIONS: tuple[str, ...] = get_args(Relation)
_ORGANISATION = "organisation "
_ONE = {"lineage": "re-reports", "ownership": "belongs to", "quotation": "quotes", "duplicate": "carries the text of"}
_BOTH = {"lineage": "re-report", "ownership": "belong to", "quotation": "quote", "duplicate": "carry the text of"}


@dataclass(frozen=True, slots=True)
class Publisher:
    """An organisation that publishes: other names it goes by, in any script, and who owns it.

    ``originates`` says that others are known to re-publish its figures in this study.
    """

    name: str
    aliases: tuple[str, ...] = ()
    owner: str = ""
    originates: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose figures something gives: a source or an organisation as a node of the graph, and how that is known."""

    node: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Tie:
    """One step back to an origin: ``start`` re-reports, belongs to, quotes or carries the text of ``end``.

    ``evidence`` says how it is known: the register, the words of a document, the share of common word sequences.
    """

    start: str
    end: str
    relation: Relation
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A place where a document gives an organisation as the origin of what it says.

    ``start`` and ``end`` span the words of attribution, ``reach_start`` and ``reach_end`` the sentences that they
    speak for, all in code points of the document of ``source``.
    """

    source: str
    organisation: str
    start: int
    end: int
    reach_start: int
    reach_end: int
    words: str


def organisation(name: str) -> str:
    """Return the node of an organisation; no id of the register can be like it, since ids hold no blank."""
    return _ORGANISATION + name


def name_of(node: str) -> str:
    """Return a node in words: the name of an organisation, the id of a source."""
    return node.removeprefix(_ORGANISATION)


def is_organisation(node: str) -> bool:
    """Say whether a node is an organisation and not a source."""
    return node.startswith(_ORGANISATION)


@dataclass(frozen=True)
class Ascent:
    """Everything that some nodes go back to, themselves among it, each with the tie by which it was reached first."""

    reached: Mapping[str, Tie | None]

    @cached_property
    def nodes(self) -> frozenset[str]:
        """The nodes reached."""
        return frozenset(self.reached)

    @cached_property
    def _depths(self) -> dict[str, int]:
        return {node: len(self.steps(node)) for node in self.reached}

    def steps(self, node: str) -> tuple[Tie, ...]:
        """Return the ties from one of the first nodes to ``node``."""
        found: list[Tie] = []
        tie = self.reached[node]
        while tie is not None:
            found.append(tie)
            tie = self.reached[tie.start]
        return tuple(reversed(found))

    def path(self, other: Ascent) -> str:
        """Return in words how two are joined by the nearest common origin, "" where nothing joins them."""
        common = self.nodes & other.nodes
        if not common:
            return ""
        node = min(common, key=lambda one: (self._depths[one] + other._depths[one], not is_organisation(one), one))
        return _in_words(self.steps(node), other.steps(node), node)


@dataclass(frozen=True)
class Graph:
    """The ties of a study.

    Two nodes are independent where no path joins them: where nothing that one goes back to is something that the other
    goes back to. A digest that re-reports two offices does not make the offices depend on each other, since neither
    goes back to the digest; two newspapers that quote one office do depend on each other, since both go back to it.
    """

    ties: tuple[Tie, ...] = ()
    _found: dict[str, Ascent] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _from(self) -> dict[str, list[Tie]]:
        found: dict[str, list[Tie]] = {}
        for tie in self.ties:
            found.setdefault(tie.start, []).append(tie)
        return found

    def ties_from(self, node: str) -> tuple[Tie, ...]:
        """Return the ties that lead on from a node."""
        return tuple(self._from.get(node, ()))

    def ascent(self, node: str) -> Ascent:
        """Return what a node goes back to."""
        if node not in self._found:
            self._found[node] = self.ascend((node,))
        return self._found[node]

    def ascend(
        self, starts: Iterable[str], *, without_quotations: Collection[str] = (), also: Iterable[Tie] = ()
    ) -> Ascent:
        """Return what several nodes go back to.

        The quotations of ``without_quotations`` are passed over, and the ties ``also`` stand in for them: what a
        document quotes elsewhere is no origin of one of its sentences.
        """
        more: dict[str, list[Tie]] = {}
        for tie in also:
            more.setdefault(tie.start, []).append(tie)
        reached: dict[str, Tie | None] = dict.fromkeys(starts)
        waiting = deque(reached)
        while waiting:
            here = waiting.popleft()
            ties = [*self._from.get(here, ()), *more.get(here, ())]
            for tie in ties:
                if tie.relation == "quotation" and here in without_quotations and tie not in more.get(here, ()):
                    continue
                if tie.end not in reached:
                    reached[tie.end] = tie
                    waiting.append(tie.end)
        return Ascent(reached)

    def independent(self, one: str, other: str) -> bool:
        """Say whether no path joins two nodes; a node is not independent of itself."""
        return self.ascent(one).nodes.isdisjoint(self.ascent(other).nodes)

    def path(self, one: str, other: str) -> str:
        """Return in words how two nodes are joined ("both quote AKAB"), "" where they are independent."""
        return self.ascent(one).path(self.ascent(other))

    def roots(self, node: str) -> tuple[str, ...]:
        """Return the heads of all that a node goes back to, a circle named by its first member.

        Two nodes share a root exactly where they are not independent.
        """
        reached = self.ascent(node).nodes
        heads = set()
        for other in reached:
            ahead = self.ascent(other).nodes
            # A head leads nowhere, or only to what leads back to it.
            if all(other in self.ascent(one).nodes for one in ahead):
                heads.add(min(ahead))
        return tuple(sorted(heads))


def _in_words(left: tuple[Tie, ...], right: tuple[Tie, ...], node: str) -> str:
    if not left and not right:
        return f"both rest on {name_of(node)}"
    if len(left) == len(right) == 1 and left[0].relation == right[0].relation:
        return f"both {_BOTH[left[0].relation]} {name_of(node)}"
    steps = (*left, *right)
    if len(steps) == 1 and steps[0].relation == "duplicate":
        one, other = sorted((name_of(steps[0].start), name_of(steps[0].end)))
        return f"{one} and {other} carry nearly the same text"
    return "; ".join(_chain(steps) for steps in (left, right) if steps)


def _chain(steps: tuple[Tie, ...]) -> str:
    told = f"{name_of(steps[0].start)} {_ONE[steps[0].relation]} {name_of(steps[0].end)}"
    for tie in steps[1:]:
        told += f", which {_ONE[tie.relation]} {name_of(tie.end)}"
    return told
