"""The numbers that LaTeX gives when it sets a text: of citations, captions and sections, and what points to them."""

from __future__ import annotations

import re

_BIBLIOGRAPHY = re.compile(
    r"\\begin\{thebibliography\}(?:\{[^{}]*\})?(?P<inside>.*?)(?:\\end\{thebibliography\}|\Z)", re.DOTALL
)
_ITEM = re.compile(r"\\bibitem\s*(?:\[(?P<label>[^\]]*)\])?\s*\{(?P<key>[^{}]*)\}")
CITE = re.compile(r"\\(?:[a-zA-Z]*cite[a-zA-Z]*)\*?\s*(?:\[[^\]]{0,200}\]\s*){0,2}\{(?P<keys>[^{}]*)\}")
_POINTER = re.compile(r"\\(?:auto|page|eq|[cC])?ref\*?\s*\{(?P<key>[^{}]*)\}")
_STEP = re.compile(
    r"\\begin\{(?P<float>table|figure|longtable)\*?\}|\\end\{(?P<close>table|figure|longtable)\*?\}"
    r"|\\(?P<heading>section|subsection)(?P<star>\*?)\s*(?:\[[^\]]*\])?\s*\{|\\caption\*?\s*(?:\[[^\]]*\])?\s*\{"
    r"|\\label\s*\{(?P<label>[^{}]*)\}"
)
_REFERENCES = {"russian": "Список литературы", "chinese": "参考文献", "kazakh": "Пайдаланылған әдебиеттер"}
_TABLE = {"russian": "Таблица {}. ", "chinese": "表{} ", "kazakh": "{}-кесте. "}
_FIGURE = {"russian": "Рисунок {}. ", "chinese": "图{} ", "kazakh": "{}-сурет. "}
_LANGUAGE = re.compile(
    r"\\usepackage\[(?P<options>[^\]]*)\]\{babel\}|\\(?:setmainlanguage|setdefaultlanguage)\{(?P<main>\w+)\}|\{(?P<chinese>ctex\w*)\}"
)


def with_numbers(body: str, preamble: str) -> str:
    """Return the body of a LaTeX source with its numbers written out, as a reader of the set page sees them.

    Entries of ``thebibliography`` become a numbered list under a heading, and citations of them become "[2, 5]";
    captions of tables and figures get their names and numbers, in the language of the preamble; what points to them or
    to a section becomes its number. What leads outside the source stays as it is.
    """
    language = _language(preamble)
    body, numbers = _list_references(body, language)
    if numbers:
        body = CITE.sub(lambda match: _cited(match, numbers), body)
    body, labels = _captions(body, language)
    if labels:
        body = _POINTER.sub(lambda match: labels.get(match["key"].strip(), match[0]), body)
    return body


def _language(preamble: str) -> str:
    found = ""
    for match in _LANGUAGE.finditer(preamble):
        options = [part.strip() for part in (match["options"] or match["main"] or "").split(",") if part.strip()]
        found = "chinese" if match["chinese"] else options[-1] if options else found
    return found


def _list_references(body: str, language: str) -> tuple[str, dict[str, int]]:
    match = _BIBLIOGRAPHY.search(body)
    if match is None:
        return body, {}
    items = list(_ITEM.finditer(match["inside"]))
    if not items:
        return body, {}
    numbers: dict[str, int] = {}
    lines = [f"\n\n\\section*{{{_REFERENCES.get(language, 'References')}}}\n\n"]
    for index, item in enumerate(items, 1):
        numbers.setdefault(item["key"].strip(), index)
        stop = items[index].start() if index < len(items) else len(match["inside"])
        lines.append(f"[{index}] {' '.join(match['inside'][item.end() : stop].split())}\n\n")
    return body[: match.start()] + "".join(lines) + body[match.end() :], numbers


def _cited(match: re.Match[str], numbers: dict[str, int]) -> str:
    keys = [key.strip() for key in match["keys"].split(",")]
    found = [numbers[key] for key in keys if key in numbers]
    # A key that the list lacks shows on the page as a question mark.
    marks = [str(number) for number in found] + ["?"] * (len(keys) - len(found))
    return f"[{', '.join(marks)}]" if keys != ["*"] and any(keys) else match[0]


def _captions(body: str, language: str) -> tuple[str, dict[str, str]]:
    labels: dict[str, str] = {}
    counts = {"table": 0, "figure": 0, "section": 0, "subsection": 0}
    kind, current, pieces, last = "", "", [], 0
    for match in _STEP.finditer(body):
        if match["float"]:
            kind = "figure" if match["float"] == "figure" else "table"
        elif match["close"]:
            kind = ""
        elif match["heading"]:
            if not match["star"]:
                counts[match["heading"]] += 1
                if match["heading"] == "section":
                    counts["subsection"] = 0
                    current = str(counts["section"])
                else:
                    current = f"{counts['section']}.{counts['subsection']}"
        elif match["label"] is not None:
            if current:
                labels.setdefault(match["label"].strip(), current)
        elif kind:
            counts[kind] += 1
            current = str(counts[kind])
            form = (_FIGURE if kind == "figure" else _TABLE).get(language, f"{kind.capitalize()} {{}}. ")
            pieces += [body[last : match.end()], form.format(current)]
            last = match.end()
    return "".join(pieces) + body[last:], labels
