"""ROKT100 to ROKT129: the shape and the fields of Rokt Calendar's payloads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from mockserver.contracts import sources
from mockserver.contracts.rokt.event_facts import EventFacts
from mockserver.contracts.rokt.models import NEVER_EMPTY
from mockserver.contracts.shape import Members, ShapeError, unknown_members
from mockserver.contracts.wording import described, kind_of, shown
from mockserver.evidence import Evidence
from mockserver.findings import Severity
from mockserver.rules import Problem, Rule, rule

_MINUTE_FIELDS: Final = ("notifyBefore", "eventReminderMinutes")
_FIELD_HINTS: Final = {
    "timezone": "the published template captures `eventTZ`, so `eventTz` is empty: Liquid heeds case",
    "event": 'wrap the event\'s fields in an object: {"event": {…}, "subscriptionIds": […]}',
    "subscriptionIds": "send the user's ids, from the custom attribute `rokt:subscription_id`",
}


@rule(
    "ROKT100",
    Severity.ERROR,
    "The body is not a JSON object.",
    hint="send one JSON object, with curly braces around its members",
    source=sources.ROKT_CREATE_EVENT_BODY,
    why="There are no members to read, so the request is refused.",
    of="update",
    fails='"semi-final"',
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def body_not_object(error: ShapeError) -> Iterator[Problem]:
    if not error.pointer:
        yield Problem(message=f"the body is {kind_of(error.value)}, not an object")


@rule(
    "ROKT110",
    Severity.ERROR,
    "A required field is missing.",
    hint="add it, with a value",
    source=sources.ROKT_CREATE_EVENT,
    why="Rokt Calendar refuses the event, and nobody's calendar shows it.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "start": "2026-02-21T15:00:00", "timezone": "Eastern Standard Time"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def missing_field(error: ShapeError) -> Iterator[Problem]:
    if error.missing and error.pointer:
        state = "null" if error.value is None else "missing"
        yield Problem(
            pointer=error.pointer,
            message=f"`{error.name}` is required and {state}",
            hint=_FIELD_HINTS.get(error.name, ""),
        )


@rule(
    "ROKT111",
    Severity.ERROR,
    "A required field is empty.",
    hint="see whether the template's variable has a value for this user",
    source=sources.ROKT_CREATE_EVENT,
    why="Rokt Calendar refuses the event; a variable that is misspelt or unset renders to nothing.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", "timezone": ""}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def empty_required(event: EventFacts) -> Iterator[Problem]:
    for name in event.required:
        value = event.data.get(name)
        if isinstance(value, str) and not value.strip():
            yield Problem(
                pointer=event.pointer(name),
                message=f"`{name}` is required and empty",
                hint=_FIELD_HINTS.get(name, ""),
            )


@rule(
    "ROKT112",
    Severity.ERROR,
    "An optional field holds an empty string where a value of a certain form belongs.",
    hint="leave the field out, or send null, where there is no value",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_CREATE_EVENT,
    why="An empty text is no time, zone or number, so the event is refused.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "end": ""}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "end": null}'
    ),
)
def empty_optional(event: EventFacts) -> Iterator[Problem]:
    if event.terms.chosen("rokt.empty_value", "absent"):
        return
    for name in NEVER_EMPTY:
        if event.data.get(name) == "" and name not in event.required:
            yield Problem(pointer=event.pointer(name), message=f"`{name}` is an empty string")


@rule(
    "ROKT113",
    Severity.ERROR,
    "A field holds a value of the wrong type.",
    hint="send a value of the type that is named",
    source=sources.ROKT_CREATE_EVENT,
    why="The value cannot be read, so the request is refused.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": 7, "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "7", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def wrong_type(error: ShapeError) -> Iterator[Problem]:
    if error.pointer and not error.missing and error.name not in _MINUTE_FIELDS:
        yield Problem(
            pointer=error.pointer,
            message=f"{error.label} is {described(error.value)}, not {error.expected}",
        )


@rule(
    "ROKT114",
    Severity.NOTE,
    "A field is sent that nobody reads.",
    hint="leave it out, or correct its name",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_CREATE_EVENT_BODY,
    why="What it was meant to set stays unset; most often its name is misspelt.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "locaton": "Main stage"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "location": "Main stage"}'
    ),
)
def unknown_field(members: Members) -> Iterator[Problem]:
    return unknown_members(members)


@rule(
    "ROKT115",
    Severity.NOTE,
    "An update names subscriptions, which it does not read.",
    hint="an update reaches every subscription that has the event; leave `subscriptionIds` out",
    source=sources.ROKT_UPDATE_EVENT,
    why="It looks as if those subscriptions alone were updated; everybody who has the event is.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", '
        '"subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def update_names_subscriptions(names: Iterable[str]) -> Iterator[Problem]:
    if "subscriptionIds" in names:
        yield Problem(pointer="/subscriptionIds", message="`subscriptionIds` is ignored in an update")


@rule(
    "ROKT116",
    Severity.ERROR,
    "An update comes in the shape that is not accepted.",
    hint="send the shape that is accepted, or see the assumption `rokt.update_body`",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_UPDATE_EVENT_BODY,
    why="The two vendors' pages show different bodies; the one that is not taken is refused.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
    passes=(
        '{"event": {"eventId": "semi-final_ada", "title": "Semi-final", '
        '"start": "2026-02-21T15:00:00", "timezone": "Eastern Standard Time"}}'
    ),
    under={"rokt.update_body": "wrapped"},
)
def update_shape_refused(update: tuple[str, str]) -> Iterator[Problem]:
    """Compare the shape an update came in with the one that is accepted."""
    came, accepted = update
    hints = {
        "flat": "send the event's fields at the top of the body, without `event` around them",
        "wrapped": 'put the event\'s fields into {"event": {…}}',
    }
    if accepted not in ("both", came):
        yield Problem(
            message=f"the update is {came}; only a {accepted} one is accepted", hint=hints[accepted]
        )


@rule(
    "ROKT117",
    Severity.WARNING,
    "An event id has white space around it.",
    hint="keep the capture tag and its text on one line, or use the filter `strip`",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_CREATE_EVENT,
    why="An update or a deletion with the clean id finds no event.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada\\n", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def event_id_padded(event: EventFacts) -> Iterator[Problem]:
    event_id = event.text("eventId") or ""
    if event_id != event_id.strip() != "":
        yield Problem(
            pointer=event.pointer("eventId"),
            message=f"{shown(event_id)} is another id than the one without the space",
        )


@rule(
    "ROKT120",
    Severity.NOTE,
    "A reminder is sent as a string of digits where a number is documented.",
    hint="write the number without quotes",
    source=sources.ROKT_CREATE_EVENT,
    why="The published template sends it so; whether every reader takes it nobody says.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "notifyBefore": "15"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "notifyBefore": 15}'
    ),
)
def minutes_as_text(event: EventFacts) -> Iterator[Problem]:
    value = event.text("notifyBefore")
    if value is not None and event.reminder is not None:
        strict = event.terms.chosen("rokt.notify_before", "number")
        yield Problem(
            pointer=event.pointer("notifyBefore"),
            message=f"`notifyBefore` is the string {shown(value)}, not a number",
            severity=Severity.ERROR if strict else None,
        )


@rule(
    "ROKT121",
    Severity.ERROR,
    "A reminder is not a whole number of minutes.",
    hint="send minutes, such as 15",
    source=sources.ROKT_CREATE_EVENT,
    why="Without a number there is no reminder, and the event is refused.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "notifyBefore": "15 minutes"}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "notifyBefore": 15}'
    ),
)
def not_minutes(error: ShapeError) -> Iterator[Problem]:
    if error.name in _MINUTE_FIELDS and not error.missing:
        yield Problem(
            pointer=error.pointer,
            message=f"`{error.name}` is {shown(error.value)}, not a whole number of minutes",
        )


@rule(
    "ROKT122",
    Severity.ERROR,
    "A reminder is due after the event has started.",
    hint="send the minutes before the start as a positive number",
    evidence=Evidence.ASSUMED,
    source=sources.ROKT_CREATE_EVENT,
    why="A reminder after the start reminds of nothing.",
    of="update",
    fails=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "notifyBefore": -15}'
    ),
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time", "notifyBefore": 15}'
    ),
)
def negative_minutes(event: EventFacts) -> Iterator[Problem]:
    minutes = event.reminder
    if minutes is not None and minutes < 0:
        accepted = event.terms.chosen("rokt.negative_notify_before", "accept")
        yield Problem(
            pointer=event.pointer("notifyBefore"),
            message=f"`notifyBefore` is {minutes}",
            severity=Severity.WARNING if accepted else None,
        )


SHAPE_RULES: Final[tuple[Rule[ShapeError], ...]] = (body_not_object, missing_field, wrong_type, not_minutes)
EVENT_RULES: Final[tuple[Rule[EventFacts], ...]] = (
    empty_required,
    empty_optional,
    event_id_padded,
    minutes_as_text,
    negative_minutes,
)
