"""The simulated Rokt Calendar API: its operations, who may call them, and how it speaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from mockserver.contracts import (
    TOKEN_REQUEST,
    check_event_url,
    check_headers,
    check_nowhere,
    parse_form,
    parse_json,
)
from mockserver.errors import UsageError
from mockserver.findings import Finding, has_errors
from mockserver.http import JSON_TYPE, Request, Response
from mockserver.rokt.assumptions import duration
from mockserver.rokt.calendar_events import CalendarEvent
from mockserver.rokt.feeds.entries import Entries, Entry, own_entry
from mockserver.rokt.jobs import FAULT_TARGET, Job, JobOutcome, Jobs
from mockserver.rokt.notifications.push import Push, Pusher
from mockserver.rokt.notifications.webhook_payload import VIA_PAGE
from mockserver.rokt.notifications.webhooks import Delivery, Webhooks
from mockserver.rokt.operations.calendars import get_calendar_events, get_schedule
from mockserver.rokt.operations.feeds import FEED_PATH, get_feed
from mockserver.rokt.operations.oauth import obtain_token
from mockserver.rokt.operations.subscription_details import (
    get_subscriptions_of_username,
    update_subscription,
)
from mockserver.rokt.operations.subscription_events import (
    create_event,
    delete_event,
    remove_event,
    update_event,
)
from mockserver.rokt.operations.subscriptions import (
    deactivate_subscriptions,
    get_subscription,
    subscribe,
)
from mockserver.rokt.paths import operation_path
from mockserver.rokt.processing import Processing
from mockserver.rokt.rest import errors, views
from mockserver.rokt.rest.authentication import authenticate
from mockserver.rokt.rest.description import RoktDescription
from mockserver.rokt.rest.tokens import Token, Tokens
from mockserver.rokt.state import Account, Client, Method, State, Subscription, Tag
from mockserver.rokt.state_rules import unusable_account, unusable_subscription
from mockserver.rokt.subscriptions.enrolment import Enrolment
from mockserver.rokt.subscriptions.events import SubscriptionEvents
from mockserver.simulator.journal import Exchange
from mockserver.simulator.operation import Call, Operation, Route
from mockserver.simulator.rates import RateLimit, RateWindows
from mockserver.simulator.service import Refusal, Service
from mockserver.simulator.world import World

_UNKNOWN_ACCOUNT_STATUS = {
    "bad_request": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "not_found": 404,
}
_CONTENT_TYPE_STATUS = {"unsupported_media_type": 415, "bad_request": 400}
_ACCEPTED = {
    "empty": Response.of_text(202, ""),
    "text": Response.of_text(202, "Accepted"),
    "json": Response.of_json(202, {}),
}
_MINUTE = timedelta(minutes=1)
_EVENT_PATHS = "/v1/subscriptionevent"
_IN_BACKGROUND = (
    "subscribe",
    "deactivate_subscriptions",
    "create_event",
    "update_event",
    "delete_event",
    "remove_event",
)


class RoktCalendar(Service):
    """A Rokt Calendar on one world."""

    name = "rokt"
    hosts = ("api.roktcalendar.com",)
    description = RoktDescription()
    operations = (
        obtain_token,
        subscribe,
        get_subscription,
        get_subscriptions_of_username,
        update_subscription,
        deactivate_subscriptions,
        create_event,
        update_event,
        delete_event,
        remove_event,
        get_schedule,
        get_calendar_events,
        get_feed,
    )

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.assumptions = world.assumptions
        self.state = State(world.clock, world.ids)
        self._windows = RateWindows()
        self.events = SubscriptionEvents(world.clock, world.ids)
        self.access_tokens = Tokens(world.clock, world.ids)
        self.refresh_tokens = Tokens(world.clock, world.ids)
        delay = partial(self.seconds, "rokt.processing_delay")
        self.background = Jobs(world.clock, delay, world.network.strike)
        world.network.allow_faults([FAULT_TARGET, *(f"{FAULT_TARGET}.{one}" for one in _IN_BACKGROUND)])
        self.webhooks = Webhooks(world, self.state)
        self.processing = Processing(self.state, self.events, self.webhooks, self.assumptions)
        self.pusher = Pusher(world, self.state)
        self.enrolment = Enrolment(self.state, self.events, self.pusher, self.webhooks, self.assumptions)
        self.entries = Entries(self.state, self.events, self.assumptions)

    # What people, scenarios and tests do without HTTP.

    def subscribe(
        self,
        account: str,
        calendar: str,
        *,
        subscriber_id: str = "",
        email: str = "",
        method: Method | str = Method.WEBCAL,
        subscription_id: str | None = None,
        username: str = "",
        time_zone_id: str = "",
        tags: Iterable[Tag] = (),
        marketing_allowed: bool = False,
        additional_opt_in: bool = False,
        country_code: str = "",
        geo_country: str = "",
        device_name: str = "",
        source: str = "",
    ) -> Subscription:
        """Subscribe a person on a page; what follows is what follows the API call, the push included.

        Raises ``UsageError`` for an account, calendar or method that does not exist and an id that is
        taken.
        """
        wanted = Subscription(
            account=account,
            calendar=calendar,
            id=subscription_id or "",
            method=_method(method),
            subscriber_id=subscriber_id,
            email=email,
            username=username,
            time_zone_id=time_zone_id,
            tags=tuple(tags),
            marketing_allowed=marketing_allowed,
            additional_opt_in=additional_opt_in,
            country_code=country_code,
            geo_country=geo_country,
            device_name=device_name,
            source=source,
        )
        if trouble := self.enrolment.trouble(wanted):
            raise UsageError(trouble, hint="the assumption rokt.email_capture asks for it")
        return self.enrolment.subscribe(wanted, self.action_type(VIA_PAGE))[0]

    def unsubscribe(self, subscription_id: str, *, reason: str = "") -> Subscription:
        """End a subscription as its subscriber would, at once; one that has ended stays as it is.

        Raises ``UsageError`` for an id that does not exist.
        """
        subscription = self.subscription(subscription_id)
        if not subscription.is_active:
            return subscription
        return self.enrolment.unsubscribe(subscription, reason, self.action_type(VIA_PAGE))

    def remove_event(self, subscription_id: str, event_id: str) -> bool:
        """Take a pushed event out of a calendar as its subscriber would; tell whether it was there.

        Raises ``UsageError`` for a subscription that does not exist.
        """
        subscription = self.subscription(subscription_id)
        action = self.action_type(VIA_PAGE)
        result = self.processing.remove(subscription.account, subscription.id, event_id, action)
        return result.outcome is JobOutcome.APPLIED

    def add_to_schedule(self, subscription_id: str, event: CalendarEvent) -> None:
        """Put something of the subscriber's own into the calendar whose schedule can be read.

        Raises ``UsageError`` for a subscription that does not exist.
        """
        subscription = self.subscription(subscription_id)
        own = self.state.schedules.get(subscription.id, ())
        self.state.schedules[subscription.id] = (*own, event)

    def subscription(self, subscription_id: str) -> Subscription:
        """Give a subscription as it stands.

        Raises ``UsageError`` for an id that does not exist.
        """
        found = self.state.subscription(subscription_id)
        if found is None:
            raise UsageError(f"there is no Rokt Calendar subscription {subscription_id!r}")
        return found

    def visible_events(self, subscription_id: str) -> tuple[dict[str, object], ...]:
        """Give the events a subscriber sees now, the earliest first, as the API shows them.

        Raises ``UsageError`` for an id that does not exist.
        """
        subscription = self.subscription(subscription_id)
        account = self.state.account(subscription.account)
        return tuple(self.shown(views.entry_view(one, account)) for one in self.entries_of(subscription))

    def feed(self, subscription_id: str) -> bytes:
        """Give the iCalendar feed of a subscription as it is now.

        Raises ``UsageError`` for an id that does not exist.
        """
        # Only feeds need icalendar, which takes longer to import than everything else of this room.
        from mockserver.rokt.feeds.feed import render_feed

        subscription = self.subscription(subscription_id)
        title = self.state.calendar(subscription.account, subscription.calendar).title
        return render_feed(title, self.entries_of(subscription), self.assumptions)

    def feed_path(self, subscription_id: str) -> str:
        """Give the path of a WebCal subscription's feed.

        ``subscriptionUrl`` names the vendor's host; on a live server the feed is at this path of Rokt
        Calendar's port: ``server.url("rokt") + sandbox.rokt.feed_path(id)``.
        """
        return FEED_PATH.format(subscription_id=subscription_id)

    def issue_token(self, client_id: str) -> str:
        """Issue a valid bearer token.

        Raises ``UsageError`` for a client that does not exist.
        """
        if client_id not in self.state.clients:
            raise UsageError(f"there is no Rokt Calendar client {client_id!r}")
        return self.new_access_token(client_id).value

    @property
    def jobs(self) -> tuple[Job, ...]:
        """What became of each accepted request, in order of acceptance."""
        return self.background.log

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """What became of each webhook, in order."""
        return self.webhooks.log

    @property
    def pushes(self) -> tuple[Push, ...]:
        """What became of each push into Braze, in order."""
        return self.pusher.log

    # What the operations share.

    def entries_of(self, subscription: Subscription) -> tuple[Entry, ...]:
        """Give what a subscriber sees now, the earliest first."""
        return self.entries.of(subscription, self.world.clock.now())

    def own_entries_of(self, subscription: Subscription) -> tuple[Entry, ...]:
        """Give what a subscriber has in the calendar beside what Rokt Calendar put there."""
        return tuple(
            own_entry(event, self.world.clock.now())
            for event in self.state.schedules.get(subscription.id, ())
        )

    def basic_view(self, subscription: Subscription) -> dict[str, object]:
        """Show a subscription as the list of a user name does."""
        calendar = self.state.calendar(subscription.account, subscription.calendar)
        events = self.state.calendar_events.of(subscription.account, subscription.calendar)
        return self.shown(views.basic_view(subscription, calendar, events))

    def view(self, subscription: Subscription) -> dict[str, object]:
        """Show a subscription as the API does."""
        calendar = self.state.calendar(subscription.account, subscription.calendar)
        events = self.state.calendar_events.of(subscription.account, subscription.calendar)
        visible = self.visible_events(subscription.id)
        return self.shown(views.subscription_view(subscription, calendar, events, visible))

    def shown(self, view: dict[str, object]) -> dict[str, object]:
        """Give a view without the fields that hold nothing, where the assumption has it so."""
        return views.without_absent(view) if self.assumptions.is_set("rokt.absent_fields", "omit") else view

    def action_type(self, origin: str, sent: str | None = None) -> str:
        """Give the ``actionType`` webhooks tell of something that comes from somewhere."""
        return self.webhooks.payloads.action_type(origin, sent)

    def seconds(self, assumption: str) -> timedelta:
        """Give the duration an assumption in seconds is set to."""
        return duration(self.assumptions, assumption)

    def new_access_token(self, client_id: str) -> Token:
        """Issue one more access token to a client."""
        if self.assumptions.is_set("rokt.earlier_access_tokens", "revoke"):
            self.access_tokens.revoke_all_of(client_id)
        return self.access_tokens.issue(client_id, self.seconds("rokt.access_token_ttl"))

    def account_of(self, call: Call) -> Account:
        """Give the account a call is about, its calendar checked where it names one.

        Raises the ``Refusal`` of the assumption in force where the client may not use it.
        """
        code, calendar = call.params["account_code"], call.params.get("calendar_code")
        account = self.state.accounts.get(code)
        if account is None or code not in call.principal.accounts:
            raise self._unusable(call, f"account {code!r} is not one this client may use")
        if calendar is not None and calendar not in account.calendars:
            raise self._unusable(call, f"account {code!r} has no calendar {calendar!r}")
        return account

    def subscription_of(self, call: Call, account: str | None = None) -> Subscription:
        """Give the subscription a call is about, of an account where one is named.

        Raises the ``Refusal`` of the assumption in force where the client may not see it.
        """
        subscription_id = call.params["subscription_id"]
        found = self.state.subscription(subscription_id)
        accounts = call.principal.accounts if account is None else {account}
        if found is not None and found.account in accounts:
            return found
        status = 404 if self.assumptions.is_set("rokt.get_unknown_subscription", "not_found") else 400
        findings = unusable_subscription.findings(f"there is no subscription {subscription_id!r}")
        raise self.refusal(call.exchange, status, findings)

    def _unusable(self, call: Call, reason: str) -> Refusal:
        status = _UNKNOWN_ACCOUNT_STATUS[str(self.assumptions["rokt.unknown_account"])]
        findings = [*unusable_account.findings(reason), *_url_findings(call.exchange)]
        return self.refusal(call.exchange, status, findings)

    def demand(self, exchange: Exchange, findings: Iterable[Finding]) -> None:
        """Note findings; raise the ``Refusal`` with 400 where one of them is an error."""
        found = list(findings)
        if found and has_errors(found):
            raise self.refusal(exchange, 400, found)
        exchange.findings.extend(found)

    def refusal(
        self,
        exchange: Exchange,
        status: int,
        findings: Iterable[Finding],
        headers: Mapping[str, str] | None = None,
    ) -> Refusal:
        """Note findings and make the refusal that they are the reason for."""
        found = list(findings)
        exchange.findings.extend(found)
        response = errors.error(status, errors.reason_from(found))
        return Refusal(response.with_headers(headers or {}))

    def accepted(self, request: Request) -> Response:
        """Make the answer to a request that is done in the background."""
        choice = str(self.assumptions["rokt.accepted_body"])
        if choice == "negotiated":
            choice = "json" if JSON_TYPE in request.headers.get("accept", "").lower() else "empty"
        return _ACCEPTED[choice]

    # How every request is received and answered.

    def find(self, request: Request) -> Route:
        """Find the operation a request asks for, under any path the assumptions in force give it."""
        found = self._find(request.method, request.raw_path)
        if found.operation is not None:
            return found
        methods = dict.fromkeys(operation.method for operation in self.operations)
        allowed = (method for method in methods if self._find(method, request.raw_path).operation)
        return Route(None, {}, tuple(allowed))

    def _find(self, method: str, raw_path: str) -> Route:
        path = operation_path(method, raw_path, self.assumptions)
        return Route(None, {}) if path is None else self.route(method, path)

    def error_response(self, status: int, reason: str = "") -> Response:
        """Make an error body, ``{Code, Reason}``."""
        return errors.error(status, reason)

    def authenticate(self, operation: Operation, exchange: Exchange) -> Client | None:
        """Find the client that calls, None where an operation looks for it itself."""
        return authenticate(self, exchange) if operation.permission else None

    def read_body(self, operation: Operation, exchange: Exchange) -> Any:
        """Read a body as its contract has it; a form is left to the operation, whose errors differ."""
        if operation.contract is None:
            return None
        if operation.contract is TOKEN_REQUEST:
            return parse_form(exchange.request.body)
        self._check_content_type(exchange)
        # Some clients and proxies drop the body of a DELETE, so there it may be missing.
        dropped = operation.method == "DELETE" and not exchange.request.body.strip()
        parsed = parse_json(b"{}" if dropped else exchange.request.body)
        self.demand(exchange, parsed.findings)
        now = self.world.clock.now()
        checked = operation.contract.check(parsed.value, self.assumptions.in_force, now=now)
        self.demand(exchange, checked.findings)
        return checked.value

    def admit(self, operation: Operation, exchange: Exchange, body: Any) -> None:  # noqa: ARG002
        """Count a request of any operation against the limit, where one is assumed."""
        limit = int(self.assumptions.number("rokt.rate_limit"))
        if not limit:
            return
        rate = RateLimit(self.name, limit, _MINUTE)
        if self._windows.count(rate, self.world.clock.now()).exceeded:
            raise Refusal(self.error_response(429))

    def _check_content_type(self, exchange: Exchange) -> None:
        request = exchange.request
        declared = request.content_type or JSON_TYPE  # the documented default
        if declared == JSON_TYPE or declared.endswith("+json") or not request.body:
            return
        choice = str(self.assumptions["rokt.wrong_content_type"])
        if choice in _CONTENT_TYPE_STATUS:
            raise self.refusal(exchange, _CONTENT_TYPE_STATUS[choice], check_headers(request.headers))

    def refuse_route(self, exchange: Exchange, allowed: tuple[str, ...]) -> Response:
        """Answer what is no operation: a browser's preflight, another method, an unknown path."""
        if exchange.request.method == "OPTIONS" and allowed:
            return _preflight(allowed)
        findings = check_nowhere(exchange.request.url) if not allowed else _url_findings(exchange)
        headers = {"Allow": ", ".join(allowed)} if allowed else {}
        return self.refusal(exchange, 405 if allowed else 404, findings, headers).response

    def finish(self, exchange: Exchange, operation: Operation | None, response: Response) -> Response:  # noqa: ARG002
        """Let browsers read the answer: the API supports cross-origin calls."""
        if "origin" not in exchange.request.headers:
            return response
        return response.with_headers({"Access-Control-Allow-Origin": "*"})


def _method(name: str) -> Method:
    method = Method.named(name)
    if method is None:
        hint = "choose one of: " + ", ".join(Method)
        raise UsageError(f"there is no subscription method {name!r}", hint=hint)
    return method


def _url_findings(exchange: Exchange) -> list[Finding]:
    if not exchange.request.raw_path.startswith(_EVENT_PATHS):
        return []
    return check_event_url(exchange.request.url)


def _preflight(allowed: tuple[str, ...]) -> Response:
    headers = {
        "Access-Control-Allow-Methods": ", ".join(allowed),
        "Access-Control-Allow-Headers": "Authorization, Content-Type, Accept",
        "Allow": ", ".join(allowed),
    }
    return Response(204).with_headers(headers)
