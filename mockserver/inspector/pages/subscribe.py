"""The public subscribe page of a calendar, and where it leads."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from mockserver.errors import UsageError
from mockserver.http import NoResponse
from mockserver.inspector.views.subscribing import (
    Wish,
    answered,
    calendar_line,
    calendar_lines,
    subscribe_request,
    token_request,
    welcome_view,
    zones,
)
from mockserver.inspector.visit import Visit


def list_all(visit: Visit) -> Response:
    """List the calendars somebody can subscribe to."""
    return visit.show("subscribe_list.html", calendars=calendar_lines(visit.sandbox))


def show(visit: Visit) -> Response:
    """Show a calendar's page with its button."""
    account, code = visit.part("account"), visit.part("calendar")
    calendar = visit.sandbox.rokt.state.calendar(account, code)
    return visit.show(
        "subscribe.html", calendar=calendar_line(visit.sandbox, account, calendar), zones=zones()
    )


def subscribe(visit: Visit) -> Response:
    """Do what a website does when its button is pressed: get a token and subscribe the person."""
    wish = Wish(
        subscriber_id=visit.form.get("subscriber_id", ""),
        email=visit.form.get("email", ""),
        time_zone=visit.form.get("time_zone", ""),
        method=visit.form.get("method", "WebCal"),
        marketing="marketing" in visit.form,
    )
    account, calendar = visit.part("account"), visit.part("calendar")
    visit.sandbox.rokt.state.calendar(account, calendar)
    try:
        got = visit.host.handle(token_request(visit.sandbox, account), service="rokt")
        token = answered(got, "access_token")
        request = subscribe_request(visit.sandbox, account, calendar, wish, token)
        made = visit.host.handle(request, service="rokt")
    except NoResponse as silence:
        raise UsageError(f"Rokt Calendar did not answer: {silence}", hint="a fault says so") from None
    subscription_id = answered(made, "subscriptionId")
    return visit.go(f"/subscribe/{quote(account)}/{quote(calendar)}/{quote(subscription_id)}")


def welcome(visit: Visit) -> Response:
    """Show what a new subscriber sees, and what goes on behind it."""
    subscription = visit.sandbox.rokt.subscription(visit.part("id"))
    view = welcome_view(visit.sandbox, subscription, visit.rokt_url)
    return visit.show("welcome.html", welcome=view)
