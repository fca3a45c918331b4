"""One exchange: the request, the answer, and the findings where they belong."""

from __future__ import annotations

from dataclasses import dataclass

from mockserver.http import Headers, Request, Response
from mockserver.inspector.views.findings import FindingView, finding_views
from mockserver.inspector.views.journal import tone
from mockserver.inspector.views.listing import Listing, listing
from mockserver.inspector.views.texts import moment
from mockserver.sandbox import Sandbox
from mockserver.simulator.journal import Exchange
from mockserver.simulator.masking import mask_request, mask_response


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpMessage:
    """A request or an answer in three parts, credentials masked."""

    start: str
    headers: tuple[tuple[str, str], ...]
    body: Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeView:
    """One exchange; ``findings`` are all, those that stand in the body too.

    ``no_scenario`` says why none can be made of it, empty if one can.
    """

    number: int
    at: str
    caller: str
    operation: str
    outcome: str
    tone: str
    request: HttpMessage
    response: HttpMessage | None
    findings: tuple[FindingView, ...]
    window: str
    no_scenario: str


def find_exchange(sandbox: Sandbox, number: int) -> Exchange | None:
    """Find an exchange by its number; None for one that is not in the journal any more."""
    return next((one for one in sandbox.journal if one.number == number), None)


def exchange_view(exchange: Exchange) -> ExchangeView:
    """Make the view of an exchange."""
    response = exchange.response
    return ExchangeView(
        number=exchange.number,
        at=moment(exchange.at),
        caller=exchange.caller,
        operation=exchange.full_operation or exchange.service or "nobody answers here",
        outcome=exchange.outcome,
        tone=tone(exchange),
        request=request_view(exchange.request, exchange),
        response=_response_view(response, exchange) if response else None,
        findings=finding_views(exchange.findings),
        window=_window(exchange),
        no_scenario=_no_scenario(exchange),
    )


def request_view(request: Request, exchange: Exchange | None = None) -> HttpMessage:
    """Make the view of a request, with the findings of its exchange in its body."""
    shown = mask_request(request)
    findings = exchange.findings if exchange else ()
    return HttpMessage(
        start=f"{shown.method} {shown.url}",
        headers=_fields(shown.headers),
        body=listing(request.text, findings),
    )


def _response_view(response: Response, exchange: Exchange) -> HttpMessage:
    shown = mask_response(response, exchange.request)
    return HttpMessage(start=str(shown.status), headers=_fields(shown.headers), body=listing(shown.text))


def _fields(headers: Headers) -> tuple[tuple[str, str], ...]:
    return headers.pairs


def _window(exchange: Exchange) -> str:
    window = exchange.window
    return f"{window.remaining} calls left in its rate window" if window else ""


def _no_scenario(exchange: Exchange) -> str:
    if exchange.full_operation == "rokt.obtain_token":
        return "A scenario gets its own token: make one of what came after this."
    if not exchange.service or not exchange.request.method:
        return "A scenario sends requests to Braze and Rokt Calendar, and this was none."
    return ""
