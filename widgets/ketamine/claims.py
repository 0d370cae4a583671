"""The claims of the article: ``table()``.

What a claim is, ``coursework.claims`` says; the headings stand in course.yml.
"""

from pathlib import Path

from coursework.claims import COLUMNS, STRENGTHS, Claim, ClaimsError
from coursework.course import find

claims = find(Path(__file__)).claims
table, faults = claims.table, claims.faults
HEADINGS = dict(claims.headings)

__all__ = ["COLUMNS", "HEADINGS", "STRENGTHS", "Claim", "ClaimsError", "claims", "faults", "table"]
