"""A number or a sentence shown in words beside a figure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Readout:
    """'Peak: 177 ng/mL' is ``Readout("Peak", 177.3, "ng/mL", ".0f")``; a sentence needs no format."""

    name: str
    value: float | str
    unit: str = ""
    format: str = ""

    def __str__(self) -> str:
        value = format(self.value, self.format) if self.format else str(self.value)
        return f"{value} {self.unit}".rstrip().replace("-", "−") if not isinstance(self.value, str) else value
