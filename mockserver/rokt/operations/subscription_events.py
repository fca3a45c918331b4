"""Events pushed to subscriptions: created, updated, deleted, and removed from one subscription.

A 202 says that a request is valid and taken on; its effect comes later, from the background.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from mockserver.contracts import CREATE_EVENT, UPDATE_EVENT
from mockserver.contracts.rokt.models import CreateEvent, UpdateEvent
from mockserver.contracts.times.event_times import event_times
from mockserver.evidence import Evidence
from mockserver.http import Response
from mockserver.rokt import sources
from mockserver.rokt.jobs import JobOutcome, Result
from mockserver.rokt.notifications.webhook_payload import VIA_API
from mockserver.rokt.paths import DELETE_EVENT_PATH
from mockserver.rokt.state import canonical_id
from mockserver.rokt.state_rules import ADDRESS_RULES, Addressed, EventId, existing_event, unknown_event
from mockserver.rules import apply
from mockserver.simulator.operation import Call, operation

if TYPE_CHECKING:
    from mockserver.rokt.service import RoktCalendar

_BEARER = "bearer token"


@operation(
    "POST",
    "/v1/subscriptionevent/{account_code}",
    permission=_BEARER,
    contract=CREATE_EVENT,
    success=202,
    refusals=(400, 401, 500),
    source=sources.CREATE_EVENT,
)
def create_event(rokt: RoktCalendar, call: Call) -> Response:
    """Create an event and add it to subscriptions."""
    account = rokt.account_of(call).code
    body: CreateEvent = call.body
    event_id = body.event.event_id
    ids = tuple(body.subscription_ids)
    found = {one: rokt.state.subscription(one) for one in ids}
    addressed = Addressed(ids, account, found, rokt.assumptions)
    findings = apply(ADDRESS_RULES, addressed)
    rejects = rokt.assumptions.is_set("rokt.create_existing_event", "reject")
    if rejects and rokt.events.named(account, event_id):
        findings += existing_event.findings(EventId(account, event_id, refused=True))
    rokt.demand(call.exchange, findings)
    times = event_times(body.event, rokt.assumptions.in_force)
    action = rokt.action_type(VIA_API, body.action_type or body.event.action_type)
    work = partial(rokt.processing.create, account, body.event, times, addressed.ids, action)
    return _accept(rokt, call, account, event_id, work)


@operation(
    "POST",
    "/v1/subscriptionevent/{account_code}/update",
    permission=_BEARER,
    contract=UPDATE_EVENT,
    success=202,
    refusals=(400, 401, 500),
    source=sources.UPDATE_EVENT,
)
def update_event(rokt: RoktCalendar, call: Call) -> Response:
    """Update an event for every subscription that has it."""
    account = rokt.account_of(call).code
    body: UpdateEvent = call.body
    event_id = body.event.event_id
    there = bool(rokt.events.named(account, event_id))
    _demand_event(rokt, call, account, event_id, "rokt.update_unknown_event", there=there)
    action = rokt.action_type(VIA_API, body.action_type or body.event.action_type)
    work = partial(rokt.processing.update, account, body.event, action)
    return _accept_change(rokt, call, account, event_id, work)


@operation(
    "DELETE",
    DELETE_EVENT_PATH,
    permission=_BEARER,
    success=202,
    refusals=(400, 401, 500),
    evidence=Evidence.ASSUMED,
    source=sources.DELETE_EVENT,
)
def delete_event(rokt: RoktCalendar, call: Call) -> Response:
    """Delete an event from every subscription that has it."""
    account, event_id = rokt.account_of(call).code, call.params["event_id"]
    there = bool(rokt.events.named(account, event_id))
    _demand_event(rokt, call, account, event_id, "rokt.delete_unknown_event", there=there)
    work = partial(rokt.processing.delete, account, event_id, rokt.action_type(VIA_API))
    return _accept_change(rokt, call, account, event_id, work)


@operation(
    "DELETE",
    "/v2/subscription/{account_code}/{subscription_id}/subscriptionevent/{event_id}",
    permission=_BEARER,
    success=202,
    refusals=(400, 401),
    source=sources.REMOVE_EVENT,
)
def remove_event(rokt: RoktCalendar, call: Call) -> Response:
    """Remove an event from a single subscription."""
    account, event_id = rokt.account_of(call).code, call.params["event_id"]
    subscription_id = canonical_id(call.params["subscription_id"])
    held = rokt.events.of_subscription(subscription_id)
    there = any((one.account, one.detail.event_id) == (account, event_id) for one in held)
    _demand_event(rokt, call, account, event_id, "rokt.delete_unknown_event", there=there)
    tell = rokt.assumptions.is_set("rokt.webhook_on_remove_event", "yes")
    action = rokt.action_type(VIA_API)
    work = partial(rokt.processing.remove, account, subscription_id, event_id, action, tell=tell)
    return _accept_change(rokt, call, account, event_id, work)


def _demand_event(
    rokt: RoktCalendar, call: Call, account: str, event_id: str, assumption: str, *, there: bool
) -> None:
    """Refuse a request about an event that is not there, where the assumption has it so."""
    if not there and rokt.assumptions.is_set(assumption, "reject"):
        rokt.demand(call.exchange, unknown_event.findings(EventId(account, event_id, refused=True)))


def _accept_change(
    rokt: RoktCalendar, call: Call, account: str, event_id: str, work: Callable[[], Result]
) -> Response:
    """Take on a change of an event; note a finding if it turns out not to be there.

    Only when the change is made is it certain that no earlier request still waiting makes the event.
    """

    def run() -> Result:
        result = work()
        if result.outcome is JobOutcome.IGNORED:
            event = EventId(account, event_id, refused=False)
            call.exchange.findings.extend(unknown_event.findings(event))
        return result

    return _accept(rokt, call, account, event_id, run)


def _accept(
    rokt: RoktCalendar, call: Call, account: str, event_id: str, work: Callable[[], Result]
) -> Response:
    rokt.background.accept(call.exchange.operation, account, event_id, work, exchange=call.exchange.number)
    return rokt.accepted(call.request)
