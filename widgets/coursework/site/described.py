"""What a page says of itself to search engines and to whoever shares its address: Open Graph and schema.org."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from ..course import Course, read

LONGEST = 200  # letters of a description: what a list of findings shows


def describe_page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the template ``description``, the page's first words, and ``linked_data``, for a page of the course."""
    if doctree is None:
        return
    course = read(Path(app.srcdir))
    context["description"] = description(doctree)
    title = app.env.titles[pagename].astext()
    context["linked_data"] = linked_data(title, context["description"], pagename == course.start, course)


def description(doctree: nodes.document) -> str:
    """Return what the page's own ``html_meta`` says of it, else its first words."""
    own = (str(meta["content"]) for meta in doctree.findall(nodes.meta) if meta.get("name") == "description")
    return next(own, "") or first_words(doctree)


def first_words(doctree: nodes.document) -> str:
    """Return the whole sentences at the start of a page's first paragraph that fit; at least the first."""
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if text.endswith("."):
            break
    else:
        return ""
    said = ""
    for sentence in text.split(". "):
        longer = f"{said}. {sentence}" if said else sentence
        if said and len(longer) > LONGEST:
            break
        said = longer
    return said if said.endswith(".") else f"{said}."


def linked_data(title: str, description: str, whole: bool, course: Course) -> str:
    """Return a page as schema.org's LearningResource (the first page as the Course), in JSON that HTML may hold."""
    thing: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": ["Course", "LearningResource"] if whole else "LearningResource",
        "name": course.title if whole else title,
        "description": description,
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "version": course.version,
        "dateModified": course.reviewed,
        "license": course.licence,
    }
    if not whole:
        thing["isPartOf"] = {"@type": "Course", "name": course.title}
    text = json.dumps({key: value for key, value in thing.items() if value != ""}, ensure_ascii=False)
    return text.replace("<", "\\u003c")
