"""The claims of one sentence: what each of its numbers tells, of what, of whom, where and when."""

from __future__ import annotations

import re

from kelisim.model.extracted import ExtractedClaim
from kelisim.text.extraction.atoms import Atom, to_quantity
from kelisim.text.extraction.carried import LONG, Measured
from kelisim.text.extraction.citations import markers
from kelisim.text.extraction.claim_periods import Dates
from kelisim.text.extraction.claimed import beside_dates, claims_something, outside_citations
from kelisim.text.extraction.clauses import asides_of
from kelisim.text.extraction.context import COUNTABLE
from kelisim.text.extraction.elliptical import elliptical_dates, goes_on
from kelisim.text.extraction.indicators import Indicators
from kelisim.text.extraction.lexicon import Lexicon
from kelisim.text.extraction.measured import without_numbers
from kelisim.text.extraction.modality import Future, Moods
from kelisim.text.extraction.places import Places
from kelisim.text.extraction.respective import Respective
from kelisim.text.extraction.roles import roles
from kelisim.text.extraction.setting import Setting
from kelisim.text.extraction.subjects import Subjects
from kelisim.text.extraction.subjects_cyrillic import CyrillicSubjects
from kelisim.text.extraction.subjects_en import EnglishSubjects

Span = tuple[int, int]
_WORDS = re.compile(r"[^\W\d_]{2,}")
_PAST = re.compile(
    r"\b(?:was|were|rose|fell|grew|sold|made|built|spent|[a-z]{3,}(?:ied|[a-z]ed)) (?!by the)(?:[a-z]+ly )?"
    r"(?:by |to |at |from |about |around |over |nearly |some |more than |almost |only |just |for )*[0-9$€£¥A-Z]"
)
_OTHER_TIME = re.compile(
    r"\b(?:is|are|will|may|can|could|would|should|might|has|have|now|today|currently|earlier|later|previous(?:ly)?|ago"
    r"|once|then|before|after|future|decades?|since|until|historically|originally|initially|expected|planned|aims?"
    r"|plans?|targets?|makes? up|ever)\b"
)
_LEAST_WORDS = 3
_LEAST_COUNT = 100


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
        spans = [(one.start - self.start, one.end - self.start) for one in numbers]
        self.named = Indicators(setting.indicators.find(self.words), self.words, own.complement, own.verbs, spans)
        self.located = Places(self.words, setting.topic.find(self.words), self.named.all, known)
        self.moods, self.future = Moods(self.words, known), Future(setting.today)
        told = setting.told
        self.measured = Measured(setting, span, previous, numbers, self.named, own.empty, self.claims)
        adjoins = self.measured.adjoins
        leans = adjoins and (
            bool(dates[0])
            or self.measured.goes_back
            or goes_on(self.words, known.language)
            or _tells_on(self.words, known)
        )
        self._asides = asides_of(self.words, known.language)
        asides = [(self.start + left, self.start + right) for left, right in self._asides]
        self.when = Dates(text, self.dates, numbers, known, setting.today, told.period if leans else None, asides)
        self.subjects = self._subjects(previous, adjoins)
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
            if previous is None or "\n" in text[previous[1] : self.start] or previous[1] - previous[0] > LONG:
                return ""
            words = text[slice(*previous)]
            return EnglishSubjects(
                words, topic.find(words), known, [], self.setting.indicators.find(words), str, []
            ).main()

        dates = [(one.start - self.start, one.end - self.start) for one in self.dates]
        return EnglishSubjects(self.words, self.located.all, known, dates, self.named.all, last, self._asides)

    def read(self, group: list[Atom]) -> None:
        """Read the claims of the numbers; ``group`` are they and all else that was scanned in the sentence."""
        start, numbers = self.start, self.numbers
        dealt = Respective(
            self.words, [(one.start - start, one.end - start) for one in numbers], self.setting.known.language
        )
        measured, placed = dealt.indicators(self.named.all), dealt.deal(self.located.all)
        on = dealt.deal([(one.start - start, one.end - start, index) for index, one in enumerate(self.dates)])
        self.measured.bare = without_numbers(self.words, group, start)
        for position, atom in enumerate(numbers):
            taker, period = self.when.of(position)
            if position in on:
                taker = self.dates[on[position]]
                period = self.when.bounds(taker)
            if taker is not None:
                self._dated.add(taker.start)
            indicator = self.measured.of(position, measured.get(position))
            self._complete(atom, indicator)
            before = numbers[position - 1].end - start if position else 0
            after = numbers[position + 1].start - start if position + 1 < len(numbers) else self.end - start
            subject = self.subjects.before(atom.start - start)
            self._add(atom, indicator, subject, period, (before, after), placed.get(position), taker)

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


def _tells_on(words: str, known: Lexicon) -> bool:
    """Say whether a sentence goes on telling what was: in the past, and of no other time than the one before it."""
    return known.language == "en" and _PAST.search(words) is not None and _OTHER_TIME.search(words) is None


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
