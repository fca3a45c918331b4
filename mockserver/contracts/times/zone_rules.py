"""TIME200 to TIME209: time zones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from typing import Final, NamedTuple

from mockserver.contracts import sources
from mockserver.contracts.assumptions import Terms
from mockserver.contracts.rokt.event_facts import EventFacts
from mockserver.contracts.times.timezones import (
    suggest_windows_id,
    windows_id_for,
    windows_id_in_any_case,
    windows_zone,
)
from mockserver.contracts.times.zone_names import ABBREVIATIONS
from mockserver.contracts.wording import nearest, shown
from mockserver.evidence import Evidence
from mockserver.findings import Finding, Severity
from mockserver.rules import Problem, Rule, apply, rule
from mockserver.zones import iana_names

_DOCUMENTED_IDS: Final = ("Eastern Standard Time", "Pacific Standard Time")
_OFFSET_LIKE: Final = re.compile(r"(utc|gmt)?\s*[+\-−]\s*[0-9]{1,2}(:?[0-9]{2})?", re.IGNORECASE)


class _Form(Enum):
    ID = auto()
    ID_IN_OTHER_CASE = auto()
    ABBREVIATION = auto()
    IANA = auto()
    UNKNOWN = auto()


class ZoneText(NamedTuple):
    """A text that stands where a Windows zone id belongs."""

    text: str
    pointer: str
    terms: Terms

    @property
    def form(self) -> _Form:
        """What the text is."""
        if windows_zone(self.text):
            return _Form.ID
        if windows_id_in_any_case(self.text):
            return _Form.ID_IN_OTHER_CASE
        if self.text.upper() in ABBREVIATIONS or _OFFSET_LIKE.fullmatch(self.text):
            return _Form.ABBREVIATION
        return _Form.IANA if self.text in iana_names() else _Form.UNKNOWN

    def problem(self, what: str, *, severity: Severity | None = None) -> Problem:
        """Say what the text is, with the id that was probably meant."""
        meant = suggest_windows_id(self.text)
        return Problem(
            pointer=self.pointer,
            message=f"{shown(self.text)} is {what}",
            hint=f"did you mean {shown(meant)}?" if meant else "",
            severity=severity,
        )


@rule(
    "TIME201",
    Severity.ERROR,
    "An IANA zone name stands where a Windows zone id belongs.",
    hint='send a Windows id such as "Eastern Standard Time"; an IANA name belongs in `timezoneIanaId`',
    source=sources.ROKT_CREATE_EVENT,
    why="Rokt Calendar looks the zone up in Windows' list. The event is refused, or shown hours off.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "America/New_York"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def iana_for_windows(zone: ZoneText) -> Iterator[Problem]:
    if zone.form is _Form.IANA:
        yield zone.problem("an IANA zone name, not a Windows zone id")


@rule(
    "TIME202",
    Severity.ERROR,
    "An abbreviation or an offset stands where a Windows zone id belongs.",
    hint='send a Windows id such as "Eastern Standard Time", which holds in summer too',
    source=sources.ROKT_CREATE_EVENT,
    why="It is not on Windows' list, and many an abbreviation means several zones, or half of the year.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "EST"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def abbreviation_for_windows(zone: ZoneText) -> Iterator[Problem]:
    if zone.form is _Form.ABBREVIATION:
        yield zone.problem("an abbreviation or an offset, not a Windows zone id")


@rule(
    "TIME203",
    Severity.ERROR,
    "A zone is not a Windows zone id.",
    hint='send a Windows id such as "Eastern Standard Time"',
    source=sources.ROKT_CREATE_EVENT,
    why="Rokt Calendar cannot know when the event is.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Estern Standard Time"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def unknown_zone(zone: ZoneText) -> Iterator[Problem]:
    if zone.form is _Form.UNKNOWN:
        yield zone.problem("not a Windows zone id")


@rule(
    "TIME204",
    Severity.ERROR,
    "A Windows zone id is written in another case.",
    hint="write it exactly as in the list",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_TIMEZONES,
    why="Whether the case of letters counts is not documented; the exact id always works.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "eastern standard time"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def zone_in_other_case(zone: ZoneText) -> Iterator[Problem]:
    if zone.form is _Form.ID_IN_OTHER_CASE:
        accepted = zone.terms.chosen("rokt.timezone_case", "ignore")
        yield zone.problem(
            "a Windows zone id in another case", severity=Severity.WARNING if accepted else None
        )


@rule(
    "TIME205",
    Severity.ERROR,
    "A Windows zone id is not one of those that Rokt Calendar is taken to know.",
    hint="send one of those, or see the assumption `rokt.timezones`",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_TIMEZONES,
    why="Only ids on the list are taken to be known; another may be refused.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Tokyo Standard Time"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
    under={"rokt.timezones": "documented"},
)
def zone_not_listed(zone: ZoneText) -> Iterator[Problem]:
    known = _known_ids(zone.terms) if zone.form is _Form.ID else None
    if known is not None and zone.text not in known:
        yield Problem(
            pointer=zone.pointer,
            message=f"{shown(zone.text)} is not on the list of zone ids",
            hint="send one of: " + ", ".join(known),
        )


def _known_ids(terms: Terms) -> Sequence[str] | None:
    """Give the ids that are taken, None for all of Windows'."""
    if terms.chosen("rokt.timezones", "documented"):
        return _DOCUMENTED_IDS
    if terms.chosen("rokt.timezones", "listed"):
        listed = re.split(r"[,\n]", str(terms["rokt.timezone_list"]))
        return [entry.strip() for entry in listed if entry.strip()]
    return None


@rule(
    "TIME206",
    Severity.ERROR,
    "An IANA zone name is unknown.",
    hint='send a name such as "America/New_York"',
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_CREATE_EVENT_BODY,
    why="Rokt Calendar cannot know when the event is.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezoneIanaId": "America/New_Yorck"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezoneIanaId": "America/New_York"}'
    ),
)
def unknown_iana(event: EventFacts) -> Iterator[Problem]:
    name = event.iana
    if name and name not in iana_names():
        near = nearest(name, iana_names())
        yield Problem(
            pointer=event.pointer("timezoneIanaId"),
            message=f"{shown(name)} is not an IANA zone name",
            hint=f"did you mean {shown(near)}?" if near else "",
        )


@rule(
    "TIME207",
    Severity.WARNING,
    "An event names two different zones.",
    hint="send one of them, or two that agree",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_CREATE_EVENT_BODY,
    why="Only one of them counts; in the other zone's calendar the event is hours off.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "timezoneIanaId": "Asia/Tokyo"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "timezoneIanaId": "America/New_York"}'
    ),
)
def two_zones(event: EventFacts) -> Iterator[Problem]:
    zone_id, iana = event.zone_id, event.iana
    if zone_id is None or iana is None or iana not in iana_names():
        return
    windows = windows_zone(zone_id)
    if windows is None:
        return
    if windows.iana != iana and windows_id_for(iana) != windows.id:
        name = "timezoneIanaId" if event.terms.chosen("rokt.zone_precedence", "iana") else "timezone"
        yield Problem(
            pointer=event.pointer("timezoneIanaId"),
            message=f"{shown(iana)} is not the zone of {shown(zone_id)}; `{name}` counts",
        )


_RULE_OF_FORM: Final[Mapping[_Form, Rule[ZoneText]]] = {
    _Form.IANA: iana_for_windows,
    _Form.ABBREVIATION: abbreviation_for_windows,
    _Form.UNKNOWN: unknown_zone,
    _Form.ID_IN_OTHER_CASE: zone_in_other_case,
    _Form.ID: zone_not_listed,
}
EVENT_ZONE_RULES: Final[tuple[Rule[EventFacts], ...]] = (unknown_iana, two_zones)


def check_zone(zone: ZoneText) -> list[Finding]:
    """Say what is wrong with a text that stands where a Windows zone id belongs."""
    return apply((_RULE_OF_FORM[zone.form],), zone)
