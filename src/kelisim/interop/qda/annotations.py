"""Codings as W3C Web Annotations in JSON-LD (Web Annotation Data Model, W3C Recommendation, 2017), out and in.

Each coding is an annotation whose target is selected twice: by its words with their context (TextQuoteSelector) and by
its position (TextPositionSelector), which the model counts in Unicode code points, end exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kelisim.errors import Problem, StudyError
from kelisim.interop.qda.identity import derived, key
from kelisim.interop.qda.loose import LooseCoding
from kelisim.interop.qda.view import StudyView

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_URN = "urn:uuid:"


def write_annotations(view: StudyView) -> bytes:
    """Return every coding in force as one annotation collection."""
    guids = view.code_guids()
    names = {code.id: code.name for code in view.data.codebook.codes}
    items = []
    for coding, guid, _ in view.codings()[0]:
        bodies: list[dict[str, Any]] = [
            {"type": "TextualBody", "purpose": "tagging", "value": names.get(coding.code, coding.code)},
            {"type": "SpecificResource", "purpose": "classifying", "source": _URN + key(guids[coding.code])},
        ]
        if coding.memo:
            bodies.append({"type": "TextualBody", "purpose": "commenting", "value": coding.memo})
        place = coding.passage
        text = view.documents[place.source].text
        annotation: dict[str, Any] = {
            "id": _URN + key(guid),
            "type": "Annotation",
            "motivation": "classifying",
            "creator": {
                "id": _URN + key(view.exchange.coder(coding.coder)),
                "type": "Person",
                "nickname": coding.coder,
            },
            "body": bodies,
            "target": {
                "source": _URN + key(view.source_guid(place.source)),
                "selector": [
                    {
                        "type": "TextQuoteSelector",
                        "exact": place.quote,
                        "prefix": text[max(0, place.start - 32) : place.start],
                        "suffix": text[place.end : place.end + 32],
                    },
                    {"type": "TextPositionSelector", "start": place.start, "end": place.end},
                ],
            },
        }
        if coding.time:
            annotation["created"] = coding.time
        items.append(annotation)
    sources = [
        {"id": _URN + key(view.source_guid(source.id)), "type": "Text", "label": source.title, "file": source.file}
        for source in view.data.sources
        if source.id in view.documents
    ]
    return _collection(view, items, sources)


def _collection(view: StudyView, items: list[dict[str, Any]], sources: list[dict[str, Any]]) -> bytes:
    identifier = _URN + derived("annotations", view.data.description.title, [item["id"] for item in items])
    page: dict[str, Any] = {"type": "AnnotationPage", "startIndex": 0, "items": items}
    collection: dict[str, Any] = {
        "@context": [CONTEXT, {"file": "http://schema.org/contentUrl", "about": "http://schema.org/about"}],
        "id": identifier,
        "type": "AnnotationCollection",
        "label": view.data.description.title,
        "total": len(items),
        "first": {"id": f"{identifier}#1", **page},
        "about": sources,
    }
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read_annotations(data: bytes, file: str) -> list[LooseCoding]:
    """Return the codings of an annotation, a list of them, a page or a collection.

    A tag or classification is a code, a comment or description a memo. Raises ``StudyError`` for what is no annotation
    or has neither words nor a position.
    """
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise StudyError(Problem("json", f"not JSON: {error}", "", file, line)) from error
    problems: list[Problem] = []
    found: list[LooseCoding] = []
    for number, annotation in enumerate(_items(document), start=1):
        found.extend(_codings(annotation, number, file, problems))
    if not found and not problems:
        problems.append(Problem("json", "the file holds no annotations", "", file))
    if problems:
        raise StudyError(problems)
    return found


def _items(document: Any) -> Iterator[dict[str, Any]]:
    if isinstance(document, list):
        for one in document:
            yield from _items(one)
    elif isinstance(document, dict):
        types = _list(document.get("type"))
        if "Annotation" in types:
            yield document
        else:
            for name in ("first", "items", "rows"):
                yield from _items(document.get(name))


def _codings(annotation: dict[str, Any], number: int, file: str, problems: list[Problem]) -> Iterator[LooseCoding]:
    target = next((one for one in _list(annotation.get("target")) if isinstance(one, dict)), {})
    source = target.get("source")
    source = source.get("id", "") if isinstance(source, dict) else source
    selectors = [one for one in _list(target.get("selector")) if isinstance(one, dict)]
    quote = next((one for one in selectors if one.get("type") == "TextQuoteSelector"), {})
    position = next((one for one in selectors if one.get("type") == "TextPositionSelector"), {})
    bodies = [one for one in _list(annotation.get("body")) if isinstance(one, dict)]
    tags = [_text(one.get("value")) for one in bodies if _purpose(one) == "tagging"]
    classes = [_text(one.get("source")) for one in bodies if _purpose(one) == "classifying"]
    memos = [_text(one.get("value")) for one in bodies if _purpose(one) in ("commenting", "describing")]
    start, end = (value if isinstance(value := position.get(name), int) else None for name in ("start", "end"))
    if not source or (not quote.get("exact") and (start is None or end is None)) or not (tags or classes):
        what = f"annotation {number} has no source, no passage, or no code"
        problems.append(Problem("json", what, "a tag is a body with the purpose tagging", file))
        return
    creator = next(iter(_list(annotation.get("creator"))), "")
    if isinstance(creator, dict):
        creator = creator.get("nickname") or creator.get("name") or creator.get("id") or ""
    identifier = _text(annotation.get("id"))
    # One annotation may hold several tags; a classification is the same tag by its identifier.
    single = len(tags) <= 1 and len(classes) <= 1
    codes: list[tuple[str, ...]] = [(*classes, *tags)] if single else [(name,) for name in tags or classes]
    for place, names in enumerate(codes):
        guid = identifier.removeprefix(_URN) if identifier and place == 0 else ""
        yield LooseCoding(
            coder=_text(creator),
            places=(_text(source), _text(source).rpartition("/")[2]),
            codes=names,
            start=start,
            end=end,
            quote=_text(quote.get("exact")),
            prefix=_text(quote.get("prefix")),
            suffix=_text(quote.get("suffix")),
            memo="\n\n".join(memos),
            time=_text(annotation.get("created")),
            guid=guid or (derived("annotation", identifier, *names) if identifier else ""),
        )


def _purpose(body: dict[str, Any]) -> str:
    return _text(next(iter(_list(body.get("purpose"))), "tagging" if body.get("type") == "TextualBody" else ""))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value["id"]) if isinstance(value, dict) and "id" in value else ""
