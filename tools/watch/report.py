"""The text of one issue, in Markdown: what to act on, what to read, what was not asked, and what needs nothing."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date

#: GitHub takes 65,536 characters in an issue.
LONGEST = 60_000


@dataclass
class Report:
    """What was found. A heading gathers lines below it; each line is one finding, in Markdown."""

    act: list[str] = field(default_factory=list)
    read: dict[str, list[str]] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)  # heading -> what stands above its lines
    silent: list[str] = field(default_factory=list)  # what was not asked, or not answered
    fine: list[str] = field(default_factory=list)  # what was asked, and needs nothing

    def to_read(self, heading: str, line: str) -> None:
        """Note something to read under a heading."""
        self.read.setdefault(heading, []).append(line)

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to tell: all was asked, and nothing needs a person."""
        return not (self.act or self.read or self.silent)

    def markdown(self, today: date, since: str) -> str:
        """Return the issue's text. since: the day of the course's last review."""
        head = (
            f"*Asked on {today.isoformat()}, about everything since the course's last review on {since}. `make watch`"
            " wrote this text; nothing of the course was changed. The text is renewed every week.*"
        )
        parts = [head, f"**{self._sum()}**"]
        if self.silent:
            parts += ["## Not asked, or not answered", "What is not listed below may still have happened in these."]
            parts.append(listed(self.silent))
        parts += ["## Act now", listed(self.act) if self.act else "Nothing."]
        parts.append("## Read")
        for heading, lines in self.read.items():
            parts += filter(None, [f"### {heading}", self.why.get(heading), listed(lines)])
        if not self.read:
            parts.append("Nothing.")
        parts += ["## Nothing to do", listed(self.fine) if self.fine else "Nothing was answered."]
        text = "\n\n".join(parts)
        if len(text) > LONGEST:
            text = text[:LONGEST].rsplit("\n", 1)[0]
            text += "\n\n*Cut off here: the text is longer than an issue may be. `make watch` prints the whole.*"
        return f"{text}\n\n<!-- act: {self.digest()} -->\n"

    def digest(self) -> str:
        """Return a mark of what is to be acted on, the same as long as that is the same."""
        return hashlib.sha256("\n".join(sorted(self.act)).encode()).hexdigest()[:12]

    def _sum(self) -> str:
        if self.quiet:
            return "All was asked, and nothing needs you."
        reading = sum(map(len, self.read.values()))
        unheard = len(self.silent)
        return (
            f"To act on: {len(self.act)}. To read: {reading}."
            f" {'All was asked and answered.' if not unheard else f'Not asked or not answered: {unheard}.'}"
        )


def listed(lines: list[str]) -> str:
    """Return lines as a list."""
    return "\n".join(f"- {line}" for line in lines)


def shown(text: str) -> str:
    """Return a text from outside as Markdown that shows its letters, calls nobody and links nothing."""
    plain = " ".join(re.sub(r"<[^>]*>", "", text).split())
    escaped = re.sub(r"([\\`*_\[\]<>|~])", r"\\\1", plain)
    return re.sub(r"([@#])", "\\1\N{ZERO WIDTH SPACE}", escaped)


def counted(number: int, thing: str) -> str:
    """Return a number with its noun: '1 work', '2 works', '2 addresses'."""
    plural = f"{thing}es" if thing.endswith("s") else f"{thing}s"
    return f"{number} {thing if number == 1 else plural}"


def some(names: list[str], at_most: int = 8) -> str:
    """Name the first few: 'a, b, c and 4 more'."""
    rest = len(names) - at_most
    return ", ".join(names[:at_most]) + (f" and {rest} more" if rest > 0 else "")
