"""Notices hosts that keep failing, and stops calling them for a minute.

Rule: https://www.braze.com/docs/help/help_articles/api/webhook_connected_content_errors/
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from threading import Lock

WINDOW = timedelta(minutes=1)
PAUSE = timedelta(minutes=1)
FAILURES = 3000
"""A host is unhealthy above this many failures in a window …"""
SHARE = 0.9
"""… if they are more than this part of all its calls."""
COUNTED_STATUSES = frozenset({408, 429, 502, 503, 504, 529})


class HostHealth:
    """The calls of the last minute, counted by host; safe to share between threads."""

    def __init__(self) -> None:
        self._calls: dict[str, deque[tuple[datetime, bool]]] = {}
        self._failed: dict[str, int] = {}
        self._paused: dict[str, datetime] = {}
        self._lock = Lock()

    def is_paused(self, host: str, now: datetime) -> bool:
        """Tell whether calls to a host are being stopped."""
        with self._lock:
            return now < self._paused.get(host, now)

    def note(self, host: str, now: datetime, *, failed: bool) -> None:
        """Count a call that was made."""
        with self._lock:
            calls = self._calls.setdefault(host, deque())
            calls.append((now, failed))
            self._failed[host] = self._failed.get(host, 0) + failed
            while calls and calls[0][0] <= now - WINDOW:
                self._failed[host] -= calls.popleft()[1]
            failures = self._failed[host]
            if failures > FAILURES and failures > SHARE * len(calls):
                self._paused[host] = now + PAUSE
                calls.clear()
                self._failed[host] = 0
