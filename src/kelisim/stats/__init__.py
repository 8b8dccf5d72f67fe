"""Arrays in, results out: agreement, unitising, breaks and estimates, with no knowledge of files or studies."""

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
    "Estimate",
    "ParallelTrendsSensitivity",
    "PeriodEffect",
    "Periodisation",
    "RobustInterval",
    "agreement",
    "bias_index",
    "break_points",
    "compare_counts",
    "confusion_table",
    "effect",
    "interpretations",
    "pabak",
    "parallel_trends_sensitivity",
    "periodisation",
    "poisson_interval",
    "prevalence_index",
    "unitising",
    "units_needed",
]
