"""Subscriptions by user name, and changes of a subscription's preferences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.evidence import Evidence
from mockserver.http import Response
from mockserver.rokt import sources
from mockserver.rokt.notifications.webhook_payload import VIA_API
from mockserver.rokt.paths import BY_USERNAME_PATH, GET_PATH
from mockserver.rokt.rest import answers
from mockserver.rokt.state_rules import unusable_subscription
from mockserver.rokt.subscriptions.changes import UPDATE_SUBSCRIPTION, SubscriptionChanges, changed
from mockserver.simulator.operation import Call, operation

if TYPE_CHECKING:
    from mockserver.rokt.service import RoktCalendar

_BEARER = "bearer token"


@operation(
    "GET",
    BY_USERNAME_PATH,
    permission=_BEARER,
    answer=answers.SubscriptionsShown,
    refusals=(400, 401),
    evidence=Evidence.ASSUMED,
    source=sources.BY_USERNAME,
)
def get_subscriptions_of_username(rokt: RoktCalendar, call: Call) -> Response:
    """Show every subscription to a calendar under a third party's user name."""
    account = rokt.account_of(call).code
    calendar, username = call.params["calendar_code"], call.params["username"]
    found = rokt.state.all_of_username(account, calendar, username)
    choice = rokt.assumptions["rokt.unknown_username"]
    if not found and choice != "empty":
        findings = unusable_subscription.findings(f"nobody is called {username!r}")
        raise rokt.refusal(call.exchange, 404 if choice == "not_found" else 400, findings)
    shown = [rokt.basic_view(subscription) for subscription in found]
    in_object = rokt.assumptions.is_set("rokt.username_answer", "object")
    return Response.of_json(200, {"subscriptions": shown} if in_object else shown)


@operation(
    "PUT",
    GET_PATH,
    permission=_BEARER,
    contract=UPDATE_SUBSCRIPTION,
    answer=answers.SubscriptionShown,
    refusals=(400, 401),
    evidence=Evidence.ASSUMED,
    source=sources.UPDATE_SUBSCRIPTION,
)
def update_subscription(rokt: RoktCalendar, call: Call) -> Response:
    """Change a subscription's preferences."""
    subscription = rokt.subscription_of(call)
    body: SubscriptionChanges = call.body
    calendar = rokt.state.calendar(subscription.account, subscription.calendar)
    wanted = changed(subscription, body, calendar, rokt.state.calendar_events)
    now = rokt.enrolment.change(wanted, rokt.action_type(VIA_API, body.action_type))
    if rokt.assumptions.is_set("rokt.update_subscription_answer", "accepted"):
        return rokt.accepted(call.request)
    return Response.of_json(200, rokt.view(now))
