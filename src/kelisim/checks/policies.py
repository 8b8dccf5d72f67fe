"""E: estimates against the policy whose effect they are meant to be, and against the events of the study."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from kelisim.checks.places import in_plan
from kelisim.checks.registry import Rule, rule
from kelisim.model.event import Event
from kelisim.model.finding import Finding, Severity
from kelisim.model.plan import Policy
from kelisim.model.protocol import EstimatePlan
from kelisim.model.results import Results
from kelisim.model.study import StudyData
from kelisim.stages.treated import HAPPENED, TREATING, treated_controls


def _policies(data: StudyData, plan: EstimatePlan) -> list[Policy]:
    return [one for one in data.policies if one.id in plan.policies]


@rule(
    "E009",
    "window longer than the policy",
    "warning",
    "inference_unsupported",
    "An estimate counts years in which the policy was not in force: after it had ended, before it began, or between a "
    "baseline and the beginning.",
    "What changed while there was no policy is no effect of it.",
)
def window_longer(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find estimates whose window reaches beyond the policy."""
    for plan in data.estimates:
        if not plan.series and plan.pre.end and plan.start.start and plan.post.end:
            between = _years(plan.pre.end + timedelta(days=1), plan.start.start)
            if between:
                message = (
                    f"{plan.id} counts the change from {plan.pre} to {plan.post}, and the treatment starts in "
                    f"{plan.start}: {between} {'lies' if '/' not in between else 'lie'} between, without it"
                )
                hint = "start from the last value before the treatment, or show that nothing moved between"
                yield this.finding(message, hint, **in_plan(data, plan.id))
        for policy in _policies(data, plan):
            term = policy.term(data.events)
            if term is None:
                continue
            place = in_plan(data, plan.id, policy.id)
            if term.end and plan.post.start and plan.post.start > term.end:
                message = f"{plan.id} measures in {plan.post}; {policy.id} ({policy.title}) was in force {term}"
                hint = "end where the policy ended, or say what is thought to have lasted and why"
                yield this.finding(message, hint, **place)
            elif term.end and plan.post.end and plan.post.end > term.end:
                message = f"{plan.id} measures in {plan.post}; {policy.id} ({policy.title}) ended {term.end}, within it"
                hint = "end where the policy ended, or say what part of the period it covers"
                yield this.finding(message, hint, severity="note", **place)
            if term.start and plan.start.end and plan.start.end < term.start:
                message = f"{plan.id} starts in {plan.start}; {policy.id} ({policy.title}) was in force {term}"
                hint = "start when the policy began; where it was expected earlier, declare anticipation"
                yield this.finding(message, hint, **place)


def _years(first: date, stop: date) -> str:
    """Return the whole calendar years from one day up to another, "" for none."""
    begin = first.year if (first.month, first.day) == (1, 1) else first.year + 1
    end = stop.year - 1
    return "" if end < begin else f"{begin}" if end == begin else f"{begin}/{end}"


@rule(
    "E011",
    "outcome not the policy's target",
    "warning",
    "inference_unsupported",
    "The outcome of an estimate is none of the indicators that the study says its policy was to move; a note where "
    "nothing is declared and the plans behind the policy's events speak of other indicators.",
    "A policy can be judged by what it was made for. What else moved has other causes to be ruled out first.",
)
def not_the_target(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find estimates of what the policy did not aim at."""
    for plan in data.estimates:
        for policy in _policies(data, plan):
            aims = policy.targets or _planned(data, policy)
            if not aims or plan.indicator in aims:
                continue
            message = f"{plan.id} measures {plan.indicator}; {policy.id} ({policy.title}) was to move {', '.join(aims)}"
            if not policy.targets:
                message += ", by the plans that its events rest on"
            hint = "estimate the effect on a target, or show how the policy reaches this outcome; targets are declared "
            hint += "in [[policies]]"
            severity: Severity | None = None if policy.targets else "note"
            yield this.finding(message, hint, severity=severity, **in_plan(data, plan.id, policy.id))


def _planned(data: StudyData, policy: Policy) -> tuple[str, ...]:
    """Return the indicators of the numbers that the policy's events plan."""
    named = {claim for event in data.events if event.id in policy.events for claim in event.claims}
    planned = (one for one in data.claims if one.id in named and one.modality == "planned" and one.quantitative)
    return tuple(dict.fromkeys(one.indicator for one in planned))


@rule(
    "E012",
    "event against the design",
    "warning",
    "inference_unsupported",
    "An event of the study, named by none of the estimate's assumptions, speaks against its design: a control was "
    "itself treated, the policy was known before it began, or a treated place was acted on between baseline and start.",
    "Whoever does not name what contradicts an assumption has not tested it.",
)
def against_the_design(this: Rule, data: StudyData, results: Results) -> Iterator[Finding]:
    """Find events that contradict a design and that its assumptions pass over."""
    for plan in data.estimates:
        named = {one for each in plan.assumptions for one in (*each.supported_by, *each.contradicted_by)}
        own = {event for policy in _policies(data, plan) for event in policy.events}
        hint = "name it in an assumption, under supported_by or contradicted_by, and answer it; "
        told = [
            (event, f"the control {place} was itself treated", "or leave the control out")
            for place, event in treated_controls(plan, data.events).items()
        ]
        told += [
            (event, "the policy was known before it began", "or declare anticipation")
            for event in _before(plan, data.events)
            if event.id in own and not plan.anticipation
        ]
        told += [
            (event, f"{event.place} was acted on between baseline and start", "or start from a later baseline")
            for event in _before(plan, data.events)
            if event.id not in own
            and event.place in plan.treated
            and event.trigger in TREATING
            and event.status in HAPPENED
            and not plan.series
        ]
        for event, what, or_else in told:
            if event.id not in named:
                message = f"{plan.id}: {what}: {event.title} ({event.id}), {event.period}"
                place = in_plan(data, plan.id, event.id)
                yield this.finding(message, hint + or_else, confidence=0.7, **place)


def _before(plan: EstimatePlan, events: Iterable[Event]) -> Iterator[Event]:
    """Yield the events that lie wholly between the baseline and the start of the treatment."""
    if plan.pre.start is None or plan.start.start is None:
        return
    # Of a panel the periods before the start are all baseline.
    since = plan.pre.start - timedelta(days=1) if plan.series else plan.pre.end or plan.pre.start
    for event in events:
        begins, ends = event.period.start or event.period.end, event.period.end or event.period.start
        if begins is not None and ends is not None and begins > since and ends < plan.start.start:
            yield event
