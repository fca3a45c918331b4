"""The Message Activity Log, as Braze's dashboard shows it: errors and aborts, of which few are kept.

Source: https://www.braze.com/docs/user_guide/administrative/app_settings/message_activity_log_tab/
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from mockserver.clock import Clock

RETENTION = timedelta(hours=60)
SAMPLES = 20
"""Entries of one type that are kept for each campaign or Canvas step and clock hour."""
TEST_MARK = "[TEST SEND]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One entry: when, which campaign or Canvas step, what kind of error, and its detail."""

    at: datetime
    source: str
    kind: str
    detail: str
    user: str
    test: bool = False

    def __str__(self) -> str:
        mark = f"{TEST_MARK} " if self.test else ""
        when = self.at.strftime("%Y-%m-%d %H:%M:%S")
        return f"{when} webhook, {self.source}: {mark}{self.kind}: {self.detail} (user {self.user})"


class ActivityLog:
    """The entries of one workspace of the last 60 hours."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: list[Activity] = []
        self._samples: Counter[tuple[str, str, datetime]] = Counter()

    @property
    def entries(self) -> tuple[Activity, ...]:
        """The entries that are still kept, in order."""
        self._forget()
        return tuple(self._entries)

    def note(self, *, source: str, kind: str, detail: str, user: str, test: bool = False) -> None:
        """Write an error down, unless enough of its type were in this hour."""
        now = self._clock.now()
        sample = source, kind, now.replace(minute=0, second=0, microsecond=0)
        self._samples[sample] += 1
        if self._samples[sample] <= SAMPLES:
            self._entries.append(
                Activity(at=now, source=source, kind=kind, detail=detail, user=user, test=test)
            )
        if len(self._samples) > 10_000:
            self._forget()

    def _forget(self) -> None:
        oldest = self._clock.now() - RETENTION
        self._entries = [entry for entry in self._entries if entry.at >= oldest]
        hour = oldest.replace(minute=0, second=0, microsecond=0)
        self._samples = Counter({key: count for key, count in self._samples.items() if key[2] >= hour})
