"""Arrays in, results out: agreement, unitising, breaks and estimates, with no knowledge of files or studies."""

from kelisim.stats.reliability.estimate import agreement
from kelisim.stats.reliability.interpretation import interpretations
from kelisim.stats.reliability.names import Coefficient
from kelisim.stats.reliability.planning import units_needed
from kelisim.stats.reliability.result import Agreement
from kelisim.stats.reliability.tables import ConfusionTable, bias_index, confusion_table, pabak, prevalence_index
from kelisim.stats.reliability.unitise import unitising

__all__ = [
    "Agreement",
    "Coefficient",
    "ConfusionTable",
    "agreement",
    "bias_index",
    "confusion_table",
    "interpretations",
    "pabak",
    "prevalence_index",
    "unitising",
    "units_needed",
]
