"""Breaks and periodisations: exact partitions, a bootstrap test, posteriors of the boundaries, intervals and power."""
