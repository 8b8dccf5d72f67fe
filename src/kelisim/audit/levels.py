"""Whether a number tells how much there is, or by how much it changed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kelisim.model.extracted import ExtractedClaim

if TYPE_CHECKING:
    from kelisim.audit.paper import Paper

# In Kazakh the dative before a verb of change says by how much, unless "up to" stands between: "82-ге көбейді".
_KK_BY = re.compile(
    r"[\d.,\s]+(?:\s?(?:мың|млн|млрд|миллион|миллиард))?-?\w*[ғқгк][ае]\s(?:көбей|арт|өс|азай|төменде|кемі|қысқар)\w*"
)


def _is_share_of(paper: Paper, claim: ExtractedClaim) -> bool:
    """Say whether "made up" or its like stands before a percentage: a share and no rise."""
    lead = paper.text[max(claim.sentence[0], claim.start - 20) : claim.start]
    return claim.unit == "percent" and re.search(rf"(?:{paper.words.source('shares', 'covers')})\s$", lead) is not None


def _is_difference(paper: Paper, claim: ExtractedClaim) -> bool:
    """Say whether a number is by how much one is more than another: "на 2,9 тыс. больше", "2,9 мың адамға көп"."""
    own = paper.words
    if (
        own.language not in ("ru", "kk")
        or own.pattern("change", "differs").match(paper.text[claim.end : claim.end + 16].lstrip()) is None
    ):
        return False
    if own.language == "kk":
        return re.search("[ғқгк][ае]$", claim.text) is not None
    return re.search(r"\bна\s$", paper.text[max(0, claim.start - 4) : claim.start], re.IGNORECASE) is not None


def is_level(paper: Paper, claim: ExtractedClaim) -> bool:
    """Say whether a claim gives how much there is: a number that a verb of change does not measure the change by."""
    if claim.comparator == "factor" or claim.unit == "percentage_point":
        return False
    own = paper.words
    if _is_difference(paper, claim):
        return False
    if own.language == "kk" and _KK_BY.match(paper.text, claim.start, claim.end + 16):
        return False
    before = paper.text[max(claim.sentence[0], claim.start - 14) : claim.start].rstrip()
    if claim.change is None:
        return not (claim.unit == "percent" and _tells_by_how_much(paper, claim))
    if paper.language == "kk":
        around = paper.text[claim.start : claim.end + 14]
        if own.has("change", "to_after", around) or own.has("change", "from_after", around):
            return True
        # In Kazakh the words for "to" and "from" follow their number.
        return claim.unit != "percent"
    if _is_share_of(paper, claim):
        return True
    leads = f"{own.source('change', 'to')}|{own.source('change', 'from')}"
    bound = "" if own.runs else r"(?<![^\W\d_])"
    if own.runs and re.search(rf"(?:{own.source('change', 'from')})(?:19|20)\d\d年的?$", before):
        return True
    if re.search(rf"{bound}(?:{leads})$", before + " " if own.language == "ru" else before, re.IGNORECASE) or re.search(
        rf"{bound}(?:{leads})\s*$", before, re.IGNORECASE
    ):
        return True
    return claim.unit != "percent" and not re.search(
        rf"{bound}(?:{own.source('change', 'by')})\s*$", before, re.IGNORECASE
    )


def _tells_by_how_much(paper: Paper, claim: ExtractedClaim) -> bool:
    """Say whether a percentage follows the word for "by", with a verb of change before it in its sentence."""
    own, first = paper.words, claim.sentence[0]
    if own.language not in ("en", "ru"):
        return False
    lead = paper.text[max(first, claim.start - 10) : claim.start]
    told = re.search(rf"(?<![^\W\d_])(?:{own.source('change', 'by')})\s$", lead, re.IGNORECASE) is not None
    before = paper.text[first : claim.start]
    ends = own.has("change", "from", before) and own.has("change", "to", before)
    return told and (ends or own.has("change", "increase", before) or own.has("change", "decrease", before))


_HAN_PER = re.compile("_per_(?:day|month|year)$")


def as_share(claim: ExtractedClaim) -> ExtractedClaim:
    """Read a fraction in words, without a unit, as the percentage that it is: "two-thirds", "one half"."""
    value = claim.value
    if (
        _HAN_PER.search(claim.unit or "")
        and "\u4e00" <= claim.text[-1] <= "\u9fff"
        and not re.search("[每/日天月]", claim.text)
    ):
        # "日均" and "每年" before a number are not said again each time.
        return replace(claim, unit=_HAN_PER.sub("", claim.unit or ""))
    if isinstance(value, tuple) or claim.unit is not None or any(map(str.isdigit, claim.text)):
        return claim
    if claim.comparator == "factor" or not 0 < claim.low <= claim.high < 1 or claim.kind == "ordinal":
        return claim
    step = 1.0 if claim.low == claim.high else claim.step
    return replace(claim, unit="percent", low=100 * claim.low, high=100 * claim.high, value=100 * value, step=step)
