"""The admin API of a live server: what only the test, not the integration, may ask.

    GET  /_mockserver/health          that it is up, and which service this port stands in for
    GET  /_mockserver/clock           the sandbox's time and the work that waits for its own
    POST /_mockserver/clock/advance   {"seconds": 300}, or minutes, hours, days: moves it, runs what is due
    GET  /_mockserver/journal         requests with answers and findings; ?since=NUMBER&limit=100
    GET  /_mockserver/messages        Braze's message log
    GET  /_mockserver/jobs            what became of what Rokt Calendar accepted; its pushes and webhooks
    GET  /_mockserver/openapi.json    the OpenAPI 3.1 document of the service this port stands in for
    GET  /_mockserver/faults          the faults in force, and how often each struck
    POST /_mockserver/faults          {"target": "rokt.create_event", "status": 503, "times": 1}: one more
    POST /_mockserver/faults/clear    lifts them all
    POST /_mockserver/reset           puts the workspace's fresh world in the place of this one

Both ports answer alike, about the one sandbox behind them; only health and openapi.json are about the
port's own service. Credentials are masked. A mistake is answered 400, 404 or 405 with
``{"mockserver": "what is wrong", "hint": "what to do"}``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

from mockserver.doors.fault_requests import add_fault, clear_faults, list_faults
from mockserver.doors.plain import plain, plain_exchange, plain_time
from mockserver.errors import MockServerError, UsageError
from mockserver.http import Request, Response
from mockserver.sandbox import Sandbox
from mockserver.simulator.openapi import openapi_document

PREFIX = "/_mockserver/"
"""The paths that are the tool's own on every port."""

MAX_ADVANCE_DAYS = 3660
"""How far one call may move the clock: ten years."""

_UNITS = ("seconds", "minutes", "hours", "days")


def complaint(status: int, message: str, hint: str = "") -> Response:
    """Make an answer that is the tool's own, not a vendor's."""
    return Response.of_json(status, {"mockserver": message, **({"hint": hint} if hint else {})})


class Admin:
    """Answers the admin API of one port."""

    def __init__(self, service: str, reset: Callable[[], None] | None = None) -> None:
        self._service = service
        self._reset = reset
        self._operations: dict[tuple[str, str], Callable[[Sandbox, Request], object]] = {
            ("GET", "health"): self._health,
            ("GET", "clock"): _clock,
            ("POST", "clock/advance"): _advance,
            ("GET", "journal"): _journal,
            ("GET", "messages"): _messages,
            ("GET", "jobs"): _jobs,
            ("GET", "openapi.json"): self._openapi,
            ("GET", "faults"): list_faults,
            ("POST", "faults"): add_fault,
            ("POST", "faults/clear"): clear_faults,
            ("POST", "reset"): self._start_again,
        }

    def answer(self, sandbox: Sandbox, request: Request) -> Response:
        """Answer a request under the prefix."""
        name = request.raw_path.removeprefix(PREFIX)
        run = self._operations.get((request.method, name))
        if run is None:
            return self._refuse(name)
        try:
            with sandbox.lock:
                return Response.of_json(200, run(sandbox, request))
        except MockServerError as error:
            return complaint(400, error.message, error.hint)
        except OverflowError:
            return complaint(400, "the clock cannot go beyond the year 9999")

    def _refuse(self, name: str) -> Response:
        allowed = [method for method, known in self._operations if known == name]
        if allowed:
            return complaint(405, f"{PREFIX}{name} is asked with {' or '.join(allowed)}").with_headers(
                {"Allow": ", ".join(allowed)}
            )
        known = ", ".join(f"{method} {known}" for method, known in self._operations)
        return complaint(404, f"there is no {PREFIX}{name}", f"under {PREFIX} there are: {known}")

    def _health(self, sandbox: Sandbox, request: Request) -> object:  # noqa: ARG002
        return {"status": "ok", "service": self._service, "requests": sandbox.journal.last_number}

    def _openapi(self, sandbox: Sandbox, request: Request) -> object:  # noqa: ARG002
        service = next(one for one in sandbox.services if one.name == self._service)
        return openapi_document(service, served=True)

    def _start_again(self, sandbox: Sandbox, request: Request) -> object:  # noqa: ARG002
        if self._reset is None:
            raise UsageError("this server was given a sandbox and knows no workspace to open afresh")
        self._reset()
        return {"reset": True}


def _clock(sandbox: Sandbox, request: Request) -> object:  # noqa: ARG001
    return {
        "now": plain_time(sandbox.clock.now()),
        "mode": "wall" if sandbox.clock.follows_wall else "frozen",
        "waiting": [{"due": plain_time(work.due), "label": work.label} for work in sandbox.clock.pending],
    }


def _advance(sandbox: Sandbox, request: Request) -> object:
    ran = sandbox.advance(_duration(request.body))
    return {"now": plain_time(sandbox.clock.now()), "ran": ran}


def _duration(body: bytes) -> timedelta:
    hint = 'send a JSON object such as {"seconds": 300}; it may name ' + ", ".join(_UNITS)
    try:
        given = json.loads(body)
    except ValueError:
        raise UsageError("the body is not JSON", hint=hint) from None
    if not isinstance(given, dict) or not given or not given.keys() <= set(_UNITS):
        raise UsageError("the body does not say how far to advance", hint=hint)
    for unit, amount in given.items():
        if isinstance(amount, bool) or not isinstance(amount, int | float) or not 0 <= amount <= _most(unit):
            raise UsageError(f"{unit} is not a number from 0 to {_most(unit)}", hint=hint)
    return timedelta(**given)


def _most(unit: str) -> int:
    return MAX_ADVANCE_DAYS * {"days": 1, "hours": 24, "minutes": 1440, "seconds": 86400}[unit]


def _journal(sandbox: Sandbox, request: Request) -> object:
    limit, since = _number(request, "limit", 100), _number(request, "since", 0)
    exchanges = sandbox.journal.find(since=since)
    # With ``since`` one reads on from there; without, one wants the latest.
    reads_on = "since" in dict(request.query)
    page = exchanges[:limit] if reads_on else exchanges[max(0, len(exchanges) - limit) :]
    return {"last": sandbox.journal.last_number, "exchanges": [plain_exchange(item) for item in page]}


def _number(request: Request, name: str, default: int) -> int:
    text = dict(request.query).get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise UsageError(f"{name}={text} is not a whole number", hint=f"write ?{name}={default}")
    return int(text)


def _messages(sandbox: Sandbox, request: Request) -> object:  # noqa: ARG001
    return {
        "messages": [
            {**plain(message), "findings": plain(message.findings), "summary": plain(str(message))}
            for message in sandbox.braze.messages
        ]
    }


def _jobs(sandbox: Sandbox, request: Request) -> object:  # noqa: ARG001
    rokt = sandbox.rokt
    return {
        "jobs": plain(rokt.jobs),
        "pushes": plain(rokt.pushes),
        "webhooks": plain(rokt.deliveries),
    }
