"""Reads times out of texts as leniently as Ruby does, and moves them between zones.

Without a zone a text means UTC (https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/filters/).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from mockserver.liquid.ruby.values import to_text
from mockserver.zones import iana_zone

_LONGEST = 128
"""Characters; Ruby refuses to read a date out of a longer text too."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
_ZONES = {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
"""Hours from UTC of the zones Ruby knows by a word; any other word it reads past."""
_DIGITS = re.compile(r"\d+", re.ASCII)
_MONTH = "(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,](?P<fraction>\d+))?)?\s*(?P<half>[ap]\.?m\b)?"
    r"|\s*(?P<only_half>[ap]\.?m\b))"
    rf"\s*(?P<zone>[+-]\d{{2}}(?::?\d{{2}})?(?!\d)|z\b|(?:utc|gmt|{'|'.join(_ZONES)})\b)?",
    re.ASCII,
)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:t?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?"
    r"(?P<zone>z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_DATES = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?<!\d)(?P<year>-?\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})(?!\d)",
        r"(?<![\d/.-])(?P<year>\d{1,2})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?![\d/.-])",
        r"(?<![\d/.-])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/.-])",
        rf"(?<!\d)(?P<year>\d{{4}})[\s.-]+{_MONTH}[\s.-]*(?P<day>\d{{1,2}})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]*{_MONTH}(?:[\s,.-]+{_YEAR})?(?!\d)",
        rf"\b{_MONTH}[\s.-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:[\s,.-]+{_YEAR})?(?!\d)",
        rf"\b{_MONTH}[\s,.-]+(?P<year>\d{{4}})(?!\d)",
        rf"\b{_MONTH}\b",
    )
)


@dataclass(frozen=True, slots=True)
class _Day:
    """A day as written; it may not exist."""

    year: int
    month: int
    day: int


def parse_time(value: int | str, now: datetime) -> datetime | None:
    """Give the moment a text or a number of epoch seconds means, ``None`` where it means none."""
    if isinstance(value, int):
        return _from_epoch(value)
    if value.lower() in ("now", "today"):
        return now
    if _DIGITS.fullmatch(value):
        return _from_epoch(int(value)) if len(value) < 20 else None
    text = value.strip().lower()
    return _parse(text, now) if 0 < len(text) <= _LONGEST else None


def _from_epoch(seconds: int) -> datetime | None:
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None


def _parse(text: str, now: datetime) -> datetime | None:
    compact = _COMPACT.fullmatch(text)
    if compact is not None:
        return _moment(_day_in(compact, now), compact.groupdict())
    # The time first, as in Ruby: the year may stand behind it, as in "Thu Jun 3 17:13:41 UTC 2021".
    time = _TIME.search(text)
    rest = text[: time.start()] + " " + text[time.end() :] if time else text
    found = next((match for pattern in _DATES if (match := pattern.search(rest))), None)
    if found is None and time is None:
        return None
    day = _day_in(found, now) if found else _Day(now.year, now.month, now.day)
    return _moment(day, time.groupdict() if time else {})


def _day_in(match: re.Match[str], now: datetime) -> _Day:
    parts = match.groupdict()
    month = parts.get("month")
    number = int(month) if month and month.isdigit() else _MONTHS[(month or "jan")[:3]]
    return _Day(_year(parts.get("year"), now), number, int(parts.get("day") or 1))


def _year(text: str | None, now: datetime) -> int:
    if not text:
        return now.year
    century = 0 if len(text) > 2 else 2000 if int(text) < 69 else 1900
    return century + int(text)


def _moment(day: _Day, parts: Mapping[str, str | None]) -> datetime | None:
    hour, minute = int(parts.get("hour") or 0), int(parts.get("minute") or 0)
    second = int(parts.get("second") or 0)
    half = parts.get("half") or parts.get("only_half")
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    latest = (24, 0, 0) if hour == 24 else (23, 59, 60)
    if not (1 <= day.month <= 12 and 1 <= day.day <= 31) or (hour, minute, second) > latest:
        return None
    if minute > latest[1] or second > latest[2]:
        return None
    zone = _zone_in(parts.get("zone")) or UTC
    fraction = (parts.get("fraction") or "")[:6].ljust(6, "0")
    try:
        # A day a month does not have rolls over into the next, as does hour 24.
        start = datetime(day.year, day.month, 1, tzinfo=zone)
        time = timedelta(hours=hour, minutes=minute, seconds=second, microseconds=int(fraction))
        return start + timedelta(days=day.day - 1) + time
    except (ValueError, OverflowError):
        return None


def _zone_in(text: str | None) -> tzinfo | None:
    if not text:
        return None
    return offset_zone(text) if text[0] in "+-" else timezone(timedelta(hours=_ZONES.get(text, 0)))


def offset_zone(text: str) -> tzinfo | None:
    """Give the zone of an offset such as ``+05:30``, ``-0800`` or ``-5``."""
    match = re.fullmatch(r"([+-])(\d{1,2}):?(\d{2})?", text, re.ASCII)
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if offset >= timedelta(hours=24):
        return None
    if not offset:
        return UTC
    return timezone(-offset if match[1] == "-" else offset)


def zone_named(zone: object) -> tzinfo | None:
    """Give the zone of an IANA name or an offset; a plain integer is an offset in hours."""
    if isinstance(zone, int) and not isinstance(zone, bool):
        # Written without quotes, -0500 and -0005 reach the filter as integers.
        return offset_zone(f"{zone:+05d}" if abs(zone) >= 100 else f"{zone:+d}")
    name = to_text(zone).strip()
    return offset_zone(name) or iana_zone(name)


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """Give the same moment on another zone's clock."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment
