"""What stands between an estimate and an effect: told wherever an estimate is shown."""

from __future__ import annotations

from kelisim.model.protocol import EstimatePlan
from kelisim.report.context import Context

_FACTOR = 2.0
_DESIGNS = {
    "did": "difference-in-differences",
    "event_study": "event study",
    "callaway_santanna": "difference-in-differences after Callaway and Sant’Anna (2021)",
    "sun_abraham": "event study after Sun and Abraham (2021)",
    "imputation": "imputation after Borusyak, Jaravel and Spiess (2024)",
    "etwfe": "extended two-way fixed effects after Wooldridge (2025)",
    "synthetic_control": "synthetic control",
    "synthetic_did": "synthetic difference-in-differences",
}


def design_name(plan: EstimatePlan) -> str:
    """Return the name of an estimate's design in words."""
    return _DESIGNS[plan.design]


def controls_vary(context: Context, plan: EstimatePlan) -> bool:
    """Say whether any control of an estimate moves between the periods compared."""
    rows = context.estimate_rows.get(plan.id, [])
    flat = any("no variance" in row.why for row in rows)
    return not flat and any(row.control_pre != row.control_post for row in rows)


def baseline_decides(context: Context, plan: EstimatePlan) -> bool:
    """Say whether another baseline or end changes the sign of an estimate, or halves or doubles it."""
    rows = context.estimate_rows.get(plan.id, [])
    main = next((row for row in rows if row.role == "as declared"), None)
    if main is None:
        return False
    for row in rows:
        if row.effect * main.effect < 0 or (row.effect == 0) != (main.effect == 0):
            return True
        if main.effect and not 1 / _FACTOR <= row.effect / main.effect <= _FACTOR:
            return True
    return False


def contradicted_assumptions(context: Context, plan: EstimatePlan) -> int:
    """Return how many declared assumptions of an estimate something in the study contradicts."""
    return sum(
        bool(one.contradicted_by or one.numbers_against)
        for one in context.results.estimate.assumptions
        if one.plan == plan.id
    )


def objections(context: Context, plan: EstimatePlan) -> list[str]:
    """Return what in the study itself speaks against reading an estimate as an effect."""
    reasons = []
    if not controls_vary(context, plan):
        reasons.append("the controls do not vary, so the estimate is the treated place's own change")
    if baseline_decides(context, plan):
        reasons.append("another baseline or end that the study documents changes it")
    failing = contradicted_assumptions(context, plan)
    if failing:
        reasons.append(f"the study contradicts {failing} of its assumptions")
    return reasons


def caveat(context: Context, plan: EstimatePlan) -> str:
    """Return the one sentence that keeps an estimate from being read as an effect."""
    reasons = objections(context, plan)
    if reasons:
        return f"This is not an identified effect: {'; '.join(reasons)}."
    return "It is an effect only so far as its assumptions hold, which the numbers shown here cannot establish."
