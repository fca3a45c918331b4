"""The simulated Braze: its operations, its keys, and the dialect it answers in.

Source: https://www.braze.com/docs/api/basics/
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from typing import Any, ClassVar

from mockserver.braze.audiences.segment_exports import SegmentExports
from mockserver.braze.messaging.activity_log import Activity
from mockserver.braze.messaging.campaign import ApiTrigger
from mockserver.braze.messaging.journey import Journey
from mockserver.braze.messaging.message_log import Message
from mockserver.braze.messaging.messaging import Messaging
from mockserver.braze.messaging.webhook import RenderedWebhook, WebhookTemplate
from mockserver.braze.operations import (
    catalog_structure,
    catalogs,
    content_blocks,
    data_names,
    external_ids,
    inventory,
    schedules,
    segments,
    subscriptions,
    users_identity,
)
from mockserver.braze.operations.campaigns_trigger import campaigns_trigger_send
from mockserver.braze.operations.canvas_trigger import canvas_trigger_send
from mockserver.braze.operations.messages import messages_send
from mockserver.braze.operations.sends import sends_id_create
from mockserver.braze.operations.users_export import users_export_ids
from mockserver.braze.operations.users_track import users_track, users_track_bulk, users_track_sync
from mockserver.braze.profiles.profile import Profile
from mockserver.braze.rest import errors
from mockserver.braze.rest.description import BrazeDescription
from mockserver.braze.rest.known import KNOWN_OPERATIONS
from mockserver.braze.rest.rate_limits import SHARED_RATE
from mockserver.braze.state import ApiKey, BrazeState
from mockserver.contracts import Checked, parse_json
from mockserver.errors import UsageError
from mockserver.findings import Finding, Severity
from mockserver.http import JSON_TYPE, Request, Response
from mockserver.simulator.journal import Exchange
from mockserver.simulator.operation import Operation, path_pattern
from mockserver.simulator.rates import RateLimit, RateWindows
from mockserver.simulator.service import Refusal, Service
from mockserver.simulator.world import World

REST_HOSTS = (
    *(f"rest.iad-0{number}.braze.com" for number in range(1, 9)),
    "rest.us-10.braze.com",
    "rest.fra-01.braze.eu",
    "rest.fra-02.braze.eu",
    "rest.au-01.braze.com",
    "rest.id-01.braze.com",
    "rest.jp-01.braze.com",
    "rest.kr-01.braze.com",
)
_KNOWN_PATHS = tuple(path_pattern(known.path) for known in KNOWN_OPERATIONS if known.path)
EXPORT_HOST = "mockserver-segment-exports.s3.amazonaws.com"
"""Where exports of segments are downloaded, as they are from a bucket of Braze's."""
_NO_WINDOW = {"X-RateLimit-Limit": "", "X-RateLimit-Remaining": "", "X-RateLimit-Reset": ""}


class Braze(Service):
    """A Braze workspace: its REST API, and the messaging behind it."""

    name = "braze"
    hosts = (*REST_HOSTS, EXPORT_HOST)
    description = BrazeDescription()
    operations: ClassVar[tuple[Operation, ...]] = (
        users_track,
        users_track_sync,
        users_track_bulk,
        users_identity.users_alias_new,
        users_identity.users_alias_update,
        users_identity.users_identify,
        users_identity.users_merge,
        users_identity.users_delete,
        external_ids.users_external_ids_rename,
        external_ids.users_external_ids_remove,
        users_export_ids,
        segments.users_export_segment,
        segments.users_export_global_control_group,
        segments.export_segment_cancel,
        segments.download_segment_export,
        segments.segments_list,
        segments.segments_details,
        inventory.campaigns_list,
        inventory.campaigns_details,
        inventory.canvas_list,
        inventory.canvas_details,
        data_names.custom_attributes_list,
        data_names.custom_attributes_blocklist,
        data_names.events_list,
        data_names.events_details,
        data_names.purchases_product_list,
        content_blocks.content_blocks_list,
        content_blocks.content_blocks_info,
        content_blocks.content_blocks_create,
        content_blocks.content_blocks_update,
        catalogs.catalogs_list,
        catalogs.catalogs_create,
        catalogs.catalogs_delete,
        catalogs.catalog_items_list,
        catalogs.catalog_items_add,
        catalogs.catalog_items_update,
        catalogs.catalog_items_replace,
        catalogs.catalog_items_delete,
        catalogs.catalog_item_details,
        catalogs.catalog_item_create,
        catalogs.catalog_item_update,
        catalogs.catalog_item_replace,
        catalogs.catalog_item_delete,
        catalog_structure.catalog_fields_create,
        catalog_structure.catalog_field_delete,
        catalog_structure.catalog_selections_create,
        catalog_structure.catalog_selection_delete,
        subscriptions.subscription_status_get,
        subscriptions.subscription_user_status,
        subscriptions.subscription_status_set,
        subscriptions.subscription_status_set_v2,
        campaigns_trigger_send,
        canvas_trigger_send,
        messages_send,
        sends_id_create,
        schedules.campaigns_trigger_schedule_create,
        schedules.campaigns_trigger_schedule_update,
        schedules.campaigns_trigger_schedule_delete,
        schedules.canvas_trigger_schedule_create,
        schedules.canvas_trigger_schedule_update,
        schedules.canvas_trigger_schedule_delete,
        schedules.messages_schedule_create,
        schedules.messages_schedule_update,
        schedules.messages_schedule_delete,
        schedules.messages_scheduled_broadcasts,
    )

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.state = BrazeState(world)
        self.messaging = Messaging(world, self.state)
        self.exports = SegmentExports(world, self.state.profiles)
        self._windows = RateWindows()

    @property
    def messages(self) -> tuple[Message, ...]:
        """Every message that was set off, in order."""
        return tuple(self.messaging.log)

    @property
    def journeys(self) -> tuple[Journey, ...]:
        """Every user's way through a Canvas, in the order of entry."""
        return self.messaging.journeys

    @property
    def activity(self) -> tuple[Activity, ...]:
        """The message activity log as Braze keeps it: errors and aborts of 60 hours, few of each."""
        return self.messaging.activity

    @property
    def answers_with_constants(self) -> bool:
        """Whether ``errors[].type`` holds constants instead of sentences."""
        return self.world.assumptions.is_set("braze.error_dialect", "constants")

    def profile(self, external_id: str) -> Profile | None:
        """Find a profile by its external id."""
        return self.state.profiles.by_external_id(external_id)

    def trigger(
        self,
        campaign_name: str,
        external_id: str,
        *,
        trigger_properties: Mapping[str, Any] | None = None,
    ) -> Message:
        """Do what an API trigger does for one user, without HTTP: the message is sent when its time comes.

        Raises ``UsageError`` for an unknown user, and for a campaign that an API call cannot set off.
        """
        campaign = self.state.campaign(campaign_name)
        if campaign.status != "active":
            raise UsageError(f"campaign {campaign.name!r} is {campaign.status}")
        if not isinstance(campaign.trigger, ApiTrigger):
            hint = f"it is set off by {campaign.trigger}"
            raise UsageError(f"campaign {campaign.name!r} is not API-triggered", hint=hint)
        sent = self.messaging.trigger(campaign, self._user(external_id), trigger_properties or {})
        if isinstance(sent, Finding):
            raise UsageError(sent.message, hint=sent.hint)
        return sent

    def enter(
        self, canvas_name: str, external_id: str, *, context: Mapping[str, Any] | None = None
    ) -> Journey:
        """Let one user enter an API-triggered Canvas, without HTTP.

        Raises ``UsageError`` for an unknown user, and where the Canvas does not let the user in.
        """
        canvas = self.state.canvas(canvas_name)
        if not isinstance(canvas.entry, ApiTrigger):
            hint = f"it is entered by {canvas.entry}"
            raise UsageError(f"Canvas {canvas.name!r} is not API-triggered", hint=hint)
        entered = self.messaging.enter(canvas, self._user(external_id), context or {})
        if isinstance(entered, Finding):
            raise UsageError(entered.message, hint=entered.hint)
        return entered

    def send(
        self,
        template_name: str,
        external_id: str,
        *,
        event_properties: Mapping[str, Any] | None = None,
        trigger_properties: Mapping[str, Any] | None = None,
        context: Mapping[str, Any] | None = None,
    ) -> Message:
        """Send a saved webhook template to one user at once; only retries wait for the clock.

        Raises ``UsageError`` for an unknown template or user.
        """
        return self.messaging.send(
            self.state.template(template_name),
            self._user(external_id),
            event_properties=event_properties,
            trigger_properties=trigger_properties,
            context=context,
        )

    def render(
        self,
        template: WebhookTemplate | str,
        user: Profile | str,
        *,
        event_properties: Mapping[str, Any] | None = None,
        trigger_properties: Mapping[str, Any] | None = None,
        context: Mapping[str, Any] | None = None,
    ) -> RenderedWebhook:
        """Render a webhook for one user as a preview: Connected Content is called, the webhook is not sent.

        ``template`` and ``user`` may be given by name and by external id. Raises ``UsageError`` for
        unknown ones.
        """
        return self.messaging.preview(
            self.state.template(template) if isinstance(template, str) else template,
            self._user(user) if isinstance(user, str) else user,
            event_properties=event_properties,
            trigger_properties=trigger_properties,
            context=context,
        )

    def error_response(self, status: int, reason: str = "") -> Response:
        """Make Braze's error body for a status."""
        return errors.error_response(status, reason)

    def authenticate(self, operation: Operation, exchange: Exchange) -> ApiKey | None:
        """Find the API key of a request and what it may do."""
        if not operation.permission:
            return None
        sent = _sent_key(exchange.request)
        key = self.state.find_api_key(sent)
        if key is None:
            raise Refusal(errors.invalid_key(sent))
        if operation.permission not in key.permissions:
            raise Refusal(self._permission_refused(sent))
        return key

    def read_body(self, operation: Operation, exchange: Exchange) -> Any:
        """Check a request's body by the operation's contract."""
        if operation.contract is None:
            return None
        if exchange.request.content_type != JSON_TYPE:
            raise Refusal(errors.error_response(415))
        parsed = self._parsed(exchange.request.body)
        exchange.findings += parsed.findings
        if not parsed.ok:
            raise Refusal(errors.syntax_error())
        return self._checked(operation, exchange, _without_key(parsed.value))

    def refuse_route(self, exchange: Exchange, allowed: tuple[str, ...]) -> Response:
        """Answer a request that is no operation's, a known path with a slash too many included."""
        path = exchange.request.raw_path
        known = any(operation.match(path.rstrip("/")) is not None for operation in self.operations)
        if path.endswith("/") and known and self.world.assumptions.is_set("braze.trailing_slash", "403"):
            return errors.error_response(403)
        if not allowed and any(pattern.match(path) for pattern in _KNOWN_PATHS):
            return errors.not_simulated(exchange.request.method, path)
        return super().refuse_route(exchange, allowed)

    def admit(self, operation: Operation, exchange: Exchange, body: Any) -> None:
        """Count a call against its limits; it is refused only where throttling was asked for."""
        limits = operation.rate_for(body) if operation.rate_for else _limits(operation)
        now = self.world.clock.now()
        windows = [self._windows.count(limit, now) for limit in limits]
        exchange.window = min(windows, key=lambda window: window.remaining, default=None)
        throttled = self.world.assumptions.is_set("braze.throttle", "on")
        if throttled and any(window.exceeded for window in windows):
            raise Refusal(errors.error_response(429))

    def finish(self, exchange: Exchange, operation: Operation | None, response: Response) -> Response:
        """Add the headers of every answer."""
        headers = {"X-Request-Id": self.world.ids.uuid(), **self._limits_told(exchange, operation, response)}
        if response.ok:
            digest = hashlib.md5(response.body, usedforsecurity=False).hexdigest()
            headers |= {"Cache-Control": "max-age=0, private, must-revalidate", "Etag": f'W/"{digest}"'}
        else:
            headers["Cache-Control"] = "no-cache"
        return response.with_headers(headers)

    def download_origin(self, request: Request) -> str:
        """Say where the answer to a request lets its client download a file.

        A client of a live server is sent back to that server, which is the only one it can reach.
        """
        return _reached_origin(request) or f"https://{EXPORT_HOST}"

    def link_origin(self, request: Request) -> str:
        """Give what the targets of ``Link`` headers begin with; nothing where they are relative."""
        if self.world.assumptions.is_set("braze.link_targets", "relative"):
            return ""
        return _reached_origin(request) or f"https://{request.host}"

    def _parsed(self, body: bytes) -> Checked[Any]:
        """Read JSON; bytes that are not UTF-8 are taken out first, as they are out of what Braze keeps."""
        parsed = parse_json(body)
        if parsed.ok or self.world.assumptions.is_set("braze.invalid_utf8", "refused"):
            return parsed
        whole = _whole_characters(body)
        again = parsed if whole == body else parse_json(whole)
        told = (replace(one, severity=Severity.WARNING) for one in parsed.findings)
        return Checked((*told, *again.findings), again.value) if again.ok else parsed

    def _user(self, external_id: str) -> Profile:
        profile = self.profile(external_id)
        if profile is None:
            raise UsageError(
                f"no Braze profile has external_id {external_id!r}", hint="load or track it first"
            )
        return profile

    def _permission_refused(self, key: str) -> Response:
        if self.world.assumptions.is_set("braze.missing_permission", "401"):
            return errors.invalid_key(key)
        return errors.error_response(403)

    def _checked(self, operation: Operation, exchange: Exchange, body: object) -> Any:
        assert operation.contract is not None  # noqa: S101 - asked before the body was read
        checked = operation.contract.check(body, self.world.assumptions.in_force, now=self.world.clock.now())
        exchange.findings += checked.findings
        if checked.value is None:
            raise Refusal(errors.refusal(checked.findings, constants=self.answers_with_constants))
        return checked.value

    def _limits_told(
        self, exchange: Exchange, operation: Operation | None, response: Response
    ) -> dict[str, str]:
        """Give the rate-limit headers; ``/users/track`` has a dialect of its own under newer contracts."""
        if operation is not None and not operation.permission:
            return {}
        if response.status == 401:
            return _NO_WINDOW
        now = self.world.clock.now()
        window = exchange.window or self._windows.count(_limits(operation)[0], now)
        left = ceil((window.ends - now).total_seconds())
        of_contract = _is_track(operation) and self.world.assumptions.is_set(
            "braze.rate_limit_reset", "seconds_left"
        )
        if response.status == 429 and of_contract:
            return {"X-Ratelimit-Retry-After": str(left)}
        return {
            "X-RateLimit-Limit": str(window.limit),
            "X-RateLimit-Remaining": "0" if response.status == 429 else str(window.remaining),
            "X-RateLimit-Reset": str(left if of_contract else int(window.ends.timestamp())),
        }


def _limits(operation: Operation | None) -> tuple[RateLimit, ...]:
    if operation is not None and not operation.permission:
        return ()
    return (operation.rate if operation and operation.rate else SHARED_RATE,)


def _is_track(operation: Operation | None) -> bool:
    return operation is not None and operation.path == users_track.path


def _reached_origin(request: Request) -> str:
    """Give scheme, host and prefix that a client really reached; empty where the host is one of Braze's own.

    A server, or a proxy before it, tells by the usual headers what it took off.
    """
    headers = request.headers
    host = headers.get("host", "")
    if not host or host.partition(":")[0].lower() in Braze.hosts:
        return ""
    scheme = headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
    prefix = headers.get("x-forwarded-prefix", "").rstrip("/")
    return f"{'https' if scheme == 'https' else 'http'}://{host}{prefix}"


def _sent_key(request: Request) -> str:
    """Give the API key a request carries: in its header, or as older clients do in body or query."""
    if "authorization" in request.headers:
        scheme, _, key = request.headers["authorization"].strip().partition(" ")
        return key.strip() if scheme.lower() == "bearer" else ""
    body = parse_json(_whole_characters(request.body)).value if request.content_type == JSON_TYPE else None
    in_body = body.get("api_key") if isinstance(body, dict) else None
    return in_body if isinstance(in_body, str) else dict(request.query).get("api_key", "")


def _whole_characters(body: bytes) -> bytes:
    return body if body.isascii() else body.decode("utf-8", errors="ignore").encode()


def _without_key(body: object) -> object:
    if isinstance(body, dict):
        return {name: value for name, value in body.items() if name != "api_key"}
    return body
