"""The simulated Braze: its operations, its keys, and the dialect it answers in.

Source: https://www.braze.com/docs/api/basics/
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from math import ceil
from typing import Any, ClassVar

from mockserver.braze import errors
from mockserver.braze.messaging.campaign import ApiTrigger
from mockserver.braze.messaging.message_log import Message
from mockserver.braze.messaging.messaging import Messaging
from mockserver.braze.messaging.webhook import RenderedWebhook, WebhookTemplate
from mockserver.braze.operations.campaigns_trigger import campaigns_trigger_send
from mockserver.braze.operations.users_export import users_export_ids
from mockserver.braze.operations.users_track import TRACK_RATE, users_track
from mockserver.braze.profiles import Profile
from mockserver.braze.state import ApiKey, BrazeState
from mockserver.contracts import parse_json
from mockserver.errors import UsageError
from mockserver.http import JSON_TYPE, Request, Response
from mockserver.simulator.journal import Exchange
from mockserver.simulator.operation import Operation
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
_NO_WINDOW = {"X-RateLimit-Limit": "", "X-RateLimit-Remaining": "", "X-RateLimit-Reset": ""}


class Braze(Service):
    """A Braze workspace: its REST API, and the messaging behind it."""

    name = "braze"
    hosts = REST_HOSTS
    operations: ClassVar[tuple[Operation, ...]] = (
        users_track,
        users_export_ids,
        campaigns_trigger_send,
    )

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.state = BrazeState(world)
        self.messaging = Messaging(world, self.state)
        self._windows = RateWindows()

    @property
    def messages(self) -> tuple[Message, ...]:
        """Every message that was set off, in order."""
        return tuple(self.messaging.log)

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
            raise UsageError(
                f"campaign {campaign.name!r} is not API-triggered",
                hint=f"it is set off by the custom event {campaign.trigger.event!r}",
            )
        return self.messaging.trigger(campaign, self._user(external_id), trigger_properties or {})

    def send(
        self,
        template_name: str,
        external_id: str,
        *,
        event_properties: Mapping[str, Any] | None = None,
        trigger_properties: Mapping[str, Any] | None = None,
    ) -> Message:
        """Send a saved webhook template to one user at once; only retries wait for the clock.

        Raises ``UsageError`` for an unknown template or user.
        """
        return self.messaging.send(
            self.state.template(template_name),
            self._user(external_id),
            event_properties=event_properties,
            trigger_properties=trigger_properties,
        )

    def render(
        self,
        template: WebhookTemplate | str,
        user: Profile | str,
        *,
        event_properties: Mapping[str, Any] | None = None,
        trigger_properties: Mapping[str, Any] | None = None,
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
        parsed = parse_json(exchange.request.body)
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
        return super().refuse_route(exchange, allowed)

    def finish(self, exchange: Exchange, operation: Operation | None, response: Response) -> Response:  # noqa: ARG002
        """Add the headers of every answer."""
        headers = {"X-Request-Id": self.world.ids.uuid()}
        if operation is not None and operation.rate is not None:
            headers |= _NO_WINDOW if response.status == 401 else self._window(operation.rate)
        if response.ok:
            digest = hashlib.md5(response.body, usedforsecurity=False).hexdigest()
            headers |= {"Cache-Control": "max-age=0, private, must-revalidate", "Etag": f'W/"{digest}"'}
        else:
            headers["Cache-Control"] = "no-cache"
        return response.with_headers(headers)

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
        checked = operation.contract.check(body, self.world.assumptions, now=self.world.clock.now())
        exchange.findings += checked.findings
        if checked.value is None:
            raise Refusal(errors.refusal(checked.findings, constants=self.answers_with_constants))
        return checked.value

    def _window(self, rate: RateLimit) -> dict[str, str]:
        now = self.world.clock.now()
        window = self._windows.count(rate, now)
        return {
            "X-RateLimit-Limit": str(window.limit),
            "X-RateLimit-Remaining": str(window.remaining),
            "X-RateLimit-Reset": str(self._reset(rate, window.ends, now)),
        }

    def _reset(self, rate: RateLimit, ends: datetime, now: datetime) -> int:
        if rate is TRACK_RATE and self.world.assumptions.is_set("braze.rate_limit_reset", "seconds_left"):
            return ceil((ends - now).total_seconds())
        return int(ends.timestamp())


def _sent_key(request: Request) -> str:
    """Give the API key a request carries: in its header, or as older clients do in body or query."""
    if "authorization" in request.headers:
        scheme, _, key = request.headers["authorization"].strip().partition(" ")
        return key.strip() if scheme.lower() == "bearer" else ""
    body = parse_json(request.body).value if request.content_type == JSON_TYPE else None
    in_body = body.get("api_key") if isinstance(body, dict) else None
    return in_body if isinstance(in_body, str) else dict(request.query).get("api_key", "")


def _without_key(body: object) -> object:
    if isinstance(body, dict):
        return {name: value for name, value in body.items() if name != "api_key"}
    return body
