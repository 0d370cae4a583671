"""New trials and reviews, by saved queries: the ``watch.yml`` of a course, asked of ClinicalTrials.gov and PubMed.

The file is a mapping of

    searches       a list of {name, would_change, pages, claims, registry, pubmed}
    notices_read   a list of {doi, read, says}: corrections that somebody has read; they are not told again

``would_change`` says in a sentence what a new finding would change; ``pages`` are pages of _toc.yml and ``claims`` ids
of claims.csv, and one of the two is needed. ``registry`` is {intervention, condition, other} in the registry's own
syntax, ``pubmed`` a query as typed into PubMed; one of the two is needed.

The registry's API is documented at https://clinicaltrials.gov/data-api/api, PubMed's at
https://www.ncbi.nlm.nih.gov/books/NBK25499/.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from coursework import checks, entries
from coursework.course import Course

from .cited import Cited
from .report import Report, counted, shown, some
from .web import Silent, Web

NAME = "watch.yml"
REGISTRY = "https://clinicaltrials.gov/api/v2/studies"
EUTILS = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
#: Seconds between two questions: the registry allows about 50 a minute, PubMed 3 a second.
REGISTRY_PAUSE, PUBMED_PAUSE = 1.3, 0.4
PAGES = 5  # of 100 studies, that one query may fill
FOUND = 100  # papers that one query may bring
#: Key of a search -> the registry's name for it.
PARTS = {"intervention": "query.intr", "condition": "query.cond", "other": "query.term"}
FIELDS = "NCTId,BriefTitle,OverallStatus,StudyFirstPostDate,ResultsFirstPostDate,EnrollmentCount,StudyType"


class WatchError(ValueError):
    """A watch.yml that cannot be used; the message lists every fault with file and line."""


@dataclass(frozen=True)
class Search:
    """One saved question; what it does not ask is empty."""

    name: str
    would_change: str
    pages: tuple[str, ...]
    claims: tuple[str, ...]
    registry: dict[str, str]
    pubmed: str

    @property
    def heading(self) -> str:
        """The search, with what it would change."""
        of = [f"claim {claim}" for claim in self.claims] + list(self.pages)
        return f"{self.name} ({', '.join(of)})"


def read(course: Course) -> tuple[list[Search], dict[str, str]]:
    """Return the searches of a course, and the notices that were read: DOI -> day.

    None of either where there is no file. Raises WatchError with every fault.
    """
    path = course.book / NAME
    if not path.is_file():
        return [], {}
    reader = _Reader(path, course)
    searches, notices = reader.whole()
    if reader.faults:
        raise WatchError("\n".join(reader.faults))
    return searches, notices


class _Reader(entries.Reader):
    """Reads the file and collects what is wrong with it."""

    def __init__(self, path: Path, course: Course) -> None:
        super().__init__(path, course)
        self.known_pages = set(course.pages)
        claims = course.claims if course.package else None
        self.known_claims = {claim.id for claim in claims.table()} if claims and claims.file.is_file() else set()

    def whole(self) -> tuple[list[Search], dict[str, str]]:
        try:
            said = entries.parse(self.path)
        except yaml.MarkedYAMLError as error:
            self.faults.append(checks.not_yaml(self.path, error))
            return [], {}
        if not isinstance(said, dict):
            self.faults.append(f"{self.path.name}:1: the file must be a mapping of searches and notices_read")
            return [], {}
        self.keys(said, {"searches"}, {"notices_read"})
        searches = [self.search(entry) for entry in self.maps(said, "searches")]
        names = [search.name for search in searches]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.fault(said, f"there are two searches named {name!r}; a name stands once")
        return searches, dict(self.notice(entry) for entry in self.maps(said, "notices_read"))

    def search(self, entry: dict[str, Any]) -> Search:
        self.keys(entry, {"name", "would_change"}, {"pages", "claims", "registry", "pubmed"})
        pages = self.names(entry, "pages", self.known_pages, "page of _toc.yml")
        claims = self.names(entry, "claims", self.known_claims, "claim of claims.csv")
        if not pages and not claims:
            self.fault(entry, "it names neither pages nor claims; one of them is needed")
        registry = entry.get("registry", {})
        if not isinstance(registry, dict):
            self.fault(entry, f"registry is {registry!r}; it must be a mapping of {', '.join(PARTS)}")
            registry = {}
        asked = {key: self.text(registry, key) for key in registry if key in PARTS}
        if registry:
            self.keys(registry, set(), PARTS)
        pubmed = " ".join(self.text(entry, "pubmed").split())
        if not asked and not pubmed:
            self.fault(entry, "it asks nobody; registry or pubmed is needed")
        words = [" ".join(self.text(entry, key).split()) for key in ("name", "would_change")]
        return Search(words[0], words[1], pages, claims, asked, pubmed)

    def notice(self, entry: dict[str, Any]) -> tuple[str, str]:
        self.keys(entry, {"doi", "read", "says"})
        self.text(entry, "says")
        return self.text(entry, "doi").lower(), str(entry.get("read", ""))

    def names(self, entry: dict[str, Any], key: str, known: set[str], what: str) -> tuple[str, ...]:
        given = entry.get(key, [])
        if not isinstance(given, list):
            self.fault(entry, f"{key} is {given!r}; it must be a list")
            return ()
        for name in given:
            if name not in known:
                self.fault(entry, f"{name!r} is no {what}")
        return tuple(map(str, given))


# ---- asking ----


def watch(searches: list[Search], since: str, cited: Cited, web: Web, report: Report) -> None:
    """Ask every saved question about what has appeared since a day, '2026-11-28', and put it into the report."""
    if not searches:
        report.silent.append(f"There is no {NAME} beside the course: nobody was asked about new trials and reviews.")
    for search in searches:
        for source, ask in (("ClinicalTrials.gov", _studies), ("PubMed", _papers)):
            try:
                lines = ask(search, since, cited, web)
            except Silent as silent:
                report.silent.append(f"{source} on '{search.name}': {shown(str(silent))}.")
                continue
            except (KeyError, TypeError, AttributeError, ValueError):
                report.silent.append(f"{source} on '{search.name}': an answer was not of the form that is documented.")
                continue
            if lines is None:
                continue
            for line in lines:
                report.to_read(search.heading, line)
            report.why[search.heading] = f"*What it would change:* {search.would_change}"
            if not lines:
                report.fine.append(f"{source} on '{search.name}': nothing new.")


def _studies(search: Search, since: str, cited: Cited, web: Web) -> list[str] | None:
    """Return a line for each study of the registry that was posted, or brought results, since a day."""
    if not search.registry:
        return None
    query = {PARTS[part]: text for part, text in search.registry.items()}
    days = f"RANGE[{since},MAX]"
    query["filter.advanced"] = f"AREA[StudyFirstPostDate]{days} OR AREA[ResultsFirstPostDate]{days}"
    query |= {"fields": FIELDS, "pageSize": "100", "format": "json"}
    lines: list[str] = []
    for _ in range(PAGES):
        answer = web.json(REGISTRY, REGISTRY_PAUSE, **query)
        if answer is None:
            raise Silent("the registry does not know this address any more (404)")
        lines += [_study(study, since, cited) for study in answer["studies"]]
        if not answer.get("nextPageToken"):
            return lines
        query["pageToken"] = answer["nextPageToken"]
    return [*lines, f"More than {100 * PAGES} studies: the rest was not asked for. Narrow the query in {NAME}."]


def _study(study: dict[str, Any], since: str, cited: Cited) -> str:
    protocol = study["protocolSection"]
    named, status = protocol["identificationModule"], protocol["statusModule"]
    design = protocol.get("designModule") or {}
    number = named["nctId"]
    results = (status.get("resultsFirstPostDateStruct") or {}).get("date", "")
    people = (design.get("enrollmentInfo") or {}).get("count")
    parts = [
        f"**results posted {results}**" if results >= since else "new study",
        f"{people} people" if people else "",
        str(status.get("overallStatus", "")).replace("_", " ").lower(),
        str(design.get("studyType", "")).lower(),
        "the course names this trial" if number in cited.all else "",
    ]
    return (
        f"[{shown(number)}](https://clinicaltrials.gov/study/{number}) {shown(named['briefTitle'])}:"
        f" {', '.join(filter(None, parts))}"
    )


def _papers(search: Search, since: str, cited: Cited, web: Web) -> list[str] | None:
    """Return a line for each paper that PubMed has taken in since a day, but for those that the course cites."""
    if not search.pubmed:
        return None
    days = {"datetype": "edat", "mindate": since.replace("-", "/"), "maxdate": "3000/12/31"}
    asked = {"db": "pubmed", "term": search.pubmed, "retmode": "json", "retmax": str(FOUND), **days}
    answer = (web.json(f"{EUTILS}/esearch.fcgi", PUBMED_PAUSE, **asked) or {})["esearchresult"]
    if "ERROR" in answer:
        raise Silent(f"PubMed says {answer['ERROR']}")
    misread = (answer.get("errorlist") or {}).get("phrasesnotfound") or []
    if misread:
        raise Silent(f"PubMed does not know {some(misread)}, so the query asks for something else than it says")
    ids, count = answer["idlist"], int(answer["count"])
    if not ids:
        return []
    result = (web.json(f"{EUTILS}/esummary.fcgi", PUBMED_PAUSE, db="pubmed", id=",".join(ids), retmode="json") or {})[
        "result"
    ]
    lines = [line for pmid in result["uids"] if (line := _paper(result[pmid], cited))]
    if count > len(ids):
        lines.append(f"{counted(count - len(ids), 'more paper')} not listed here. Narrow the query in {NAME}.")
    return lines


def _paper(summary: dict[str, Any], cited: Cited) -> str:
    """Return a paper in one line, '' where the course cites it."""
    dois = [item["value"] for item in summary.get("articleids") or () if item.get("idtype") == "doi"]
    if any(doi.lower() in cited.all.lower() for doi in dois):
        return ""
    kinds = [kind for kind in summary.get("pubtype") or () if kind != "Journal Article"]
    return (
        f"[{shown(str(summary['uid']))}](https://pubmed.ncbi.nlm.nih.gov/{summary['uid']}/) {shown(summary['title'])}"
        f" *{shown(summary.get('source', ''))}*, {shown(summary.get('pubdate', ''))}"
        + (f" ({shown(', '.join(kinds).lower())})" if kinds else "")
    )
