"""The audit of a single paper: its quantitative claims, and where it contradicts itself or its own protocol.

What statcheck is to reported tests (Nuijten et al., 2016), this is to the numbers, dates, phases, promises and
references of a policy paper: it needs the text alone and reports only what the text itself makes doubtful.
"""

from __future__ import annotations

from kelisim.audit.files import audit_file
from kelisim.audit.result import AuditResult
from kelisim.audit.run import audit

__all__ = ["AuditResult", "audit", "audit_file"]
