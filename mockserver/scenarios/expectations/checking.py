"""What a scenario expects, compared with what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from mockserver.scenarios.expectations.findings import check_findings
from mockserver.scenarios.expectations.lists import Came, check_list
from mockserver.scenarios.expectations.model import CalendarExpectation, ListExpectation, ThenModel
from mockserver.scenarios.failure import Failure
from mockserver.scenarios.snapshots import check_snapshot
from mockserver.scenarios.suite import Scenario
from mockserver.scenarios.trial import Trial
from mockserver.scenarios.views import (
    DEFAULT_CALLERS,
    View,
    asked_for,
    job_view,
    message_view,
    rendered_view,
    request_view,
    response_view,
)
from mockserver.simulator.difference import difference
from mockserver.simulator.journal import Exchange


def check(scenario: Scenario, trial: Trial, *, with_snapshot: bool = True) -> list[Failure]:
    """Give every failure of a scenario whose steps have been taken, none if all is as expected."""
    written = scenario.then.model_fields_set - (set() if with_snapshot else {"snapshot"})
    failures = [
        failure
        for name, expectation in _EXPECTATIONS.items()
        if name in written
        for failure in expectation(scenario, trial)
    ]
    return [*failures, *_unexpected(scenario, trial), *_unfired(scenario, trial)]


def _responses(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    return _exchanges(scenario, "responses", "answer", trial.answered, response_view)


def _requests(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    return _exchanges(scenario, "requests", "request", requests_spoken_of(scenario.then, trial), request_view)


def _journal(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    return _exchanges(scenario, "journal", "exchange", list(trial.sandbox.journal), request_view)


def _exchanges(
    scenario: Scenario,
    key: str,
    noun: str,
    exchanges: Sequence[Exchange],
    view: Callable[[Exchange], View],
) -> Iterator[Failure]:
    came = [Came(view(exchange), exchange) for exchange in exchanges]
    return check_list(scenario, key, noun, _wanted(scenario, key), came)


def requests_spoken_of(then: ThenModel, trial: Trial) -> list[Exchange]:
    """Give the requests that ``then.requests`` is about: webhooks, pushes and whose callers it names."""
    entries = then.requests.all_entries if then.requests is not None else []
    callers = {*DEFAULT_CALLERS, *(str(entry.caller) for entry in entries)}
    return [exchange for exchange in trial.sandbox.journal if exchange.caller in callers]


def _messages(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    sent = {id(exchange.request): exchange for exchange in trial.sandbox.journal}
    came = [
        Came(message_view(message), sent.get(id(message.request))) for message in trial.sandbox.braze.messages
    ]
    return check_list(scenario, "messages", "message", _wanted(scenario, "messages"), came)


def _rendered(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    came = [Came(rendered_view(rendered)) for rendered in trial.rendered]
    return check_list(scenario, "rendered", "rendering", _wanted(scenario, "rendered"), came)


def _jobs(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    asked = {exchange.number: exchange for exchange in trial.sandbox.journal}
    came = [Came(job_view(job), asked.get(job.exchange)) for job in trial.sandbox.rokt.jobs]
    return check_list(scenario, "jobs", "job", _wanted(scenario, "jobs"), came)


def _wanted(scenario: Scenario, key: str) -> ListExpectation[Any]:
    wanted: ListExpectation[Any] = getattr(scenario.then, key)
    return wanted


def _profile(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    for index, entry in enumerate(scenario.then.profile or ()):
        place = scenario.place("then", "profile", index)
        profile = trial.sandbox.braze.profile(entry.user)
        name = f"then.profile[{index}]"
        if (profile is not None) != entry.exists:
            word = "there is no" if profile is None else "there is a"
            yield Failure(place, f"{name}: {word} profile with external_id {entry.user!r}")
        elif profile is not None:
            yield from _compared(
                place, f"{name}: the profile of {entry.user!r}", entry.expected(), profile.exported()
            )


def _calendar(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    for index, entry in enumerate(scenario.then.calendar or ()):
        place = scenario.place("then", "calendar", index)
        name = f"then.calendar[{index}]"
        shown = _shown(entry, trial)
        if shown is None:
            yield Failure(place, f"{name}: {_whose(entry)} has no subscription")
        else:
            yield from _compared(place, f"{name}: the calendar of {_whose(entry)}", entry.events, shown)


def _whose(entry: CalendarExpectation) -> str:
    return repr(entry.user) if entry.user else f"subscription {entry.subscription}"


def _shown(entry: CalendarExpectation, trial: Trial) -> list[Any] | None:
    """Give the events of all the subscriptions an entry speaks of; None if there is no subscription."""
    rokt = trial.sandbox.rokt
    if entry.subscription:
        return list(rokt.visible_events(entry.subscription))
    if all(entry.user != subscription.person for subscription in rokt.state.subscriptions):
        return None
    ids = [subscription.id for subscription in rokt.state.subscriptions_of(entry.user or "")]
    return [event for subscription_id in ids for event in rokt.visible_events(subscription_id)]


def _compared(place: Any, what: str, expected: Any, actual: Any) -> Iterator[Failure]:
    found = difference(expected, actual)
    if found:
        yield Failure(
            place,
            f"{what} is not as expected",
            expected=expected,
            actual=asked_for(expected, actual),
            differences=tuple(found),
        )


def _unexpected(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    """Report requests nobody simulates an answer to, unless an expectation speaks of them."""
    spoken_of = {exchange.number for exchange in _named_exchanges(scenario, trial)}
    for exchange in trial.sandbox.journal:
        simulated = exchange.operation or (not exchange.service and exchange.response)
        if not simulated and exchange.number not in spoken_of:
            yield Failure(
                scenario.place("then"),
                f"a request nobody simulates was sent by {exchange.caller}: "
                f"{exchange.request.method} {exchange.request.url}",
                remarks=("expect it under then: requests, or under responses if a step sent it",),
                exchange=exchange,
            )


def _named_exchanges(scenario: Scenario, trial: Trial) -> Iterator[Exchange]:
    if scenario.then.requests is not None:
        yield from requests_spoken_of(scenario.then, trial)
    if scenario.then.journal is not None:
        yield from trial.sandbox.journal
    if scenario.then.responses is not None:
        yield from trial.answered


def _unfired(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    for path, fault in trial.faults:
        if not fault.struck:
            place, _ = scenario.source.marked.place(path)
            yield Failure(place, f"the fault on {fault.target} never struck")


_EXPECTATIONS: dict[str, Callable[[Scenario, Trial], Iterator[Failure]]] = {
    "responses": _responses,
    "requests": _requests,
    "journal": _journal,
    "findings": check_findings,
    "messages": _messages,
    "profile": _profile,
    "calendar": _calendar,
    "rendered": _rendered,
    "jobs": _jobs,
    "snapshot": check_snapshot,
}
