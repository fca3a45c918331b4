"""The webhook sender: renders a message when its time comes, sends it, and tries again where Braze does.

Sending is work on the clock. A message set off without a delay is sent when the clock next runs its due
work: at the next advance, however small, or at once on a clock that follows the wall.
Source: https://www.braze.com/docs/user_guide/channels/webhooks/create_a_webhook/
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from mockserver.braze.messaging.activity_log import ActivityLog
from mockserver.braze.messaging.answer_rules import (
    PAUSED,
    asked_wait,
    is_counted,
    is_retried,
    kind_of_failure,
)
from mockserver.braze.messaging.delivery_rules import quiet_until, zone_of
from mockserver.braze.messaging.dispatch import Dispatch
from mockserver.braze.messaging.frequency_caps import Deliveries
from mockserver.braze.messaging.message_log import Message, MessageLog, Outcome
from mockserver.braze.messaging.personalization import personalize
from mockserver.braze.messaging.property_liquid import LiquidValues, ValueAborted
from mockserver.braze.messaging.targeting import Targeting
from mockserver.braze.messaging.webhook import RenderedWebhook, render_webhook
from mockserver.braze.profiles.profile import Received
from mockserver.braze.state import BrazeState
from mockserver.http import Failure, NoResponse, Request, Response
from mockserver.liquid import Abort, HostHealth, Personalization, Resources, ResponseCache
from mockserver.simulator.world import World

RETRIES = 5
"""How often a webhook is sent again, and a campaign's message rendered again for a call with ``:retry``."""
CANVAS_CONTENT_RETRIES = 12
"""How often a Canvas step's message is rendered again for a failed call with ``:retry``."""
TIMEOUT = 90.0
"""The seconds Braze waits for a receiver's answer."""
CALLER = "braze webhook"
Codes = Callable[[str], str | None]
"""Gives a message's promotion code of a list, None where the list has none left."""
FAILED_VALIDATION = "delivery_validation_failed"
"""The abort of a message whose user does not pass the step's delivery validation."""


class WebhookSender:
    """Sends the webhooks of one workspace and keeps their logs."""

    def __init__(self, world: World, state: BrazeState, targeting: Targeting) -> None:
        self._world = world
        self._state = state
        self._targeting = targeting
        self._cache = ResponseCache()
        self._content_health = HostHealth()
        self._webhook_health = HostHealth()
        self._deliveries = Deliveries(state, world.assumptions)
        self.log = MessageLog(world.clock)
        self.activity = ActivityLog(world.clock)
        world.network.patience.setdefault(CALLER, TIMEOUT)

    def send_later(self, dispatch: Dispatch) -> Message:
        """Write a message down and send it when its time comes."""
        message = self._open(dispatch)
        delay = timedelta(seconds=self._world.assumptions.number("braze.send_delay"))
        self._put_off(delay + dispatch.delay, lambda: self._start(message, dispatch), message)
        return message

    def send_now(self, dispatch: Dispatch) -> Message:
        """Write a message down and send it at once; only retries and quiet hours wait for the clock."""
        message = self._open(dispatch)
        self._start(message, dispatch)
        return message

    def preview(self, dispatch: Dispatch) -> RenderedWebhook:
        """Render a message that is not sent; Connected Content is called all the same."""
        takes = self._world.assumptions.is_set("braze.promotion_codes", "previews")
        return self._render(dispatch, self.codes() if takes else None, preview=True)

    def codes(self) -> Codes:
        """Give the source of promotion codes for one message or one visit of a Canvas step."""
        return self._state.promotions.for_message()

    def _render(self, dispatch: Dispatch, codes: Codes | None, *, preview: bool = False) -> RenderedWebhook:
        plain = personalize(replace(dispatch, trigger_properties=None, context=None))
        resources = self.resources(plain, codes, preview=preview)
        values = LiquidValues(plain, resources)
        try:
            ready = replace(
                dispatch,
                trigger_properties=values.rendered(dispatch.trigger_properties),
                context=values.rendered(dispatch.context),
            )
        except ValueAborted as given_up:
            return RenderedWebhook(
                template=dispatch.template.name, abort=given_up.abort, findings=given_up.findings
            )
        rendered = render_webhook(dispatch.template, personalize(ready), resources)
        return replace(rendered, findings=(*values.findings, *rendered.findings))

    def resources(
        self, personalization: Personalization, codes: Codes | None = None, *, preview: bool = False
    ) -> Resources:
        """Give what one message's templates may reach; no promotion code is used up without ``codes``."""
        shared = self._shared_resources(codes or self._state.promotions.for_preview(), preview=preview)
        values = LiquidValues(personalization, shared)
        selected = self._state.catalogs.selected(values.rendered_or_none, self._world.ids.fraction)
        return replace(shared, selections=selected)

    def _shared_resources(self, codes: Codes, *, preview: bool) -> Resources:
        return Resources(
            now=self._world.clock.now,
            send=self._call_content,
            credentials=self._state.credentials,
            cache=self._cache,
            health=self._content_health,
            ids=self._world.ids,
            assumptions=self._world.assumptions,
            preview=preview,
            promotions=codes,
            catalogs=self._state.catalogs.items,
            content_blocks=self._state.content_blocks.sources,
        )

    def _call_content(self, request: Request, timeout: float) -> Response:  # noqa: ARG002
        # How long a caller waits is the network's to know: a simulated answer carries its delay.
        return self._world.network.send(request, caller="braze connected content")

    def _open(self, dispatch: Dispatch) -> Message:
        return self.log.open(
            campaign=dispatch.campaign.name if dispatch.campaign else "",
            canvas=dispatch.place.canvas.name if dispatch.place else "",
            step=dispatch.place.step if dispatch.place else "",
            template=dispatch.template.name,
            external_id=dispatch.profile.external_id,
            braze_id=dispatch.profile.braze_id,
            dispatch_id=dispatch.dispatch_id,
            send_id=dispatch.send_id,
            is_test=dispatch.is_test,
        )

    def _put_off(self, delay: timedelta, run: Callable[[], None], message: Message) -> None:
        self._world.clock.call_later(delay, run, f"braze: message {message.number}")

    def _start(self, message: Message, dispatch: Dispatch) -> None:
        """Ask the delivery rules, then work on the message."""
        if not dispatch.is_test:
            dispatch = self._followed(message, dispatch)
            held = self._held_until(dispatch)
            if held is not None:
                message.reason = f"held back until quiet hours end at {held.isoformat()}"
                label = f"braze: message {message.number}"
                self._world.clock.call_at(held, lambda: self._start(message, dispatch), label)
                return
            hindrance = self._hindrance(dispatch)
            if hindrance is not None:
                self._abort(message, dispatch, hindrance)
                return
        message.reason = ""
        self._work_on(message, dispatch, self._codes_of(dispatch))

    def _codes_of(self, dispatch: Dispatch) -> Codes | None:
        """Give where a message has its promotion codes from: the same ones however often it is rendered."""
        stays = self._world.assumptions.is_set("braze.promotion_codes", "messages")
        return None if dispatch.is_test and stays else self.codes()

    def _followed(self, message: Message, dispatch: Dispatch) -> Dispatch:
        """Turn to the profile that the recipient was merged into meanwhile."""
        kept = self._state.profiles.current(dispatch.profile)
        if kept is None or kept is dispatch.profile:
            return dispatch
        if self._world.assumptions.is_set("braze.merged_journey", "ends"):
            return dispatch
        message.external_id, message.braze_id = kept.external_id, kept.braze_id
        return replace(dispatch, profile=kept)

    def _held_until(self, dispatch: Dispatch) -> datetime | None:
        quiet = dispatch.program.quiet_hours if dispatch.program else None
        if quiet is None or quiet.otherwise == "abort":
            return None
        zone = zone_of(dispatch.profile, self._state.time_zone)
        return quiet_until(quiet, self._world.clock.now(), zone)

    def _hindrance(self, dispatch: Dispatch) -> Abort | None:
        now, zone = self._world.clock.now(), zone_of(dispatch.profile, self._state.time_zone)
        program = dispatch.program
        if self._state.profiles.by_braze_id(dispatch.profile.braze_id) is not dispatch.profile:
            return Abort("user_not_in_segment", "the profile was deleted or merged into another")
        if program is not None:
            state = self._state
            standing = state.find_canvas(program.id) if dispatch.place else state.find_campaign(program.id)
            if standing is None:
                return Abort("campaign_does_not_exist", f"{program.name!r} was removed before it was sent")
            if standing.status != "active":
                return Abort("campaign_disabled", f"{program.name!r} was stopped before it was sent")
            if program.quiet_hours and quiet_until(program.quiet_hours, now, zone):
                return Abort("quiet_hours", "it was due in quiet hours")
        if dispatch.validation and not self._targeting.has(dispatch.validation, dispatch.profile):
            return Abort(FAILED_VALIDATION, "the user does not pass the step's delivery validation")
        cap = self._deliveries.reached(dispatch, now, zone)
        if cap is None:
            return None
        return Abort("frequency_capped", f"{cap} is the most a user gets")

    def _work_on(self, message: Message, dispatch: Dispatch, codes: Codes | None) -> None:
        """Render a message and, where that gives a request, send it."""
        rendered = self._render(dispatch, codes)
        message.renderings.append(rendered)
        self._note_failed_calls(rendered, dispatch)
        if rendered.abort:
            self._abort(message, dispatch, rendered.abort)
        elif rendered.retry:
            self._render_again(message, dispatch, codes, rendered.retry.url)
        else:
            message.request = rendered.request
            self._attempt(message, dispatch, 1)

    def _render_again(self, message: Message, dispatch: Dispatch, codes: Codes | None, url: str) -> None:
        tries = len(message.renderings)
        if tries > (CANVAS_CONTENT_RETRIES if dispatch.place else RETRIES):
            abort = Abort("exhausted_cc_retries", f"the call of {url} failed {tries} times")
            self._abort(message, dispatch, abort)
            return
        message.reason = f"the call of {url} failed and is tried again"
        first = timedelta(seconds=self._world.assumptions.number("braze.content_retry_delay"))
        self._put_off(first * 2 ** (tries - 1), lambda: self._work_on(message, dispatch, codes), message)

    def _attempt(self, message: Message, dispatch: Dispatch, attempt: int) -> None:
        """Send the request of a message as it was rendered, the first time or again."""
        answer = self._send(message)
        if isinstance(answer, Failure):
            unreachable = answer is not Failure.TIMEOUT
            self._try_again(message, dispatch, attempt, timedelta(), unreachable=unreachable)
        elif answer.ok:
            self._succeed(message, dispatch)
        elif is_retried(answer.status):
            self._try_again(message, dispatch, attempt, asked_wait(answer, self._world.clock.now()))
        else:
            message.reason = "not retried: the receiver's answer is final"
            self._fail(message, dispatch, "invalid_http_status")

    def _send(self, message: Message) -> Response | Failure:
        """Send a message's request, unless its host keeps failing, and note how that went."""
        request, now = message.request, self._world.clock.now()
        assert request is not None  # noqa: S101 - a message without one is never attempted
        if self._webhook_health.is_paused(request.host, now):
            message.status, message.reason = PAUSED, f"{request.host} keeps failing and is left alone"
            return Response(PAUSED)
        message.attempts += 1
        try:
            answer = self._world.network.send(request, caller=CALLER)
        except NoResponse as silence:
            message.status, message.reason = None, str(silence)
            return silence.failure
        message.status, message.reason = answer.status, ""
        if is_counted(answer.status):
            # Only failures are counted: no share of all calls, but their number makes a host unhealthy.
            self._webhook_health.note(request.host, now, failed=True)
        return answer

    def _succeed(self, message: Message, dispatch: Dispatch) -> None:
        message.outcome = Outcome.SENT
        now, profile, campaign = self._world.clock.now(), dispatch.profile, dispatch.campaign
        self._deliveries.note(dispatch, now)
        if campaign:
            received = Received(campaign.name, now)
            profile.campaigns_received = {**profile.campaigns_received, campaign.id: received}
        _tell(message, dispatch)

    def _try_again(
        self,
        message: Message,
        dispatch: Dispatch,
        attempt: int,
        asked: timedelta,
        *,
        unreachable: bool = False,
    ) -> None:
        self._note(dispatch, kind_of_failure(message.status, message.reason), _detail(message))
        if attempt > RETRIES:
            message.reason = f"given up after {message.attempts} attempts" + _because(message.reason)
            self._fail(message, dispatch, "exhausted_retries")
            return
        message.reason = "to be sent again" + _because(message.reason)
        wait = max(asked, self._retry_delay(attempt, unreachable=unreachable))
        self._put_off(wait, lambda: self._attempt(message, dispatch, attempt + 1), message)

    def _retry_delay(self, attempt: int, *, unreachable: bool) -> timedelta:
        """Give the wait after so many attempts: together the five make the documented 30 minutes."""
        if unreachable and self._world.assumptions.is_set("braze.unreachable_retries", "day"):
            return timedelta(hours=(1, 2, 4, 8, 9)[attempt - 1])
        if self._world.assumptions.is_set("braze.retry_delays", "even"):
            return timedelta(minutes=6)
        return timedelta(minutes=(1, 2, 4, 8, 15)[attempt - 1])

    def _fail(self, message: Message, dispatch: Dispatch, kind: str) -> None:
        message.outcome, message.abort_type = Outcome.FAILED, kind
        self._note(dispatch, kind, _detail(message))
        _tell(message, dispatch)

    def _abort(self, message: Message, dispatch: Dispatch, abort: Abort) -> None:
        message.outcome = Outcome.ABORTED
        message.abort_type, message.reason = abort.type, abort.reason
        self._note(dispatch, abort.type, abort.reason)
        _tell(message, dispatch)

    def _note_failed_calls(self, rendered: RenderedWebhook, dispatch: Dispatch) -> None:
        for call in rendered.calls:
            if call.response is None or not call.response.ok:
                status = call.response.status if call.response else call.refused or call.failure
                self._note(dispatch, "connected_content_error", f"{call.request.url}: {status}")

    def _note(self, dispatch: Dispatch, kind: str, detail: str) -> None:
        self.activity.note(
            source=dispatch.source,
            kind=kind,
            detail=detail,
            user=str(dispatch.profile),
            test=dispatch.is_test,
        )


def _tell(message: Message, dispatch: Dispatch) -> None:
    if dispatch.done:
        dispatch.done(message)


def _detail(message: Message) -> str:
    status = "no answer" if message.status is None else str(message.status)
    return f"{status}, {message.reason}" if message.reason else status


def _because(reason: str) -> str:
    return f": {reason}" if reason else ""
