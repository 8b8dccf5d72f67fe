"""Reliability of coding and unitising: coefficients, standard errors and intervals."""
