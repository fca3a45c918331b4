"""Subscriptions and their calendars."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from mockserver.inspector.views.calendars import MOST_LISTED, calendar_view, subscription_lines
from mockserver.inspector.visit import Visit


def list_all(visit: Visit) -> Response:
    """List the subscriptions."""
    text = visit.asked("text")
    lines = subscription_lines(visit.sandbox, text)
    return visit.show("calendars.html", lines=lines, text=text, is_cut=len(lines) == MOST_LISTED)


def show(visit: Visit) -> Response:
    """Show a subscription's calendar as a list or as the sheet of a month."""
    subscription = visit.sandbox.rokt.subscription(visit.part("id"))
    zone = visit.asked("zone").strip()
    view = calendar_view(visit.sandbox, subscription, month=visit.asked("month"), zone=zone)
    shape = "month" if visit.asked("view") == "month" else "list"
    feed_url = visit.rokt_url + view.feed_path if view.feed_path else ""
    return visit.show("calendar.html", calendar=view, shape=shape, zone=zone, feed_url=feed_url)


def unsubscribe(visit: Visit) -> Response:
    """End a subscription as its subscriber would."""
    subscription = visit.sandbox.rokt.subscription(visit.part("id"))
    reason = visit.form.get("reason", "")
    visit.host.call("POST", f"subscriptions/{quote(subscription.id)}/unsubscribe", {"reason": reason})
    return visit.go(f"/calendars/{subscription.id}")
