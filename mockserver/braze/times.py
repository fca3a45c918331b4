"""Date and time texts as Braze reads and writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_LATEST_YEAR = 3000
_CLOCK = r"(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.:,](?P<fraction>\d{1,9}))?)?"
_ZONE = r"\s?(?P<zone>[A-Za-z0-9:+-]{0,10})"
_FORMS = (
    # 2026-03-26, 2026-03-26 18:12:00, 2026-03-26T18:12:00:000Z and the rest of ISO 8601
    re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?:[T ]{_CLOCK}{_ZONE})?"),
    # 03/26/2026, and loosely 12/1/2021 and 12-1-2021
    re.compile(r"(?P<month>\d{1,2})(?P<mark>[/-])(?P<day>\d{1,2})(?P=mark)(?P<year>\d{4})"),
    # ddd MM dd HH:mm:ss.TZD YYYY
    re.compile(
        rf"[A-Za-z]{{3}} (?P<month>\d{{2}}) (?P<day>\d{{2}}) {_CLOCK}\.?"
        r"(?P<zone>\S{0,10}) (?P<year>\d{4})"
    ),
)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})?")


def parse_time(text: str) -> datetime | None:
    """Read a text in one of the forms that Braze takes for a time; None for any other text.

    A missing or malformed zone means UTC, a missing time of day midnight. Years above 3000 are no times.
    Source: https://www.braze.com/docs/api/objects_filters/user_attributes_object/
    """
    text = text.strip()
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if found is None:
        return None
    try:
        moment = _moment(found.groupdict())
    except (ValueError, OverflowError):
        return None
    return moment if moment.year <= _LATEST_YEAR else None


def render_time(moment: datetime) -> str:
    """Write a moment as Braze's exports do, such as ``2020-06-17T20:01:33.385Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def render_offset_time(moment: datetime, *, precise: bool = False) -> str:
    """Write a moment as Braze's lists of objects do, such as ``2026-01-05T09:00:00+00:00``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds" if precise else "seconds")


def _moment(parts: dict[str, str | None]) -> datetime:
    year, month, day, hour, minute, second = (
        int(parts.get(name) or 0) for name in ("year", "month", "day", "hour", "minute", "second")
    )
    micros = int(((parts.get("fraction") or "") + "000000")[:6])
    zone = _parse_zone(parts.get("zone") or "")
    return datetime(year, month, day, hour, minute, second, micros, zone).astimezone(UTC)


def _parse_zone(text: str) -> timezone:
    offset = _OFFSET.fullmatch(text)
    if offset is None:
        return UTC
    size = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
    if size >= timedelta(days=1):
        return UTC
    return timezone(size if offset["sign"] == "+" else -size)
