"""Counting fates, in a form that can be added up in any order with the same result.

Everything kept has a bound, so the tally of a million users is as small as that of ten thousand: of
samples the first of the audience are kept, of names the first of the alphabet. What is kept of the whole
was among the first of every part, so its counts are exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from mockserver.findings import Finding
from mockserver.liquid import Call
from mockserver.preflight.judging import FAILED, Judged

MOST_REASONS = 200
MOST_VALUES = 1_000
"""How many values of an attribute are told apart."""
_LONGEST = 300

Position = tuple[int, int]
"""Where a user stands in the audience: the number of the partition, and the place in it."""
V = TypeVar("V")


@dataclass(frozen=True, slots=True, order=True)
class Sample:
    """One of the users something happens to, and what exactly."""

    position: Position
    user: str
    message: str = ""
    pointer: str = ""
    hint: str = ""


@dataclass(slots=True)
class Group:
    """How many users something happens to, and the first few of them."""

    users: int = 0
    samples: list[Sample] = field(default_factory=list)

    def note(self, sample: Sample, most: int) -> None:
        """Count one more user, who comes later than those before."""
        self.users += 1
        if len(self.samples) < most:
            self.samples.append(sample)

    def merge(self, other: Group, most: int) -> None:
        """Add a group of other users."""
        self.users += other.users
        self.samples = sorted([*self.samples, *other.samples])[:most]


@dataclass(slots=True)
class Tally:
    """The fates of some users.

    ``findings`` are by code and severity, ``aborts`` by type and reason, ``segments`` by attribute and
    value, each a count of fates and of the codes of those who failed. ``hours`` are those of the events
    on their users' clocks, ``calls`` the Connected Content calls by host and what came.
    """

    samples: int
    users: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    findings: dict[tuple[str, str], Group] = field(default_factory=dict)
    aborts: dict[tuple[str, str], Group] = field(default_factory=dict)
    segments: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    hours: Counter[int] = field(default_factory=Counter)
    calls: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def failed(self) -> int:
        """How many users have a fate nobody asked for."""
        return sum(self.fates[fate] for fate in FAILED)

    def note(self, position: Position, user: str, judged: Judged, segments: Mapping[str, str]) -> None:
        """Count a user, who comes later in the audience than those before."""
        self.users += 1
        self.fates[judged.fate] += 1
        if judged.hour is not None:
            self.hours[judged.hour] += 1
        if judged.abort[0]:
            reason = judged.abort[0], judged.abort[1][:_LONGEST]
            self.aborts.setdefault(reason, Group()).note(Sample(position, user), self.samples)
        for key, finding in _one_of_each(judged.findings).items():
            sample = Sample(
                position, user, finding.message[:_LONGEST], finding.pointer, finding.hint[:_LONGEST]
            )
            self.findings.setdefault(key, Group()).note(sample, self.samples)
        for attribute, value in segments.items():
            counts = self.segments.setdefault(attribute, {}).setdefault(value, Counter())
            counts[judged.fate] += 1

    def note_calls(self, calls: Iterable[Call]) -> None:
        """Count the Connected Content calls of a user."""
        for call in calls:
            came = str(call.response.status) if call.response else (call.refused or str(call.failure))
            self.calls[call.request.host, came[:_LONGEST]] += 1

    def merge(self, other: Tally) -> None:
        """Add the tally of other users."""
        self.users += other.users
        self.fates.update(other.fates)
        self.hours.update(other.hours)
        self.calls.update(other.calls)
        for mine, theirs in ((self.findings, other.findings), (self.aborts, other.aborts)):
            for key, group in theirs.items():
                mine.setdefault(key, Group()).merge(group, self.samples)
        for attribute, values in other.segments.items():
            own = self.segments.setdefault(attribute, {})
            for value, counts in values.items():
                own.setdefault(value, Counter()).update(counts)
        self.trim()

    def trim(self) -> None:
        """Let go of what is over the bounds."""
        self.aborts = _first(self.aborts, MOST_REASONS)
        self.calls = Counter(_first(self.calls, MOST_REASONS))
        for attribute, values in self.segments.items():
            self.segments[attribute] = _first(values, MOST_VALUES)

    def record(self) -> dict[str, Any]:
        """Give the tally as JSON has it."""
        return {
            "samples": self.samples,
            "users": self.users,
            "fates": dict(self.fates),
            "findings": [[*key, *_record(group)] for key, group in self.findings.items()],
            "aborts": [[*key, *_record(group)] for key, group in self.aborts.items()],
            "segments": {name: dict(values) for name, values in self.segments.items()},
            "hours": list(self.hours.items()),
            "calls": [[*key, count] for key, count in self.calls.items()],
        }

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Tally:
        """Read a tally back."""
        return cls(
            samples=record["samples"],
            users=record["users"],
            fates=Counter(record["fates"]),
            findings={(code, severity): _group(*rest) for code, severity, *rest in record["findings"]},
            aborts={(kind, reason): _group(*rest) for kind, reason, *rest in record["aborts"]},
            segments={
                name: {value: Counter(counts) for value, counts in values.items()}
                for name, values in record["segments"].items()
            },
            hours=Counter(dict(record["hours"])),
            calls=Counter({(host, came): count for host, came, count in record["calls"]}),
        )


def _one_of_each(findings: Iterable[Finding]) -> dict[tuple[str, str], Finding]:
    first: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        first.setdefault((finding.code, finding.severity.value), finding)
    return first


def _first(named: Mapping[Any, V], most: int) -> dict[Any, V]:
    if len(named) <= most:
        return dict(named)
    return {name: named[name] for name in sorted(named)[:most]}


def _record(group: Group) -> tuple[int, list[Any]]:
    return group.users, [
        [list(one.position), one.user, one.message, one.pointer, one.hint] for one in group.samples
    ]


def _group(users: int, samples: list[Any]) -> Group:
    return Group(users, [Sample((place[0], place[1]), *rest) for place, *rest in samples])
