"""The journal and the logs over the admin API: reading, asking, and waiting for what is still to come."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from mockserver.errors import UsageError
from mockserver.http import Request
from mockserver.sandbox import Sandbox
from mockserver.server.admin.operation import AdminCall, Payload, admin_operation, checked
from mockserver.server.plain import plain, plain_exchange
from mockserver.simulator.difference import Difference, difference, distance, matcher_mistakes
from mockserver.simulator.journal import Exchange

LONGEST_WAIT = 60.0
"""The most seconds that one call waits."""

_FILTERS = {
    "caller": "Who sent it: client, braze webhook, braze connected content, rokt push, rokt webhook.",
    "service": "Who got it: braze or rokt.",
    "operation": "Its operation, such as rokt.create_event.",
}


class Question(Payload):
    """Which exchanges are meant; ``body`` is an expectation of the request's JSON, with matchers."""

    caller: str | None = Field(None, description=_FILTERS["caller"])
    service: str | None = Field(None, description=_FILTERS["service"])
    operation: str | None = Field(None, description=_FILTERS["operation"])
    method: str | None = Field(None, description="The request's method.")
    path: str | None = Field(None, description="The request's path as it was sent.")
    status: int | None = Field(None, description="The answer's status.")
    body: Any = Field(None, description="What is expected in the request's JSON, as in scenario files.")
    since: int = Field(0, ge=0, description="The number of the latest exchange that is not meant.")
    limit: int = Field(100, ge=1, le=10_000, description="How many to give at most.")

    def mismatch(self, exchange: Exchange) -> list[Difference]:
        """Give every difference between what is asked for and an exchange."""
        wanted = {name: getattr(self, name) for name in ("method", "path", "status")}
        wanted = {name: value for name, value in wanted.items() if value is not None}
        came = {
            "method": exchange.request.method,
            "path": exchange.request.raw_path,
            "status": exchange.status,
        }
        found = difference(wanted, came)
        if self.body is not None:
            found += difference(self.body, _json_of(exchange.request), ("body",))
        return found


class Wait(Question):
    """What to wait for, how much of it and how long."""

    count: int = Field(1, ge=1, le=10_000, description="How many exchanges it takes.")
    timeout: float = Field(10.0, ge=0, le=LONGEST_WAIT, description="How many seconds to wait at most.")


@admin_operation(
    "GET",
    "journal",
    query={
        **_FILTERS,
        "since": "Read on from the exchange of this number; without it the latest are given.",
        "limit": "How many to give at most; 100 without it.",
    },
)
def journal(sandbox: Sandbox, call: AdminCall) -> object:
    """Show requests with their answers and findings, credentials masked."""
    limit, since = call.whole_number("limit", 100), call.whole_number("since", 0)
    filters = {name: call.query[name] for name in _FILTERS if name in call.query}
    exchanges = sandbox.journal.find(since=since, **filters)
    # With ``since`` one reads on from there; without, one wants the latest.
    page = exchanges[:limit] if "since" in call.query else exchanges[max(0, len(exchanges) - limit) :]
    return _shown(sandbox, page)


@admin_operation("GET", "journal/{number}")
def exchange(sandbox: Sandbox, call: AdminCall) -> object:
    """Show one request with its answer and findings."""
    wanted = call.params["number"]
    found = next((one for one in sandbox.journal if str(one.number) == wanted), None)
    if found is None:
        raise UsageError(f"the journal holds no exchange {wanted}")
    return plain_exchange(found)


@admin_operation("POST", "journal/find", body=Question)
def find_exchanges(sandbox: Sandbox, call: AdminCall) -> object:
    """Find the exchanges that a question means; for none, tell which came nearest and how it differs."""
    question = _question(Question, call)
    found, nearest = _search(sandbox, question)
    return {**_shown(sandbox, found[: question.limit]), "nearest": _near(nearest) if not found else None}


@admin_operation("POST", "journal/wait", body=Wait)
def wait_for_exchanges(sandbox: Sandbox, call: AdminCall) -> object:
    """Wait until the journal holds so many exchanges of a kind, or the seconds of ``timeout`` are over."""
    question: Wait = _question(Wait, call)
    found, nearest = _search(sandbox, question)
    enough = len(found) >= question.count
    shown = _shown(sandbox, found[: question.limit])
    return {"found": enough, **shown, "nearest": None if enough else _near(nearest)}


@admin_operation("GET", "jobs")
def jobs(sandbox: Sandbox, call: AdminCall) -> object:  # noqa: ARG001
    """Tell what became of what Rokt Calendar accepted, and of its pushes and webhooks."""
    rokt = sandbox.rokt
    return {"jobs": plain(rokt.jobs), "pushes": plain(rokt.pushes), "webhooks": plain(rokt.deliveries)}


def _question(model: type[Question], call: AdminCall) -> Any:
    question = checked(model, call.payload)
    for place, mistake in matcher_mistakes(question.body, ("body",)):
        raise UsageError(f"{'.'.join(map(str, place))}: {mistake}")
    return question


def _search(
    sandbox: Sandbox, question: Question
) -> tuple[list[Exchange], tuple[Exchange, list[Difference]] | None]:
    """Give the finished exchanges that are meant, and the nearest of the others."""
    found, nearest = [], None
    for one in _candidates(sandbox, question):
        mismatch = question.mismatch(one)
        if not mismatch:
            found.append(one)
        elif nearest is None or distance(mismatch) < distance(nearest[1]):
            nearest = one, mismatch
    return found, nearest


def _candidates(sandbox: Sandbox, question: Question) -> Iterator[Exchange]:
    filters = {name: getattr(question, name) for name in _FILTERS}
    return (one for one in sandbox.journal.find(since=question.since, **filters) if not one.in_flight)


def _near(nearest: tuple[Exchange, list[Difference]] | None) -> object:
    if nearest is None:
        return None
    return {"number": nearest[0].number, "differences": plain([str(one) for one in nearest[1]])}


def _shown(sandbox: Sandbox, page: list[Exchange]) -> Mapping[str, Any]:
    return {"last": sandbox.journal.last_number, "exchanges": [plain_exchange(item) for item in page]}


def _json_of(request: Request) -> Any:
    try:
        return json.loads(request.body)
    except ValueError:
        return request.text
