"""Local date-times: reading them, and what becomes of them where clocks change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

_DATE_TIME: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T((?:[01][0-9]|2[0-3]):[0-5][0-9])(:[0-5][0-9])?(?:\.([0-9]+))?"
    r"(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
# The first and the last year cannot be moved between zones: the result would lie outside of datetime.
_FIRST_YEAR: Final = 2
_LAST_YEAR: Final = 9998


class Wall(StrEnum):
    """What a local time is in its zone."""

    NORMAL = "normal"
    GAP = "gap"
    """The clocks skip it; no moment has it."""
    OVERLAP = "overlap"
    """The clocks go back over it; two moments have it."""


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A date-time as written: what a clock on the wall shows, and the offset beside it if there is one."""

    text: str
    wall: datetime
    offset: timedelta | None = None


@lru_cache(4096)  # the users of an audience share most of their times
def parse_local(text: str) -> LocalTime | None:
    """Read an ISO 8601 date-time, fraction and `Z` or offset optional; None for anything else.

    Digits of the fraction beyond microseconds are dropped. The years 2 to 9998 are understood.
    """
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        return None
    date, hours_minutes, seconds, fraction, offset = match.groups()
    micros = ((fraction or "") + "000000")[:6]
    try:
        wall = datetime.fromisoformat(f"{date}T{hours_minutes}{seconds or ':00'}.{micros}")
        parsed = LocalTime(text, wall, _parse_offset(offset))
    except ValueError:
        return None
    return parsed if _FIRST_YEAR <= wall.year <= _LAST_YEAR else None


def _parse_offset(text: str | None) -> timedelta | None:
    if text is None:
        return None
    if text == "Z":
        return timedelta(0)
    hours, minutes = int(text[1:3]), int(text[-2:]) if len(text) > 3 else 0
    if hours > 23 or minutes > 59:
        raise ValueError(text)
    size = timedelta(hours=hours, minutes=minutes)
    return -size if text[0] == "-" else size


@lru_cache(4096)
def classify(local: datetime, zone: ZoneInfo) -> Wall:
    """Tell whether a naive local time exists once in a zone, not at all, or twice."""
    before = local.replace(tzinfo=zone, fold=0).utcoffset()
    after = local.replace(tzinfo=zone, fold=1).utcoffset()
    if before == after or before is None or after is None:
        return Wall.NORMAL
    # PEP 495: fold 0 is the offset before the change, so the larger one where time repeats itself.
    return Wall.GAP if before < after else Wall.OVERLAP


@lru_cache(4096)
def to_utc(local: datetime, zone: ZoneInfo, *, gap: str = "forward", overlap: str = "first") -> datetime:
    """Give the moment a naive local time names in a zone, aware and in UTC.

    ``gap`` is `forward` (read with the offset before the change, so later) or `backward`;
    ``overlap`` is `first` or `second`. Years 2 to 9998.
    """
    second = {Wall.GAP: gap == "backward", Wall.OVERLAP: overlap == "second"}
    fold = int(second.get(classify(local, zone), False))
    return local.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def both_readings(local: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """Write the two moments a local time in a gap or an overlap may mean, each with its offset."""
    first, second = (
        local.replace(tzinfo=zone, fold=fold).astimezone(UTC).astimezone(zone) for fold in (0, 1)
    )
    return first.isoformat(), second.isoformat()
