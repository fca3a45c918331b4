"""The content lines of iCalendar: values escaped, long lines folded.

Written out here because a full calendar has a hundred thousand of them, which take icalendar seconds.
Source: https://www.rfc-editor.org/rfc/rfc5545#section-3.1
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final

from icalendar import vDDDTypes

# RFC 5545 section 3.1: no control characters in a text but the tab; line breaks are escaped.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LONGEST: Final = 74
"""The octets of a line, the blank that begins a folded one left out."""


def text_line(name: str, text: str) -> str:
    """Write a property that is a text."""
    return f"{name}:{escape(text)}"


def escape(text: str) -> str:
    """Escape a text as RFC 5545 section 3.3.11 has it.

    Lone surrogates become ``?``, controls but tab and newline go. (icalendar itself would write the
    ``\\N`` in ``C:\\New`` as a line break.)
    """
    whole = text.encode("utf-8", errors="replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    plain = _CONTROLS.sub("", whole).replace("\\", "\\\\")
    return plain.replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")


def time_line(name: str, moment: datetime) -> str:
    """Write a property that is a moment, to the second: the local time of its zone, or UTC's."""
    parameters, sign = _form_in(moment.tzinfo)
    digits = moment.isoformat(timespec="seconds")[:19].replace("-", "").replace(":", "")
    return f"{name}{parameters}:{digits}{sign}"


def day_line(name: str, day: date) -> str:
    """Write a property that is a day."""
    return f"{name};VALUE=DATE:{day.isoformat().replace('-', '')}"


def duration_line(name: str, duration: timedelta) -> str:
    """Write a property that is a time before or after another."""
    return f"{name}:{vDDDTypes(duration).to_ical().decode()}"


def in_seconds(moment: datetime) -> datetime:
    """Leave out of a moment what iCalendar cannot write."""
    return moment.replace(microsecond=0)


@lru_cache(1024)  # more than there are zones
def _form_in(zone: tzinfo | None) -> tuple[str, str]:
    """Give what icalendar writes before and behind the local times of a zone."""
    sample = vDDDTypes(datetime(2000, 1, 1, tzinfo=zone or UTC))
    parameters = sample.params.to_ical().decode()
    return f";{parameters}" if parameters else "", "Z" if sample.to_ical().endswith(b"Z") else ""


def fold(line: str) -> bytes:
    """Write a line out, folded where it is too long: never within a character, nor behind a backslash."""
    octets = line.encode()
    if len(octets) <= _LONGEST:
        return octets + b"\r\n"
    parts, start = [], 0
    while len(octets) - start > _LONGEST:
        end = _end_of_part(octets, start + _LONGEST)
        parts.append(octets[start:end])
        start = end
    return b"\r\n ".join([*parts, octets[start:]]) + b"\r\n"


def _end_of_part(octets: bytes, end: int) -> int:
    while octets[end] & 0xC0 == 0x80:  # within a character of several octets
        end -= 1
    return end - 1 if octets[end - 1] in b"\\^" else end
