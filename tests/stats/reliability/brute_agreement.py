"""Agreement by definition: every pair of ratings in plain loops, sharing no code with the package."""

import math
from itertools import combinations


def pairable_units(ratings):
    units = [[v for v in unit if v is not None] for unit in zip(*ratings, strict=True)]
    return [unit for unit in units if len(unit) > 1]


def difference(level, pooled, metric="masi"):
    values = sorted(set(pooled), key=str if level == "set" else None)

    def ordinal(a, b):
        low, high = min(a, b), max(a, b)
        between = sum(pooled.count(g) for g in values if low <= g <= high)
        return (between - (pooled.count(low) + pooled.count(high)) / 2) ** 2

    def ratio(a, b):
        return ((a - b) / (a + b)) ** 2 if a + b else 0

    def circular(a, b):
        return math.sin(math.pi * (a - b) / (values[-1] - values[0] + 1)) ** 2

    def bipolar(a, b):
        below, above = a + b - 2 * values[0], 2 * values[-1] - a - b
        return (a - b) ** 2 / (below * above) if below * above else 0

    def sets(a, b):
        if a == b:
            return 0
        jaccard = len(a & b) / len(a | b)
        share = 1 if metric == "jaccard" else 2 / 3 if a < b or b < a else 1 / 3 if a & b else 0
        return 1 - jaccard * share

    return {
        "nominal": lambda a, b: float(a != b),
        "ordinal": ordinal,
        "interval": lambda a, b: (a - b) ** 2,
        "ratio": ratio,
        "circular": circular,
        "bipolar": bipolar,
        "set": sets,
    }[level]


def alpha(ratings, level, metric="masi"):
    """Krippendorff (2011), with the ends of circles and poles taken from all ratings."""
    units = pairable_units(ratings)
    pooled = [v for unit in units for v in unit]
    everything = [v for row in ratings for v in row if v is not None]
    delta = difference(level, pooled if level == "ordinal" else everything, metric)
    observed = sum(
        delta(a, b) / (len(unit) - 1)
        for unit in units
        for i, a in enumerate(unit)
        for j, b in enumerate(unit)
        if i != j
    )
    expected = sum(delta(a, b) for i, a in enumerate(pooled) for j, b in enumerate(pooled) if i != j)
    n = len(pooled)
    return 1 - (observed / n) / (expected / (n * (n - 1))) if expected else None


def observed_agreement(ratings):
    units = pairable_units(ratings)
    return sum(sum(a == b for a, b in combinations(unit, 2)) / math.comb(len(unit), 2) for unit in units) / len(units)


def shares(ratings):
    units = [[v for v in unit if v is not None] for unit in zip(*ratings, strict=True)]
    units = [unit for unit in units if unit]
    values = sorted({v for unit in units for v in unit}, key=str)
    return {v: sum(unit.count(v) / len(unit) for unit in units) / len(units) for v in values}


def kappa(ratings, coefficient):
    """Nominal coefficients with Gwet's (2014) treatment of missing ratings."""
    observed = observed_agreement(ratings)
    pooled = shares(ratings)
    size = len(pooled)
    if coefficient == "percent":
        return observed
    if coefficient in ("scott_pi", "fleiss_kappa"):
        chance = sum(p * p for p in pooled.values())
    elif coefficient == "brennan_prediger":
        chance = 1 / size
    elif coefficient == "gwet_ac1":
        chance = sum(p * (1 - p) for p in pooled.values()) / (size - 1)
    else:
        own = []
        for row in ratings:
            rated = [v for v in row if v is not None]
            own.append({v: rated.count(v) / len(rated) for v in pooled})
        pairs = list(combinations(own, 2))
        chance = sum(sum(a[v] * b[v] for v in pooled) for a, b in pairs) / len(pairs)
    return (observed - chance) / (1 - chance) if chance < 1 else None
