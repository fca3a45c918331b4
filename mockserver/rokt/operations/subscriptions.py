"""Subscriptions: made, read and ended."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from mockserver.contracts import CREATE_SUBSCRIPTION
from mockserver.contracts.rokt.models import CreateSubscription
from mockserver.contracts.times.event_times import event_times
from mockserver.http import Response
from mockserver.rokt import sources
from mockserver.rokt.jobs import Result, applied, ignored
from mockserver.rokt.notifications.webhook_payload import VIA_API, VIA_API_WITH_EVENTS
from mockserver.rokt.paths import DEACTIVATE_PATH, GET_PATH
from mockserver.rokt.rest import answers
from mockserver.rokt.state import Method, Subscription
from mockserver.rokt.state_rules import unusable_subscription
from mockserver.rokt.subscriptions.deactivation import DEACTIVATE_SUBSCRIPTIONS, Deactivation
from mockserver.rokt.subscriptions.new_subscription import method_of, subscription_from
from mockserver.simulator.operation import Call, operation
from mockserver.simulator.service import Refusal

if TYPE_CHECKING:
    from mockserver.rokt.service import RoktCalendar

_BEARER = "bearer token"
_CONSENT_PAGES = {
    Method.GOOGLE: "https://accounts.google.com/o/oauth2/v2/auth",
    Method.MICROSOFT: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
}


@operation(
    "POST",
    "/v2/subscribe/{account_code}/{calendar_code}",
    permission=_BEARER,
    contract=CREATE_SUBSCRIPTION,
    answer=answers.NewSubscription,
    refusals=(400, 401),
    source=sources.SUBSCRIBE,
)
def subscribe(rokt: RoktCalendar, call: Call) -> Response:
    """Subscribe a person to a calendar, or find the subscription the person already has."""
    account = rokt.account_of(call)
    calendar = account.calendars[call.params["calendar_code"]]
    body: CreateSubscription = call.body
    method = method_of(body, rokt.assumptions)
    if method is None:
        trouble = f"there is no subscription method {body.subscription_method!r}"
        raise _refusal(rokt, call, trouble)
    if method is Method.MICROSOFT and rokt.assumptions.is_set("rokt.microsoft_subscriptions", "reject"):
        raise _refusal(rokt, call, "nobody can subscribe with Microsoft")
    wanted = subscription_from(body, account.code, calendar, method, rokt.assumptions)
    events = rokt.state.calendar_events.matching(
        account.code, calendar.code, body.request_event_ids or (), body.external_event_ids or ()
    )
    wanted = replace(wanted, included_event_ids=events)
    if trouble := rokt.enrolment.trouble(wanted):
        raise _refusal(rokt, call, trouble)
    action = rokt.action_type(VIA_API_WITH_EVENTS if body.events else VIA_API, body.action_type)
    sent = {name for name in body.model_fields_set if getattr(body, name) is not None}
    subscription, is_new = rokt.enrolment.subscribe(wanted, action, sent)
    _accept_events(rokt, call, subscription, action)
    return Response.of_json(200, _answer(rokt, body, subscription, is_new))


def _accept_events(rokt: RoktCalendar, call: Call, subscription: Subscription, action: str) -> None:
    for event in call.body.events or ():
        times = event_times(event, rokt.assumptions)
        ids = [subscription.id]
        work = partial(rokt.processing.create, subscription.account, event, times, ids, action)
        rokt.background.accept(
            subscribe.name, subscription.account, event.event_id, work, exchange=call.exchange.number
        )


def _answer(
    rokt: RoktCalendar, body: CreateSubscription, subscription: Subscription, is_new: bool
) -> dict[str, object]:
    return {
        "subscriptionId": subscription.id,
        "subscriptionUrl": subscription_url(rokt, subscription),
        "username": subscription.username or None,
        "password": None,
        "isNewSubscription": is_new,
        "subscriberId": subscription.subscriber_id or None,
        "redirectTo": body.redirect_to,
    }


def subscription_url(rokt: RoktCalendar, subscription: Subscription) -> str | None:
    """Give the address of a WebCal subscription's feed, for the others that of the consent page."""
    if subscription.method is Method.WEBCAL:
        scheme = rokt.assumptions["rokt.subscription_url"]
        return f"{scheme}://{rokt.hosts[0]}{rokt.feed_path(subscription.id)}"
    if rokt.assumptions.is_set("rokt.consent_url", "null"):
        return None
    return f"{_CONSENT_PAGES[subscription.method]}?state={subscription.id}"


@operation(
    "GET",
    GET_PATH,
    permission=_BEARER,
    answer=answers.SubscriptionShown,
    refusals=(400, 401),
    source=sources.GET_SUBSCRIPTION,
)
def get_subscription(rokt: RoktCalendar, call: Call) -> Response:
    """Show a subscription with the events its subscriber sees."""
    return Response.of_json(200, rokt.view(rokt.subscription_of(call)))


@operation(
    "DELETE",
    DEACTIVATE_PATH,
    permission=_BEARER,
    contract=DEACTIVATE_SUBSCRIPTIONS,
    success=202,
    refusals=(400, 401),
    source=sources.DEACTIVATE,
)
def deactivate_subscriptions(rokt: RoktCalendar, call: Call) -> Response:
    """End one subscription, or all that a user has to the calendar."""
    account = rokt.account_of(call).code
    wanted: Deactivation = call.body
    assumptions = rokt.assumptions
    username = wanted.named_user(assumptions)
    if not (wanted.id or username) and assumptions.is_set("rokt.deactivate_nobody", "reject"):
        raise _refusal(rokt, call, "neither a subscription id nor a user name is sent")
    if wanted.id and username and assumptions.is_set("rokt.deactivate_id_and_username", "reject"):
        raise _refusal(rokt, call, "a subscription id and a user name are both sent")
    found = rokt.state.subscription(wanted.id or "")
    if found and not found.is_active and assumptions.is_set("rokt.deactivate_inactive", "reject"):
        raise _refusal(rokt, call, f"subscription {found.id} has been deactivated already")
    rokt.background.accept(
        call.exchange.operation,
        account,
        wanted.id or username,
        partial(_deactivate, rokt, account, call.params["calendar_code"], wanted),
        exchange=call.exchange.number,
    )
    return rokt.accepted(call.request)


def _deactivate(rokt: RoktCalendar, account: str, calendar: str, wanted: Deactivation) -> Result:
    found = _found(rokt, account, calendar, wanted)
    for subscription in found:
        action = rokt.action_type(VIA_API, wanted.action_type)
        rokt.enrolment.unsubscribe(subscription, wanted.unsubscribe_reason_text or "", action)
    if not found:
        return ignored("there is no such active subscription to the calendar")
    return applied("deactivated " + ", ".join(subscription.id for subscription in found))


def _found(rokt: RoktCalendar, account: str, calendar: str, wanted: Deactivation) -> tuple[Subscription, ...]:
    """Find the active subscriptions that a deactivation means, each once."""
    by_id = rokt.state.subscription(wanted.id or "")
    found = {}
    if by_id and by_id.is_active and (by_id.account, by_id.calendar) == (account, calendar):
        found[by_id.id] = by_id
    if not wanted.id or rokt.assumptions.is_set("rokt.deactivate_id_and_username", "both"):
        username = wanted.named_user(rokt.assumptions)
        named = rokt.state.subscriptions_of_username(account, calendar, username)
        found.update((one.id, one) for one in named)
    return tuple(found.values())


def _refusal(rokt: RoktCalendar, call: Call, trouble: str, status: int = 400) -> Refusal:
    return rokt.refusal(call.exchange, status, unusable_subscription.findings(trouble))
