"""Connected Content's cache, on the workspace's own clock.

Rules: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/connected_content/caching_responses/
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from mockserver.http import Request, Response

DEFAULT_AGE = 300
"""Seconds a GET is kept when nothing is said."""
LEAST_AGE = 300
GREATEST_AGE = 4 * 60 * 60
LARGEST_RESPONSE = 1_000_000
"""Bytes; a longer response is neither used nor kept."""


@dataclass(frozen=True, slots=True)
class CacheKey:
    """What makes two calls the same: URL, content type and body; the page names no headers."""

    url: str
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, request: Request, *, with_headers: bool = False) -> CacheKey:
        """Give the key of a request."""
        headers = request.headers.pairs if with_headers else ()
        return cls(request.url, request.content_type, request.body, headers)


class ResponseCache:
    """Responses kept until their time is over; safe to share between threads."""

    def __init__(self) -> None:
        self._kept: dict[CacheKey, tuple[datetime, Response]] = {}
        self._lock = Lock()

    def find(self, key: CacheKey, now: datetime) -> Response | None:
        """Give the response kept for a key, if it is still good."""
        with self._lock:
            until, response = self._kept.get(key, (now, None))
            if response is not None and until <= now:
                del self._kept[key]
                return None
            return response

    def keep(self, key: CacheKey, response: Response, now: datetime, seconds: int) -> None:
        """Keep a response for a while."""
        with self._lock:
            self._kept[key] = (now + timedelta(seconds=seconds), response)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()


def cache_seconds(asked: int | None, method: str, *, refused: bool) -> int:
    """Tell how long a response may be kept; 0 is not at all.

    An age outside of 5 minutes to 4 hours is brought to the nearer bound.
    """
    if refused or (asked is None and method != "GET"):
        return 0
    return DEFAULT_AGE if asked is None else min(max(asked, LEAST_AGE), GREATEST_AGE)
