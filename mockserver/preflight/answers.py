"""Answers to Connected Content: canned ones, else those of the simulators."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pydantic import Field

from mockserver.errors import YamlError
from mockserver.http import JSON_TYPE, Headers, NoResponse, Request, Response
from mockserver.liquid import HostHealth
from mockserver.marked_yaml import YamlModel, load_yaml, validate
from mockserver.preflight.spec import Calls

Send = Callable[[Request, float], Response]
_MOST_KEPT = 1_000


class CannedAnswer(YamlModel):
    """What a call is answered whose URL fits: ``*`` in it stands for anything."""

    url: str
    method: str = ""
    status: int = 200
    headers: dict[str, str] = Field(default_factory=dict)
    body: str = ""
    payload: Any = Field(default=None, alias="json")

    def fits(self, request: Request) -> bool:
        """Tell whether a call gets this answer."""
        return self.method.upper() in ("", request.method) and fnmatchcase(request.url, self.url)

    def response(self) -> Response:
        """Make the answer."""
        has_json = "payload" in self.model_fields_set
        text = json.dumps(self.payload) if has_json else self.body
        given = {"Content-Type": JSON_TYPE} if has_json else {}
        return Response(self.status, Headers(given).merged(self.headers), text.encode(errors="replace"))


class CannedAnswers(YamlModel):
    """A file of canned answers; the first that fits a call is given."""

    answers: list[CannedAnswer]


def load_answers(path: Path) -> CannedAnswers:
    """Load canned answers from YAML or JSON.

    Raises ``YamlError`` naming every mistake with file, line and column.
    """
    return validate(CannedAnswers, load_yaml(path), YamlError)


class ContentCalls:
    """Makes the Connected Content calls of a partition's users.

    Where calls are made once, a call that is the same as an earlier one gets the answer of that.
    """

    def __init__(self, send: Send, canned: CannedAnswers | None, calls: Calls) -> None:
        self._send = send
        self._canned = canned.answers if canned else []
        self._once = calls is Calls.ONCE
        self._known: dict[tuple[object, ...], Response | NoResponse] = {}

    def send(self, request: Request, timeout: float) -> Response:
        """Give the answer to a call; raises ``NoResponse`` where there is none."""
        if not self._once:
            return self._answer(request, timeout)
        key = (request.method, request.url, request.headers.pairs, request.body)
        if key not in self._known:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[key] = self._outcome(request, timeout)
        known = self._known[key]
        if isinstance(known, NoResponse):
            raise NoResponse(known.failure, known.detail)
        return known

    def _outcome(self, request: Request, timeout: float) -> Response | NoResponse:
        try:
            return self._answer(request, timeout)
        except NoResponse as silence:
            return silence

    def _answer(self, request: Request, timeout: float) -> Response:
        canned = next((answer for answer in self._canned if answer.fits(request)), None)
        return canned.response() if canned else self._send(request, timeout)


class SteadyHealth(HostHealth):
    """Lets every call be made: the send lasts hours, so no minute of it has the failures of all users."""

    def is_paused(self, host: str, now: datetime) -> bool:  # noqa: ARG002
        """Tell that calls go on."""
        return False

    def note(self, host: str, now: datetime, *, failed: bool) -> None:
        """Count nothing."""
