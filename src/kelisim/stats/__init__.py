"""Arrays in, results out: agreement, unitising, breaks and estimates, with no knowledge of files or studies."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kelisim.stats.breaks.dating import break_points
    from kelisim.stats.breaks.periodise import periodisation
    from kelisim.stats.breaks.result import BreakPoints, Periodisation
    from kelisim.stats.counts import CountComparison, CountInterval, compare_counts, poisson_interval
    from kelisim.stats.effects.effect import effect
    from kelisim.stats.effects.result import Assumption, Estimate, PeriodEffect
    from kelisim.stats.reliability.estimate import agreement
    from kelisim.stats.reliability.interpretation import interpretations
    from kelisim.stats.reliability.names import Coefficient
    from kelisim.stats.reliability.planning import units_needed
    from kelisim.stats.reliability.result import Agreement
    from kelisim.stats.reliability.tables import ConfusionTable, bias_index, confusion_table, pabak, prevalence_index
    from kelisim.stats.reliability.unitise import unitising
    from kelisim.stats.sensitivity.design_power import (
        DataNeeded,
        DetectableEffect,
        data_needed,
        minimum_detectable_effect,
    )
    from kelisim.stats.sensitivity.pace import pace_sensitivity
    from kelisim.stats.sensitivity.pace_result import ErasedEffect, PaceSensitivity
    from kelisim.stats.sensitivity.parallel_trends import parallel_trends_sensitivity
    from kelisim.stats.sensitivity.result import ParallelTrendsSensitivity, RobustInterval

__all__ = [
    "Agreement",
    "Assumption",
    "BreakPoints",
    "Coefficient",
    "ConfusionTable",
    "CountComparison",
    "CountInterval",
    "DataNeeded",
    "DetectableEffect",
    "ErasedEffect",
    "Estimate",
    "PaceSensitivity",
    "ParallelTrendsSensitivity",
    "PeriodEffect",
    "Periodisation",
    "RobustInterval",
    "agreement",
    "bias_index",
    "break_points",
    "compare_counts",
    "confusion_table",
    "data_needed",
    "effect",
    "interpretations",
    "minimum_detectable_effect",
    "pabak",
    "pace_sensitivity",
    "parallel_trends_sensitivity",
    "periodisation",
    "poisson_interval",
    "prevalence_index",
    "unitising",
    "units_needed",
]

# Loaded when first asked for: who wants a kappa need not wait for what estimates effects.
_HOMES = {
    "Agreement": "reliability.result",
    "Assumption": "effects.result",
    "BreakPoints": "breaks.result",
    "Coefficient": "reliability.names",
    "ConfusionTable": "reliability.tables",
    "CountComparison": "counts",
    "CountInterval": "counts",
    "DataNeeded": "sensitivity.design_power",
    "DetectableEffect": "sensitivity.design_power",
    "ErasedEffect": "sensitivity.pace_result",
    "Estimate": "effects.result",
    "PaceSensitivity": "sensitivity.pace_result",
    "ParallelTrendsSensitivity": "sensitivity.result",
    "PeriodEffect": "effects.result",
    "Periodisation": "breaks.result",
    "RobustInterval": "sensitivity.result",
    "agreement": "reliability.estimate",
    "bias_index": "reliability.tables",
    "break_points": "breaks.dating",
    "compare_counts": "counts",
    "confusion_table": "reliability.tables",
    "data_needed": "sensitivity.design_power",
    "effect": "effects.effect",
    "interpretations": "reliability.interpretation",
    "minimum_detectable_effect": "sensitivity.design_power",
    "pabak": "reliability.tables",
    "pace_sensitivity": "sensitivity.pace",
    "parallel_trends_sensitivity": "sensitivity.parallel_trends",
    "periodisation": "breaks.periodise",
    "poisson_interval": "counts",
    "prevalence_index": "reliability.tables",
    "unitising": "reliability.unitise",
    "units_needed": "reliability.planning",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
