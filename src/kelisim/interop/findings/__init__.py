"""Findings in the forms that editors, code hosts and build servers read."""

from kelisim.interop.findings.github import to_github
from kelisim.interop.findings.junit import to_junit
from kelisim.interop.findings.sarif import to_sarif

__all__ = ["to_github", "to_junit", "to_sarif"]
