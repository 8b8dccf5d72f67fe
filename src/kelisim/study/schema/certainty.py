"""Qualitative findings and the confidence in them, as study.toml states them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kelisim.model.certainty import Concern, Confidence
from kelisim.study.schema.base import Section, Strings

Reason = Annotated[str, Field(min_length=1)]


class AssessmentSection(Section):
    """A component of GRADE-CERQual: { level = "minor", reason = "..." }."""

    level: Concern
    reason: Reason


class QualitativeFindingSection(Section):
    """[[qualitative_findings]]: a finding from words and not from numbers, with GRADE-CERQual."""

    id: str
    text: str
    methodological_limitations: AssessmentSection
    coherence: AssessmentSection
    adequacy: AssessmentSection
    relevance: AssessmentSection
    confidence: Confidence
    explanation: Reason
    sources: Strings = ()
    claims: Strings = ()
    codes: Strings = ()
