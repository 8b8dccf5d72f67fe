"""Arrays in, results out: agreement, unitising, breaks and estimates, with no knowledge of files or studies."""

from kelisim.stats.reliability.estimate import agreement
from kelisim.stats.reliability.result import Agreement

__all__ = ["Agreement", "agreement"]
