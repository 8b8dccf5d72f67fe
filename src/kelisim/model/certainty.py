"""Alternative scales of credibility: the Admiralty grid for claims, GRADE-CERQual for qualitative findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Letter = Literal["A", "B", "C", "D", "E", "F"]
LETTERS: dict[str, str] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
DIGITS: dict[int, str] = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}
Concern = Literal["none", "minor", "moderate", "serious"]
Confidence = Literal["high", "moderate", "low", "very low"]
CONFIDENCES: tuple[str, ...] = get_args(Confidence)
COMPONENTS = ("methodological_limitations", "coherence", "adequacy", "relevance")


def digit_of(verdict: str, *, independent: int) -> int:
    """Return the digit of the Admiralty grid that a verdict earns, whoever the source is.

    1 for what something independent confirms, 2 for what it bears out loosely, 3 for what agrees only within its own
    provenance, 4 for what is contradicted but also borne out by something independent (``independent`` counts such
    origins), 5 for what is contradicted and nothing else, 6 for what could not be checked. The grid is that
    of NATO's AJP-2.1 and STANAG 2511, which rate source and information apart.
    """
    if verdict == "contradicted":
        return 4 if independent else 5
    return {"corroborated": 1, "compatible": 2, "dependent": 3}.get(verdict, 6)


@dataclass(frozen=True, slots=True)
class Assessment:
    """One component of GRADE-CERQual: the level of concern, and why."""

    level: Concern
    reason: str


@dataclass(frozen=True, slots=True)
class QualitativeFinding:
    """A qualitative finding with its four components and the overall confidence that a person places in it.

    Follows GRADE-CERQual (Lewin et al. 2018, Implementation Science 13, supplement 1): confidence starts at high and is
    lowered for concerns; how far is a judgement, so that ``confidence`` and ``explanation`` are a person's.
    """

    id: str
    text: str
    methodological_limitations: Assessment
    coherence: Assessment
    adequacy: Assessment
    relevance: Assessment
    confidence: Confidence
    explanation: str
    sources: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def components(self) -> tuple[tuple[str, Assessment], ...]:
        """The four components in the order of the approach."""
        return tuple((name, getattr(self, name)) for name in COMPONENTS)

    @property
    def most(self) -> Confidence:
        """The confidence that the levels alone would leave: one level less a serious concern, one less two moderate.

        A convention of this programme to hold the judgement against, not part of the approach.
        """
        levels = [assessment.level for _, assessment in self.components]
        down = levels.count("serious") + levels.count("moderate") // 2
        found: Confidence = get_args(Confidence)[min(down, len(CONFIDENCES) - 1)]
        return found
