"""Questions to public services: slow, with a name, patient where a service asks for patience, and never silent.

What a service did not answer is ``Silent``, with the sentence for the report: silence is not good news.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

AGENT = "coursework-watch (Python urllib; asks once a week)"
TIMEOUT = 60.0  # seconds that an answer may take
TRIES = 3  # for a question that a service puts off or does not answer
LONGEST = 60.0  # seconds that are waited, however long a service asks for
DOWN = 3  # questions in a row that a service left unanswered: it is not asked again
BUSY = {429, 500, 502, 503, 504}


class Silent(Exception):
    """A service gave no answer that could be used; the message says which and why."""


class _Stay(HTTPRedirectHandler):
    """Leaves a redirection unfollowed: that there is one is the answer."""

    def redirect_request(self, *_: Any) -> None:
        return None


OPEN, OPEN_AND_STAY = build_opener().open, build_opener(_Stay).open


class Web:
    """Asks one question after another.

    mail: an address that services may write to, in the User-Agent; '' where none is configured.
    """

    def __init__(
        self,
        mail: str = "",
        open_address: Callable[..., Any] = OPEN,
        open_and_stay: Callable[..., Any] = OPEN_AND_STAY,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """open_address, open_and_stay: as urllib's openers; the second follows no redirection. sleep: seconds."""
        self.mail, self._sleep = mail, sleep
        self._open, self._stay = open_address, open_and_stay
        self._unanswered: Counter[str] = Counter()  # in a row, by host

    def json(self, address: str, pause: float, **query: str) -> Any:
        """Return what an address answers, read as JSON; None where it knows no such thing (404).

        pause: seconds before the question. Raises Silent.
        """
        full = f"{address}?{urlencode(query)}" if query else address
        host = urlsplit(address).netloc
        self._still_up(host)
        body = self._answer(full, host, pause)
        if body is None:
            return None
        try:
            return json.loads(body)
        except ValueError as error:
            raise Silent(f"{host} answered something that is no JSON") from error

    def status(self, address: str, follow: bool = True, pause: float = 0.2) -> int:
        """Return the HTTP status of an address. follow: a redirection to where it leads. Raises Silent."""
        host = urlsplit(address).netloc
        self._still_up(host)
        self._sleep(pause)
        asked = Request(address, headers=self._headers())
        try:
            with (self._open if follow else self._stay)(asked, timeout=TIMEOUT) as answer:
                found = int(answer.status)
        except HTTPError as error:
            found = error.code
        except (OSError, HTTPException, ValueError) as error:
            self._unanswered[host] += 1
            raise Silent(reason(error)) from error
        self._unanswered[host] = 0
        return found

    def _still_up(self, host: str) -> None:
        if self._unanswered[host] >= DOWN:
            raise Silent(f"{host} left {DOWN} questions in a row unanswered and was not asked again")

    def _answer(self, address: str, host: str, pause: float) -> bytes | None:
        why = ""
        for tried in range(TRIES):
            self._sleep(pause)
            try:
                with self._open(Request(address, headers=self._headers()), timeout=TIMEOUT) as answer:
                    body: bytes = answer.read()
                self._unanswered[host] = 0
                return body
            except HTTPError as error:
                if error.code == 404:
                    self._unanswered[host] = 0
                    return None
                why = f"{host} answered {error.code}"
                if error.code not in BUSY:
                    break
                if tried + 1 < TRIES:
                    self._sleep(patience(error.headers.get("Retry-After") if error.headers else None, tried))
            except (OSError, HTTPException) as error:
                why = f"{host} could not be reached: {reason(error)}"
        self._unanswered[host] += 1
        raise Silent(why)

    def _headers(self) -> dict[str, str]:
        return {"User-Agent": f"{AGENT}; mailto:{self.mail}" if self.mail else AGENT}


def patience(asked: str | None, tried: int) -> float:
    """Return the seconds to wait: what a service asks for, at most LONGEST; else 2, 4, 8 ..."""
    wanted = float(asked) if asked and asked.isdigit() else 2.0 ** (tried + 1)
    return min(wanted, LONGEST)


def reason(error: BaseException) -> str:
    """Return why an address was not reached, in the system's words."""
    inner = getattr(error, "reason", None) or error
    return str(inner).strip() or type(inner).__name__
