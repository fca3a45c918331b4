"""What belongs together: which request led to which, by way of a push, a message or background work."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Final, TypeVar

from mockserver.braze import Message
from mockserver.http import Request
from mockserver.rokt.jobs import Job
from mockserver.rokt.notifications.push import CALLER as PUSH
from mockserver.rokt.notifications.push import Push
from mockserver.sandbox import Sandbox
from mockserver.simulator.journal import Exchange

LONGEST: Final = 60
"""How many exchanges of one story are shown."""

Key = TypeVar("Key")
Value = TypeVar("Value")
_SETS_OFF: Final = ("users_track", "users_track_sync", "users_track_bulk", "messages_send")


class Threads:
    """Finds connections in a sandbox as it is now; a moment of the clock and what a body names tell them.

    Everything is looked up in an index made once, so a story takes as long in a long journal as in a
    short one.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._exchanges = tuple(sandbox.journal)

    def message_behind(self, exchange: Exchange) -> Message | None:
        """Give the message that made a request: its webhook, or a Connected Content call of it."""
        return self._messages_by_request.get(id(exchange.request))

    def exchanges_of(self, message: Message) -> list[Exchange]:
        """Give the calls and the webhook of a message, in order."""
        found = (one for request in _requests(message) for one in self._by_request[id(request)])
        return sorted(found, key=lambda one: one.number)

    def push_behind(self, exchange: Exchange) -> Push | None:
        """Give the push that a request is an attempt of."""
        if exchange.caller != PUSH:
            return None
        told = exchange.request.text
        tried = (push for push in self._pushes_by_attempt[exchange.at] if push.subscription_id in told)
        return next(tried, None)

    def exchange_of(self, push: Push) -> Exchange | None:
        """Give the first request of a push."""
        return next(self._attempts(push), None)

    def job_of(self, exchange: Exchange) -> Job | None:
        """Give the background work that a request was accepted for."""
        if exchange.service != "rokt":
            return None
        return next((job for job in self._sandbox.rokt.jobs if job.exchange == exchange.number), None)

    def origin_of(self, message: Message) -> Exchange | None:
        """Give the request that set a message off; None where time, or nobody outside, did."""
        sent = self.exchanges_of(message)
        numbered = self._setting_off[self._set_off_at(message)]
        before = bisect_left(numbered, sent[0].number, key=lambda one: one.number) if sent else len(numbered)
        return next((one for one in reversed(numbered[:before]) if _names(one, message)), None)

    def origin(self, exchange: Exchange) -> Exchange | None:
        """Give the request that led to this one; None where it came from outside."""
        message = self.message_behind(exchange)
        if message is not None:
            return self.origin_of(message)
        push = self.push_behind(exchange)
        if push is None:
            return None
        asked = (one for one in self._of_rokt[push.at] if push.subscription_id in _answer(one))
        return next(asked, None)

    def messages_set_off(self, exchange: Exchange) -> Iterator[Message]:
        """Give the messages that a request set off."""
        if exchange in self._setting_off[exchange.at]:
            for message in self._messages_by_moment[exchange.at]:
                if _names(exchange, message) and self.origin_of(message) is exchange:
                    yield message

    def pushes_set_off(self, exchange: Exchange) -> list[Push]:
        """Give the pushes that a request set off."""
        if exchange.service != "rokt":
            return []
        told = _answer(exchange)
        return [one for one in self._pushes_by_moment[exchange.at] if one.subscription_id in told]

    def story(self, exchange: Exchange) -> list[Exchange]:
        """Give what belongs to one request, from what began it to what came of it."""
        root = exchange
        for _ in range(LONGEST):
            before = self.origin(root)
            if before is None:
                break
            root = before
        found = {one.number: one for one in islice(self._all_from(root), LONGEST)}
        return sorted({**found, exchange.number: exchange}.values(), key=lambda one: one.number)

    def _all_from(self, exchange: Exchange) -> Iterator[Exchange]:
        yield exchange
        for push in self.pushes_set_off(exchange):
            for attempt in self._attempts(push):
                yield from self._all_from(attempt)
        for message in self.messages_set_off(exchange):
            yield from self.exchanges_of(message)

    def _attempts(self, push: Push) -> Iterator[Exchange]:
        times = {attempt.at for attempt in push.attempts}
        return (one for at in sorted(times) for one in self._of_pusher[at] if self.push_behind(one) is push)

    def _set_off_at(self, message: Message) -> datetime:
        """Give when a message was set off: one of a Canvas when its user entered."""
        if not message.canvas:
            return message.at
        entered = (
            one.entered_at
            for one in reversed(self._sandbox.braze.journeys)
            if one.canvas.name == message.canvas
            and one.profile.braze_id == message.braze_id
            and one.entered_at <= message.at
        )
        return next(entered, message.at)

    # The indexes.

    @cached_property
    def _by_request(self) -> dict[int, list[Exchange]]:
        # The same request is sent again when it fails, and is the same object then.
        return _grouped((id(one.request), one) for one in self._exchanges)

    @cached_property
    def _messages_by_request(self) -> dict[int, Message]:
        messages = self._sandbox.braze.messages
        return {id(request): message for message in messages for request in _requests(message)}

    @cached_property
    def _messages_by_moment(self) -> dict[datetime, list[Message]]:
        return _grouped((self._set_off_at(one), one) for one in self._sandbox.braze.messages)

    @cached_property
    def _setting_off(self) -> dict[datetime, list[Exchange]]:
        return _grouped((one.at, one) for one in self._exchanges if _sets_messages_off(one))

    @cached_property
    def _of_rokt(self) -> dict[datetime, list[Exchange]]:
        return _grouped((one.at, one) for one in self._exchanges if one.service == "rokt")

    @cached_property
    def _of_pusher(self) -> dict[datetime, list[Exchange]]:
        return _grouped((one.at, one) for one in self._exchanges if one.caller == PUSH)

    @cached_property
    def _pushes_by_moment(self) -> dict[datetime, list[Push]]:
        return _grouped((one.at, one) for one in self._sandbox.rokt.pushes)

    @cached_property
    def _pushes_by_attempt(self) -> dict[datetime, list[Push]]:
        return _grouped((tried.at, one) for one in self._sandbox.rokt.pushes for tried in one.attempts)


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    groups: dict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def _requests(message: Message) -> Iterator[Request]:
    for rendered in message.renderings:
        yield from (call.request for call in rendered.calls if not call.cached)
    if message.request is not None:
        yield message.request


def _sets_messages_off(exchange: Exchange) -> bool:
    name = exchange.operation
    return exchange.service == "braze" and (name in _SETS_OFF or name.endswith("trigger_send"))


def _names(exchange: Exchange, message: Message) -> bool:
    """Tell whether a request names whom a message is for; one to a broadcast's audience names nobody."""
    told = exchange.request.text
    named = any(name and name in told for name in (message.external_id, message.braze_id))
    return named or (exchange.operation.endswith("trigger_send") and '"broadcast"' in told)


def _answer(exchange: Exchange) -> str:
    return exchange.response.text if exchange.response else ""
