"""A work has one name: on the pages, in the notebooks and in the quiz."""

from __future__ import annotations

import html
import re

import pytest
from pybtex.database import parse_file
from pybtex.style.template import Node

from coursework import bibliography, editions, quiz
from coursework.site.bibliography import Entries, RoundBrackets
from tests.support.course import BOOK

BIB = BOOK / "references.bib"
#: Named in two or three ways before there was one reader: two authors, double braces, letters with marks.
ONCE_TORN = {
    "coyle2015": "Coyle and Laws, 2015",
    "horowitz2021": "Horowitz and Moncrieff, 2021",
    "talati2019": "Talati and Sharma, 2019",
    "posternak2005": "Posternak and Zimmerman, 2005",
    "commons2019": "Commons and Linnros, 2019",
    "zhang2019": "Zhang et al., 2019",
    "moench2017": "Moench and Wellman, 2017",
    "homayoun2007": "Homayoun and Moghaddam, 2007",
    "widman2018": "Widman and McMahon, 2018",
    "shirayama2018": "Shirayama and Hashimoto, 2018",
    "clements1981": "Clements and Nimmo, 1981",
    "jahr1990": "Jahr and Stevens, 1990",
    "pierce2023": "Pierce and Black, 2023",
    "cadth2024pain": "Tran and MacDougall, 2024",
}


def on_a_page(entry) -> str:
    """The authors as sphinxcontrib.bibtex asks the course's style for them."""
    style = RoundBrackets().styles[0]
    node: Node = style.person.author_or_editor_or_title(full=False)
    return str(node.format_data({"entry": entry, "style": style}))


def test_pages_notebooks_and_quiz_name_every_work_alike():
    works = bibliography.read(BIB)
    for key, entry in parse_file(str(BIB), "bibtex").entries.items():
        name = works[key].name
        assert f"{on_a_page(entry)}, {works[key].year}" == name
        assert html.unescape(re.sub("<[^>]*>", "", quiz._work(key, BIB))) == name
        assert editions.short(key, works).removeprefix("[").startswith(name)
    assert not [work.name for work in works.values() if re.search(r"and others|[{}\\]", work.name)]


@pytest.mark.parametrize(("key", "name"), ONCE_TORN.items())
def test_works_that_had_several_names_have_one(key, name):
    assert bibliography.work(key, BIB).name == name


def book(tmp_path, text):
    (tmp_path / "works.bib").write_text(text, "utf-8")
    return tmp_path / "works.bib"


@pytest.mark.parametrize(
    ("fields", "name", "address"),
    [
        ("author={W{\\l}odarczyk, Adam}, year={2021}, doi={10.1/x}", "Włodarczyk, 2021", "https://doi.org/10.1/x"),
        (
            "author={{Johnson \\& Johnson}}, year={2024}, url={https://x.org/a%5B_}",
            "Johnson & Johnson, 2024",
            "https://x.org/a%5B_",
        ),
        ("author={van der Aart, Jasper and Lee, A}, year={2018}", "van der Aart and Lee, 2018", ""),
        ("author={A, B and C, D and E, F}, year={2018}", "A et al., 2018", ""),
        ("author={Colina Vargas, Y and others}", "Colina Vargas et al., n.d.", ""),
        ("title={A guideline}, year={2020}", "A guideline, 2020", ""),
        ("title={A long title}, shorttitle={A title}, year={2020}", "A title, 2020", ""),
    ],
)
def test_a_work_by_its_fields(fields, name, address, tmp_path):
    work = bibliography.work("x", book(tmp_path, f"@article{{x, {fields}}}"))
    assert (work.name, work.address) == (name, address)


def test_a_key_that_is_not_there_and_a_file_that_is_no_bibtex(tmp_path):
    with pytest.raises(bibliography.BibliographyError, match="no work 'y' in works.bib"):
        bibliography.work("y", book(tmp_path, "@article{x, year={2020}}"))
    with pytest.raises(bibliography.BibliographyError, match=r"^works.bib: "):
        bibliography.read(book(tmp_path, "@article{x, year={2020"))


def test_a_work_that_names_nobody_begins_with_its_title(tmp_path):
    file = book(tmp_path, "@article{x, title={A trial}, journal={Nature}, year={2020}, shorttitle={Trial}}")
    [entry] = Entries().format_entries(parse_file(str(file), "bibtex").entries.values())
    assert entry.text.render_as("text").startswith("A trial. Nature, 2020")


#: Looked for in vain on 28 November 2026: every copy that can be read names the institute and no author.
SIGNED_BY_AN_INSTITUTE = {"vienna2021", "pal2013"}
#: Read in a record that prints the title in Chinese only.
TRANSLATED = {"andrade2025"}
NOT_OF_THE_WORK = re.compile(
    r"\b(our|own) words\b|not (shown|seen|named|known)|translation of the title", re.IGNORECASE
)


def stand_ins(file) -> set[str]:
    """The works that name nobody, an institute where the journal prints people, or a title they do not bear."""
    found = set()
    for key, entry in parse_file(str(file), "bibtex").entries.items():
        people = entry.persons.get("author") or entry.persons.get("editor") or []
        institutes = [person for person in people if not person.first_names and str(person).startswith("{")]
        said = " ".join([entry.fields.get("title", ""), entry.fields.get("note", ""), *map(str, people)])
        if not people or "shorttitle" in entry.fields or NOT_OF_THE_WORK.search(said):
            found.add(key)
        if entry.type == "article" and institutes:
            found.add(key)
    return found


def test_every_work_bears_its_own_title_and_the_names_of_its_authors():
    assert stand_ins(BIB) == SIGNED_BY_AN_INSTITUTE | TRANSLATED


@pytest.mark.parametrize(
    ("entry", "stands_in"),
    [
        ("@article{x, author={Li, Wei and others}, title={A trial in four words}}", False),
        ("@misc{x, author={{World Health Organization}}, title={Report}}", False),
        ("@article{x, title={A trial}}", True),
        ("@article{x, author={{Journal of Trials}}, title={A trial}}", True),
        ("@article{x, author={Li, Wei}, title={A trial (our words)}}", True),
        ("@article{x, author={Li, Wei}, title={A trial}, shorttitle={Trial}}", True),
        ("@article{x, author={Li, Wei}, title={A trial}, note={Authors not seen}}", True),
    ],
)
def test_a_stand_in_is_found(entry, stands_in, tmp_path):
    (tmp_path / "works.bib").write_text(entry, "utf-8")
    assert stand_ins(tmp_path / "works.bib") == ({"x"} if stands_in else set())


#: Read about, and found in no record: neither its DOI nor its pages are known.
OPEN = {"turner2019"}


def test_every_article_says_where_it_stands():
    for key, entry in parse_file(str(BIB), "bibtex").entries.items():
        fields = entry.fields
        if entry.type == "article":
            assert fields["title"] and fields["journal"] and fields["year"], key
            placed = "doi" in fields or "url" in fields or {"volume", "pages"} <= set(fields)
            assert placed != (key in OPEN), key
        else:
            assert "url" in fields or "doi" in fields or "howpublished" in fields, key
