"""The audit as a page: self-contained HTML with findings, their passages side by side, and the claims."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import date

from kelisim.audit.result import AuditResult, how_many
from kelisim.audit.rules.times import shown
from kelisim.model.extracted import ExtractedClaim
from kelisim.model.finding import Finding
from kelisim.model.period import Period

_STYLE = """
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--line:#d8dee6;--paper:#fff;--tint:#f5f7fa;
  --error:#b3261e;--warning:#9a6700;--note:#2f5fa5}
@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa6b5;--line:#39424e;--paper:#14181d;
  --tint:#1c2229;--error:#ff8a80;--warning:#e3b341;--note:#8ab4f8}
}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:2rem 1.25rem 4rem;font:16px/1.55 system-ui,sans-serif;
  color:var(--ink);background:var(--paper)}
h1{font-size:1.7rem;margin:0 0 .25rem}
h2{font-size:1.3rem;margin:2.5rem 0 .5rem;overflow-wrap:anywhere}
h3{font-size:1.05rem;margin:2rem 0 .5rem}
.soft{color:var(--soft)}
article{border:1px solid var(--line);border-inline-start:4px solid var(--edge);border-radius:6px;
  padding:.9rem 1.1rem;margin:.9rem 0}
article.error{--edge:var(--error)}
article.warning{--edge:var(--warning)}
article.note{--edge:var(--note)}
article>p{margin:.2rem 0}
.label{font-size:.82rem;color:var(--soft)}
.label b{color:var(--edge)}
.quotes{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(20rem,100%),1fr));gap:.6rem;margin:.6rem 0}
blockquote{margin:0;padding:.6rem .8rem;background:var(--tint);border-radius:4px;overflow-wrap:anywhere}
blockquote small{display:block;color:var(--soft)}
table{border-collapse:collapse;width:100%;font-size:.88rem}
th,td{text-align:start;vertical-align:top;padding:.35rem .5rem;border-bottom:1px solid var(--line)}
th{position:sticky;top:0;background:var(--paper)}
.wide{overflow-x:auto}
td.n{font-variant-numeric:tabular-nums;white-space:nowrap}
details summary{cursor:pointer}
@media print{article{break-inside:avoid}
details{display:block}
}
"""
_SEEN = 6


def page(results: Sequence[AuditResult]) -> str:
    """Return one HTML page for all files; it loads nothing and runs no script."""
    parts = [_file(result) for result in results]
    total = sum(len(result.findings) for result in results)
    lead = (
        f"{how_many(len(results), 'file')}, {how_many(total, 'finding')}. Each names the passages it "
        "rests on; what merely agrees is not listed."
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Audit</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<header><h1>Audit</h1>"
        f'<p class="soft">{html.escape(lead)}</p></header>\n<main>\n{"".join(parts)}</main>\n</body>\n</html>\n'
    )


def _file(result: AuditResult) -> str:
    findings = "".join(_finding(one, result.language) for one in result.findings) or "<p>Nothing was found.</p>"
    counts = ", ".join(how_many(count, severity) for severity, count in result.counts.items())
    limits = "".join(f'<p class="soft">Limit: {html.escape(one)}.</p>\n' for one in result.limits)
    rows = "".join(_claim(one) for one in result.claims)
    head = "".join(
        f'<th scope="col">{name}</th>' for name in ("claim", "indicator", "subject", "place", "period", "told as")
    )
    table = (
        f'<div class="wide"><table '
        f'lang="{result.language}"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        if rows
        else "<p>No quantitative claim was found.</p>"
    )
    return (
        f"<section>\n<h2>{html.escape(result.name or 'text')}</h2>\n"
        f'<p class="soft">{len(result.text):,} characters, language {html.escape(result.language)}; '
        f"{counts}</p>\n{findings}{limits}"
        f'<details><summary><h3 style="display:inline">{how_many(len(result.claims), "claim")}'
        f"</h3></summary>{table}</details>\n</section>\n"
    )


def _finding(one: Finding, language: str) -> str:
    quotes = [
        f'<blockquote lang="{language}"><small>{place.start}–{place.end}</small>'
        f"{html.escape(' '.join(place.text.split()))}</blockquote>"
        for place in one.places
    ]
    shown = f'<div class="quotes">{"".join(quotes[:_SEEN])}</div>'
    if quotes[_SEEN:]:
        rest = f'<div class="quotes">{"".join(quotes[_SEEN:])}</div>'
        shown += f"<details><summary>{len(quotes) - _SEEN} more passages</summary>{rest}</details>"
    return (
        f'<article class="{one.severity}"><p class="label"><b>{one.severity}</b> {html.escape(one.rule)} · '
        f"{html.escape(one.kind.replace('_', ' '))} · confidence "
        f"{one.confidence:.2f}</p><p>{html.escape(one.message)}</p>{shown}"
        f'<p><span class="soft">What would settle it:</span> {html.escape(one.hint)}.</p></article>\n'
    )


def _claim(one: ExtractedClaim) -> str:
    start, end = (date.fromisoformat(day) if day else None for day in (one.period_start, one.period_end))
    period = shown(Period(start, end, "span")) if start or end else ""
    cells = (one.text, one.indicator.replace("_", " "), one.subject, one.place or "", period, one.modality)
    classes = ("n", "", "", "", "n", "")
    return "<tr>" + "".join(
        f'<td class="{kind}">{html.escape(" ".join(cell.split()))}</td>' if kind else f"<td>{html.escape(cell)}</td>"
        for cell, kind in zip(cells, classes, strict=True)
    ) + "</tr>"  # fmt: skip
