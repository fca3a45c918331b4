"""The webhook sender: renders a message when its time comes, sends it, and tries again where Braze does.

Sending is work on the clock. A message set off without a delay is sent when the clock next runs its due
work: at the next advance, however small, or at once on a clock that follows the wall.
Source: https://www.braze.com/docs/user_guide/channels/webhooks/create_a_webhook/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mockserver.braze.messaging.campaign import Campaign
from mockserver.braze.messaging.message_log import Message, MessageLog, Outcome
from mockserver.braze.messaging.personalization import UNSENT_DISPATCH_ID, personalize
from mockserver.braze.messaging.webhook import RenderedWebhook, WebhookTemplate, render_webhook
from mockserver.braze.profiles import Profile, Received
from mockserver.braze.state import BrazeState
from mockserver.http import NoResponse, Request, Response
from mockserver.liquid import Abort, HostHealth, Resources, ResponseCache
from mockserver.simulator.world import World

RETRIES = 5
"""How often a webhook is sent again, and a message rendered again for a failed call with ``:retry``."""
RETRIED_STATUSES = frozenset({408, 429, *range(500, 600)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """What is to be sent to whom, and the data that came with what set it off."""

    template: WebhookTemplate
    profile: Profile
    campaign: Campaign | None = None
    dispatch_id: str = UNSENT_DISPATCH_ID
    event_properties: Mapping[str, Any] | None = None
    trigger_properties: Mapping[str, Any] | None = None


class WebhookSender:
    """Sends the webhooks of one workspace and keeps their log."""

    def __init__(self, world: World, state: BrazeState) -> None:
        self._world = world
        self._state = state
        self._cache = ResponseCache()
        self._health = HostHealth()
        self.log = MessageLog(world.clock)

    def send_later(self, dispatch: Dispatch) -> Message:
        """Write a message down and send it when its time comes."""
        message = self._open(dispatch)
        delay = timedelta(seconds=self._world.assumptions.number("braze.send_delay"))
        self._put_off(delay, lambda: self._work_on(message, dispatch), message)
        return message

    def send_now(self, dispatch: Dispatch) -> Message:
        """Write a message down and send it at once; only retries wait for the clock."""
        message = self._open(dispatch)
        self._work_on(message, dispatch)
        return message

    def render(self, dispatch: Dispatch, *, preview: bool = False) -> RenderedWebhook:
        """Render a message; Connected Content is called, the webhook is not sent."""
        values = personalize(
            dispatch.profile,
            campaign=dispatch.campaign,
            dispatch_id=dispatch.dispatch_id,
            event_properties=dispatch.event_properties,
            trigger_properties=dispatch.trigger_properties,
        )
        return render_webhook(dispatch.template, values, self._resources(preview=preview))

    def _resources(self, *, preview: bool) -> Resources:
        return Resources(
            now=self._world.clock.now,
            send=self._call_content,
            credentials=self._state.credentials,
            cache=self._cache,
            health=self._health,
            ids=self._world.ids,
            assumptions=self._world.assumptions,
            preview=preview,
        )

    def _call_content(self, request: Request, timeout: float) -> Response:  # noqa: ARG002
        # A simulated host answers at once; a fault stands for one that does not.
        return self._world.network.send(request, caller="braze connected content")

    def _open(self, dispatch: Dispatch) -> Message:
        return self.log.open(
            campaign=dispatch.campaign.name if dispatch.campaign else "",
            template=dispatch.template.name,
            external_id=dispatch.profile.external_id,
            braze_id=dispatch.profile.braze_id,
            dispatch_id=dispatch.dispatch_id,
        )

    def _put_off(self, delay: timedelta, run: Callable[[], None], message: Message) -> None:
        self._world.clock.call_later(delay, run, f"braze: message {message.number}")

    def _work_on(self, message: Message, dispatch: Dispatch) -> None:
        """Render a message and, where that gives a request, send it."""
        rendered = self.render(dispatch)
        message.renderings.append(rendered)
        if rendered.abort:
            _abort(message, rendered.abort)
        elif rendered.retry:
            self._render_again(message, dispatch, rendered.retry.url)
        else:
            message.request = rendered.request
            self._attempt(message, dispatch)

    def _render_again(self, message: Message, dispatch: Dispatch, url: str) -> None:
        tries = len(message.renderings)
        if tries > RETRIES:
            _abort(message, Abort("exhausted_cc_retries", f"the call of {url} failed {tries} times"))
            return
        message.reason = f"the call of {url} failed and is tried again"
        first = timedelta(seconds=self._world.assumptions.number("braze.content_retry_delay"))
        self._put_off(first * 2 ** (tries - 1), lambda: self._work_on(message, dispatch), message)

    def _attempt(self, message: Message, dispatch: Dispatch) -> None:
        """Send the request of a message as it was rendered, the first time or again."""
        assert message.request is not None  # noqa: S101 - a message without one is never attempted
        message.attempts += 1
        try:
            response = self._world.network.send(message.request, caller="braze webhook")
        except NoResponse as silence:
            message.status, message.reason = None, str(silence)
            self._try_again(message, dispatch, timedelta())
            return
        message.status, message.reason = response.status, ""
        if response.ok:
            self._succeed(message, dispatch)
        elif response.status in RETRIED_STATUSES:
            self._try_again(message, dispatch, _asked_wait(response))
        else:
            message.outcome = Outcome.FAILED
            message.reason = "not retried: the receiver's answer is final"

    def _succeed(self, message: Message, dispatch: Dispatch) -> None:
        message.outcome = Outcome.SENT
        campaign, profile = dispatch.campaign, dispatch.profile
        if campaign:
            received = Received(campaign.name, self._world.clock.now())
            profile.campaigns_received = {**profile.campaigns_received, campaign.id: received}

    def _try_again(self, message: Message, dispatch: Dispatch, asked: timedelta) -> None:
        if message.attempts > RETRIES:
            message.outcome = Outcome.FAILED
            message.reason = f"given up after {message.attempts} attempts" + _because(message.reason)
            return
        message.reason = "to be sent again" + _because(message.reason)
        wait = max(asked, self._retry_delay(message.attempts))
        self._put_off(wait, lambda: self._attempt(message, dispatch), message)

    def _retry_delay(self, attempts: int) -> timedelta:
        """Give the wait after so many attempts: together the five make the documented 30 minutes."""
        if self._world.assumptions.is_set("braze.retry_delays", "even"):
            return timedelta(minutes=6)
        return timedelta(minutes=(1, 2, 4, 8, 15)[attempts - 1])


def _abort(message: Message, abort: Abort) -> None:
    message.outcome = Outcome.ABORTED
    message.abort_type, message.reason = abort.type, abort.reason


def _asked_wait(response: Response) -> timedelta:
    """Give the wait a receiver asks for; Braze lets it lengthen its own."""
    asked = response.headers.get("retry-after", "")
    return (
        timedelta(seconds=min(int(asked), 24 * 3600)) if asked.isascii() and asked.isdigit() else timedelta()
    )


def _because(reason: str) -> str:
    return f": {reason}" if reason else ""
