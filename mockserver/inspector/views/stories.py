"""An exchange as a story: what led to it, what was said, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from mockserver.braze import Profile
from mockserver.inspector.views.exchanges import ExchangeView, exchange_view
from mockserver.inspector.views.journal import Row, row
from mockserver.inspector.views.messages import MessageLine, MessageView, message_line, message_view
from mockserver.inspector.views.texts import clock_time, moment, value_text
from mockserver.inspector.views.threads import Threads
from mockserver.rokt.jobs import Job
from mockserver.rokt.notifications.push import Push
from mockserver.rokt.subscriptions.events import SubscriptionEvent
from mockserver.sandbox import Sandbox
from mockserver.simulator.journal import Exchange

_MOST_SHOWN: Final = 20
_CONTROL: Final = frozenset({"external_id", "braze_id", "user_alias", "_update_existing_only", "app_id"})


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """Background work: what it was for and how it ended; ``due`` where it still waits."""

    label: str
    accepted: str
    finished: str
    outcome: str
    reason: str
    due: str


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that is different now, and where to see it, as a path of the inspector."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Change:
    """An attribute that was sent for a profile, and what the profile holds now."""

    name: str
    sent: str
    now: str


@dataclass(frozen=True, slots=True)
class ProfileChanges:
    """What was sent for one profile; ``braze_id`` is empty where there is no such profile now."""

    user: str
    braze_id: str
    changes: tuple[Change, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """An exchange as a story; ``steps`` are the exchanges it belongs with."""

    exchange: ExchangeView
    steps: tuple[Row, ...]
    message: MessageView | None
    push: str
    job: JobView | None
    effects: tuple[Effect, ...]
    profiles: tuple[ProfileChanges, ...]
    set_off: tuple[MessageLine, ...]


def story_view(sandbox: Sandbox, exchange: Exchange) -> StoryView:
    """Make the view of an exchange and what belongs to it."""
    threads = Threads(sandbox)
    message = threads.message_behind(exchange)
    push = threads.push_behind(exchange)
    job = threads.job_of(exchange)
    return StoryView(
        exchange=exchange_view(exchange),
        steps=tuple(map(row, threads.story(exchange))),
        message=message_view(sandbox, message, threads) if message else None,
        push=_push_text(push) if push else "",
        job=_job_view(sandbox, job) if job else None,
        effects=tuple(_effects(sandbox, exchange, job, threads)),
        profiles=tuple(_profiles(sandbox, exchange)),
        set_off=tuple(map(message_line, islice(threads.messages_set_off(exchange), _MOST_SHOWN))),
    )


def _push_text(push: Push) -> str:
    tries = f", attempt {len(push.attempts)}" if len(push.attempts) > 1 else ""
    return f"Rokt Calendar tells Braze of the {push.kind} of {push.subscription_id}: {push.outcome}{tries}"


def _job_view(sandbox: Sandbox, job: Job) -> JobView:
    label = f"rokt {job.operation} {job.subject}"
    waiting = (work.due for work in sandbox.clock.pending if work.label == label)
    return JobView(
        label=f"{job.operation} {job.subject} in account {job.account}",
        accepted=moment(job.accepted_at),
        finished=moment(job.finished_at),
        outcome=str(job.outcome),
        reason=job.reason,
        due="" if job.finished_at else moment(next(waiting, None)),
    )


def _effects(sandbox: Sandbox, exchange: Exchange, job: Job | None, threads: Threads) -> Iterator[Effect]:
    if job is not None:
        yield from _event_effects(sandbox, job)
    for push in threads.pushes_set_off(exchange):
        subscription = sandbox.rokt.state.subscription(push.subscription_id)
        if subscription is not None:
            who = subscription.person or subscription.id
            yield Effect(f"{push.kind}: {who}, push {push.outcome}", f"/calendars/{subscription.id}")


def _event_effects(sandbox: Sandbox, job: Job) -> Iterator[Effect]:
    for event in sandbox.rokt.events.named(job.account, job.subject):
        for subscription_id in sandbox.rokt.events.subscribers_of(event)[:_MOST_SHOWN]:
            yield Effect(_seen(sandbox, event, subscription_id), f"/calendars/{subscription_id}")


def _seen(sandbox: Sandbox, event: SubscriptionEvent, subscription_id: str) -> str:
    subscription = sandbox.rokt.state.subscription(subscription_id)
    who = (subscription.person if subscription else "") or subscription_id
    when = clock_time(event.times.start, event.times.zone)
    return f"“{event.detail.title}”, {when}, in the calendar of {who}"


def _profiles(sandbox: Sandbox, exchange: Exchange) -> Iterator[ProfileChanges]:
    if exchange.service != "braze" or not exchange.operation.startswith("users_track"):
        return
    body = _object(exchange)
    people: dict[str, tuple[list[Mapping[str, Any]], list[str]]] = {}
    for data in _objects(body, "attributes"):
        people.setdefault(_name(data), ([], []))[0].append(data)
    for event in _objects(body, "events"):
        people.setdefault(_name(event), ([], []))[1].append(str(event.get("name", "")))
    for name, (attributes, events) in list(people.items())[:_MOST_SHOWN]:
        profile = sandbox.braze.profile(name) or sandbox.braze.state.profiles.by_braze_id(name)
        changes = tuple(
            _change(key, data[key], profile) for data in attributes for key in data if key not in _CONTROL
        )
        yield ProfileChanges(name, profile.braze_id if profile else "", changes, tuple(events))


def _change(name: str, sent: object, profile: Profile | None) -> Change:
    held: Any = None
    if profile is not None:
        held = profile.custom_attributes.get(name, profile.standard.get(name))
    return Change(name, value_text(sent), "" if held is None else value_text(held))


def _name(data: Mapping[str, Any]) -> str:
    return str(data.get("external_id") or data.get("braze_id") or data.get("email") or "somebody")


def _object(exchange: Exchange) -> Mapping[str, Any]:
    try:
        body = json.loads(exchange.request.text)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _objects(body: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    listed = body.get(name)
    return (one for one in listed if isinstance(one, dict)) if isinstance(listed, list) else iter(())
