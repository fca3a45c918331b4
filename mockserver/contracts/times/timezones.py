"""Windows time zone ids, their IANA zones, and the id that was probably meant by something else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from tzlocal.windows_tz import tz_win, win_tz

from mockserver.contracts.times.zone_names import ABBREVIATIONS, LONG_NAMES, OFFSETS, UNMAPPED_IANA
from mockserver.zones import iana_names, known_zone

_OFFSET: Final = re.compile(r"(?:utc|gmt)?\s*([+\-−])\s*([0-9]{1,2})(?::?([0-5][0-9]))?", re.IGNORECASE)
_SHOWN: Final = re.compile(r"\((?:utc|gmt)\s*([^()]*)\)\s*(.*)")
_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class WindowsZone:
    """A Windows time zone id and the IANA zone CLDR gives for it.

    Windows ids say *Standard* all year: `Eastern Standard Time` is New York's time, daylight saving
    included.
    """

    id: str
    iana: str

    @property
    def zone(self) -> ZoneInfo:
        """The rules of the zone."""
        return known_zone(self.iana)


_WINDOWS_ZONES: Final = {zone_id: WindowsZone(zone_id, iana) for zone_id, iana in win_tz.items() if iana}


def windows_zone(zone_id: str) -> WindowsZone | None:
    """Look a Windows zone id up, exactly as written."""
    return _WINDOWS_ZONES.get(zone_id)


def windows_zone_ids() -> tuple[str, ...]:
    """Give every Windows zone id, in the order of the alphabet."""
    return tuple(sorted(win_tz))


def windows_id_for(iana: str) -> str | None:
    """Give the Windows id of an IANA zone; None for a name that is no zone or has no id.

    The table is CLDR's (https://github.com/unicode-org/cldr/blob/main/common/supplemental/windowsZones.xml).
    """
    return tz_win.get(iana) or UNMAPPED_IANA.get(iana)


def windows_id_in_any_case(text: str) -> str | None:
    """Give the Windows id that differs from a text at most in the case of letters."""
    return _folded_ids().get(text.casefold())


def suggest_windows_id(text: str) -> str | None:
    """Give the Windows id that was probably meant by a text.

    Understands another case or spacing, abbreviations (`EST`, `PT`, `CET`), IANA names, offsets
    (`UTC-5`, `+05:30`), daylight names, city names, the names Windows shows
    (`(UTC-05:00) Eastern Time (US & Canada)`) and misspellings; None where nothing is near.
    """
    wanted = " ".join(text[:_LONGEST_NAME].replace("_", " ").split()).casefold()
    return (
        _folded_ids().get(wanted)
        or ABBREVIATIONS.get(wanted.upper())
        or _folded_iana().get(wanted)
        or _by_offset(wanted)
        or _by_words(wanted)
        or _by_city(wanted)
        or _by_shown_name(wanted)
        or _by_likeness(wanted)
    )


def _by_offset(wanted: str) -> str | None:
    match = _OFFSET.fullmatch(wanted)
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return OFFSETS.get(offset if match[1] == "+" else -offset)


def _by_words(wanted: str) -> str | None:
    named = wanted.removesuffix(" time")
    plain = re.sub(r" (daylight|summer|standard)\b", "", named)
    return LONG_NAMES.get(named) or LONG_NAMES.get(plain) or _folded_ids().get(f"{plain} standard time")


def _by_shown_name(wanted: str) -> str | None:
    """Read a name as Windows shows it: an offset in brackets, then a name or cities."""
    shown = _SHOWN.fullmatch(wanted)
    offset, name = shown.groups() if shown else ("", wanted)
    plain = re.sub(r" \([^()]*\)$", "", name)
    parts = [part.strip() for part in plain.split(",")] if shown or "," in plain or plain != name else []
    found = (_by_words(name) or _by_words(part) or _by_city(part) for part in parts)
    return next(filter(None, found), None) or (_by_offset(offset or "+00") if shown else None)


def _by_city(wanted: str) -> str | None:
    return _cities().get(wanted.replace(" ", ""))


def _by_likeness(wanted: str) -> str | None:
    for names in ({**_folded_iana(), **_folded_ids()}, _cities()):
        if near := get_close_matches(wanted, names, n=1, cutoff=0.8):
            return names[near[0]]
    return None


@cache
def _folded_ids() -> Mapping[str, str]:
    return {zone_id.casefold(): zone_id for zone_id in win_tz}


@cache
def _folded_iana() -> Mapping[str, str]:
    known = {name: windows_id_for(name) for name in sorted(iana_names())}
    return {name.replace("_", " ").casefold(): zone_id for name, zone_id in known.items() if zone_id}


@cache
def _cities() -> Mapping[str, str]:
    places = {name: zone_id for name, zone_id in _folded_iana().items() if "/" in name}
    return {name.rpartition("/")[2].replace(" ", ""): zone_id for name, zone_id in places.items()}
