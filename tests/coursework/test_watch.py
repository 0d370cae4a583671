"""What `make watch` tells a person, on recorded answers: no test here asks a network."""

from __future__ import annotations

import json
import re
import threading
from datetime import date
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import unquote

import pytest

from coursework import bibliography
from coursework.course import Course, read
from tools.watch import __main__ as watch
from tools.watch import links, notices, searches, web
from tools.watch.cited import Cited
from tools.watch.report import LONGEST, Report, shown
from tools.watch.web import Silent, Web

RECORDED = json.loads((Path(__file__).parent / "watch.json").read_text("utf-8"))
DOIS = ("tea", "pot", "cup", "milk")
BIB = "".join(
    f"@article{{{key}2001, author = {{A, B}}, year = {{2001}}, title = {{{title}}}, {where}}}\n"
    for key, title, where in (
        ("tea", "Tea and sleep", "doi = {10.1000/tea}"),
        ("pot", "{RETRACTED}: The shape of a pot", "doi = {10.1000/pot}"),
        ("cup", "Cups", "doi = {10.1000/cup}"),
        ("milk", "Milk", "doi = {10.1000/milk}"),
        ("sugar", "Sugar", "url = {https://pubmed.ncbi.nlm.nih.gov/12345/}"),
        ("leaf", "Leaves", "url = {https://tea.test/leaf}"),
    )
)
CHAPTER = """# Tea

Tea keeps awake {cite:p}`tea2001,milk2001`. See [the trial](https://clinicaltrials.gov/study/NCT00000002).

The work on pots was retracted {cite:p}`pot2001`.
"""
WATCH = """
searches:
  - name: Tea and sleep
    would_change: Whether tea keeps awake.
    pages: [chapters/tea]
    registry: {intervention: tea, condition: sleep}
    pubmed: tea[ti]
notices_read: []
"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course on tea that was reviewed on 28 November 2026."""
    files = {
        "course.yml": "title: Tea\nslug: tea\nstart: intro\nreviewed: 2026-11-28\n",
        "_toc.yml": "root: intro\nchapters:\n  - file: chapters/tea\n",
        "intro.md": "# Tea\n",
        "references.bib": BIB,
        "chapters/tea.md": CHAPTER,
        "watch.yml": WATCH,
    }
    for name, text in files.items():
        (tmp_path / "book" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "book" / name).write_text(text)
    return read(tmp_path / "book")


class Answer(BytesIO):
    """An answer as urllib gives one."""

    status = 200


class Services:
    """Plays every service from the record; ``refuse`` maps a part of an address to what is answered instead."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.slept: list[float] = []
        self.refuse: dict[str, int | str] = {}

    def open(self, request, timeout):
        address = unquote(request.full_url) if "filter=" in request.full_url else request.full_url
        self.asked.append(address)
        self.agents.add(request.get_header("User-agent"))
        for part, said in self.refuse.items():
            if part in address:
                if isinstance(said, int):
                    raise HTTPError(address, said, "no", Message(), None)
                if said.startswith("{"):
                    return Answer(said.encode())
                raise URLError(said)
        found = [known for known in RECORDED["answers"] if address.startswith(known)]
        if found:
            return Answer(json.dumps(RECORDED["answers"][max(found, key=len)]).encode())
        if "doi.org/" in address:
            raise HTTPError(address, 302, "Found", Message(), None)
        return Answer(b"")

    def web(self, mail: str = "") -> Web:
        return Web(mail, self.open, self.open, self.slept.append)


@pytest.fixture
def services() -> Services:
    return Services()


def told(course: Course, services: Services) -> Report:
    return watch.ask(course, services.web())


def test_the_record_says_by_whom_it_was_made() -> None:
    assert "By hand" in RECORDED["recorded"] and "made up" in RECORDED["recorded"]


def test_the_issue_says_what_to_act_on_what_to_read_and_what_needs_nothing(course, services) -> None:
    report = told(course, services)
    text = report.markdown(date(2026, 12, 7), course.reviewed)
    headings = re.findall(r"^## (.*)$", text, re.M)
    assert headings == ["Not asked, or not answered", "Act now", "Read", "Nothing to do"]
    (act,) = report.act
    assert act.startswith("**tea2001**, A, 2001: ") and "chapters/tea.md" in act
    assert "retraction (retraction-watch, 2010-02-06, https://doi.org/10.1000/tea-retraction)" in act
    assert "retraction (OpenAlex)" in act
    assert "To act on: 1. To read: 8. Not asked or not answered: 1." in text
    (silent,) = report.silent
    assert "Nobody can be asked about 1 work with neither a DOI nor a PubMed address" in silent and "leaf2001" in silent


def test_corrections_both_ways_and_preprints_that_appeared_are_to_be_read(course, services) -> None:
    corrections = "\n".join(told(course, services).read["Corrections and later versions"])
    assert "**tea2001**: correction (publisher, 2004-03-06" in corrections  # its record says so
    assert "**milk2001**: erratum (publisher, 2026-12-01" in corrections  # the notice says so
    assert "**cup2001**: preprint now published (Crossref, https://doi.org/10.1000/cup-in-print)" in corrections
    assert "**sugar2001**: erratum (PubMed: J Tea. 2005 Mar 3" in corrections and "512-5" not in corrections
    filters = [address for address in services.asked if "filter=updates" in address]
    assert len(filters) == 1 and all(f"updates:10.1000/{doi}" in filters[0] for doi in DOIS)


def test_a_correction_that_was_read_is_not_told_again(course, services) -> None:
    entry = "notices_read:\n  - {doi: 10.1000/Milk-Erratum, read: 2026-12-02, says: A typing error.}\n"
    (course.book / "watch.yml").write_text(WATCH.replace("notices_read: []", entry))
    assert not any("milk2001" in line for line in told(course, services).read["Corrections and later versions"])


def test_a_work_that_is_cited_as_retracted_is_no_alarm(course, services) -> None:
    report = told(course, services)
    assert not any("pot2001" in line for line in report.act)
    assert any(line.startswith("pot2001 is cited as retracted, as it is") for line in report.fine)


def test_a_retraction_that_the_course_no_longer_tells_is_an_alarm(course, services) -> None:
    chapter = course.chapter("tea")
    chapter.write_text(CHAPTER.replace("was retracted", "was good"))
    assert any(
        "**pot2001** is retracted, and the course no longer says so here: chapters/tea.md." in line
        for line in told(course, services).act
    )


def test_a_retraction_that_no_source_knows_is_to_be_read(course, services) -> None:
    services.refuse = {"10.1000%2Fpot": '{"message": {"title": ["The shape of a pot"]}}', "openalex": 500}
    assert "pot2001" in told(course, services).read["Retractions that only the course knows"][0]


@pytest.mark.parametrize("kind", ["retraction", "partial_retraction", "withdrawal", "removal", "expression_of_concern"])
def test_what_is_grave_is_acted_on_whatever_it_is_called(kind: str) -> None:
    (notice,) = notices.of_record("x", {"updated-by": [{"type": kind.replace("_", "-"), "DOI": "10.1/n"}]})
    assert (
        notice.kind == kind
        and kind in notices.GRAVE
        and str(notice) == f"{kind.replace('_', ' ')} (publisher, https://doi.org/10.1/n)"
    )


def test_new_trials_and_papers_stand_under_what_they_would_change(course, services) -> None:
    report = told(course, services)
    assert report.why["Tea and sleep (chapters/tea)"] == "*What it would change:* Whether tea keeps awake."
    lines = report.read["Tea and sleep (chapters/tea)"]
    assert "NCT00000001" in lines[0] and "new study, 60 people, not yet recruiting, interventional" in lines[0]
    assert "**results posted 2026-12-03**, 158 people, completed" in lines[1] and "names this trial" in lines[1]
    assert "40000001" in lines[2] and "(randomized controlled trial)" in lines[2]
    assert lines[3].startswith("1 more paper not listed here") and len(lines) == 4  # milk is cited already
    (registry,) = [address for address in services.asked if "clinicaltrials.gov/api" in address]
    assert "query.intr=tea" in registry
    assert "AREA[StudyFirstPostDate]RANGE[2026-11-28,MAX]" in unquote(registry.replace("+", " "))
    assert any("mindate=2026%2F11%2F28" in address and "term=tea%5Bti%5D" in address for address in services.asked)


def test_a_title_from_outside_calls_nobody_and_links_nothing() -> None:
    text = shown("a <b>bold</b> [link](https://x.test) *star* @owner #12 <!-- act: 1 -->")
    assert "@owner" not in text and "#12" not in text and "<" not in text and r"\[link\]" in text


@pytest.mark.parametrize(
    "part, said, sentence",
    [
        ("api.crossref.org/works/10.1000%2Ftea", 429, r"Crossref: no answer on 1 of 4 works \(tea2001\).*answered 429"),
        ("api.crossref.org/works/10.1000%2Ftea", 404, "Crossref has no record of 1 work: tea2001"),
        ("api.crossref.org/works/10.1000%2Ftea", "{}", "Crossref: no answer on 1 of 4 works .*not of the form"),
        ("api.crossref.org/works/10.1000%2Ftea", "{", "Crossref: no answer on 1 .*no JSON"),
        ("api.crossref.org/works?filter", 503, "Crossref's list of notices: no answer on 4 of 4 works"),
        ("api.openalex.org", 401, "OpenAlex: no answer on 4 of 4 works .*answered 401"),
        ("api.openalex.org", '{"results": []}', "OpenAlex does not know 4 works"),
        ("esummary.fcgi?db=pubmed&id=12345", "timed out", "PubMed: no answer on 1 of 1 work .*timed out"),
        ("clinicaltrials.gov/api", "timed out", "ClinicalTrials.gov on 'Tea and sleep'.*not be reached: timed out"),
        ("clinicaltrials.gov/api", "{}", "ClinicalTrials.gov on 'Tea and sleep': an answer was not of the form"),
        ("esearch.fcgi", 500, "PubMed on 'Tea and sleep'.*answered 500"),
        ("esearch.fcgi", '{"esearchresult": {"ERROR": "Invalid db"}}', "PubMed says Invalid db"),
        (
            "esearch.fcgi",
            '{"esearchresult": {"count": "0", "idlist": [], "errorlist": {"phrasesnotfound": ["teaa[ti]"]}}}',
            "PubMed does not know teaa",
        ),
        ("tea.test", 403, r"1 address answered a program with 403: <https://tea.test/leaf>"),
    ],
)  # fmt: skip
def test_what_was_not_answered_is_said_and_the_rest_is_still_told(part, said, sentence, course, services) -> None:
    services.refuse = {part: said}
    report = told(course, services)
    assert any(re.search(sentence, line) for line in report.silent), report.silent
    assert report.fine and not report.quiet
    assert "nothing needs you" not in report.markdown(date(2026, 12, 7), course.reviewed)


def test_where_nobody_answers_there_is_no_text(course, services, tmp_path, monkeypatch) -> None:
    services.refuse = {"": "Name or service not known"}
    monkeypatch.setattr(watch, "find", lambda _: course)
    monkeypatch.setattr(watch, "Web", lambda _: services.web())
    with pytest.raises(SystemExit, match=r"Nobody answered. Is there a network\? Crossref: no answer on 4 of 4 works"):
        watch.main(["--to", str(tmp_path / "issue.md")])
    assert not (tmp_path / "issue.md").exists()


def test_the_text_goes_to_a_file_and_a_name_only_where_one_is_set(course, services, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(watch, "find", lambda _: course)
    monkeypatch.setattr(watch, "Web", services.web)
    watch.main(["--to", str(tmp_path / "build" / "issue.md")])
    assert "## Act now" in (tmp_path / "build" / "issue.md").read_text()
    assert services.agents == {web.AGENT}
    assert watch.mail(course) == ""
    (course.book / "course.yml").write_text((course.book / "course.yml").read_text() + "report: mailto:a@tea.test\n")
    read.cache_clear()
    assert watch.mail(read(course.book)) == "a@tea.test"
    services.web("a@tea.test").json("https://api.openalex.org/works", 0)
    assert f"{web.AGENT}; mailto:a@tea.test" in services.agents


def test_a_course_without_saved_queries_hears_that_nobody_was_asked(course, services) -> None:
    (course.book / "watch.yml").unlink()
    assert any("nobody was asked about new trials" in line for line in told(course, services).silent)


def test_an_address_is_gone_only_where_that_is_proved(course, services) -> None:
    page = course.chapter("tea")
    page.write_text(f"{CHAPTER}\n(https://gone.test/a_(b)). https://nameless.test/x, https://doi.org/10.1000/none.\n")
    services.refuse = {"gone.test": 410, "nameless.test": "Name or service not known", "10.1000/none": 404}
    report = Report()
    links.watch(links.addresses(course), services.web(), report)
    assert sorted(report.act) == [
        "Gone (404): <https://doi.org/10.1000/none>, from tea.md.",
        "Gone (410): <https://gone.test/a_(b)>, from tea.md.",
        "Gone (Name or service not known): <https://nameless.test/x>, from tea.md.",
    ]
    assert report.silent == []


# ---- asking ----


def test_a_service_that_asks_for_patience_gets_it_and_one_that_is_down_is_left_alone() -> None:
    slept: list[float] = []
    asked: list[str] = []

    def busy(request, timeout):
        asked.append(request.full_url)
        headers = Message()
        headers["Retry-After"] = "7" if len(asked) == 1 else "9999"
        if len(asked) > 2:
            raise TimeoutError("timed out")
        raise HTTPError(request.full_url, 429, "slow down", headers, None)

    service = Web("", busy, busy, slept.append)
    for _ in range(web.DOWN):
        with pytest.raises(Silent, match="slow.test"):
            service.json("https://slow.test/x", 0.5)
    assert slept[:4] == [0.5, 7.0, 0.5, web.LONGEST]
    count = len(asked)
    with pytest.raises(Silent, match="slow.test left 3 questions in a row unanswered and was not asked again"):
        service.json("https://slow.test/x", 0.5)
    assert len(asked) == count == web.DOWN * web.TRIES


class Server(BaseHTTPRequestHandler):
    """Sends /moved on to /here, holds a JSON there, and knows nothing else."""

    def do_GET(self) -> None:
        self.send_response({"/here": 200, "/moved": 302}.get(self.path, 404))
        self.send_header("Location", "/here")
        self.end_headers()
        self.wfile.write(json.dumps(self.headers["User-Agent"]).encode())

    def log_message(self, *_: object) -> None:
        pass


def test_over_a_real_connection_a_doi_is_not_followed_and_a_page_is() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here, service = f"http://127.0.0.1:{server.server_port}", Web("a@tea.test", sleep=lambda seconds: None)
        assert service.status(f"{here}/moved", follow=False) == 302
        assert service.status(f"{here}/moved") == 200 and service.status(f"{here}/gone") == 404
        assert service.json(f"{here}/here", 0) == f"{web.AGENT}; mailto:a@tea.test"
        assert service.json(f"{here}/gone", 0) is None
        server.shutdown()
    with pytest.raises(Silent, match="refused"):
        service.status(f"{here}/here")


def test_the_text_fits_an_issue_and_its_mark_tells_whether_what_is_urgent_changed() -> None:
    report = Report(act=["one", "two"])
    for at in range(3000):
        report.to_read("Many", f"line {at} " + "x" * 40)
    text = report.markdown(date(2026, 12, 7), "2026-11-28")
    assert len(text) < LONGEST + 300 and "*Cut off here" in text and text.endswith(f"<!-- act: {report.digest()} -->\n")
    assert report.digest() == Report(act=["two", "one"]).digest() != Report(act=["one"]).digest()
    assert "nothing needs you" not in Report(fine=["x"], silent=["y"]).markdown(date(2026, 12, 7), "2026-11-28")
    quiet = Report(fine=["All is well."])
    assert quiet.quiet and "All was asked, and nothing needs you." in quiet.markdown(date(2026, 12, 7), "2026-11-28")


# ---- watch.yml ----


@pytest.mark.parametrize(
    "old, new, fault",
    [
        ("name: Tea and sleep", "named: Tea", "watch.yml:3: name is missing"),
        ("would_change: Whether tea keeps awake.", "would_change: 3", "would_change is 3; it must be a text"),
        ("[chapters/tea]", "[chapters/coffee]", "watch.yml:3: 'chapters/coffee' is no page of _toc.yml"),
        ("[chapters/tea]", "chapters/tea", "pages is 'chapters/tea'; it must be a list"),
        ("pages: [chapters/tea]", "claims: [K99]", "'K99' is no claim of claims.csv"),
        ("    pages: [chapters/tea]\n", "", "it names neither pages nor claims; one of them is needed"),
        ("intervention: tea", "drug: tea", "drug is unknown here; allowed are condition, intervention, other"),
        ("registry: {intervention: tea, condition: sleep}\n    pubmed: tea[ti]", "registry: {}", "it asks nobody"),
        ("registry: {intervention: tea, condition: sleep}", "registry: tea", "registry is 'tea'; it must be a mapping"),
        ("notices_read: []", "notices_read: [{doi: 10.1/x}]", "read, says is missing"),
        ("searches:", "searched:", "searches is missing"),
        ("pubmed: tea[ti]", "pubmed: a: b", "put the text in quotes"),
        (WATCH, "- a list", "watch.yml:1: the file must be a mapping of searches and notices_read"),
    ],
)
def test_a_fault_of_the_saved_queries_is_named_with_what_is_allowed(course, old: str, new: str, fault: str) -> None:
    assert old in WATCH
    (course.book / "watch.yml").write_text(WATCH.replace(old, new))
    with pytest.raises(searches.WatchError, match=re.escape(fault)):
        searches.read(course)


def test_two_searches_of_one_name_are_refused(course) -> None:
    twice = WATCH.split("notices_read")[0] + WATCH.split("searches:\n")[1]
    (course.book / "watch.yml").write_text(twice)
    with pytest.raises(searches.WatchError, match="two searches named 'Tea and sleep'"):
        searches.read(course)


def test_a_table_row_that_cites_a_retracted_work_must_say_so(course) -> None:
    table = course.book / "evidence" / "tea.csv"
    table.parent.mkdir()
    from coursework.evidence import COLUMNS

    row = dict.fromkeys(COLUMNS, "") | {
        "id": "T001",
        "study": "A",
        "arm": "tea",
        "outcome": "sleep",
        "citation": "pot2001",
    }
    row |= {
        "unit": "statement",
        "uncertainty": "none",
        "species": "human",
        "design": "trial",
        "comparator": "x",
        "when": "x",
    }
    table.write_text(",".join(COLUMNS) + "\n" + ",".join(row.values()) + "\n")
    (course.book / "course.yml").write_text(
        (course.book / "course.yml").read_text() + "units: [statement]\nspecies: [human]\n"
    )
    read.cache_clear()
    again = read(course.book)
    assert Cited(again).untold("pot2001") == ["row T001"]
    assert bibliography.read(again.bibliography)["pot2001"].title.startswith("RETRACTED")
