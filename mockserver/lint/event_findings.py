"""What the contracts say of the event a body describes, as far as its constants tell.

The JSON of a body is put together from what every member may be. What is not known is filled in with
something faultless, so that a finding can only come of what the template itself says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from mockserver.contracts import CREATE_EVENT, UPDATE_EVENT, parse_local, windows_id_for
from mockserver.contracts.times.timezones import windows_id_in_any_case
from mockserver.findings import Finding, pointer
from mockserver.fixes import Edit
from mockserver.lint.facts import Facts
from mockserver.lint.fields import Kind
from mockserver.lint.json_position import Member, Path
from mockserver.lint.problems import WebhookFacts
from mockserver.lint.target import Into
from mockserver.lint.values import Literal

_FAULTLESS: Final[Mapping[str, Any]] = {
    "start": "2026-07-21T15:00:00",
    "end": "2026-07-21T16:00:00",
    "timezone": "UTC",
    "timezoneIanaId": "Etc/UTC",
    "notifyBefore": 15,
    "allDayEvent": False,
    "visibleFromDateTimeUtc": "2026-07-21T15:00:00Z",
}
_SUBSCRIPTION_IDS: Final = "subscriptionIds"
_GUID: Final = "06423672-b6ba-4536-aa36-70788a7a0a36"
_OF_VALUES: Final = ("timezone", "timezoneIanaId", "start", "end", "notifyBefore")
_MISSING: Final = ("ROKT110",)
_OF_NAMES: Final = ("ROKT114", "ROKT115", "ROKT116")
_Body = dict[str, Any]
_ZONE_CODES: Final = ("TIME201", "TIME204")


@dataclass(frozen=True)
class _Slot:
    """A member of the body, the constants it may be, and whether it is one of these for certain."""

    path: Path
    literals: tuple[Literal, ...]
    certain: bool
    member: Member


def event_findings(facts: Facts, webhook: WebhookFacts) -> Iterator[tuple[Finding, tuple[Edit, ...]]]:
    """Check the event of a body against its contract, each finding at its place in the template."""
    slots = _slots(facts)
    wrapped = ("event", "eventId") in slots
    if not wrapped and not (("eventId",) in slots and ("start",) in slots):
        return
    told: set[tuple[str, str]] = set()
    for body, tested in _bodies(slots, "event" if wrapped else ""):
        for finding in _check(body, webhook):
            found = _placed(finding, slots, tested, facts)
            if found is not None and (found.code, str(found.location)) not in told:
                told.add((found.code, str(found.location)))
                yield found, _zone_edit(found, tested, facts)


def _slots(facts: Facts) -> dict[Path, _Slot]:
    if facts.field.kind is not Kind.BODY or facts.target.into is not Into.JSON:
        return {}
    slots: dict[Path, _Slot] = {}
    for member in filter(_has_path, facts.target.json.members):
        path = _without_index(member.path)
        value = member.value
        other = slots.get(path)
        literals = (*(other.literals if other else ()), *value.literals)
        certain = value.only is not None and other is None
        slots[path] = _Slot(path, literals, certain, member)
    return slots


def _has_path(member: Member) -> bool:
    return bool(member.path)


def _without_index(path: Path) -> Path:
    return path[:-1] if len(path) == 2 and path[0] == _SUBSCRIPTION_IDS else path


def _bodies(slots: Mapping[Path, _Slot], wrapper: str) -> Iterator[tuple[_Body, dict[Path, Literal]]]:
    """Give the body with what is certain, then with each thing a time or a zone may be besides."""
    certain = {path: slot.literals[0] for path, slot in slots.items() if slot.certain}
    yield _body(slots, certain, wrapper), certain
    for path, slot in slots.items():
        if path[-1] in _OF_VALUES and not slot.certain:
            for literal in slot.literals:
                if literal.text:
                    yield _body(slots, {path: literal}, wrapper), {path: literal}


def _body(slots: Mapping[Path, _Slot], known: Mapping[Path, Literal], wrapper: str) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for path, slot in slots.items():
        if path[0] == _SUBSCRIPTION_IDS:
            continue
        value = _value(known[path], slot.member) if path in known else _FAULTLESS.get(str(path[-1]), "x")
        _put(body, path, value)
    event = body.get(wrapper, {}) if wrapper else body
    if isinstance(event, dict):
        _keep_apart(event, {str(path[-1]) for path in known})
    if any(path[0] == _SUBSCRIPTION_IDS for path in slots):
        body[_SUBSCRIPTION_IDS] = [_GUID]
    return body


def _value(literal: Literal, member: Member) -> object:
    if not member.quoted:
        return literal.value
    try:
        return json.loads(f'"{literal.text.strip()}"')
    except ValueError:
        return literal.text.strip()


def _put(body: dict[str, Any], path: Path, value: object) -> None:
    current: Any = body
    for part in path[:-1]:
        current = current.setdefault(str(part), {}) if isinstance(current, dict) else {}
    if isinstance(current, dict):
        current[str(path[-1])] = value


def _keep_apart(event: dict[str, Any], known: set[str]) -> None:
    """Let a start or end that is not known lie an hour from the one that is."""
    for name, other, hours in (("end", "start", 1), ("start", "end", -1)):
        local = parse_local(str(event.get(other, "")))
        if name in event and name not in known and other in known and local is not None:
            event[name] = (local.wall + timedelta(hours=hours)).isoformat()


def _check(body: dict[str, Any], webhook: WebhookFacts) -> tuple[Finding, ...]:
    update = webhook.url.split("?")[0].rstrip("/").endswith("/update")
    contract = CREATE_EVENT if _SUBSCRIPTION_IDS in body and not update else UPDATE_EVENT
    return contract.check(body, webhook.assumptions, now=webhook.now).findings


def _placed(
    finding: Finding, slots: Mapping[Path, _Slot], tested: Mapping[Path, Literal], facts: Facts
) -> Finding | None:
    by_pointer = {pointer(*path): path for path in slots}
    path = by_pointer.get(finding.pointer)
    if finding.code in _MISSING and path is None:
        # A member that some branch, or what could not be parsed, may still bring.
        unclear = facts.target.json.unclear or facts.faults
        return None if unclear else _at(finding, _beside(finding, slots), facts)
    if path is None:
        return None
    if finding.code in _OF_NAMES:
        return _at(finding, slots[path].member.start, facts)
    if path not in tested:
        return None
    start = tested[path].start
    return _at(finding, start if start >= 0 else slots[path].member.start, facts)


def _beside(finding: Finding, slots: Mapping[Path, _Slot]) -> int:
    parent = finding.pointer.rpartition("/")[0]
    beside = [slot.member.start for path, slot in slots.items() if pointer(*path[:-1]) == parent]
    return min(beside or [slot.member.start for slot in slots.values()])


def _at(finding: Finding, index: int, facts: Facts) -> Finding:
    return replace(finding, location=facts.field.text.locate(index))


def _zone_edit(finding: Finding, tested: Mapping[Path, Literal], facts: Facts) -> tuple[Edit, ...]:
    """Give the edit that puts a Windows id for a name of the same zone, where nothing else needs the name."""
    if finding.code not in _ZONE_CODES or "time_zone" in facts.source:
        return ()
    literal = next((item for path, item in tested.items() if pointer(*path) == finding.pointer), None)
    if literal is None or literal.start < 0:
        return ()
    written = facts.source[literal.start : literal.end]
    zone_id = windows_id_for(written) or windows_id_in_any_case(written)
    return (Edit(literal.start, literal.end, zone_id),) if zone_id and written == literal.text.strip() else ()
