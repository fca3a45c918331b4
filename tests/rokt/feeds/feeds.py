"""How the tests read a feed: with vobject, which shares nothing with the library that writes it."""

from __future__ import annotations

import warnings
from datetime import UTC, date, datetime
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the parser's own dependencies
    import vobject
    from vobject.icalendar import registerTzid


def parse_feed(text: bytes | str) -> dict[str, Any]:
    """Give a feed's events by title, their times read by the feed's own VTIMEZONE."""
    whole = text.decode() if isinstance(text, bytes) else text
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # The parser prefers zones it knows from elsewhere, so the feed's are made known first.
        for zone in getattr(vobject.readOne(whole), "vtimezone_list", []):
            registerTzid(zone.tzid.value, zone.tzinfo)
        calendar = vobject.readOne(whole)
    return {event.summary.value: event for event in getattr(calendar, "vevent_list", [])}


def instant(event: Any, name: str = "dtstart") -> datetime | date:
    """Give the moment of an event in UTC, or its day."""
    value = getattr(event, name).value
    return value.astimezone(UTC) if isinstance(value, datetime) else value
