"""What happened, in the shape that expectations are written in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from mockserver.braze import Message, RenderedWebhook
from mockserver.http import Headers, Request
from mockserver.rokt import Job
from mockserver.simulator.difference import ABSENT, Absent, is_matcher
from mockserver.simulator.journal import Exchange

View = Mapping[str, Any]

DEFAULT_CALLERS = ("braze webhook", "rokt push")
"""Whose requests ``then.requests`` speaks of even if no entry names them."""


def request_view(exchange: Exchange) -> View:
    """Show a request that a simulator sent, and what answer it got."""
    return {
        "caller": exchange.caller,
        "operation": exchange.full_operation or Absent("the path is no operation's"),
        **sent_view(exchange.request),
        "status": ABSENT if exchange.status is None else exchange.status,
        "response": _answer(exchange),
        "failure": str(exchange.failure) if exchange.failure else ABSENT,
    }


def sent_view(request: Request) -> View:
    """Show a request as it was or would be sent."""
    return {
        "method": request.method,
        "url": request.url,
        "headers": _headers(request.headers),
        "json": _json(request.text),
        "form": dict(parse_qsl(request.text, keep_blank_values=True)),
        "text": request.text,
    }


def response_view(exchange: Exchange) -> View:
    """Show the answer to a request from outside."""
    response = exchange.response
    if response is None:
        nothing = Absent(f"there was no answer: {exchange.outcome}")
        return {**dict.fromkeys(("status", "headers", "json", "text"), nothing), "failure": exchange.outcome}
    return {
        "status": response.status,
        "headers": _headers(response.headers),
        "json": _json(response.text),
        "text": response.text,
        "failure": Absent("there was an answer"),
    }


def message_view(message: Message) -> View:
    """Show an entry of Braze's message log."""
    return {
        "user": message.external_id or ABSENT,
        "campaign": message.campaign or ABSENT,
        "canvas": message.canvas or ABSENT,
        "step": message.step or ABSENT,
        "template": message.template or ABSENT,
        "outcome": str(message.outcome),
        "abort_type": str(message.abort_type) if message.abort_type else ABSENT,
        "reason": message.reason or ABSENT,
        "status": ABSENT if message.status is None else message.status,
        "attempts": message.attempts,
    }


def rendered_view(rendered: RenderedWebhook) -> View:
    """Show what a render step made; of an aborted message nothing but the reason."""
    if rendered.request is None:
        nothing = Absent(f"no request was made: {rendered}")
        return {
            **dict.fromkeys(("method", "url", "headers", "json", "body"), nothing),
            "aborted": rendered.abort.reason if rendered.abort else nothing,
        }
    sent = sent_view(rendered.request)
    return {**sent, "body": sent["text"], "aborted": Absent("the message was not aborted")}


def job_view(job: Job) -> View:
    """Show what became of a request that Rokt Calendar accepted."""
    return {"operation": job.operation, "outcome": str(job.outcome), "reason": job.reason or ABSENT}


def folded(expected: Mapping[str, Any]) -> dict[str, Any]:
    """Give an expectation with its header names in lower case, as views have them."""
    headers = expected.get("headers")
    if not isinstance(headers, Mapping):
        return dict(expected)
    return {**expected, "headers": {name.lower(): value for name, value in headers.items()}}


def asked_for(expected: Any, actual: Any) -> Any:
    """Cut a value down to the members an expectation names, to be shown beside it."""
    if is_matcher(expected):
        return actual
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        return {
            name: asked_for(wanted, actual[name])
            for name, wanted in expected.items()
            if not isinstance(actual.get(name, ABSENT), Absent)
        }
    return actual


def _answer(exchange: Exchange) -> Any:
    if exchange.response is None:
        return Absent(f"there was no answer: {exchange.outcome}")
    answer = _json(exchange.response.text)
    return exchange.response.text if isinstance(answer, Absent) else answer


def _headers(headers: Headers) -> View:
    return {name: headers[name] for name in headers}


def _json(text: str) -> Any:
    if not text:
        return Absent("the body is empty")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        return Absent(f"the body is not JSON: {error.msg} at its line {error.lineno}, column {error.colno}")
    except RecursionError:
        return Absent("the body is not JSON: it is nested too deeply")
