"""What a scenario expects, compared with what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mockserver.findings import Finding, Severity
from mockserver.scenarios.alignment import Unmet, align
from mockserver.scenarios.failure import Failure
from mockserver.scenarios.model import CalendarExpectation, FindingExpectation, RequestExpectation
from mockserver.scenarios.suite import Scenario
from mockserver.scenarios.trial import Trial
from mockserver.scenarios.views import (
    View,
    asked_for,
    folded,
    job_view,
    message_view,
    rendered_view,
    request_view,
    response_view,
)
from mockserver.simulator.difference import ABSENT, Absent, difference, matches
from mockserver.simulator.journal import Exchange

DEFAULT_CALLERS = ("braze webhook", "rokt push")
"""Whose requests ``then.requests`` speaks of even if no entry names them."""

_GIST = (
    "user",
    "campaign",
    "template",
    "operation",
    "outcome",
    "abort_type",
    "reason",
    "status",
    "url",
    "aborted",
)


def check(scenario: Scenario, trial: Trial) -> list[Failure]:
    """Give every failure of a scenario whose steps have been taken, none if all is as expected."""
    written = scenario.then.model_fields_set
    failures = [
        failure
        for name, expectation in _EXPECTATIONS.items()
        if name in written
        for failure in expectation(scenario, trial)
    ]
    return [*failures, *_unexpected(scenario, trial), *_unfired(scenario, trial)]


@dataclass(frozen=True, slots=True)
class _Came:
    """One thing that came: its view, and the exchange it is about where there is one."""

    view: View
    exchange: Exchange | None = None

    def __str__(self) -> str:
        return ", ".join(map(str, self.gist.values()))

    @property
    def gist(self) -> View:
        """What tells it from others, to be shown where nothing was expected."""
        return {
            name: self.view[name] for name in _GIST if not isinstance(self.view.get(name, ABSENT), Absent)
        }


def _responses(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    came = [_Came(response_view(exchange), exchange) for exchange in trial.answered]
    expected = [entry.expected() for entry in scenario.then.responses or ()]
    return _in_order(scenario, "responses", "answer", expected, came)


def _requests(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    entries = scenario.then.requests or []
    came = [_Came(request_view(exchange), exchange) for exchange in _spoken_of(entries, trial)]
    return _in_order(scenario, "requests", "request", [entry.expected() for entry in entries], came)


def _spoken_of(entries: Sequence[RequestExpectation], trial: Trial) -> list[Exchange]:
    callers = {*DEFAULT_CALLERS, *(str(entry.caller) for entry in entries)}
    return [exchange for exchange in trial.sandbox.journal if exchange.caller in callers]


def _messages(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    sent = {id(exchange.request): exchange for exchange in trial.sandbox.journal}
    came = [
        _Came(message_view(message), sent.get(id(message.request)))
        for message in trial.sandbox.braze.messages
    ]
    expected = [entry.expected() for entry in scenario.then.messages or ()]
    return _in_order(scenario, "messages", "message", expected, came)


def _rendered(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    came = [_Came(rendered_view(rendered)) for rendered in trial.rendered]
    expected = [entry.expected() for entry in scenario.then.rendered or ()]
    return _in_order(scenario, "rendered", "rendering", expected, came)


def _jobs(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    asked = {exchange.number: exchange for exchange in trial.sandbox.journal}
    came = [_Came(job_view(job), asked.get(job.exchange)) for job in trial.sandbox.rokt.jobs]
    expected = [entry.expected() for entry in scenario.then.jobs or ()]
    return _in_order(scenario, "jobs", "job", expected, came)


def _in_order(
    scenario: Scenario, key: str, noun: str, expected: Sequence[dict[str, Any]], came: Sequence[_Came]
) -> Iterator[Failure]:
    wanted = [folded(entry) for entry in expected]
    found = align(wanted, [thing.view for thing in came])
    for unmet in found.unmet:
        yield _unmet_failure(scenario, key, noun, wanted[unmet.index], came, unmet)
    for index in found.surplus:
        yield Failure(
            scenario.place("then", key),
            f"then.{key}: {noun} {index + 1} of {len(came)} was not expected",
            actual=came[index].gist,
            exchange=came[index].exchange,
        )


def _unmet_failure(
    scenario: Scenario, key: str, noun: str, wanted: dict[str, Any], came: Sequence[_Came], unmet: Unmet
) -> Failure:
    place = scenario.place("then", key, unmet.index)
    name = f"then.{key}[{unmet.index}]"
    if unmet.nearest is None:
        return Failure(place, f"{name}: there was no {noun} at all", expected=wanted)
    nearest = came[unmet.nearest]
    which = f"{noun} {unmet.nearest + 1} of {len(came)}"
    if unmet.taken:
        only = f"{name}: nothing is left for it; only {len(came)} came, expected by other entries"
        return Failure(place, only, expected=wanted)
    if not unmet.differences:
        order = "\n".join(f"  {number}. {thing}" for number, thing in enumerate(came, 1))
        remarks = (f"they came in this order:\n{order}",)
        return Failure(place, f"{name}: {which} is like this, but comes elsewhere", wanted, remarks=remarks)
    count = len(unmet.differences)
    return Failure(
        place,
        f"{name}: no such {noun}; the nearest, {which}, differs in {count} place{'s' * (count > 1)}",
        expected=wanted,
        actual=asked_for(wanted, nearest.view),
        differences=unmet.differences,
        exchange=nearest.exchange,
    )


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


@dataclass(frozen=True, slots=True)
class _Found:
    """A finding and what it was found in."""

    finding: Finding
    source: str
    exchange: Exchange | None = None

    @property
    def view(self) -> View:
        finding = self.finding
        return {
            "code": finding.code,
            "pointer": finding.pointer,
            "severity": str(finding.severity),
            "message": finding.message,
        }

    def __str__(self) -> str:
        return f"{self.finding} [{self.source}]"


def _findings(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    found = list(_all_found(trial))
    entries = scenario.then.findings or []
    for index, entry in enumerate(entries):
        if not any(matches(entry.expected(), one.view) for one in found):
            yield _missing_finding(scenario, index, entry, found)
    for one in found:
        if not any(matches(entry.expected(), one.view) for entry in entries):
            yield Failure(
                scenario.place("then", "findings"),
                f"then.findings: {one.finding.code} was not expected",
                remarks=(str(one),),
                exchange=one.exchange,
            )


def _missing_finding(
    scenario: Scenario, index: int, entry: FindingExpectation, found: Sequence[_Found]
) -> Failure:
    seen = "\n".join(f"  {one}" for one in found)
    return Failure(
        scenario.place("then", "findings", index),
        f"then.findings[{index}]: nothing was found that is {entry.code}",
        expected=entry.expected() if len(entry.model_fields_set) > 1 else None,
        remarks=(f"found were:\n{seen}" if found else "nothing at all was found",),
    )


def _all_found(trial: Trial) -> Iterator[_Found]:
    for exchange in trial.sandbox.journal:
        for finding in exchange.findings:
            yield from _counted(finding, f"exchange #{exchange.number}", exchange)
    for message in trial.sandbox.braze.messages:
        for finding in message.findings:
            yield from _counted(finding, f"message {message.number}")
    for number, rendered in enumerate(trial.rendered, 1):
        for finding in rendered.findings:
            yield from _counted(finding, f"rendering {number}")


def _counted(finding: Finding, source: str, exchange: Exchange | None = None) -> Iterator[_Found]:
    if finding.severity is not Severity.NOTE:
        yield _Found(finding, source, exchange)


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
        yield from _spoken_of(scenario.then.requests, trial)
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
    "findings": _findings,
    "messages": _messages,
    "profile": _profile,
    "calendar": _calendar,
    "rendered": _rendered,
    "jobs": _jobs,
}
