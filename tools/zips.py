"""A zip whose bytes depend on its contents alone: names sorted, one date, one set of permissions."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

FIRST_ZIP_DATE = 315_532_800  # 1 January 1980, before which a zip has no dates
READ_BY_ALL = 0o100644 << 16


def write_zip(
    target: Path,
    contents: Mapping[str, bytes],
    accept: Callable[[Path], None] = lambda draft: None,
    first: Mapping[str, bytes] | None = None,
) -> None:
    """Write the contents, by name, to `target`: whole or not at all. An earlier `target` stays where this fails.

    accept: is given the finished draft and may raise to refuse it. Raises OSError where the system does.
    first: stands in front of the others and is not compressed, as the first file of an EPUB.
    SOURCE_DATE_EPOCH, in seconds, sets the date of every file.
    """
    seconds = max(int(os.environ.get("SOURCE_DATE_EPOCH", 0)), FIRST_ZIP_DATE)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    try:
        with ZipFile(draft, "w") as archive:
            for name, content in [*(first or {}).items(), *sorted(contents.items())]:
                entry = ZipInfo(name, time.gmtime(seconds)[:6])
                entry.create_system = 3  # Unix, whatever this computer is
                entry.external_attr = READ_BY_ALL
                entry.compress_type = ZIP_STORED if first and name in first else ZIP_DEFLATED
                archive.writestr(entry, content, compresslevel=9)
        accept(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
