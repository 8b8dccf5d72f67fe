"""A12: difference-in-differences estimates whose own data cannot support them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.audit.paper import Paper, finding
from kelisim.model.finding import Finding

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?(?:[–—-]|to|until|through|по|至|до)\s?((?:19|20)\d\d)(?!\d)")


_GIVEN = re.compile(
    r"\b(?:standard errors?|s\.?e\.?)\s?(?:=|of|:|\()\s?\(?0?[.\d]|\bp\s?[=<]\s?0?\.\d|\bt\s?=\s?-?\d"
    r"|\b(?:9[05]|99)\s?(?:%|per ?cent)\s(?:CI|confidence)|standard errors?[^.]{0,40}in parentheses",
    re.IGNORECASE,
)
_OF_AN_ESTIMATE = re.compile(
    r"\b(?:estimates?|effects?|coefficients?|differences?|impacts?|increase|decrease|change in)\b|\bwith zero\b"
    r"|\bzero (?:private|treat|expos|enrol)",
    re.IGNORECASE,
)


def unsupported_estimates(paper: Paper) -> Iterator[Finding]:
    """Find what a difference-in-differences design lacks: variation in controls, periods, errors, a matching window.

    With one treated unit, two periods and controls that never vary there is no sampling error to estimate and no trend
    to compare (Bertrand, Duflo and Mullainathan, 2004; Roth et al., 2023, "What's trending in
    difference-in-differences").
    """
    own, text = paper.words, paper.body
    told: set[tuple[int, int]] = set()
    # Whose results come with errors somewhere need not have them beside each name of the design.
    given = paper.language == "en" and _GIVEN.search(text) is not None
    for match in own.pattern("statistics", "did").finditer(text):
        section = paper.section_of(match.start())
        if section[1] - section[0] > 9000:
            section = max(section[0], match.start() - 1500), min(section[1], match.start() + 3500)
        if section in told:
            continue
        told.add(section)
        design = text[section[0] : section[1]]
        if not (re.search(r"\d", design) and own.has("statistics", "control", design)) or not own.has(
            "statistics", "estimate", design
        ):
            continue
        for one in _of_design(paper, section, match):
            if one.rule != "A1202" or not given:
                given = given or (paper.language == "en" and one.rule == "A1202")
                yield one


def _of_design(paper: Paper, section: tuple[int, int], name: re.Match[str]) -> Iterator[Finding]:
    own, text = paper.words, paper.body
    design = text[section[0] : section[1]]
    zero = _sentence_with(paper, section, ("control", "zero"))
    if zero is not None:
        yield finding(
            "A1201", "error", "inference_unsupported", 0.8,
            "The controls stand at zero throughout: they have no trend to compare with, and the estimate is the "
            "change of the treated unit alone.",
            "use controls in which the outcome varies, or call it a before-and-after comparison",
            (paper.exact(*zero), paper.place(name.start(), name.end())),
        )  # fmt: skip
        parallel = own.pattern("statistics", "parallel").search(text, *section)
        if parallel:
            yield finding(
                "A1205", "error", "inference_unsupported", 0.7,
                "Parallel trends are argued from controls without any variation, which cannot show them.",
                "show trends before the policy for treated and controls, with several periods",
                (paper.place(parallel.start(), parallel.end()), paper.exact(*zero)),
            )  # fmt: skip
    two = own.pattern("statistics", "two_period").search(text, *section)
    if not own.has("statistics", "uncertainty", design):
        places = [paper.place(name.start(), name.end())] + ([paper.place(two.start(), two.end())] if two else [])
        yield finding(
            "A1202", "error" if two else "warning", "inference_unsupported", 0.75 if two else 0.6,
            "The estimate comes without a standard error or interval" + (" and rests on two periods." if two else "."),
            "give the uncertainty, or say why the data allow none; add periods before the policy",
            places,
        )  # fmt: skip
    yield from _windows(paper, section)


def _sentence_with(paper: Paper, section: tuple[int, int], keys: tuple[str, ...]) -> tuple[int, int] | None:
    for index in range(paper.sentence_index(section[0]), len(paper.sentences)):
        first, stop = paper.sentences[index]
        if first >= section[1]:
            return None
        for clause in re.split(r"[;；]", paper.body[first:stop]):
            if paper.language == "en" and _OF_AN_ESTIMATE.search(clause) and "stand" not in clause:
                # An estimate "close to zero", or areas "with zero enrolment": not an outcome that never varies.
                continue
            if all(paper.words.has("statistics", key, clause) for key in keys):
                return first, stop
    return None


def _windows(paper: Paper, section: tuple[int, int]) -> Iterator[Finding]:
    """Compare the years of baseline, policy, outcome and controls."""
    text = paper.body
    controls, posts, bases, starts = [], [], [], []
    for index in range(paper.sentence_index(section[0]), len(paper.sentences)):
        first, stop = paper.sentences[index]
        if first >= section[1]:
            break
        offset = first
        for piece in re.split(r"(?<=[;；])", text[first:stop]):
            years = [int(year) for year in _YEAR.findall(piece)]
            spans = [(int(a), int(b)) for a, b in _SPAN.findall(piece)]
            place = paper.exact(offset, offset + len(piece.rstrip()))
            offset += len(piece)
            if not years:
                continue
            if (
                paper.words.has("statistics", "control", piece)
                and spans
                and paper.words.has("statistics", "zero", piece)
            ):
                controls.append((spans[-1][1], place))
            if paper.words.has("statistics", "post", piece) or paper.words.has("statistics", "baseline", piece):
                for match in _YEAR.finditer(piece):
                    role = _role(paper, piece, match)
                    if role == "post":
                        posts.append((int(match[0]), place))
                    elif role == "baseline":
                        bases.append((int(match[0]), place))
            if (
                paper.words.has("statistics", "policy", piece)
                and spans
                # "The pre-treatment fit was poor in 2015-2018" tells no span of the policy.
                and not paper.words.has("statistics", "before_policy", piece)
            ):
                starts.append((spans[0][0], place))
    if controls and posts:
        last, place = max(controls, key=lambda item: item[0])
        late = max(posts, key=lambda item: item[0])
        if late[0] > last:
            yield finding(
                "A1203", "error", "inference_unsupported", 0.75,
                f"The outcome is measured in {late[0]} and the controls end in {last}.",
                "extend the controls, or end the comparison where they end", (late[1], place),
            )  # fmt: skip
    if bases and starts:
        base, start = max(bases, key=lambda item: item[0]), min(starts, key=lambda item: item[0])
        if start[0] - base[0] >= 3:
            yield finding(
                "A1204", "warning", "inference_unsupported", 0.65,
                f"The baseline is {base[0]} and the policy begins in {start[0]}: what changed between them is counted "
                f"as its effect.",
                "use the last period before the policy as baseline, or show the years between", (base[1], start[1]),
            )  # fmt: skip
        elif base[0] >= start[0]:
            yield finding(
                "A1204", "error", "inference_unsupported", 0.65,
                f"The baseline {base[0]} is not before the policy, which begins in {start[0]}.",
                "use a period before the policy as baseline", (base[1], start[1]),
            )  # fmt: skip


def _role(paper: Paper, piece: str, year: re.Match[str]) -> str:
    """Return which of baseline and outcome stands nearest to a year, "" where neither is near."""
    nearest, role = 46, ""
    for key in ("baseline", "post"):
        for match in paper.words.pattern("statistics", key).finditer(piece):
            after = match.start() - year.end()
            # "2015 as baseline" binds closer than "baseline and 2024".
            distance = (
                year.start() - match.end() + 6 if match.end() <= year.start() else after if 0 <= after < 14 else 99
            )
            if distance < nearest:
                nearest, role = distance, key
    return role
