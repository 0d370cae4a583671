"""What became of the works that are cited: retracted, corrected, under concern, or published where a preprint is cited.

Crossref is asked both ways: what a work's own record says of it (``updated-by``), and which notices say that they are
about it (``update-to``, found by the filter ``updates``). Its records hold Retraction Watch's data beside the
publishers' (``source``). OpenAlex is the second opinion; PubMed is asked about works that are cited by its address.

Documented at https://www.crossref.org/documentation/retrieve-metadata/rest-api/, https://developers.openalex.org and
https://www.ncbi.nlm.nih.gov/books/NBK25499/.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from coursework.bibliography import Work

from .cited import Cited, marked
from .report import Report, counted, shown, some
from .web import Silent, Web

DOI, PUBMED_PAGE = "https://doi.org/", "https://pubmed.ncbi.nlm.nih.gov/"
CROSSREF = "https://api.crossref.org/works"
OPENALEX = "https://api.openalex.org/works"
SUMMARY = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esummary.fcgi"
#: Seconds between two questions: Crossref allows 5 records and 1 list a second, PubMed 3 questions.
RECORD_PAUSE, LIST_PAUSE, PUBMED_PAUSE = 0.25, 1.1, 0.4
#: So many works in one question of a list.
AT_ONCE = 20

#: Notices after which the work cannot be cited as it is. Every other kind is to be read.
GRAVE = {"retraction", "partial_retraction", "withdrawal", "removal", "expression_of_concern"}
#: PubMed's words -> Crossref's.
PUBMED_KINDS = {
    "Retraction in": "retraction",
    "Expression of concern in": "expression_of_concern",
    "Erratum in": "erratum",
    "Corrected and republished in": "correction",
    "Update in": "new_version",
    "Partial retraction in": "partial_retraction",
}
RETRACTED = "Retracted Publication"


@dataclass(frozen=True)
class Notice:
    """What a source says of a work. doi: of the notice, '' where none is named; on: its day, '' where none is."""

    key: str
    kind: str
    source: str
    doi: str = ""
    on: str = ""

    def __str__(self) -> str:
        day = f", {self.on}" if self.on else ""
        where = f", {DOI}{quote(self.doi, safe='/:;()')}" if self.doi else ""
        return f"{self.kind.replace('_', ' ')} ({shown(self.source)}{day}{where})"


def watch(works: dict[str, Work], cited: Cited, read: dict[str, str], web: Web, report: Report) -> None:
    """Ask about every work, and put what is to be done into the report.

    read: notices that somebody has read, by DOI, with the day; they are not told again.
    """
    by_doi = {work.address.removeprefix(DOI).lower(): key for key, work in works.items() if _has_doi(work)}
    found: list[Notice] = []
    for source in (from_records, from_lists, from_openalex):
        found += source(by_doi, web, report)
    found += from_pubmed(works, web, report)
    others = [key for key, work in works.items() if not _has_doi(work) and not _in_pubmed(work)]
    if others:
        report.silent.append(
            f"Nobody can be asked about {counted(len(others), 'work')} with neither a DOI nor a PubMed address:"
            f" {some(others)}."
        )
    judge(found, works, cited, read, report)


def judge(found: list[Notice], works: dict[str, Work], cited: Cited, read: dict[str, str], report: Report) -> None:
    """Say what each notice asks for: of a retraction, whether the course says so wherever it cites the work."""
    grave = {notice.key for notice in found if notice.kind in GRAVE}
    for key, work in works.items():
        mine = sorted({str(notice) for notice in found if notice.key == key and notice.kind in GRAVE})
        told = ", ".join(mine)
        if marked(work.title) and (untold := cited.untold(key)):
            report.act.append(f"**{key}** is retracted, and the course no longer says so here: {', '.join(untold)}.")
        elif marked(work.title) and key in grave:
            report.fine.append(f"{key} is cited as retracted, as it is: {told}.")
        elif marked(work.title):
            report.to_read(
                "Retractions that only the course knows",
                f"**{key}** is cited as retracted; no source that answered says so. {cited.places(key)}.",
            )
        elif key in grave:
            report.act.append(
                f"**{key}**, {shown(work.name)}: {told}. The course cites it without saying so: {cited.places(key)}."
            )
    cited_too = {work.address.removeprefix(DOI).lower() for work in works.values() if _has_doi(work)}
    done = {doi.lower() for doi in read} | cited_too
    told_of = set()
    for notice in found:
        mark = notice.key, notice.doi.lower() or notice.kind
        if notice.kind in GRAVE or notice.doi.lower() in done or mark in told_of:
            continue
        told_of.add(mark)
        report.to_read("Corrections and later versions", f"**{notice.key}**: {notice}. {cited.places(notice.key)}.")


# ---- Crossref ----


def from_records(by_doi: dict[str, str], web: Web, report: Report) -> list[Notice]:
    """Return what Crossref's record of each work says of it."""
    found, unknown, unheard = [], [], _Unheard("Crossref", "work", len(by_doi))
    for doi, key in by_doi.items():
        try:
            answer = web.json(f"{CROSSREF}/{quote(doi, safe='')}", RECORD_PAUSE)
            if answer is None:
                unknown.append(key)
            else:
                found += list(of_record(key, answer["message"]))
        except Silent as silent:
            unheard.add(key, str(silent))
        except (KeyError, TypeError, AttributeError):
            unheard.add(key, "an answer was not of the form that is documented")
    if unknown:
        report.silent.append(f"Crossref has no record of {counted(len(unknown), 'work')}: {some(unknown)}.")
    unheard.tell(report)
    heard = len(by_doi) - len(unknown) - unheard.count
    if heard:
        report.fine.append(
            f"Crossref's records of {counted(heard, 'work')} were read, with Retraction Watch's entries."
        )
    return found


def of_record(key: str, record: dict[str, Any]) -> Iterator[Notice]:
    """Return the notices that one record of Crossref names."""
    for update in record.get("updated-by") or ():
        yield _notice(key, update, update.get("DOI", ""))
    if marked(" ".join(record.get("title") or ())):
        yield Notice(key, "retraction", "the title at Crossref")
    for update in record.get("update-to") or ():
        yield Notice(key, "notice_about_another_work", update.get("source") or "publisher", update.get("DOI", ""))
    for later in (record.get("relation") or {}).get("is-preprint-of") or ():
        yield Notice(key, "preprint_now_published", "Crossref", later.get("id", ""))


def from_lists(by_doi: dict[str, str], web: Web, report: Report) -> list[Notice]:
    """Return the notices that say themselves that they are about a work."""
    found, unheard = [], _Unheard("Crossref's list of notices", "work", len(by_doi))
    for some_dois in _batches(by_doi, unheard):
        try:
            asked = ",".join(f"updates:{doi}" for doi in some_dois)
            message = web.json(CROSSREF, LIST_PAUSE, filter=asked, rows="500")["message"]
            if message["total-results"] > len(message["items"]):
                unheard.add(some_dois[0], "more notices than one answer holds")
            for item in message["items"]:
                for update in item.get("update-to") or ():
                    if key := by_doi.get(str(update.get("DOI", "")).lower()):
                        found.append(_notice(key, update, item["DOI"]))
        except Silent as silent:
            unheard.add_all((by_doi[doi] for doi in some_dois), str(silent))
        except (KeyError, TypeError, AttributeError):
            unheard.add_all((by_doi[doi] for doi in some_dois), "an answer was not of the form that is documented")
    unheard.tell(report)
    return found


def _notice(key: str, update: dict[str, Any], doi: str) -> Notice:
    kind = str(update.get("type", "update")).replace("-", "_").lower()
    parts = ((update.get("updated") or {}).get("date-parts") or [[]])[0]
    day = "-".join(f"{part:02d}" for part in parts if part)
    return Notice(key, kind, update.get("source") or "publisher", doi, day)


# ---- OpenAlex and PubMed ----


def from_openalex(by_doi: dict[str, str], web: Web, report: Report) -> list[Notice]:
    """Return the works that OpenAlex calls retracted. The key of OPENALEX_API_KEY is used where there is one."""
    found, known, unheard = [], set(), _Unheard("OpenAlex", "work", len(by_doi))
    key_of_ours = {"api_key": key} if (key := os.environ.get("OPENALEX_API_KEY")) else {}
    for some_dois in _batches(by_doi, unheard):
        try:
            answer = web.json(
                OPENALEX,
                LIST_PAUSE,
                filter=f"doi:{'|'.join(some_dois)}",
                select="doi,is_retracted",
                per_page="100",
                **key_of_ours,
            )
            for item in answer["results"]:
                doi = str(item["doi"]).lower().removeprefix(DOI)
                known.add(doi)
                if item["is_retracted"] and doi in by_doi:
                    found.append(Notice(by_doi[doi], "retraction", "OpenAlex"))
        except Silent as silent:
            unheard.add_all((by_doi[doi] for doi in some_dois), str(silent))
        except (KeyError, TypeError, AttributeError):
            unheard.add_all((by_doi[doi] for doi in some_dois), "an answer was not of the form that is documented")
    unheard.tell(report)
    missing = [key for doi, key in by_doi.items() if doi not in known and key not in unheard.keys]
    if missing:
        report.silent.append(f"OpenAlex does not know {counted(len(missing), 'work')}: {some(missing)}.")
    if known:
        report.fine.append(f"OpenAlex was asked for a second opinion, and knows {counted(len(known), 'work')}.")
    return found


def from_pubmed(works: dict[str, Work], web: Web, report: Report) -> list[Notice]:
    """Return what PubMed says of the works that are cited by its address."""
    by_id = {work.address.removeprefix(PUBMED_PAGE).strip("/"): key for key, work in works.items() if _in_pubmed(work)}
    if not by_id:
        return []
    unheard = _Unheard("PubMed", "work", len(by_id))
    found = []
    try:
        result = web.json(SUMMARY, PUBMED_PAUSE, db="pubmed", id=",".join(by_id), retmode="json")["result"]
        for pmid, key in by_id.items():
            if "error" in result.get(pmid, {"error": ""}):
                unheard.add(key, "PubMed has no record")
            else:
                found += list(of_summary(key, result[pmid]))
    except Silent as silent:
        unheard.add_all(by_id.values(), str(silent))
    except (KeyError, TypeError, AttributeError):
        unheard.add_all(by_id.values(), "an answer was not of the form that is documented")
    unheard.tell(report)
    if heard := len(by_id) - unheard.count:
        report.fine.append(f"PubMed was asked about {counted(heard, 'work')} without a DOI here.")
    return found


def of_summary(key: str, summary: dict[str, Any]) -> Iterator[Notice]:
    """Return the notices that one of PubMed's summaries names."""
    if RETRACTED in (summary.get("pubtype") or ()):
        yield Notice(key, "retraction", "PubMed")
    for other in summary.get("references") or ():
        if kind := PUBMED_KINDS.get(other.get("reftype", "")):
            yield Notice(key, kind, f"PubMed: {other.get('refsource', '')}")


# ---- helpers ----


class _Unheard:
    """Collects what a source did not answer, to be told in one sentence."""

    def __init__(self, source: str, thing: str, asked: int) -> None:
        self.source, self.thing, self.asked = source, thing, asked
        self.keys: list[str] = []
        self.reasons: list[str] = []

    @property
    def count(self) -> int:
        return len(self.keys)

    def add(self, key: str, why: str) -> None:
        self.keys.append(key)
        if why not in self.reasons:
            self.reasons.append(why)

    def add_all(self, keys: Iterable[str], why: str) -> None:
        for key in keys:
            self.add(key, why)

    def tell(self, report: Report) -> None:
        if self.keys:
            report.silent.append(
                f"{self.source}: no answer on {self.count} of {counted(self.asked, self.thing)} ({some(self.keys)}):"
                f" {shown('; '.join(self.reasons))}."
            )


def _has_doi(work: Work) -> bool:
    return work.address.startswith(DOI)


def _in_pubmed(work: Work) -> bool:
    return work.address.startswith(PUBMED_PAGE)


def _batches(by_doi: dict[str, str], unheard: _Unheard) -> Iterator[list[str]]:
    """Return the DOIs in parts; a DOI with a sign that parts the filters of a list cannot stand in one."""
    for doi, key in by_doi.items():
        if "," in doi or "|" in doi:
            unheard.add(key, "its DOI holds a comma or a bar, which a list cannot be asked for")
    dois = [doi for doi in by_doi if "," not in doi and "|" not in doi]
    for at in range(0, len(dois), AT_ONCE):
        yield dois[at : at + AT_ONCE]
