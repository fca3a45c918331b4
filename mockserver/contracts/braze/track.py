"""The contract of /users/track: good objects are kept, bad ones listed, and BRAZE300 to BRAZE309.

One bad object makes no other invalid; the call is refused only where nothing in it can be used
(https://www.braze.com/docs/api/endpoints/user_data/post_user_track/).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mockserver.contracts import sources
from mockserver.contracts.assumptions import Terms
from mockserver.contracts.braze.models import EventObject, PurchaseObject, TrackBody
from mockserver.contracts.braze.track_field_rules import DROPPING_RULES, FIELD_RULES
from mockserver.contracts.braze.track_object import Tracked
from mockserver.contracts.braze.track_object_rules import OBJECT_RULES
from mockserver.contracts.checked import Checked, Contract
from mockserver.contracts.shape import Members, unknown_members
from mockserver.contracts.wire import wire_names
from mockserver.contracts.wording import kind_of
from mockserver.evidence import Evidence
from mockserver.findings import Finding, Severity, pointer
from mockserver.rules import Problem, Rule, apply, rule

ARRAYS: Final = ("attributes", "events", "purchases")
_READ_AT_TOP: Final = (*ARRAYS, "api_key", "partner")
_READ_IN: Final = {"events": wire_names(EventObject), "purchases": wire_names(PurchaseObject)}


@dataclass(frozen=True, slots=True)
class Accepted:
    """An object that is applied: its index in its array, and its members.

    Members that are passed over are left out; whole numbers as external or product id are strings.
    ``findings`` are what was found in it all the same.
    """

    index: int
    data: Mapping[str, object]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """An object that is not applied: its array, its index there, and why."""

    array: str
    index: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class TrackRequest:
    """What of a /users/track body is applied, and what is not, each in the order sent."""

    attributes: tuple[Accepted, ...] = ()
    events: tuple[Accepted, ...] = ()
    purchases: tuple[Accepted, ...] = ()
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackFacts:
    """A /users/track body as sent, and the terms it is checked under."""

    data: Mapping[str, object]
    terms: Terms

    def items(self, array: str) -> list[object]:
        """Give the items of one of the arrays; none where it is not an array."""
        value = self.data.get(array)
        return value if isinstance(value, list) else []


@rule(
    "BRAZE300",
    Severity.ERROR,
    "The body is not a JSON object.",
    hint="send one JSON object, with curly braces around its members",
    source=sources.BRAZE_TRACK,
    why="Braze answers 400 and changes nothing.",
    of="track",
    fails='"ada"',
    passes='{"attributes": [{"external_id": "ada", "vip": true}]}',
)
def body_not_object(body: object) -> Iterator[Problem]:
    if not isinstance(body, dict):
        yield Problem(message=f"the body is {kind_of(body)}, not an object")


@rule(
    "BRAZE301",
    Severity.ERROR,
    "A call holds more objects than one may.",
    hint="spread the objects over several calls",
    source=sources.BRAZE_TRACK,
    why="Braze refuses the whole call.",
    of="track",
    fails=('{"attributes": [{"external_id": "ada", "vip": true}, {"external_id": "bo", "vip": true}]}'),
    passes='{"attributes": [{"external_id": "ada", "vip": true}]}',
    under={"braze.track_limit": 1},
)
def too_many_objects(body: TrackFacts) -> Iterator[Problem]:
    limit = float(body.terms["braze.track_limit"])
    counts = {array: len(body.items(array)) for array in ARRAYS}
    if body.terms.chosen("braze.track_limit_scope", "total"):
        counts = {"": sum(counts.values())}
    for array, count in counts.items():
        if count > limit:
            yield Problem(
                pointer=pointer(array) if array else "",
                message=f"there are {count} objects, above the limit of {limit:g}",
            )


@rule(
    "BRAZE302",
    Severity.ERROR,
    "Nothing in the body can be used.",
    hint="send at least one valid object in `attributes`, `events` or `purchases`",
    evidence=Evidence.RECORDED,
    source=sources.BRAZE_TRACK,
    why="Braze answers 400 and changes nothing.",
    of="track",
    fails='{"attributes": []}',
    passes='{"attributes": [{"external_id": "ada", "vip": true}]}',
)
def nothing_usable(request: TrackRequest) -> Iterator[Problem]:
    if not (request.attributes or request.events or request.purchases):
        yield Problem(message="no object of the body can be used")


@rule(
    "BRAZE303",
    Severity.ERROR,
    "What should be an array of objects is not an array.",
    hint="put the objects into an array, also a single one",
    source=sources.BRAZE_TRACK,
    why="None of the objects in it is read.",
    of="track",
    fails='{"events": {"external_id": "ada", "name": "subscribe", "time": "2026-01-15T12:00:00Z"}}',
    passes=('{"events": [{"external_id": "ada", "name": "subscribe", "time": "2026-01-15T12:00:00Z"}]}'),
)
def not_array(body: TrackFacts) -> Iterator[Problem]:
    for array in ARRAYS:
        value = body.data.get(array)
        if value is not None and not isinstance(value, list):
            yield Problem(pointer=pointer(array), message=f"`{array}` is {kind_of(value)}, not an array")


@rule(
    "BRAZE304",
    Severity.ERROR,
    "An item of an array is not an object.",
    hint="send objects",
    evidence=Evidence.ASSUMED,
    source=sources.BRAZE_TRACK,
    why="The item is passed over.",
    of="track",
    fails='{"events": ["subscribe"]}',
    passes=('{"events": [{"external_id": "ada", "name": "subscribe", "time": "2026-01-15T12:00:00Z"}]}'),
)
def item_not_object(item: tuple[str, int, object]) -> Iterator[Problem]:
    array, index, value = item
    if not isinstance(value, dict):
        yield Problem(pointer=pointer(array, index), message=f"the item is {kind_of(value)}, not an object")


@rule(
    "BRAZE309",
    Severity.NOTE,
    "A member is sent that nobody reads.",
    hint="leave it out, or correct its name",
    evidence=Evidence.ASSUMED,
    source=sources.BRAZE_TRACK,
    why="What it was meant to say is not heard; most often its name is misspelt.",
    of="track",
    fails=(
        '{"events": [{"external_id": "ada", "name": "subscribe", "time": "2026-01-15T12:00:00Z", '
        '"propertys": {"a": 1}}]}'
    ),
    passes=(
        '{"events": [{"external_id": "ada", "name": "subscribe", "time": "2026-01-15T12:00:00Z", '
        '"properties": {"a": 1}}]}'
    ),
)
def unknown_member(members: Members) -> Iterator[Problem]:
    return unknown_members(members)


BODY_RULES: Final[tuple[Rule[TrackFacts], ...]] = (too_many_objects, not_array)


def track_place(finding: Finding) -> tuple[str, int] | None:
    """Give the array and the index of the object a finding of ``TRACK`` is about; None for the body's own."""
    parts = finding.pointer.split("/")
    return (parts[1], int(parts[2])) if len(parts) > 2 and parts[1] in ARRAYS else None


def examine_track(body: object, terms: Terms) -> Checked[TrackRequest]:
    """Check a body of /users/track."""
    if not isinstance(body, dict):
        return Checked(tuple(body_not_object.findings(body)), None)
    facts = TrackFacts(body, terms)
    own = [*apply(BODY_RULES, facts), *unknown_member.findings(Members(body, _READ_AT_TOP))]
    outcomes = {array: [_sorted(facts, array, i) for i in range(len(facts.items(array)))] for array in ARRAYS}
    request = TrackRequest(
        **{array: tuple(one for one in outcomes[array] if isinstance(one, Accepted)) for array in ARRAYS},
        rejected=tuple(one for array in ARRAYS for one in outcomes[array] if isinstance(one, Rejected)),
    )
    own += nothing_usable.findings(request)
    refused = any(finding.code in (too_many_objects.code, nothing_usable.code) for finding in own)
    told = [finding for array in ARRAYS for one in outcomes[array] for finding in one.findings]
    return Checked((*own, *told), None if refused else request)


def _sorted(facts: TrackFacts, array: str, index: int) -> Accepted | Rejected:
    data = facts.items(array)[index]
    if not isinstance(data, dict):
        return Rejected(array, index, tuple(item_not_object.findings((array, index, data))))
    tracked = Tracked(array, index, data, facts.terms)
    faults = apply(OBJECT_RULES, tracked)
    dropped = apply(DROPPING_RULES, tracked)
    more = apply(FIELD_RULES, tracked)
    if array in _READ_IN:
        more += unknown_member.findings(Members(data, _READ_IN[array], tracked.pointer()))
    findings = (*faults, *dropped, *more)
    return Rejected(array, index, findings) if faults else Accepted(index, _applied(data, dropped), findings)


def _applied(data: Mapping[str, object], dropped: list[Finding]) -> dict[str, object]:
    out = {finding.pointer.split("/")[3] for finding in dropped}
    kept = {name: value for name, value in data.items() if name not in out}
    for name in ("external_id", "product_id"):
        if isinstance(kept.get(name), int):
            kept[name] = str(kept[name])
    return kept


TRACK: Final = Contract("braze-users-track", TrackBody, examine_track)
