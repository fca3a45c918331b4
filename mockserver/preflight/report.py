"""The report of a preflight: the verdict, and what it rests on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from mockserver import contracts
from mockserver.braze import notices as braze_notices
from mockserver.checks.catalogue import rules_in
from mockserver.contracts.wording import plural
from mockserver.findings import Severity
from mockserver.liquid import notices as liquid_notices
from mockserver.preflight import notices
from mockserver.preflight.judging import FAILED, SENT, Fate
from mockserver.preflight.spec import EVERYBODY, NOBODY, Allowance
from mockserver.preflight.tally import Group, Sample, Tally

FATES: dict[Fate, str] = {
    Fate.RIGHT: "get the right event",
    Fate.WRONG: "get a wrong event",
    Fate.REFUSED: "are refused by Rokt Calendar",
    Fate.LOST: "get nothing: the message is lost",
    Fate.ABORTED: "are left out by the template",
    Fate.UNREADABLE: "cannot be read",
}
"""What becomes of users, in words that follow their number."""
_RULES = rules_in([contracts, liquid_notices, braze_notices, notices])
_SEVERITIES = [severity.value for severity in Severity]


@dataclass(frozen=True, slots=True)
class Problem:
    """One code that was found, and the users it was found for."""

    code: str
    severity: str
    title: str
    hint: str
    group: Group


@dataclass(frozen=True, slots=True)
class Segment:
    """The users with one value of an attribute, by their fates; ``value`` is empty for those without one."""

    value: str
    fates: Counter[str]

    @property
    def users(self) -> int:
        """How many they are."""
        return self.fates.total()

    @property
    def failed(self) -> int:
        """How many of them have a fate nobody asked for."""
        return sum(self.fates[fate] for fate in FAILED)

    @property
    def aborted(self) -> int:
        """How many of them the template leaves out."""
        return self.fates[Fate.ABORTED]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a preflight found; the same for the same audience, whatever worked on it.

    ``complete`` is false where the run was stopped. ``allowed`` are the users who may fail,
    ``allowed_aborts`` those the template may leave out.
    """

    template: str
    audience: tuple[str, ...]
    tally: Tally
    complete: bool = True
    allowed: Allowance = NOBODY
    allowed_aborts: Allowance = EVERYBODY

    @property
    def users(self) -> int:
        """How many users were looked at."""
        return self.tally.users

    def count(self, *fates: Fate) -> int:
        """Tell how many users have one of these fates."""
        return sum(self.tally.fates[fate] for fate in fates)

    @property
    def failed(self) -> int:
        """How many users have a fate nobody asked for."""
        return self.tally.failed

    @property
    def sent(self) -> int:
        """How many messages leave Braze."""
        return self.count(*SENT)

    @property
    def objection(self) -> str:
        """Why not to send, in a sentence; empty where nothing speaks against it."""
        aborted = self.count(Fate.ABORTED)
        if not self.users:
            return "There is no user in the audience."
        if self.failed > self.allowed.of(self.users):
            return f"{told(self.failed, self.users)} would get nothing, a refused event or a wrong one."
        if not self.count(Fate.RIGHT):
            return "Nobody would get anything: the template leaves everybody out."
        if aborted > self.allowed_aborts.of(self.users):
            return f"{told(aborted, self.users)} would be left out by the template."
        return "" if self.complete else "The preflight was stopped before the last user."

    @property
    def passes(self) -> bool:
        """Whether nothing speaks against sending."""
        return not self.objection

    @property
    def praise(self) -> str:
        """What speaks for sending, in a sentence."""
        out = self.count(Fate.ABORTED)
        left = f"; the template leaves out {out:,}" if out else ""
        served = self.count(Fate.RIGHT)
        right = f"{counted(served)} get{'s' if served == 1 else ''} the right event{left}"
        if self.failed:
            return f"{right}; {self.failed:,} fail{'s' if self.failed == 1 else ''}, no more than may."
        return f"{right}. Nothing was found to be wrong."

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found, the worst first and then what most users have."""
        found = [_problem(code, severity, group) for (code, severity), group in self.tally.findings.items()]
        return tuple(
            sorted(found, key=lambda one: (_SEVERITIES.index(one.severity), -one.group.users, one.code))
        )

    @property
    def aborts(self) -> tuple[tuple[str, str, Group], ...]:
        """The messages that were given up, by type and reason, the most frequent first."""
        rows = ((kind, reason, group) for (kind, reason), group in self.tally.aborts.items())
        return tuple(sorted(rows, key=lambda row: (-row[2].users, row[:2])))

    def segments(self, attribute: str) -> tuple[Segment, ...]:
        """Give the users by their values of an attribute: who fails most comes first."""
        values = self.tally.segments.get(attribute, {})
        rows = [Segment(value, counts) for value, counts in values.items()]
        return tuple(sorted(rows, key=lambda row: (-row.failed, -row.users, row.value)))

    def users_beyond(self, attribute: str) -> int:
        """Tell how many users have values of an attribute beyond those that are told apart."""
        named = sum(segment.users for segment in self.segments(attribute))
        return self.users - named - self.count(Fate.UNREADABLE)

    def record(self) -> dict[str, Any]:
        """Give the report as JSON has it."""
        return {
            "verdict": "send" if self.passes else "do not send",
            "because": self.objection,
            "complete": self.complete,
            "template": self.template,
            "audience": list(self.audience),
            "users": self.users,
            "sent": self.sent,
            "failed": self.failed,
            "max_failed": self.allowed.text,
            "fates": {fate.value: self.count(fate) for fate in Fate},
            "findings": [
                {
                    "code": one.code,
                    "severity": one.severity,
                    "title": one.title,
                    "hint": one.hint,
                    **_group_record(one.group),
                }
                for one in self.problems
            ],
            "aborts": [
                {"type": kind, "reason": reason, **_group_record(group)}
                for kind, reason, group in self.aborts
            ],
            "segments": {name: self._segment_records(name) for name in sorted(self.tally.segments)},
            "hours": {f"{hour:02}": self.tally.hours[hour] for hour in range(24)},
            "connected_content": [
                {"host": host, "answer": came, "calls": calls}
                for (host, came), calls in sorted(self.tally.calls.items())
            ],
        }

    def _segment_records(self, attribute: str) -> dict[str, Any]:
        rows = [
            {
                "value": one.value or None,
                "users": one.users,
                "failed": one.failed,
                "fates": {fate.value: one.fates[fate] for fate in Fate if one.fates[fate]},
            }
            for one in self.segments(attribute)
        ]
        return {"values": rows, "users_with_other_values": self.users_beyond(attribute)}


def told(number: int, of: int) -> str:
    """Say how many users of how many, and the share."""
    return f"{number:,} of {counted(of)} ({share(number, of)})"


def counted(number: int) -> str:
    """Say how many users."""
    return f"{number:,} {plural(number, 'user')}"


def share(number: int, of: int) -> str:
    """Write a share in per cent: never 0 for some, never 100 for not all."""
    if not of or number in (0, of):
        return "0%" if not number else "100%"
    percent = 100 * number / of
    text = f"{percent:.2g}" if percent < 10 else f"{percent:.1f}"
    return "<0.001%" if percent < 0.001 else (">99.9%" if text == "100.0" else f"{float(text):g}%")


def _problem(code: str, severity: str, group: Group) -> Problem:
    rule = _RULES.get(code)
    first = group.samples[0] if group.samples else Sample((0, 0), "")
    hint = rule.hint if rule and rule.hint else first.hint
    return Problem(code, severity, rule.title if rule else first.message, hint, group)


def _group_record(group: Group) -> dict[str, Any]:
    samples = [
        {"user": one.user, "message": one.message, "pointer": one.pointer, "hint": one.hint}
        for one in group.samples
    ]
    return {"users": group.users, "samples": samples}
