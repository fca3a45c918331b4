"""Named mistakes: what people do wrong in a payload, and the one finding that each is told by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

Payload = dict[str, Any]
Spoil = Callable[[Payload], None]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: its name, the code of the finding it gives, and how it is made in a valid payload."""

    name: str
    code: str
    spoil: Spoil

    def made_in(self, payload: Payload) -> Payload:
        """Give a copy of a valid payload with the mistake in it."""
        spoilt = deepcopy(payload)
        self.spoil(spoilt)
        return spoilt


def _drop(member: str) -> Spoil:
    return lambda payload: payload["event"].pop(member)


def _put(member: str, value: object) -> Spoil:
    return lambda payload: payload["event"].update({member: value})


def _ids(value: list[object]) -> Spoil:
    return lambda payload: payload.update(subscriptionIds=value)


def _lower_zone(payload: Payload) -> None:
    payload["event"]["timezone"] = payload["event"]["timezone"].swapcase()


def _swap_times(payload: Payload) -> None:
    event = payload["event"]
    event["start"], event["end"] = event["end"], event["start"]


def _end_at_start(payload: Payload) -> None:
    # An all-day event may end as it starts.
    payload["event"].update(end=payload["event"]["start"], allDayEvent=False)


def _unwrap(payload: Payload) -> None:
    payload.update(payload.pop("event"))


def _repeat_id(payload: Payload) -> None:
    payload["subscriptionIds"].append(payload["subscriptionIds"][0])


EVENT_MISTAKES: Final[Mapping[str, Mistake]] = {
    mistake.name: mistake
    for mistake in (
        Mistake("event id missing", "ROKT110", _drop("eventId")),
        Mistake("title missing", "ROKT110", _drop("title")),
        Mistake("start missing", "ROKT110", _drop("start")),
        Mistake("time zone missing", "ROKT110", _drop("timezone")),
        Mistake("event not wrapped", "ROKT110", _unwrap),
        Mistake("ids missing", "ROKT110", lambda payload: payload.pop("subscriptionIds")),
        Mistake("event id empty", "ROKT111", _put("eventId", "")),
        Mistake("title empty", "ROKT111", _put("title", "  ")),
        Mistake("time zone empty", "ROKT111", _put("timezone", "")),
        Mistake("title a number", "ROKT113", _put("title", 7)),
        Mistake("all-day a text", "ROKT113", _put("allDayEvent", "true")),
        Mistake("event id padded", "ROKT117", _put("eventId", " padded\n")),
        Mistake("reminder in words", "ROKT121", _put("notifyBefore", "15 minutes")),
        Mistake("reminder negative", "ROKT122", _put("notifyBefore", -15)),
        Mistake("no subscription", "ROKT130", _ids([])),
        Mistake("subscription id empty", "ROKT131", _ids([""])),
        Mistake("subscription id no GUID", "ROKT132", _ids(["cust-one"])),
        Mistake("subscription id repeated", "ROKT133", _repeat_id),
        Mistake("time zone an IANA name", "TIME201", _put("timezone", "America/New_York")),
        Mistake("time zone an abbreviation", "TIME202", _put("timezone", "EST")),
        Mistake("time zone unknown", "TIME203", _put("timezone", "Middle Earth Time")),
        Mistake("time zone in another case", "TIME204", _lower_zone),
        Mistake("start no time", "TIME210", _put("start", "tomorrow at 8")),
        Mistake("end no time", "TIME210", _put("end", "21/02/2026")),
        Mistake("end at the start", "TIME214", _end_at_start),
        Mistake("end before the start", "TIME215", _swap_times),
        Mistake("Liquid not rendered", "FLOW701", _put("description", "Hi {{${first_name}}}")),
    )
}
"""What can be wrong with the body that creates an event, by name."""


def _attributes(change: Mapping[str, object]) -> Spoil:
    return lambda payload: payload["attributes"][0].update(change)


def _event(change: Mapping[str, object]) -> Spoil:
    return lambda payload: payload["events"][0].update(change)


def _nobody(payload: Payload) -> None:
    del payload["attributes"][0]["external_id"]


def _no_array(payload: Payload) -> None:
    payload["events"] = payload["events"][0]


TRACK_MISTAKES: Final[Mapping[str, Mistake]] = {
    mistake.name: mistake
    for mistake in (
        Mistake("nobody named", "BRAZE310", _nobody),
        Mistake("named twice", "BRAZE311", _attributes({"braze_id": "b"})),
        Mistake("external id a list", "BRAZE312", _attributes({"external_id": ["a"]})),
        Mistake("external id too long", "BRAZE313", _attributes({"external_id": "x" * 988})),
        Mistake("email no address", "BRAZE315", _attributes({"email": "somebody"})),
        Mistake("event without a name", "BRAZE320", _event({"name": ""})),
        Mistake("event name reserved", "BRAZE321", _event({"name": "$subscribe"})),
        Mistake("event without a time", "BRAZE322", _event({"time": None})),
        Mistake("event time no time", "BRAZE323", _event({"time": "yesterday"})),
        Mistake("property named time", "BRAZE324", _event({"properties": {"time": 1}})),
        Mistake("properties a list", "BRAZE324", _event({"properties": []})),
        Mistake("email state unknown", "BRAZE340", _attributes({"email_subscribe": "yes"})),
        Mistake("text too long", "BRAZE350", _attributes({"note": "x" * 256})),
        Mistake("value repeated", "BRAZE351", _attributes({"rokt:optIn1": ["True", "True"]})),
        Mistake("list in a list", "BRAZE352", _attributes({"note": [["a"]]})),
        Mistake("attribute name reserved", "BRAZE353", _attributes({"$note": 1})),
        Mistake("standard name in another case", "BRAZE354", _attributes({"First_Name": "Ada"})),
        Mistake("Windows zone on a profile", "BRAZE355", _attributes({"time_zone": "Eastern Standard Time"})),
        Mistake("events no array", "BRAZE303", _no_array),
        Mistake("an event is a text", "BRAZE304", lambda payload: payload["events"].append("subscribe")),
    )
}
"""What can be wrong with the body of ``/users/track``, by name."""
