"""The push into Braze: who subscribed, told with a real call of ``/users/track``, and its log.

Source: https://www.braze.com/docs/partners/message_orchestration/additional_channels/calendar/rokt_calendar/
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from mockserver.http import JSON_TYPE, Headers, NoResponse, Request, Response
from mockserver.rokt.assumptions import duration
from mockserver.rokt.jobs import REMEMBERED
from mockserver.rokt.notifications.attempts import Attempt, next_attempt_in
from mockserver.rokt.notifications.push_payload import PushPayload
from mockserver.rokt.state import BrazeLink, State, Subscription
from mockserver.simulator.masking import mask_text
from mockserver.simulator.world import World

CALLER = "rokt push"
"""Who the journal says made these calls."""

_LONGEST_MESSAGE = 200


class PushOutcome(StrEnum):
    """What became of a push."""

    PENDING = "pending"
    DELIVERED = "delivered"
    PARTLY_REFUSED = "partly refused"
    REFUSED = "refused"
    GIVEN_UP = "given up"
    SKIPPED = "skipped"


@dataclass(slots=True, eq=False)
class Push:
    """One thing to tell Braze of a subscription: made (``subscribe``), changed (``update``), ended
    (``unsubscribe``)."""

    number: int
    at: datetime
    kind: str
    account: str
    subscription_id: str
    outcome: PushOutcome = PushOutcome.PENDING
    reason: str = ""
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def status(self) -> int | None:
        """The status of the latest answer."""
        return self.attempts[-1].status if self.attempts else None

    def __str__(self) -> str:
        said = f": {self.reason}" if self.reason else ""
        tries = f" after {len(self.attempts)} attempts" if len(self.attempts) > 1 else ""
        return f"push {self.number} {self.kind} {self.subscription_id} -> {self.outcome}{tries}{said}"


class Pusher:
    """Tells each account's Braze about its subscribers and keeps the log."""

    def __init__(self, world: World, state: State) -> None:
        self._world = world
        self._state = state
        self._log: deque[Push] = deque(maxlen=REMEMBERED)
        self._begun = 0

    @property
    def log(self) -> tuple[Push, ...]:
        """The latest pushes in order."""
        return tuple(self._log)

    def tell(self, kind: str, subscription: Subscription) -> None:
        """Put a push off for the delay; nothing happens for an account without a Braze."""
        link = self._state.account(subscription.account).braze
        if link is None:
            return
        self._begun += 1
        push = Push(self._begun, self._world.clock.now(), kind, subscription.account, subscription.id)
        self._log.append(push)
        payload = PushPayload(kind, subscription, link, self._state, self._world.assumptions)
        if payload.identity is None:
            push.outcome = PushOutcome.SKIPPED
            push.reason = "nothing in the subscription identifies a Braze user"
            return
        self._later(duration(self._world.assumptions, "rokt.push_delay"), push, link, payload)

    def _later(self, wait: timedelta, push: Push, link: BrazeLink, payload: PushPayload) -> None:
        if not wait:
            self._attempt(push, link, payload)
            return
        label = f"rokt push {push.kind} {push.subscription_id}"
        self._world.clock.call_later(wait, lambda: self._attempt(push, link, payload), label)

    def _attempt(self, push: Push, link: BrazeLink, payload: PushPayload) -> None:
        try:
            response = self._world.network.send(_request(link, payload.body()), caller=CALLER)
        except NoResponse as silence:
            push.attempts.append(Attempt(self._world.clock.now(), None, str(silence)))
        else:
            # Braze repeats the key it refuses; the log must not.
            message = mask_text(_message(response), [link.api_key])
            push.attempts.append(Attempt(self._world.clock.now(), response.status, message))
        self._conclude(push, link, payload)

    def _conclude(self, push: Push, link: BrazeLink, payload: PushPayload) -> None:
        latest = push.attempts[-1]
        push.reason = latest.message
        if latest.status is not None and 200 <= latest.status < 300:
            push.outcome = PushOutcome.PARTLY_REFUSED if latest.message else PushOutcome.DELIVERED
        elif latest.status is not None and latest.status != 429 and latest.status < 500:
            push.outcome = PushOutcome.REFUSED
        elif wait := self._next_attempt_in(push):
            self._later(wait, push, link, payload)
        else:
            push.outcome = PushOutcome.GIVEN_UP

    def _next_attempt_in(self, push: Push) -> timedelta | None:
        return next_attempt_in(
            push.attempts, self._world.assumptions, "rokt.push_retry_interval", "rokt.push_retry_period"
        )


def _request(link: BrazeLink, body: object) -> Request:
    headers = {"Content-Type": JSON_TYPE, "Accept": JSON_TYPE, "Authorization": f"Bearer {link.api_key}"}
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", errors="replace")
    return Request("POST", f"{link.url}/users/track", Headers(headers), content)


def _message(response: Response) -> str:
    """Give what an answer has to say against the push; empty where it took all of it."""
    try:
        answer = response.json()
    except ValueError:
        return "" if response.ok else f"{response.status}: {response.text[:_LONGEST_MESSAGE]}".rstrip(": ")
    said = answer if isinstance(answer, dict) else {}
    if response.ok:
        return json.dumps(said["errors"], ensure_ascii=False) if said.get("errors") else ""
    return f"{response.status}: {said.get('message', response.text)}"[:_LONGEST_MESSAGE]
