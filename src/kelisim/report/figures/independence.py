"""The graph of independence: sources on the left, what they go back to on the right, a line a tie."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from kelisim.model.independence import RELATIONS, Graph, Tie, is_organisation, name_of
from kelisim.report import format as show
from kelisim.report.context import Context
from kelisim.report.figures.drawing import INK, MUTED, PALETTE, WIDTH, Canvas, text_width, wrapped
from kelisim.report.figures.layers import Bend, Slot, layers
from kelisim.report.inlines import words
from kelisim.report.tree import Figure

_ROW: Final = 17.0
_GAP: Final = 9.0
# As many rows as a page holds: more are drawn together where they lead to the same origins, and then left to the table.
_ROWS: Final = 44
_COLOURS: Final = dict(zip(RELATIONS, (PALETTE[0], PALETTE[4], PALETTE[1], PALETTE[3]), strict=True))
_WORDS: Final = {
    "lineage": "re-reports",
    "ownership": "belongs to",
    "quotation": "quotes",
    "duplicate": "nearly the same text",
}


def independence(context: Context) -> Figure | None:
    """Return the ties between sources and their origins; None where no source depends on another.

    A source that nothing joins to another is left out: it is an origin of its own.
    """
    graph = Graph(context.results.collect.ties)
    order = {one.id: position for position, one in enumerate(context.data.sources)}
    every = [group for group in _groups(graph.ties, order) if sum(not is_organisation(one) for one in group) > 1]
    if not every:
        return None
    shown = {node for group in every for node in group}
    alike = _alike([node for group in every for node in group], graph) if len(shown) > _ROWS else {}
    groups: list[list[str]] = []
    rows = beyond = 0
    for group in every:
        standing = [node for node in group if alike.get(node, node) == node]
        if not groups and len(standing) > _ROWS:
            kept = _centre(standing, graph.ties)
            beyond = sum(not is_organisation(node) for node in standing if node not in kept)
            standing = [node for node in standing if node in kept]
        rows += len(standing)
        if groups and rows > _ROWS:
            break
        groups.append(standing)
    labels = {node: _label(node, [one for one, first in alike.items() if first == node]) for node in shown}
    depth = _depths(graph.ties)
    deepest = max(depth[node] for group in groups for node in group)
    left, room = _columns(groups, depth, deepest, labels)
    places: dict[Slot, tuple[float, float]] = {}
    bends: dict[tuple[str, str, str], tuple[Bend, ...]] = {}
    passed: set[Slot] = set()
    wide: dict[str, float] = {}
    drawn = [tie for tie in graph.ties if tie.relation != "duplicate" or tie.start < tie.end]
    top = 0.0
    for group in groups:
        last = max(depth[node] for node in group)
        wide |= {node: WIDTH - left[last] - 8 if depth[node] == last > 0 else room[depth[node]] for node in group}
        members = set(group)
        ties = [(tie.start, tie.end, tie.relation) for tie in drawn if {tie.start, tie.end} <= members]
        laid = layers(group, ties, depth)
        bends |= laid.bends
        height = max(len(column) for column in laid.columns) * _ROW
        for level, column in enumerate(laid.columns):
            # Lines lead on past the marks of this column: the names stand above them.
            if 0 < level < len(laid.columns) - 1:
                passed.update(column)
            step = height / max(len(column), 1)
            for position, slot in enumerate(column):
                places[slot] = (left[level], top + (position + 0.5) * step)
        top += height + _GAP
    marks = {node: place for node, place in places.items() if isinstance(node, str)}
    canvas = Canvas(WIDTH, top + 14, (0.0, float(WIDTH)), (0.0, top + 14))
    drawn = [tie for tie in drawn if tie.start in marks and tie.end in marks]
    segments: list[dict[str, Any]] = []
    for tie in drawn:
        path: list[Slot] = [tie.start, *bends[tie.start, tie.end, tie.relation], tie.end]
        segments += _segments(tie, [places[slot] for slot in path])
    canvas.lines(_distinct(segments), strokeWidth=1.3, opacity=0.75)
    canvas.points(
        [
            {
                "x": x,
                "y": y,
                "shape": "square" if is_organisation(node) else "circle",
                "colour": INK if is_organisation(node) else MUTED,
                "detail": name_of(node),
            }
            for node, (x, y) in marks.items()
        ],
        size=34,
    )
    for align, side in (("right", True), ("left", False)):
        texts = [
            {
                "x": x + (-6 if side else 6),
                "y": y - 8 if node in passed else y,
                "text": wrapped(labels[node], wide[node], at_most=1)[0],
                "detail": name_of(node),
            }
            for node, (x, y) in marks.items()
            if (depth[node] == 0) is side
        ]
        canvas.halo(texts, align=align)
    _legend(canvas, drawn, top)
    joined = sum(not is_organisation(node) for node in shown)
    alone = len(context.data.sources) - sum(node in order for node in shown)
    undrawn = len(every) - len(groups)
    told = [tie for tie in graph.ties if tie.start in marks and tie.end in marks]
    more = f" {show.count(beyond, 'source')} more of the largest group {show.verb(beyond, 'is', 'are')} in the table."
    rest = f" {show.count(undrawn, 'small group').capitalize()} more {show.verb(undrawn, 'is', 'are')} in the table."
    return Figure(
        id="independence",
        title="What sources go back to",
        caption=words(
            "Circles are sources, squares organisations; a line leads from a source to what it goes back to. Two "
            "sources are independent where following the lines to the right from both never meets. "
            f"{show.count(alone, 'source').capitalize()} that nothing joins to another {show.verb(alone, 'is', 'are')} "
            f"left out.{rest if undrawn else ''}{more if beyond else ''}"
        ),
        alternative_text=f"{show.count(joined, 'source')} in {show.count(len(every), 'group')} that share an origin: "
        + "; ".join(_told(group, told) for group in groups)
        + ".",
        spec=canvas.spec(),
        record_columns=("start", "relation", "end", "evidence"),
        records=tuple(
            (name_of(one.start), one.relation, name_of(one.end), one.evidence)
            for one in graph.ties
            if one.start in shown and one.end in shown
        ),
    )


def _groups(ties: Sequence[Tie], order: Mapping[str, int]) -> list[list[str]]:
    """Return the nodes that lines connect, largest group first, each in the order of the register."""
    leader: dict[str, str] = {}

    def find(node: str) -> str:
        while leader.setdefault(node, node) != node:
            node = leader[node]
        return node

    for tie in ties:
        leader[find(tie.start)] = find(tie.end)
    groups: dict[str, list[str]] = {}
    for node in sorted(leader, key=lambda one: (order.get(one, len(order)), one)):
        groups.setdefault(find(node), []).append(node)
    return sorted(groups.values(), key=lambda group: (-len(group), order.get(group[0], len(order)), group[0]))


def _centre(group: Sequence[str], ties: Sequence[Tie]) -> set[str]:
    """Return as many nodes of a group as a page holds: those that most go back to, and some that go back to them."""
    behind = Counter(tie.end for tie in ties)
    ends = sorted((node for node in group if behind[node]), key=lambda node: -behind[node])[: _ROWS // 2]
    kept, members = set(ends), set(group)
    for tie in ties:
        if len(kept) < _ROWS and tie.end in ends and tie.start in members:
            kept.add(tie.start)
    return kept


def _alike(nodes: Sequence[str], graph: Graph) -> dict[str, str]:
    """Map each source that nothing goes back to to the first with the same ties."""
    ahead = {tie.end for tie in graph.ties}
    first: dict[tuple[tuple[str, str], ...], str] = {}
    found = {}
    for node in nodes:
        if node not in ahead:
            ties = tuple(sorted((tie.end, tie.relation) for tie in graph.ties_from(node)))
            found[node] = first.setdefault(ties, node)
    return found


def _label(node: str, together: Sequence[str]) -> str:
    """Return the words beside a mark: a name, or the first of the sources drawn together and how many more."""
    if len(together) > 2:
        return f"{together[0]} and {len(together) - 1} more"
    return " and ".join(together) if together else _short(node)


def _depths(ties: Sequence[Tie]) -> dict[str, int]:
    """Return how far right each node stands: past all that go back to it, however a circle is cut."""
    depth = {node: 0 for tie in ties for node in (tie.start, tie.end)}
    onward = [tie for tie in ties if tie.relation != "duplicate"]
    for _ in range(4):
        for tie in onward:
            depth[tie.end] = min(4, max(depth[tie.end], depth[tie.start] + 1))
    return depth


def _columns(
    groups: Sequence[Sequence[str]], depth: Mapping[str, int], deepest: int, labels: Mapping[str, str]
) -> tuple[list[float], dict[int, float]]:
    """Return the place of each column and the room for its names: the first stand left of their marks, others right."""
    widest = [
        max((text_width(labels[node]) for group in groups for node in group if depth[node] == level), default=0.0)
        for level in range(deepest + 1)
    ]
    first = min(widest[0], 150.0)
    rest = (WIDTH - first - 14) / max(deepest, 1)
    beside = 150 if deepest == 1 else 70
    left = [first + 8 + (0 if level == 0 else rest * (level - 1) + beside) for level in range(deepest + 1)]
    room = {
        0: first,
        **{level: rest - 16 if level < deepest else WIDTH - left[level] - 8 for level in range(1, deepest + 1)},
    }
    return left, room


def _short(node: str) -> str:
    """Return a name as a figure has room for it: what stands in brackets after a long name."""
    name = name_of(node)
    match = re.fullmatch(r".{20,}\((?P<short>[^()]{2,})\)", name)
    return match["short"] if match else name


def _segments(tie: Tie, path: Sequence[tuple[float, float]]) -> list[dict[str, Any]]:
    detail = f"{name_of(tie.start)} {_WORDS[tie.relation]} {name_of(tie.end)}"
    return [
        {"x": x, "x2": x2, "y": y, "y2": y2, "colour": _COLOURS[tie.relation], "detail": detail}
        for (x, y), (x2, y2) in pairwise(path)
    ]


def _distinct(segments: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the segments, each shared one once, with all its details: drawn twice it would look darker."""
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    for one in segments:
        key = (one["x"], one["x2"], one["y"], one["y2"], one["colour"])
        if key in found:
            found[key] = {**one, "detail": f"{found[key]['detail']}; {one['detail']}"}
        else:
            found[key] = one
    return list(found.values())


def _legend(canvas: Canvas, ties: Sequence[Tie], top: float) -> None:
    left, place = 0.0, top + 8
    for relation in (one for one in RELATIONS if any(tie.relation == one for tie in ties)):
        colour, text = _COLOURS[relation], _WORDS[relation]
        canvas.lines([{"x": left, "x2": left + 18, "y": place, "y2": place, "colour": colour}], strokeWidth=2)
        canvas.texts([{"x": left + 24, "y": place, "text": text}])
        left += 24 + text_width(text) + 20


def _told(group: Sequence[str], ties: Sequence[Tie]) -> str:
    members = set(group)
    own = [tie for tie in ties if tie.start in members]
    return show.listed([f"{name_of(one.start)} {_WORDS[one.relation]} {name_of(one.end)}" for one in own])
