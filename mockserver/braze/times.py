"""Date and time texts as Braze reads and writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_LATEST_YEAR = 3000
_EXPORTED = len("2020-06-17T20:01:33.385Z")
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
    if not (text[:1].isdigit() or text[3:4] == " "):
        return None  # Most texts are none, and told by how they begin.
    moment = _exported(text) or _written(text)
    return moment if moment is not None and moment.year <= _LATEST_YEAR else None


def parse_local_time(text: str, zone: tzinfo) -> datetime | None:
    """Read a text as ``parse_time`` does, in the zone it is written in or else in ``zone``."""
    moment = parse_time(text)
    parts = _parts(text.strip()) if moment is not None else None
    if moment is None or parts is None:
        return None
    written = parts.get("zone")
    return moment.astimezone(_parse_zone(written)) if written else moment.replace(tzinfo=zone)


def render_time(moment: datetime) -> str:
    """Write a moment as Braze's exports do, such as ``2020-06-17T20:01:33.385Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def render_offset_time(moment: datetime, *, precise: bool = False) -> str:
    """Write a moment as Braze's lists of objects do, such as ``2026-01-05T09:00:00+00:00``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds" if precise else "seconds")


def _exported(text: str) -> datetime | None:
    """Read a time as exports write it: there are so many of them that a reader of their own pays."""
    if len(text) != _EXPORTED or text[4:20:3] != "--T::." or text[-1] != "Z":
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _parts(text: str) -> dict[str, str | None] | None:
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    return found.groupdict() if found else None


def _written(text: str) -> datetime | None:
    parts = _parts(text)
    try:
        return _moment(parts) if parts else None
    except (ValueError, OverflowError):
        return None


def _moment(parts: dict[str, str | None]) -> datetime:
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    micros = int(((parts.get("fraction") or "") + "000000")[:6])
    zone = _parse_zone(parts.get("zone") or "")
    year, month, day = int(parts["year"] or 0), int(parts["month"] or 0), int(parts["day"] or 0)
    moment = datetime(year, month, day, hour, minute, second, micros, zone)
    return moment if zone is UTC else moment.astimezone(UTC)


def _parse_zone(text: str) -> timezone:
    if text in ("Z", ""):
        return UTC
    offset = _OFFSET.fullmatch(text)
    if offset is None:
        return UTC
    size = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
    if size >= timedelta(days=1):
        return UTC
    return timezone(size if offset["sign"] == "+" else -size)
