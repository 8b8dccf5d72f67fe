"""The claims of one sentence: what each of its numbers tells, of what, of whom, where and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kelisim.model.extracted import ExtractedClaim
from kelisim.text.extraction.atoms import Atom, to_quantity
from kelisim.text.extraction.citations import markers
from kelisim.text.extraction.claim_periods import Dates
from kelisim.text.extraction.claimed import beside_dates, claims_something, outside_citations
from kelisim.text.extraction.clauses import asides_of
from kelisim.text.extraction.context import COUNTABLE
from kelisim.text.extraction.discourse import Told, Topic, estimated, is_label
from kelisim.text.extraction.elliptical import elliptical_dates, goes_back, goes_on, is_change_of, takes_up
from kelisim.text.extraction.indicators import GENERIC, IndicatorMatcher, Indicators, measures
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.measured import indicator_of, without_numbers
from kelisim.text.extraction.modality import Future, Moods
from kelisim.text.extraction.phases import Phases
from kelisim.text.extraction.places import Places
from kelisim.text.extraction.respective import Respective
from kelisim.text.extraction.roles import roles
from kelisim.text.extraction.subjects import Subjects
from kelisim.text.extraction.subjects_cyrillic import CyrillicSubjects
from kelisim.text.extraction.subjects_en import EnglishSubjects

Span = tuple[int, int]
_WORDS = re.compile(r"[^\W\d_]{2,}")
_POINTS_BACK = re.compile(
    r"\b(?:expect|forecast|project|want|plan|predict|see)(?:s|ed)? (?:it|this|that|them) to\b"
    r"|\b(?:it|they) (?:is|are|was|were) (?:expected|forecast|projected|set|due) to\b"
    r"|\b(?:it|they) (?:was|were|stood at|had|reached|(?:has|have) (?:since |already )?[a-z]+(?:ed|en|wn))\b"
    r"|\bthe (?:figure|number|total) (?:had|has|was|is|rose|fell|stood|reached|dropped|climbed)\b"
    r"|\b(?:that|this) (?:rate|share|ratio|proportion|figure|number|total|level|percentage)\b"
)
_EQUAL = re.compile(
    r"[^,;.]{0,40},? (?:equal(?:ling|ing)? to|equivalent to|corresponding to|amounting to|worth) (?:about |some )?"
)
_EQUAL_REACH = 80
_MORE = re.compile(r" (?:more|less|fewer|higher|lower|above|below|short|up|down)\b")
_LEAST_WORDS = 3
_LEAST_COUNT = 100
# A sentence this long is a table or a list, and what it is about cannot be told.
_LONG = 600
# So far back a text may have said what its design estimates.
_UNDER_STUDY = 1_500


@dataclass(frozen=True, slots=True)
class Setting:
    """What all sentences of a text are read with, and what those before have ``told``."""

    text: str
    known: Lexicon
    today: date | None
    indicators: IndicatorMatcher
    topic: Topic
    told: Told
    phases: Phases
    dated: bool


def sentence_claims(setting: Setting, span: Span, previous: Span | None, group: list[Atom]) -> list[ExtractedClaim]:
    """Return the claims of the sentence at ``span``, whose numbers and dates are ``group``."""
    text, known = setting.text, setting.known
    numbers = [atom for atom in group if claims_something(text, atom, known)]
    phases = setting.phases.dates(text, span, [atom for atom in group if atom.period is not None])
    if not numbers and not setting.dated:
        return []
    start, end = span
    cited = markers(text[start:end], known)
    if cited:
        group = outside_citations(group, cited, start)
        numbers = outside_citations(numbers, cited, start)
    dates = [atom for atom in group if atom.period is not None]
    leaning: list[Atom] = []
    if numbers:
        near = setting.told.near(start)
        leaning = elliptical_dates(text, span, dates, known.language, near, setting.today)
        leaning += [one for one in phases if all(one.end <= other.start or other.end <= one.start for other in leaning)]
    if leaning:
        # "In nine months" is a date, and its nine counts nothing; "so far this year" is not all of this year.
        numbers = beside_dates(numbers, leaning)
        dates = beside_dates(dates, leaning)
    if not numbers and not dates:
        return []
    sentence = _Sentence(setting, span, previous, numbers, (dates, leaning))
    sentence.citations = tuple(dict.fromkeys(marker for _, _, marker in cited))
    sentence.read(group)
    setting.told.keep(sentence.claims)
    if setting.dated:
        sentence.add_dates(dates)
    return sentence.claims


class _Sentence:
    """A sentence with its numbers and dates, and the claims read from it so far."""

    def __init__(
        self,
        setting: Setting,
        span: Span,
        previous: Span | None,
        numbers: list[Atom],
        dates: tuple[list[Atom], list[Atom]],
    ) -> None:
        """Read what all numbers share; ``dates`` are those that stand for themselves and those that lean on others."""
        self.setting, self.span, self.numbers = setting, span, numbers
        self.dates = sorted([*dates[0], *dates[1]], key=lambda one: one.start)
        text, known = setting.text, setting.known
        self.start, self.end = span
        self.words = text[self.start : self.end]
        self.claims: list[ExtractedClaim] = []
        self.citations: tuple[str, ...] = ()
        own = roles(known.language)
        self.empty = own.empty
        spans = [(one.start - self.start, one.end - self.start) for one in numbers]
        self.named = Indicators(setting.indicators.find(self.words), self.words, own.complement, own.verbs, spans)
        self.located = Places(self.words, setting.topic.find(self.words), self.named.all, known)
        self.moods, self.future = Moods(self.words, known), Future(setting.today)
        told = setting.told
        adjoins = told.adjoins(text, self.start)
        self.goes_back = adjoins and goes_back(self.words, known.language)
        leans = adjoins and (bool(dates[0]) or self.goes_back or goes_on(self.words, known.language))
        self._asides = asides_of(self.words, known.language)
        asides = [(self.start + left, self.start + right) for left, right in self._asides]
        self.when = Dates(text, self.dates, numbers, known, setting.today, told.period if leans else None, asides)
        self.subjects = self._subjects(previous, adjoins)
        self.taken_up = self._taken_up(previous, adjoins) if takes_up(self.words, known.language) else ""
        # "The ministry expects it to exceed 5%", "The group will raise that rate to 80%": from those words on.
        back = _POINTS_BACK.search(self.words) if adjoins and not self.taken_up and known.language == "en" else None
        self.from_here = back.start() if back is not None else 0
        if back is not None:
            self.taken_up = told.rate or told.indicator
        self.before = told.indicator if adjoins and known.language == "en" else ""
        self._dated: set[int] = set()
        self._counted: dict[str, str | None] = {}

    def _subjects(self, previous: Span | None, adjoins: bool) -> Subjects:
        """Return the subjects of the sentence; a pronoun stands for who the sentence before is about."""
        text, known, topic, told = self.setting.text, self.setting.known, self.setting.topic, self.setting.told
        if known.script == "runs":
            return Subjects(self.words, self.located.all, known)
        if known.language != "en":
            return CyrillicSubjects(self.words, self.located.all, known, self.named.all)

        def last() -> str:
            if adjoins:
                return told.subject
            if previous is None or "\n" in text[previous[1] : self.start] or previous[1] - previous[0] > _LONG:
                return ""
            words = text[slice(*previous)]
            return EnglishSubjects(
                words, topic.find(words), known, [], self.setting.indicators.find(words), str, []
            ).main()

        dates = [(one.start - self.start, one.end - self.start) for one in self.dates]
        return EnglishSubjects(self.words, self.located.all, known, dates, self.named.all, last, self._asides)

    def _taken_up(self, previous: Span | None, adjoins: bool) -> str:
        """Return what the sentence before measured, by its first claim, else by the first indicator it names."""
        text, told = self.setting.text, self.setting.told
        if adjoins and told.indicator:
            return told.indicator
        if previous is None or text[previous[1] : self.start].count("\n") > 1 or previous[1] - previous[0] > _LONG:
            return ""
        found = self.setting.indicators.find(text[slice(*previous)])
        return next((name for _, _, name in found if name not in GENERIC), "")

    def read(self, group: list[Atom]) -> None:
        """Read the claims of the numbers; ``group`` are they and all else that was scanned in the sentence."""
        start, numbers = self.start, self.numbers
        dealt = Respective(
            self.words, [(one.start - start, one.end - start) for one in numbers], self.setting.known.language
        )
        measured, placed = dealt.indicators(self.named.all), dealt.deal(self.located.all)
        on = dealt.deal([(one.start - start, one.end - start, index) for index, one in enumerate(self.dates)])
        bare = without_numbers(self.words, group, start)
        for position, atom in enumerate(numbers):
            taker, period = self.when.of(position)
            if position in on:
                taker = self.dates[on[position]]
                period = self.when.bounds(taker)
            if taker is not None:
                self._dated.add(taker.start)
            indicator = self._indicator(position, bare, measured.get(position))
            self._complete(atom, indicator)
            before = numbers[position - 1].end - start if position else 0
            after = numbers[position + 1].start - start if position + 1 < len(numbers) else self.end - start
            subject = self.subjects.before(atom.start - start)
            self._add(atom, indicator, subject, period, (before, after), placed.get(position), taker)

    def _indicator(self, position: int, bare: str, dealt: str | None) -> str:
        text, known, atom = self.setting.text, self.setting.known, self.numbers[position]
        rates = atom.change is not None and atom.unit in ("percent", "percentage_point")
        if known.script == "runs" and self.claims and atom.change is not None and atom.unit == self.claims[-1].unit:
            # "播种面积8亿亩，比上年增加200万亩"
            rates = True
        if rates and self.claims and is_change_of(text, self.numbers[position - 1].end, atom.start, known.language):
            return self.claims[-1].indicator
        if self.goes_back and not position:
            # "Of these, 30,000 were made in Kostanay" counts what was counted before.
            return self.setting.told.indicator
        here = atom.start - self.start
        if self.taken_up and atom.kind == "quantity" and here >= self.from_here and not self.named.named_before(here):
            shares = [one.indicator for one in self.claims if one.unit == "percent"] if self.from_here else []
            if shares:
                return shares[-1]
            # "It rose by 5%": what rose is what the sentence before measured.
            return self.taken_up
        found = dealt or indicator_of(self.words, bare, atom, self.start, self.named, known)
        last = self.numbers[position - 1].end if self.claims else 0
        if last and atom.start - last < _EQUAL_REACH and _EQUAL.fullmatch(text, last, atom.start):
            # "a stimulus of $3 billion, equal to 0.7% of GDP"
            return self.claims[-1].indicator
        if last and known.language == "en" and _is_of_last(text, last, atom, found, rates):
            return self.claims[-1].indicator
        if self.claims and (found in self.empty or found.endswith(("'s", "’s"))):
            # "industry grew 0.7%, reversing an average decline of 2.9%"
            return self.claims[-1].indicator
        if atom.unit in ("percent", "percentage_point") and is_label(found, known.language):
            # "Baseline (2015): 17%": a label of the design is told of what the study estimates.
            return self._under_study() or found
        # "Only 8,519 MW could be installed": what the sentence before measured, where it measured in megawatts too.
        goes_on = atom.unit is not None and atom.unit == self.setting.told.unit
        return found or (self.before if goes_on else "")

    def _under_study(self) -> str:
        """Return what the design before estimates, else the rate that the text was about last."""
        setting, first = self.setting, max(0, self.start - _UNDER_STUDY)
        before = setting.text[first : self.start]
        found = setting.indicators.find(before)
        named = [name for _, _, name in (*found, *self.named.all)]
        told = setting.told.indicator if setting.told.near(self.start) else ""
        rates = [
            name for name in (told, *reversed(named)) if name not in GENERIC and "rate" in measures().get(name, ())
        ]
        return estimated(before, found, setting.known.language) or next(iter(rates), "")

    def _complete(self, atom: Atom, indicator: str) -> None:
        """Give a bare number the unit of what the sentence counts, and remember what it counts."""
        if _is_bare(atom):
            here = atom.start - self.start
            atom.unit = self.named.counts(here, indicator, self.setting.known) or self._counted.get(indicator)
        elif atom.unit in COUNTABLE and atom.comparator != "factor":
            self._counted[indicator] = atom.unit

    def add_dates(self, dates: list[Atom]) -> None:
        """Add the dates that no number takes as claims of their own."""
        least = 1 if self.setting.known.script == "runs" else _LEAST_WORDS
        if len(_WORDS.findall(self.words[:400])) < least:
            return
        whole = (0, self.end - self.start)
        for atom in dates:
            if atom.start not in self._dated and not self.when.is_base(atom) and _is_dated(atom):
                subject = self.subjects.around(atom.start - self.start)
                self._add(atom, _date_indicator(atom), subject, self.when.bounds(atom), whole)
        self.claims.sort(key=lambda claim: claim.start)

    def _add(
        self,
        atom: Atom,
        indicator: str,
        subject: str,
        period: tuple[str | None, str | None],
        between: Span,
        place: str | None = None,
        taker: Atom | None = None,
    ) -> None:
        """Add the claim of an atom that stands ``between`` the numbers before and after it."""
        start, topic = self.start, self.setting.topic
        quantity = to_quantity(self.setting.text, atom)
        if quantity is None:
            return
        here, there = atom.start - start, atom.end - start
        reach = there if atom.kind != "ordinal" else len(self.words)
        core = atom.number.start - start if atom.period is None else here
        mood = self.moods.at(between[0], core, there, between[1])
        self.claims.append(
            ExtractedClaim(
                quantity.start, quantity.end, quantity.text, quantity.low, quantity.high, quantity.value, quantity.unit,
                quantity.comparator, quantity.change, quantity.kind, quantity.step,
                subject=subject,
                indicator=indicator,
                place=place or self.located.at(here, reach, between[1], lambda: topic.at(start)),
                period_start=period[0],
                period_end=period[1],
                modality=self.future.of(mood, period, None if taker is None else taker.start),
                sentence=self.span,
                citations=self.citations,
            )
        )  # fmt: skip


def _is_of_last(text: str, last: int, atom: Atom, found: str, rates: bool) -> bool:
    """Say whether a rate that the vocabulary does not name is one of the number before: "37% more than in 2021"."""
    if atom.unit != "percent" or found in measures() or atom.start - last > _EQUAL_REACH:
        return False
    between = text[last : atom.start]
    return ", of which " in between or (rates and _MORE.match(text, atom.end) is not None and ";" not in between)


def _is_bare(atom: Atom) -> bool:
    """Say whether a number is large enough to count things and does not say which."""
    factor = atom.comparator == "factor" or atom.number.fraction
    return atom.unit is None and atom.kind == "quantity" and not factor and atom.value >= _LEAST_COUNT


def _date_indicator(atom: Atom) -> str:
    period = atom.period
    spans = period is not None and period.start is not None and period.end is not None
    return "period" if spans and period.end.year > period.start.year else "event_date"  # type: ignore[union-attr]


def _is_dated(atom: Atom) -> bool:
    """Say whether a date names its year."""
    period = atom.period
    return period is not None and (period.start is None or period.start.year >= 1000)
