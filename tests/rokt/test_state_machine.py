"""Random sequences of all that can happen, beside a model of a few dictionaries.

What the API shows, what the feed holds and what webhooks told always agree; nothing accepted is lost and
nothing refused has an effect.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import icalendar
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from mockserver.http import Headers, Request, Response
from mockserver.rokt import Account, Calendar, Client, WebhookEndpoint
from mockserver.sandbox import Sandbox
from tests.rokt.rokt_calls import HOOK, HOST, NOBODY, Receiver, event

EVENT_IDS = st.sampled_from(["e1", "e2"])
TITLES = st.sampled_from(["One", "Two; three", "Four, five\nsix"])
METHODS = st.sampled_from(["WebCal", "Google", "Microsoft"])
PEOPLE = st.sampled_from(["", "ann", "bob"])
SECONDS = st.sampled_from([0, 1, 5, 60])
DELAY = 5


@dataclass
class Model:
    """What there should be: titles by event, events by subscription, and what was told."""

    titles: dict[str, str] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)
    held: dict[str, set[str]] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    people: dict[tuple[str, str], str] = field(default_factory=dict)
    told: list[tuple[str, str, str]] = field(default_factory=list)
    waiting: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    accepted: int = 0

    def create(self, event_id: str, title: str, ids: list[str]) -> None:
        usable = [one for one in dict.fromkeys(ids) if one in self.held and one not in self.foreign]
        usable = [one for one in usable if one not in self.ended]
        if event_id in self.titles:
            self.told.append(("SubscriptionEventUpdated", "", event_id))
            self.changes[event_id] += 1
        elif not usable:
            return
        self.titles[event_id] = title
        self.changes.setdefault(event_id, 0)
        for one in usable:
            if event_id not in self.held[one]:
                self.told.append(("SubscriptionEventAdded", one, event_id))
                self.held[one].add(event_id)

    def update(self, event_id: str, title: str) -> None:
        if event_id in self.titles:
            self.titles[event_id] = title
            self.changes[event_id] += 1
            self.told.append(("SubscriptionEventUpdated", "", event_id))

    def delete(self, event_id: str) -> None:
        if event_id in self.titles:
            del self.titles[event_id], self.changes[event_id]
            for events in self.held.values():
                events.discard(event_id)
            self.told.append(("SubscriptionEventDeleted", "", event_id))

    def remove(self, subscription: str, event_id: str) -> None:
        if event_id in self.held[subscription]:
            self.held[subscription].discard(event_id)
            self.told.append(("SubscriptionEventRemoved", subscription, event_id))

    def end(self, subscription: str) -> None:
        if subscription not in self.ended:
            self.ended.add(subscription)
            self.told.append(("Unsubscribe", subscription, ""))


class RoktCalendarMachine(RuleBasedStateMachine):
    """Drives a Rokt Calendar with two accounts, one of which the requests name."""

    subscriptions = Bundle("subscriptions")

    @initialize(target=subscriptions)
    def open(self) -> MultipleResults[str]:
        self.sandbox = Sandbox(seed=1, assumptions={"rokt.webhook_duplicates": "never"})
        self.rokt, self.receiver, self.model = self.sandbox.rokt, Receiver(), Model()
        self.sandbox.network.stub("hooks.example.test", self.receiver)
        hooks = (WebhookEndpoint(url=HOOK),)
        for code in ("acme", "beta"):
            calendars = {"shows": Calendar(code="shows")}
            self.rokt.state.add_account(Account(code=code, calendars=calendars, webhooks=hooks))
        self.rokt.state.add_client(Client(client_id="id", client_secret="s", accounts=frozenset({"acme"})))
        self.now = 0.0
        return multiple(self.subscribe("WebCal", "ann"), self.subscribe("Google", ""))

    def call(self, method: str, path: str, body: object = None) -> Response:
        headers = {
            "Authorization": f"Bearer {self.rokt.issue_token('id')}",
            "Content-Type": "application/json",
        }
        content = b"" if body is None else json.dumps(body).encode()
        return self.sandbox.handle(Request(method, HOST + path, Headers(headers), content))

    def accepted(self, answer: Response, effect: Callable[[], None], wait: float) -> None:
        assert answer.status == 202, answer.text
        self.model.accepted += 1
        self.model.waiting.append((self.now + DELAY, effect))
        self.pass_time(wait)

    @rule(target=subscriptions, method=METHODS, person=PEOPLE)
    def subscribe_by_api(self, method: str, person: str) -> str:
        return self.subscribe(method, person)

    def subscribe(self, method: str, person: str) -> str:
        body = {"subscriptionMethod": method, "subscriberId": person}
        answer = self.call("POST", "/v2/subscribe/acme/shows", body).json()
        made = answer["subscriptionId"]
        known = self.model.people.get((person, method)) if person else None
        expected = known if known not in self.model.ended else None
        assert answer["isNewSubscription"] == (expected is None)
        assert made == (expected or made)
        if expected is None:
            self.model.people[person, method] = made
            self.model.held[made] = set()
            self.model.told.append(("Subscribe", made, ""))
        return made

    @rule(target=subscriptions)
    def subscribe_elsewhere(self) -> str:
        made = self.rokt.subscribe("beta", "shows").id
        self.model.held[made] = set()
        self.model.foreign.add(made)
        self.model.told.append(("Subscribe", made, ""))
        return made

    @rule(
        ids=st.lists(subscriptions | st.just(NOBODY), min_size=2, max_size=5),
        name=EVENT_IDS,
        title=TITLES,
        wait=SECONDS,
    )
    def push(self, ids: list[str], name: str, title: str, wait: float) -> None:
        body = {"event": event(eventId=name, title=title), "subscriptionIds": ids}
        answer = self.call("POST", "/v1/subscriptionevent/acme", body)
        self.accepted(answer, lambda: self.model.create(name, title, ids), wait)

    @rule(
        ids=st.lists(subscriptions, min_size=1, max_size=2),
        wrong=st.sampled_from(
            [{"title": ...}, {"timezone": "EST"}, {"start": "noon"}, {"end": "2020-01-01T00:00:00"}]
        ),
    )
    def push_what_is_wrong(self, ids: list[str], wrong: dict[str, object]) -> None:
        body = {"event": event(**{"eventId": "e1", **wrong}), "subscriptionIds": ids}
        assert self.call("POST", "/v1/subscriptionevent/acme", body).status == 400

    @rule(name=EVENT_IDS)
    def push_to_nobody(self, name: str) -> None:
        body = {"event": event(eventId=name), "subscriptionIds": [""]}
        assert self.call("POST", "/v1/subscriptionevent/acme", body).status == 400
        assert self.call("DELETE", f"/v1/subscriptionevent/beta/{name}").status == 400

    @rule(name=EVENT_IDS, title=TITLES, wrapped=st.booleans(), wait=SECONDS)
    def update(self, name: str, title: str, wrapped: bool, wait: float) -> None:
        name = min(self.model.titles, default=name)
        changed = event(eventId=name, title=title)
        body = {"event": changed} if wrapped else changed
        answer = self.call("POST", "/v1/subscriptionevent/acme/update", body)
        self.accepted(answer, lambda: self.model.update(name, title), wait)

    @rule(name=EVENT_IDS, wait=SECONDS)
    def delete(self, name: str, wait: float) -> None:
        answer = self.call("DELETE", f"/v1/subscriptionevent/acme/{name}")
        self.accepted(answer, lambda: self.model.delete(name), wait)

    @rule(subscription=subscriptions, name=EVENT_IDS, wait=SECONDS)
    def remove(self, subscription: str, name: str, wait: float) -> None:
        name = min(self.model.held[subscription], default=name)
        answer = self.call("DELETE", f"/v2/subscription/acme/{subscription}/subscriptionevent/{name}")
        self.accepted(answer, lambda: self.model.remove(subscription, name), wait)

    @precondition(lambda self: self.most_are_active)
    @rule(subscription=subscriptions, wait=SECONDS)
    def unsubscribe(self, subscription: str, wait: float) -> None:
        answer = self.call("DELETE", "/v1/subscription/acme/shows", {"id": subscription})
        ours = subscription not in self.model.foreign
        self.accepted(answer, lambda: self.model.end(subscription) if ours else None, wait)

    @property
    def most_are_active(self) -> bool:
        return len(self.model.ended) * 3 < len(self.model.held)

    @precondition(lambda self: self.most_are_active)
    @rule(subscription=subscriptions)
    def leave(self, subscription: str) -> None:
        self.rokt.unsubscribe(subscription)
        self.model.end(subscription)

    @rule(seconds=SECONDS)
    def advance(self, seconds: float) -> None:
        self.pass_time(seconds)

    def pass_time(self, seconds: float) -> None:
        self.sandbox.advance(timedelta(seconds=seconds))
        self.now += seconds
        due = [effect for at, effect in self.model.waiting if at <= self.now]
        self.model.waiting = self.model.waiting[len(due) :]
        for effect in due:
            effect()

    @invariant()
    def api_and_feed_show_what_there_is(self) -> None:
        for subscription, names in self.model.held.items():
            expected = {(name, self.model.titles[name]) for name in names}
            shown = self.rokt.visible_events(subscription)
            assert {(one["subscriptionEventId"], one["title"]) for one in shown} == expected
            assert len(shown) == len(names)
            in_feed = icalendar.Calendar.from_ical(self.rokt.feed(subscription)).walk("VEVENT")
            assert sorted(str(one["summary"]) for one in in_feed) == sorted(title for _, title in expected)
            changes = sorted(self.model.changes[name] for name in names)
            assert sorted(int(one["sequence"]) for one in in_feed) == changes
            assert self.rokt.subscription(subscription).is_active == (subscription not in self.model.ended)

    @invariant()
    def webhooks_told_all_of_it_and_nothing_else(self) -> None:
        told = [
            (
                str(one.payload["eventType"]),
                one.payload["eventDetails"].get("calendarSubscriptionId", ""),
                one.payload["eventDetails"].get("subscriptionEvent", {}).get("eventId", ""),
            )
            for one in self.rokt.deliveries
        ]
        assert told == self.model.told

    @invariant()
    def nothing_accepted_is_lost(self) -> None:
        assert len(self.rokt.jobs) == self.model.accepted
        waiting = [job for job in self.rokt.jobs if job.outcome == "pending"]
        assert len(waiting) == len(self.model.waiting)

    def teardown(self) -> None:
        if hasattr(self, "sandbox"):
            self.sandbox.settle()
            assert all(one.outcome == "delivered" for one in self.rokt.deliveries)
            assert len(self.receiver.requests) == len(self.rokt.deliveries)


TestRoktCalendar = RoktCalendarMachine.TestCase
TestRoktCalendar.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
