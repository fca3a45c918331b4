"""Subscriptions: made, read and ended."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mockserver.contracts import CREATE_SUBSCRIPTION
from mockserver.contracts.rokt.models import CreateSubscription
from mockserver.contracts.times.event_times import event_times
from mockserver.http import Response
from mockserver.rokt import sources
from mockserver.rokt.deactivation import DEACTIVATE_SUBSCRIPTIONS, Deactivation
from mockserver.rokt.jobs import Result, applied, ignored
from mockserver.rokt.new_subscription import method_of, subscription_from
from mockserver.rokt.state import Method, Subscription
from mockserver.rokt.state_rules import unusable_subscription
from mockserver.simulator.operation import Call, operation
from mockserver.simulator.service import Refusal

if TYPE_CHECKING:
    from mockserver.rokt.service import RoktCalendar

_BEARER = "bearer token"


@operation(
    "POST",
    "/v2/subscribe/{account_code}/{calendar_code}",
    permission=_BEARER,
    contract=CREATE_SUBSCRIPTION,
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
    wanted = subscription_from(body, account.code, calendar, method)
    subscription, is_new = rokt.enrolment.subscribe(wanted)
    _accept_events(rokt, call, subscription)
    return Response.of_json(200, _answer(rokt, body, subscription, is_new))


def _accept_events(rokt: RoktCalendar, call: Call, subscription: Subscription) -> None:
    for event in call.body.events or ():
        times = event_times(event, rokt.assumptions)
        work = partial(rokt.processing.create, subscription.account, event, times, [subscription.id])
        rokt.background.accept(
            subscribe.name, subscription.account, event.event_id, work, exchange=call.exchange.number
        )


def _answer(
    rokt: RoktCalendar, body: CreateSubscription, subscription: Subscription, is_new: bool
) -> dict[str, object]:
    return {
        "subscriptionId": subscription.id,
        "subscriptionUrl": _url(rokt, subscription),
        "username": subscription.username or None,
        "password": None,
        "isNewSubscription": is_new,
        "subscriberId": subscription.subscriber_id or None,
        "redirectTo": body.redirect_to,
    }


def _url(rokt: RoktCalendar, subscription: Subscription) -> str:
    webcal = subscription.method is Method.WEBCAL and rokt.assumptions.is_set(
        "rokt.subscription_url", "webcal"
    )
    return f"{'webcal' if webcal else 'https'}://{rokt.hosts[0]}/feed/{subscription.id}.ics"


@operation(
    "GET",
    "/v1/subscription/{subscription_id}",
    permission=_BEARER,
    refusals=(400, 401),
    source=sources.GET_SUBSCRIPTION,
)
def get_subscription(rokt: RoktCalendar, call: Call) -> Response:
    """Show a subscription with the events its subscriber sees."""
    subscription_id = call.params["subscription_id"]
    subscription = rokt.state.subscription(subscription_id)
    if subscription is None or subscription.account not in call.principal.accounts:
        status = 404 if rokt.assumptions.is_set("rokt.get_unknown_subscription", "not_found") else 400
        raise _refusal(rokt, call, f"there is no subscription {subscription_id!r}", status)
    return Response.of_json(200, rokt.view(subscription))


@operation(
    "DELETE",
    "/v1/subscription/{account_code}/{calendar_code}",
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
    if not (wanted.id or wanted.named_user) and assumptions.is_set("rokt.deactivate_nobody", "reject"):
        raise _refusal(rokt, call, "neither a subscription id nor a user name is sent")
    if wanted.id and wanted.named_user and assumptions.is_set("rokt.deactivate_id_and_username", "reject"):
        raise _refusal(rokt, call, "a subscription id and a user name are both sent")
    rokt.background.accept(
        call.exchange.operation,
        account,
        wanted.id or wanted.named_user,
        partial(_deactivate, rokt, account, call.params["calendar_code"], wanted),
        exchange=call.exchange.number,
    )
    return rokt.accepted()


def _deactivate(rokt: RoktCalendar, account: str, calendar: str, wanted: Deactivation) -> Result:
    found = _found(rokt, account, calendar, wanted)
    for subscription in found:
        rokt.enrolment.unsubscribe(subscription, wanted.unsubscribe_reason_text or "")
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
        named = rokt.state.subscriptions_of_username(account, calendar, wanted.named_user)
        found.update((one.id, one) for one in named)
    return tuple(found.values())


def _refusal(rokt: RoktCalendar, call: Call, trouble: str, status: int = 400) -> Refusal:
    return rokt.refusal(call.exchange, status, unusable_subscription.findings(trouble))
