"""A number or a sentence shown in words beside a figure."""

from __future__ import annotations

from dataclasses import dataclass

from .words import minus


@dataclass(frozen=True)
class Readout:
    """'Peak: 177 ng/mL' is ``Readout("Peak", 177.3, "ng/mL", ".0f")``; a sentence needs no format."""

    name: str
    value: float | str
    unit: str = ""
    format: str = ""

    def __str__(self) -> str:
        value = format(self.value, self.format) if self.format else str(self.value)
        return minus(f"{value} {self.unit}".rstrip())
