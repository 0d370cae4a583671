"""The Sphinx extension that turns the book into pages: no kernel, no network, no surprise.

Named in book/_config.yml under ``extensions``. Each module is one part with its own ``setup``.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from . import (
    alone,
    baking,
    bibliography,
    faults,
    freshness,
    lessons,
    mathml,
    peeks,
    phone,
    pictures,
    plans,
    search,
    soundness,
    theme,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up every part of the site."""
    for part in (
        faults,
        soundness,
        baking,
        bibliography,
        freshness,
        lessons,
        mathml,
        peeks,
        phone,
        pictures,
        plans,
        search,
        theme,
        alone,
    ):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
