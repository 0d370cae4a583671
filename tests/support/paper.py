"""What a PDF of the course and its EPUB are asked for, whole or a chapter of them."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import pikepdf

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"


def structure(pdf):
    """Yield every structure element of a tagged PDF."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(list(node))
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield node
            if "/K" in node:
                waiting.append(node.K)


def titles(items):
    """The outline as nested pairs: a title, and what is below it."""
    return [(item.title, titles(item.children)) for item in items]


def pdf_faults(file: Path, language: str, title: str) -> list[str]:
    """What a reader of this PDF with a screen reader, or any reader, would miss."""
    wrong = []
    with pikepdf.open(file) as pdf:
        root = pdf.Root
        if str(root.get("/Lang")) != language:
            wrong.append(f"its language is {root.get('/Lang')}")
        if not root.get("/MarkInfo", {}).get("/Marked"):
            wrong.append("it is not marked as tagged")
        if str(pdf.docinfo.get("/Title")) != title or not root.ViewerPreferences.DisplayDocTitle:
            wrong.append("its title is not shown")
        if not pdf.docinfo.get("/Author"):
            wrong.append("it has no author")
        wrong += [
            f"page {number} has no place in the structure"
            for number, page in enumerate(pdf.pages, 1)
            if "/StructParents" not in page
        ]
        kinds = [(str(node.S), node) for node in structure(pdf)]
        bare = [node for kind, node in kinds if kind == "/Figure" and not str(node.get("/Alt", "")).strip()]
        wrong += [f"{len(bare)} pictures have no text alternative"] if bare else []
        for kind in ("/Document", "/H1", "/H2", "/P", "/L", "/LI", "/Figure", "/Link"):
            if kind not in {name for name, _ in kinds}:
                wrong.append(f"it has no {kind}")
        for number, page in enumerate(pdf.pages, 1):
            for note in page.get("/Annots", []):
                target = str(note.get("/A", {}).get("/URI", ""))
                if target and not re.match(r"(https?|mailto|tel):", target):
                    wrong.append(f"page {number} links to {target}")
                if not target and "/Dest" not in note and "/D" not in note.get("/A", {}):
                    wrong.append(f"page {number} has a link to nothing")
        places = root.get("/Dests", {})
        named = {str(note.Dest) for page in pdf.pages for note in page.get("/Annots", []) if "/Dest" in note}
        wrong += [f"a link leads to {name}, which is not there" for name in sorted(named - set(places.keys()))]
    return wrong


def epub_faults(file: Path) -> list[str]:
    """What breaks the rules of EPUB, as far as it can be seen without epubcheck."""
    with ZipFile(file) as archive:
        entries = archive.infolist()
        wrong = [] if entries[0].filename == "mimetype" and entries[0].compress_type == ZIP_STORED else ["mimetype"]
        texts = {entry.filename.removeprefix("EPUB/"): archive.read(entry).decode() for entry in entries}
    package = ElementTree.fromstring(texts["package.opf"])
    listed = {item.get("href") for item in package.iter(f"{OPF}item")}
    there = set(texts) - {"mimetype", "META-INF/container.xml", "package.opf"}
    wrong += [f"{name} is listed or there, not both" for name in sorted(listed ^ there)]
    pages = {name: ElementTree.fromstring(text) for name, text in texts.items() if name.endswith(".xhtml")}
    ids = {name: [element.get("id") for element in page.iter() if element.get("id")] for name, page in pages.items()}
    wrong += [f"{name} has an id twice" for name, found in ids.items() if len(found) != len(set(found))]
    for name, page in pages.items():
        for link in page.iter(f"{XHTML}a"):
            target, _, place = link.get("href").partition("#")
            if re.match(r"(https?|mailto|tel):", target):
                continue
            if (target or name) not in pages or (place and place not in ids[target or name]):
                wrong.append(f"{name} links to {link.get('href')}")
        for picture in page.iter(f"{XHTML}img"):
            if picture.get("src") not in there or not picture.get("alt"):
                wrong.append(f"{name} shows {picture.get('src')}, which is not there or says nothing")
    return wrong
