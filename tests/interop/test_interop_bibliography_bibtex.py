"""BibTeX as Zotero, Mendeley, JabRef, publishers and people write it."""

from __future__ import annotations

import json
import subprocess

import pypandoc
import pytest

from kelisim.errors import StudyError
from kelisim.interop.bibliography import examine_bibliography, read_bibliography
from kelisim.interop.bibliography.dates import read_date
from kelisim.interop.bibliography.latex import decode
from kelisim.model.source import Source

ZOTERO = r"""
@article{gereffiGovernanceGlobalValue2005,
	title = {The Governance of Global Value Chains: {An} {Asian} Reading},
	volume = {12},
	issn = {0969-2290, 1466-4526},
	url = {https://www.example.org/doi/abs/10.1080/09692290500049805?a=1&b=2},
	doi = {10.1080/09692290500049805},
	abstract = {This article builds a framework. It has @marks and {nested {braces}}.},
	pages = {78--104},
	number = {1},
	journaltitle = {Review of International Political Economy},
	shortjournal = {Rev. Int. Polit. Econ.},
	author = {Gereffi, Gary and Humphrey, John and Sturgeon, Timothy},
	urldate = {2025-07-09},
	date = {2005-02},
	langid = {english},
	keywords = {governance, value chains},
	file = {Full Text PDF:/home/me/Zotero/storage/AB12/Gereffi.pdf:application/pdf},
}

@online{KazakhstanskayaAssotsiatsiya2019,
	title = {Доля автомобилей казахстанской сборки превысила 50\%},
	url = {https://akab.kz/news/dolya_avtomobiley},
	author = {{Ассоциация казахстанского автобизнеса}},
	urldate = {2024-10-23},
	date = {2019-10-15},
	langid = {russian},
	note = {Publisher: {AKAB}
kelisim-category: industry news and media
kelisim-publisher-kind: industry association},
}

@incollection{wang2022,
	location = {北京},
	title = {中国汽车产业 --- 政策与市场},
	booktitle = {“一带一路”研究},
	publisher = {社会科学文献出版社},
	author = {王, 伟 and 李, 娜},
	editor = {Schäfer, Jörg},
	date = {2022},
	langid = {chinese},
}
"""
MENDELEY = r"""@article{Müller2018,
abstract = {Percent: 50{\%}.},
author = {M{\"{u}}ller, J{\"{o}}rg and {van der Berg}, Jan and Garc{\'{i}}a-Mart{\'{i}}nez, Mar{\'{i}}a},
doi = {10.1016/j.jdeveco.2018.01.001},
file = {:C$\backslash$:/Users/me/Mendeley/M{\"{u}}ller.pdf:pdf},
journal = {Transport Policy},
keywords = {BRI,Cars},
mendeley-groups = {Kazakhstan},
month = {may},
pages = {1--20},
title = {{Cars {\&} roads in Central Asia: a ``new'' d{\'{e}}part}},
url = {https://linkinghub.example.com/retrieve/pii/S0304{\_}3878},
volume = {7},
year = {2018}
}
@misc{WorldBank,
author = {{World Bank}},
title = {{World Development Indicators}},
url = {https://data.worldbank.org/{~}wdi},
urldate = {2025-08-20}
}
"""
JABREF = r"""% Encoding: UTF-8

@String{jtp = "Journal of " # {Transport} # " Policy"}
@PREAMBLE{"\newcommand{\noopsort}[1]{}"}

@Article{Oezguer2020,
  author       = "{\"O}zg{\"u}r, {\c S}ule and Nguy{\~{\^e}}n Van, Hai and others",
  title        = "Auto \textit{industry} in {\'E}urope -- an {"}overview{"}",
  journal      = jtp,
  year         = 2020,
  month        = 3 # "~" # mar,
  number       = "4",
  comment      = {Read again.},
  groups       = {to read},
}

@Comment{jabref-meta: databaseType:bibtex;}
@Comment{jabref-meta: grouping:
0 AllEntriesGroup:;
1 StaticGroup:to read\;0\;1\;\;\;\;;
}

@TechReport(Kost/Report,
  author = "Donald E. Kost and Ludwig van Beethoven and King, Jr., Martin Luther and International Energy Agency",
  title = {Energy \& Cars}, institution = {Bureau of National Statistics},
  type = {Working Paper}, number = {WP-12}, year = "2019/2020", howpublished = {\url{https://stat.gov.kz/a\_b}}
)
"""
INHERITED = """
@inproceedings{child, author = {Aitzhanova, Aigerim}, title = {Assembly}, pages = {5-9}, crossref = {Parent}}
@proceedings{parent, title = {Cars of Asia}, editor = {Li, Na}, publisher = {INStET}, year = {2023}}
"""


def by_id(text: str) -> dict[str, Source]:
    return {source.id: source for source in read_bibliography(text.encode(), name="library.bib")}


def test_zotero() -> None:
    sources = by_id(ZOTERO)
    article = sources["gereffiGovernanceGlobalValue2005"]
    assert article.title == "The Governance of Global Value Chains: An Asian Reading"
    assert article.authors == "Gereffi, Gary; Humphrey, John; Sturgeon, Timothy"
    assert (article.publisher, article.container) == ("Review of International Political Economy",) * 2
    assert (article.publisher_kind, article.category) == ("academic", "academic literature")
    assert (article.volume, article.issue, article.pages) == ("12", "1", "78–104")
    assert (str(article.published), str(article.accessed)) == ("2005-02", "2025-07-09")
    assert article.published is not None
    assert article.published.precision == "month"
    assert article.url.endswith("?a=1&b=2")
    assert article.language == "en"
    assert "keywords: governance, value chains" in article.note
    assert "proposed" not in article.note
    assert article.row == 2
    page = sources["KazakhstanskayaAssotsiatsiya2019"]
    assert page.title == "Доля автомобилей казахстанской сборки превысила 50%"
    assert page.authors == page.publisher == "Ассоциация казахстанского автобизнеса"
    assert (page.publisher_kind, page.category) == ("industry association", "industry news and media")
    assert "kelisim" not in page.note
    assert page.language == "ru"
    chapter = sources["wang2022"]
    assert chapter.title == "中国汽车产业 — 政策与市场"
    assert chapter.authors == "王, 伟; 李, 娜"
    assert chapter.language == "zh"
    assert "editors: Schäfer, Jörg" in chapter.note
    assert "place: 北京" in chapter.note


def test_mendeley() -> None:
    sources = by_id(MENDELEY)
    article = sources["Müller2018"]
    assert article.authors == "Müller, Jörg; van der Berg, Jan; García-Martínez, María"
    assert article.title == "Cars & roads in Central Asia: a “new” départ"
    assert article.url == "https://linkinghub.example.com/retrieve/pii/S0304_3878"
    assert str(article.published) == "2018-05"
    data = sources["WorldBank"]
    assert (data.authors, data.publisher) == ("World Bank", "World Bank")
    assert data.url == "https://data.worldbank.org/~wdi"
    assert data.published is None
    assert data.publisher_kind == "analyst"
    assert "publisher_kind 'analyst' is proposed from the item type: webpage" in data.note


def test_jabref() -> None:
    sources = by_id(JABREF)
    article = sources["Oezguer2020"]
    assert article.authors == "Özgür, Şule; Nguyễn Van, Hai; et al."
    assert article.title == 'Auto industry in Éurope – an "overview"'
    assert article.container == "Journal of Transport Policy"
    assert str(article.published) == "2020-03-03"
    assert article.note == "Read again."
    report = sources["Report"] if "Report" in sources else sources["Kost-Report"]
    assert (
        report.authors
        == "Kost, Donald E.; van Beethoven, Ludwig; King, Martin Luther, Jr.; International Energy Agency"
    )
    assert report.url == "https://stat.gov.kz/a_b"
    assert (str(report.published), report.publisher) == ("2019/2020", "Bureau of National Statistics")
    assert "report number: WP-12" in report.note


def test_a_child_takes_the_fields_of_its_parent() -> None:
    child = by_id(INHERITED)["child"]
    assert (child.container, child.publisher, str(child.published)) == ("Cars of Asia", "INStET", "2023")
    assert (child.pages, child.authors) == ("5–9", "Aitzhanova, Aigerim")
    assert "editors: Li, Na" in child.note


def test_pandoc_reads_the_same_titles_names_and_dates() -> None:
    """Pandoc's own BibLaTeX reader is the other program."""
    for text in (ZOTERO, MENDELEY, JABREF.replace("(Kost/Report", "{Kost").replace("a\\_b}}\n)", "a\\_b}}\n}")):
        ours = {source.id: source for source in read_bibliography(text.encode(), name="x.bib")}
        command = [pypandoc.get_pandoc_path(), "-f", "biblatex", "-t", "csljson"]
        theirs = json.loads(subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout)
        assert len(theirs) == len(ours) > 1
        for item in theirs:
            source = ours[item["id"]]
            title = item["title"].replace('<span class="nocase">', "").replace("</span>", "")
            for tag in ("<i>", "</i>"):
                title = title.replace(tag, "")
            assert title.casefold().replace('"', "") == source.title.casefold().replace('"', "")
            families = [
                " ".join(
                    filter(None, (name.get("non-dropping-particle", name.get("dropping-particle")), name["family"]))
                )
                for name in item.get("author", ())
                if "given" in name and source.id != "Kost"
            ]
            persons = [name.partition(",")[0] for name in source.authors.split("; ") if "," in name]
            assert not families or families == persons
            if "date-parts" in item.get("issued", {}):
                first = item["issued"]["date-parts"][0]
                assert str(source.published).split("/")[0].split("-")[0] == str(first[0])
            if "DOI" in item:
                assert item["DOI"] == source.doi
            if item.get("volume"):
                assert item["volume"] == source.volume


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (
            r"M{\"u}ller, \'{O}, {\c c}, \v{S}koda, \v Skoda, {\"{\i}}, \H{o}, \k{a}",
            "Müller, Ó, ç, Škoda, Škoda, ï, ő, ą",
        ),
        (r"stra\ss e {\O}re \L{}ód\'z \aa{}", "straße Øre Łódź å"),
        (r"\cyrk\cyra\cyrz{} \CYRK\cyra\cyrz\cyra\cyrh\cyrs\cyrt\cyra\cyrn", "каз Казахстан"),
        (r"CO$_2$, m$^{2}$, $\alpha$ and \$5, a\_b, 50\%, R\&D, C\#", "CO₂, m², α and $5, a_b, 50%, R&D, C#"),
        (r"{\em a} \emph{b} \textbf{c} \enquote{the {BYD}} \href{http://x.kz}{d}", "a b c “the BYD” d"),
        (r"a--b---c ``d'' e~f \dots{} \unknown{g}", "a–b—c “d” e f … \\unknown{g}"),
    ],
)
def test_latex(latex: str, plain: str) -> None:
    assert decode(latex) == plain


@pytest.mark.parametrize(
    ("written", "period", "remark"),
    [
        ("2019-05-28", "2019-05-28", ""),
        ("2019-05-28T10:00:00Z", "2019-05-28", ""),
        ("2014/2017", "2014/2017", ""),
        ("2014--2017", "2014/2017", ""),
        ("/2018", "../2018", ""),
        ("2022/..", "2022/..", ""),
        ("199X", "1990/1999", ""),
        ("2019~", "2019", "2019~"),
        ("2019-21", "2019", "2019-21"),
        ("28 мая 2019 г.", "2019-05-28", ""),
        ("қыркүйек 2024", "2024-09", ""),
        ("2019年5月28日", "2019-05-28", ""),
        ("May 28, 2019", "2019-05-28", ""),
        ("May/June 2019", "2019-05/2019-06", ""),
        ("28/05/2019", "2019-05-28", ""),
        ("05/06/2019", "2019", "05/06/2019"),
        ("2019-02-30", "2019", "2019-02-30"),
        ("c. 2019", "2019", "c. 2019"),
        ("in press", "None", "in press"),
        ("2014, reprinted 2019", "None", "2014, reprinted 2019"),
    ],
)
def test_dates(written: str, period: str, remark: str) -> None:
    read, said = read_date(written)
    assert str(read) == period
    assert said == (f"date as written: {remark}" if remark else "")


BROKEN = r"""@article{good1, title = {One}, year = 2019}

@article{open,
  title = {Not {closed,
  year = 2020
}

@misc{good2, title = {Two}, year = 2021}
@inproceedings{nocomma
  title = {Three}
}
@misc{macro, title = {Four}, journal = ecr, year = 2020}
@misc{twice, title = {Five}, year = 2020, year = 2021}
@misc{untitled, author = {Li, Na}}
@misc{orphan, title = {Six}, crossref = {nobody}}
@misc{kind, title = {Seven}, kelisim-publisher-kind = {press}}
Mail me at someone@example.org.
% @misc{commented, title = {Not there}}
@misc{good3, title = {Eight "quoted"}, year = 2022, note = "a {"} b"}
"""


def test_every_problem_at_its_line_and_the_rest_read() -> None:
    with pytest.raises(StudyError) as caught:
        read_bibliography(BROKEN.encode(), name="my.bib")
    found = [(problem.line, problem.code, problem.file) for problem in caught.value.problems]
    assert found == [
        (3, "bibtex-syntax", "my.bib"),
        (9, "bibtex-syntax", "my.bib"),
        (12, "bibtex-string", "my.bib"),
        (13, "bibtex-field", "my.bib"),
        (14, "bibliography-title", "my.bib"),
        (15, "bibtex-crossref", "my.bib"),
        (16, "bibliography-cell", "my.bib"),
    ]
    assert all(problem.hint for problem in caught.value.problems)
    reading = examine_bibliography(BROKEN.encode(), name="my.bib")
    assert [source.id for source in reading.sources] == ["good1", "good2", "macro", "twice", "orphan", "good3"]
    assert reading.lines["good3"] == 19
    assert reading.sources[-1].note.startswith('a " b')


def test_ids_are_made_safe_and_unique_and_duplicates_reported() -> None:
    text = """
@misc{a b;c, title = {One}, year = 2019}
@misc{, title = {A note of Li}, author = {Li, Na}, year = 2019}
@article{key, title = {The Same Title!}, year = 2020}
@article{key, title = {Another}, doi = {10.1000/ABC}, year = 2020}
@article{other, title = {The same title}, year = 2020}
@article{report21, title = {The same title}, year = 2021}
@article{resolver, title = {Renamed}, url = {https://doi.org/10.1000/abc}, year = 2020}
@misc{title = {No key at all}, year = 2022}
"""
    reading = examine_bibliography(text.encode(), name="x.bib")
    assert reading.problems == ()
    assert [source.id for source in reading.sources] == [
        "a-b-c", "Li2019", "key", "key-2", "other", "report21", "resolver", "Nokeyat2022",
    ]  # fmt: skip
    assert {(pair.first, pair.second, pair.shared) for pair in reading.duplicates} == {
        ("key", "other", "title and year"),
        ("key-2", "resolver", "doi"),
        ("key", "key-2", "citation key"),
    }
