"""What a receiver's answer means to the webhook sender.

Source: https://www.braze.com/docs/help/help_articles/api/webhook_connected_content_errors/
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from mockserver.http import Response
from mockserver.liquid.health import COUNTED_STATUSES

PAUSED = 598
"""Braze's own status for a request that was not made because its host keeps failing."""
_LONGEST_WAIT = timedelta(hours=24)


def is_retried(status: int) -> bool:
    """Tell whether a webhook is sent again after this status."""
    return status in (408, 429) or 500 <= status <= 599


def is_counted(status: int) -> bool:
    """Tell whether an answer counts towards calling its host unhealthy."""
    return status in COUNTED_STATUSES


def kind_of_failure(status: int | None, reason: str) -> str:
    """Name a failure that is tried again as the message activity log does."""
    if status is None:
        return "http_timeout" if reason.startswith("timeout") else "connection_error"
    return "host_unhealthy" if status == PAUSED else "invalid_http_status"


def asked_wait(response: Response, now: datetime) -> timedelta:
    """Give the wait a receiver asks for, a day at most; Braze lets it lengthen its own.

    ``Retry-After`` holds seconds or a date, ``X-RateLimit-Reset`` the second since 1970 or the seconds left.
    """
    asked = response.headers.get("retry-after", "").strip()
    wait = _seconds(asked) or _until(asked, now) or _reset(response, now)
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


def _seconds(text: str) -> timedelta:
    return timedelta(seconds=min(int(text), 10**6)) if _is_number(text) else timedelta(0)


def _until(text: str, now: datetime) -> timedelta:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return timedelta(0)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now


def _reset(response: Response, now: datetime) -> timedelta:
    text = response.headers.get("x-ratelimit-reset", "").strip()
    if not _is_number(text):
        return timedelta(0)
    seconds = min(int(text), 10**11)
    return timedelta(seconds=seconds - now.timestamp() if seconds > 10**8 else seconds)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 15
