"""The few words that the renderer itself says, in the languages a report may be written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kelisim.report.tree import ReferenceKind

ENGLISH: Final[Mapping[str, str]] = {
    "contents": "Contents",
    "skip": "Skip to the report",
    "abstract": "Abstract",
    "keywords": "Keywords",
    "licence": "Licence",
    "about": "About this report",
    "table": "Table",
    "figure": "Figure",
    "note": "Note",
    "warning": "Caution",
    "data": "Data behind this figure",
    "evidence": "Evidence",
    "evidence_lead": "Every reference in the report leads to one of the records below.",
    "cited": "Cited in",
    "uncited": "Not cited in the text",
    "place": "Place",
    "characters": "characters",
    "front": "Title page",
    "unresolved": "no record",
    "claim": "Claims",
    "source": "Sources",
    "event": "Events",
    "series": "Series",
    "estimate": "Estimates",
    "finding": "Findings",
    "recommendation": "Recommendations",
    "first_rows": "The first {printed} of {total} rows; {file} holds them all.",
    "limited": "This edition prints {printed} of {total} evidence records: those cited in the text and the sources and "
    "series that they rest on. The folder tables holds them all.",
    "unset": "No font at hand has these characters, so they are printed as code points: {characters}. "
    "The HTML edition shows them.",
    "stop": ".",
}

RUSSIAN: Final[Mapping[str, str]] = {
    "contents": "Содержание",
    "skip": "Перейти к отчёту",
    "abstract": "Аннотация",
    "keywords": "Ключевые слова",
    "licence": "Лицензия",
    "about": "Об отчёте",
    "table": "Таблица",
    "figure": "Рисунок",
    "note": "Примечание",
    "warning": "Внимание",
    "data": "Данные к рисунку",
    "evidence": "Доказательства",
    "evidence_lead": "Каждая ссылка в отчёте ведёт к одной из записей ниже.",
    "cited": "Где упомянуто",
    "uncited": "В тексте не упомянуто",
    "place": "Место",
    "characters": "знаки",
    "front": "Титульная страница",
    "unresolved": "нет записи",
    "claim": "Утверждения",
    "source": "Источники",
    "event": "События",
    "series": "Ряды данных",
    "estimate": "Оценки",
    "finding": "Замечания проверки",
    "recommendation": "Рекомендации",
    "first_rows": "Первые {printed} строк из {total}; полностью — в файле {file}.",
    "limited": "В этом издании напечатано записей: {printed} из {total}; это записи, упомянутые в тексте, а также "
    "источники и ряды, на которых они основаны. Полный перечень есть в папке tables.",
    "unset": "Ни в одном из шрифтов нет этих знаков, поэтому напечатаны их коды: {characters}. "
    "В издании HTML они видны.",
    "stop": ".",
}

KAZAKH: Final[Mapping[str, str]] = {
    "contents": "Мазмұны",
    "skip": "Есепке өту",
    "abstract": "Аңдатпа",
    "keywords": "Түйін сөздер",
    "licence": "Лицензия",
    "about": "Есеп туралы",
    "table": "Кесте",
    "figure": "Сурет",
    "note": "Ескерту",
    "warning": "Назар аударыңыз",
    "data": "Суреттің деректері",
    "evidence": "Дәлелдер",
    "evidence_lead": "Есептегі әр сілтеме төмендегі жазбалардың біріне апарады.",
    "cited": "Сілтеме жасалған жерлер",
    "uncited": "Мәтінде сілтеме жоқ",
    "place": "Орны",
    "characters": "таңбалар",
    "front": "Титул беті",
    "unresolved": "жазба жоқ",
    "claim": "Тұжырымдар",
    "source": "Дереккөздер",
    "event": "Оқиғалар",
    "series": "Деректер қатарлары",
    "estimate": "Бағалаулар",
    "finding": "Тексеру ескертпелері",
    "recommendation": "Ұсынымдар",
    "first_rows": "{total} жолдың алғашқы {printed} жолы; толығы {file} файлында.",
    "limited": "Бұл басылымда {total} жазбаның {printed} жазбасы басылған: мәтінде сілтеме жасалғандары және олар "
    "сүйенетін дереккөздер мен қатарлар. Толық тізім tables қалтасында.",
    "unset": "Қаріптердің ешқайсысында бұл таңбалар жоқ, сондықтан олардың кодтары басылды: {characters}. "
    "HTML басылымында олар көрінеді.",
    "stop": ".",
}

CHINESE: Final[Mapping[str, str]] = {
    "contents": "目录",
    "skip": "跳至正文",
    "abstract": "摘要",
    "keywords": "关键词",
    "licence": "许可",
    "about": "关于本报告",
    "table": "表",
    "figure": "图",
    "note": "注",
    "warning": "注意",
    "data": "图中数据",
    "evidence": "证据",
    "evidence_lead": "报告中的每处引用都指向下列某条记录。",
    "cited": "引用处",
    "uncited": "正文未引用",
    "place": "位置",
    "characters": "字符",
    "front": "扉页",
    "unresolved": "无记录",
    "claim": "论断",
    "source": "来源",
    "event": "事件",
    "series": "数据序列",
    "estimate": "估计",
    "finding": "检查结果",
    "recommendation": "建议",
    "first_rows": "仅列 {total} 行中的前 {printed} 行，全部见 {file}。",
    "limited": "本版印出 {total} 条证据记录中的 {printed} 条，即正文引用的记录及其所依据的来源和序列。"
    "tables 文件夹收录全部记录。",
    "unset": "现有字体缺少以下字符，故印出其码位：{characters}。HTML 版可正常显示。",
    "stop": "。",
}

_BY_LANGUAGE: Final = {"en": ENGLISH, "ru": RUSSIAN, "kk": KAZAKH, "zh": CHINESE}
_MARKS: Final = {"ru": ("«", "»"), "kk": ("«", "»"), "ky": ("«", "»"), "fr": ("«", "»"), "de": ("„", "“")}

KIND_ORDER: Final[tuple[ReferenceKind, ...]] = (
    "claim",
    "source",
    "event",
    "series",
    "estimate",
    "finding",
    "recommendation",
    "table",
    "figure",
)


def words(language: str) -> Mapping[str, str]:
    """Return the renderer's words for a language tag such as "ru" or "zh-Hans"; English where there are none."""
    return _BY_LANGUAGE.get(primary(language), ENGLISH)


def primary(language: str) -> str:
    """Return the primary subtag of a language tag, in lower case."""
    return language.replace("_", "-").split("-", maxsplit=1)[0].lower()


def quoted(text: str, language: str) -> str:
    """Return a text between the quotation marks of its language."""
    opening, closing = _MARKS.get(primary(language), ("“", "”"))
    return f"{opening}{text}{closing}"


def numbered(kind_word: str, number: str, title: str, language: str) -> str:
    """Return a caption such as "Table 3. Sources by publisher"."""
    if not number:
        return title
    joint = "　" if primary(language) == "zh" else ". "
    return f"{kind_word} {number}{joint}{title}"


def stopped(caption: str, language: str) -> str:
    """Return a caption's title with a full stop, so that a sentence can follow it."""
    return caption if caption.endswith((".", "。", "?", "!", "？", "！")) else caption + words(language)["stop"]


def code_points(characters: Iterable[str]) -> str:
    """Return characters as code points in order: "U+1234, U+5678"."""
    return ", ".join(f"U+{ord(character):04X}" for character in sorted(set(characters)))
