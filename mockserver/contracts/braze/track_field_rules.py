"""BRAZE340 to BRAZE359: attributes that are passed over, or stored otherwise than meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mockserver.contracts import sources
from mockserver.contracts.braze.track_object import Tracked
from mockserver.contracts.braze.track_object_rules import size_of
from mockserver.contracts.wording import kind_of, nearest, shown
from mockserver.evidence import Evidence
from mockserver.findings import Severity
from mockserver.rules import Problem, Rule, rule
from mockserver.zones import iana_names

STANDARD_ATTRIBUTES: Final = frozenset(
    {
        "country",
        "current_location",
        "date_of_first_session",
        "date_of_last_session",
        "dob",
        "email",
        "email_subscribe",
        "email_open_tracking_disabled",
        "email_click_tracking_disabled",
        "facebook",
        "first_name",
        "gender",
        "home_city",
        "image_url",
        "language",
        "last_name",
        "marked_email_as_spam_at",
        "phone",
        "push_subscribe",
        "push_tokens",
        "subscription_groups",
        "time_zone",
        "twitter",
    }
)
"""Attributes Braze gives a meaning to; what is neither here nor in ``CONTROL_KEYS`` is a custom one."""

CONTROL_KEYS: Final = frozenset(
    {
        "external_id",
        "user_alias",
        "braze_id",
        "_update_existing_only",
        "_merge_objects",
        "push_token_import",
    }
)
"""Members of an attributes object that are no attributes."""

_OPT_STATES: Final = ("opted_in", "subscribed", "unsubscribed")
_GROUP_STATES: Final = ("subscribed", "unsubscribed")
_LONGEST_STRING: Final = 255
_STORED_BYTES: Final = 479


def _custom(tracked: Tracked) -> Iterator[tuple[str, object]]:
    if tracked.array == "attributes":
        for name, value in tracked.data.items():
            if name not in STANDARD_ATTRIBUTES and name not in CONTROL_KEYS:
                yield name, value


def _standard(tracked: Tracked, name: str) -> object:
    return tracked.data.get(name) if tracked.array == "attributes" else None


@rule(
    "BRAZE340",
    Severity.ERROR,
    "The state of an email subscription is unknown.",
    hint="send one of " + ", ".join(_OPT_STATES),
    source=sources.BRAZE_TRACK,
    why="The member is passed over: a person who unsubscribed still gets e-mail.",
    of="track",
    fails='{"attributes": [{"external_id": "ada", "email_subscribe": "no"}]}',
    passes='{"attributes": [{"external_id": "ada", "email_subscribe": "unsubscribed"}]}',
)
def bad_email_subscribe(tracked: Tracked) -> Iterator[Problem]:
    yield from _bad_state(tracked, "email_subscribe")


@rule(
    "BRAZE341",
    Severity.ERROR,
    "The state of a push subscription is unknown.",
    hint="send one of " + ", ".join(_OPT_STATES),
    source=sources.BRAZE_TRACK,
    why="The member is passed over: a person who unsubscribed still gets pushes.",
    of="track",
    fails='{"attributes": [{"external_id": "ada", "push_subscribe": "no"}]}',
    passes='{"attributes": [{"external_id": "ada", "push_subscribe": "unsubscribed"}]}',
)
def bad_push_subscribe(tracked: Tracked) -> Iterator[Problem]:
    yield from _bad_state(tracked, "push_subscribe")


def _bad_state(tracked: Tracked, name: str) -> Iterator[Problem]:
    state = _standard(tracked, name)
    if state is not None and state not in _OPT_STATES:
        yield Problem(pointer=tracked.pointer(name), message=f"`{name}` is {shown(state)}")


@rule(
    "BRAZE342",
    Severity.ERROR,
    "Subscription groups are not an array.",
    hint='send [{"subscription_group_id": "…", "subscription_state": "subscribed"}]',
    source=sources.BRAZE_TRACK,
    why="The states in it are passed over.",
    of="track",
    fails=(
        '{"attributes": [{"external_id": "ada", '
        '"subscription_groups": {"subscription_group_id": "g-1", '
        '"subscription_state": "subscribed"}}]}'
    ),
    passes=(
        '{"attributes": [{"external_id": "ada", '
        '"subscription_groups": [{"subscription_group_id": "g-1", '
        '"subscription_state": "subscribed"}]}]}'
    ),
)
def groups_not_array(tracked: Tracked) -> Iterator[Problem]:
    groups = _standard(tracked, "subscription_groups")
    if groups is not None and not isinstance(groups, list):
        yield Problem(
            pointer=tracked.pointer("subscription_groups"),
            message=f"`subscription_groups` is {kind_of(groups)}, not an array",
        )


@rule(
    "BRAZE343",
    Severity.ERROR,
    "A subscription group is not an object.",
    hint='send {"subscription_group_id": "…", "subscription_state": "subscribed"}',
    source=sources.BRAZE_TRACK,
    why="The states in it are passed over.",
    of="track",
    fails='{"attributes": [{"external_id": "ada", "subscription_groups": ["g-1"]}]}',
    passes=(
        '{"attributes": [{"external_id": "ada", '
        '"subscription_groups": [{"subscription_group_id": "g-1", '
        '"subscription_state": "subscribed"}]}]}'
    ),
)
def group_not_object(tracked: Tracked) -> Iterator[Problem]:
    for index, group in _groups(tracked):
        if not isinstance(group, dict):
            yield Problem(
                pointer=tracked.pointer("subscription_groups", index),
                message=f"the group is {kind_of(group)}, not an object",
            )


@rule(
    "BRAZE344",
    Severity.ERROR,
    "The id of a subscription group is not a string.",
    hint="send the group's API identifier",
    source=sources.BRAZE_TRACK,
    why="The state is passed over.",
    of="track",
    fails=(
        '{"attributes": [{"external_id": "ada", '
        '"subscription_groups": [{"subscription_group_id": 1, '
        '"subscription_state": "subscribed"}]}]}'
    ),
    passes=(
        '{"attributes": [{"external_id": "ada", '
        '"subscription_groups": [{"subscription_group_id": "g-1", '
        '"subscription_state": "subscribed"}]}]}'
    ),
)
def bad_group_id(tracked: Tracked) -> Iterator[Problem]:
    for index, group in _groups(tracked):
        group_id = group.get("subscription_group_id") if isinstance(group, dict) else "given elsewhere"
        if not isinstance(group_id, str) or not group_id:
            yield Problem(
                pointer=tracked.pointer("subscription_groups", index, "subscription_group_id"),
                message=f"`subscription_group_id` is {shown(group_id)}",
            )


@rule(
    "BRAZE345",
    Severity.ERROR,
    "The state in a subscription group is unknown.",
    hint="send one of " + ", ".join(_GROUP_STATES),
    source=sources.BRAZE_TRACK,
    why="The state is passed over.",
    of="track",
    fails=(
        '{"attributes": [{"external_id": "ada", '
        '"subscription_groups": [{"subscription_group_id": "g-1", '
        '"subscription_state": "opted_in"}]}]}'
    ),
    passes=(
        '{"attributes": [{"external_id": "ada", '
        '"subscription_groups": [{"subscription_group_id": "g-1", '
        '"subscription_state": "subscribed"}]}]}'
    ),
)
def bad_group_state(tracked: Tracked) -> Iterator[Problem]:
    for index, group in _groups(tracked):
        state = group.get("subscription_state") if isinstance(group, dict) else "subscribed"
        if state not in _GROUP_STATES:
            yield Problem(
                pointer=tracked.pointer("subscription_groups", index, "subscription_state"),
                message=f"`subscription_state` is {shown(state)}",
            )


def _groups(tracked: Tracked) -> list[tuple[int, object]]:
    groups = _standard(tracked, "subscription_groups")
    return list(enumerate(groups)) if isinstance(groups, list) else []


@rule(
    "BRAZE346",
    Severity.ERROR,
    "A location is not a longitude and a latitude.",
    hint='send {"longitude": -73.9, "latitude": 40.7}',
    source=sources.BRAZE_TRACK,
    why="The location is passed over.",
    of="track",
    fails=(
        '{"attributes": [{"external_id": "ada", "current_location": {"longitude": 200, "latitude": 40.7}}]}'
    ),
    passes=(
        '{"attributes": [{"external_id": "ada", "current_location": {"longitude": -73.9, "latitude": 40.7}}]}'
    ),
)
def bad_location(tracked: Tracked) -> Iterator[Problem]:
    location = _standard(tracked, "current_location")
    if location is None:
        return
    given = location if isinstance(location, dict) else {}
    if not (_within(given.get("longitude"), 180) and _within(given.get("latitude"), 90)):
        yield Problem(
            pointer=tracked.pointer("current_location"), message="`current_location` is not a place"
        )


def _within(value: object, bound: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -bound <= value <= bound


@rule(
    "BRAZE347",
    Severity.ERROR,
    "A push token lacks its app or its text.",
    hint='send [{"app_id": "…", "token": "…"}]; a device_id has 8 to 255 bytes',
    source=sources.BRAZE_TRACK,
    why="The token is passed over, so the device is not reached.",
    of="track",
    fails='{"attributes": [{"external_id": "ada", "push_tokens": [{"token": "t"}]}]}',
    passes='{"attributes": [{"external_id": "ada", "push_tokens": [{"app_id": "a", "token": "t"}]}]}',
)
def bad_push_token(tracked: Tracked) -> Iterator[Problem]:
    tokens = _standard(tracked, "push_tokens")
    if tokens is not None and not isinstance(tokens, list):
        yield Problem(pointer=tracked.pointer("push_tokens"), message=f"`push_tokens` is {kind_of(tokens)}")
    for index, token in enumerate(tokens if isinstance(tokens, list) else ()):
        for member in _unusable_members(token):
            at = tracked.pointer("push_tokens", index, *member)
            yield Problem(pointer=at, message="the push token is not usable")


def _unusable_members(token: object) -> list[tuple[str, ...]]:
    """Give the members for which a push token cannot be used; an empty path for one that is no object."""
    if not isinstance(token, dict):
        return [()]
    faults: list[tuple[str, ...]] = [
        (name,) for name in ("app_id", "token") if not (isinstance(token.get(name), str) and token[name])
    ]
    device = token.get("device_id", "long enough")
    fits = isinstance(device, str) and 8 <= size_of(device) <= 255
    return faults if fits else [*faults, ("device_id",)]


@rule(
    "BRAZE350",
    Severity.WARNING,
    "An attribute's text is longer than Braze keeps for certain.",
    hint=f"keep it within {_LONGEST_STRING} characters",
    source=sources.BRAZE_CUSTOM_ATTRIBUTES,
    why="The text is cut, or the attribute keeps its old value.",
    of="track",
    fails='{"attributes": [{"external_id": "ada", "note": "' + "x" * 256 + '"}]}',
    passes='{"attributes": [{"external_id": "ada", "note": "' + "x" * 255 + '"}]}',
)
def text_too_long(tracked: Tracked) -> Iterator[Problem]:
    cut = tracked.terms.chosen("braze.string_limit", "truncate")
    outcome = f"it is cut at {_STORED_BYTES} bytes" if cut else "the attribute keeps its old value"
    for name, value in _custom(tracked):
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and len(text) > _LONGEST_STRING:
                stays = cut and size_of(text) <= _STORED_BYTES
                what = f"`{name}` has a text of {len(text)} characters"
                yield Problem(pointer=tracked.pointer(name), message=what if stays else f"{what}: {outcome}")


@rule(
    "BRAZE351",
    Severity.WARNING,
    "An array attribute repeats a value, which Braze keeps once.",
    hint="arrays are ordered sets, so parallel arrays lose their alignment; make each value unique",
    source=sources.BRAZE_CUSTOM_ATTRIBUTES,
    why="Rokt Calendar's attributes belong together by their order; once one shrinks, they no longer do.",
    of="track",
    fails='{"attributes": [{"external_id": "ada", "rokt:optIn1": ["True", "True"]}]}',
    passes=(
        '{"attributes": [{"external_id": "ada", "rokt:optIn1": ["True/f5733866ade2", "True/ff10919f1078"]}]}'
    ),
)
def repeated_value(tracked: Tracked) -> Iterator[Problem]:
    for name, value in _custom(tracked):
        texts = [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
        if len(set(texts)) < len(texts):
            yield Problem(
                pointer=tracked.pointer(name),
                message=f"`{name}` shrinks from {len(texts)} to {len(set(texts))} values",
            )


@rule(
    "BRAZE352",
    Severity.WARNING,
    "An array attribute holds an array, which Braze does not support.",
    hint="send an array of strings, or of objects",
    source=sources.BRAZE_CUSTOM_ATTRIBUTES,
    why="The attribute is not stored as it was meant.",
    of="track",
    fails='{"attributes": [{"external_id": "ada", "seats": [["A", 4]]}]}',
    passes='{"attributes": [{"external_id": "ada", "seats": ["A4"]}]}',
)
def array_in_array(tracked: Tracked) -> Iterator[Problem]:
    for name, value in _custom(tracked):
        if isinstance(value, list) and any(isinstance(item, list) for item in value):
            yield Problem(pointer=tracked.pointer(name), message=f"`{name}` holds an array within an array")


@rule(
    "BRAZE353",
    Severity.WARNING,
    "A custom attribute's name begins with a dollar sign, which is reserved.",
    hint="give it another name",
    source=sources.BRAZE_CUSTOM_ATTRIBUTES,
    why="Braze passes the attribute over.",
    of="track",
    fails='{"attributes": [{"external_id": "ada", "$seat": "A4"}]}',
    passes='{"attributes": [{"external_id": "ada", "seat": "A4"}]}',
)
def reserved_attribute(tracked: Tracked) -> Iterator[Problem]:
    for name, _ in _custom(tracked):
        if name.startswith("$"):
            yield Problem(pointer=tracked.pointer(name), message=f"{shown(name)} is a reserved name")


@rule(
    "BRAZE354",
    Severity.WARNING,
    "A custom attribute differs from a standard one by the case of letters alone.",
    hint="names are case-sensitive: standard attributes are written in lower case",
    source=sources.BRAZE_ATTRIBUTES,
    why="Liquid, segments and messages read the standard attribute, which stays empty.",
    of="track",
    fails='{"attributes": [{"external_id": "ada", "First_Name": "Ada"}]}',
    passes='{"attributes": [{"external_id": "ada", "first_name": "Ada"}]}',
)
def almost_standard(tracked: Tracked) -> Iterator[Problem]:
    for name, _ in _custom(tracked):
        if name.lower() in STANDARD_ATTRIBUTES:
            yield Problem(
                pointer=tracked.pointer(name), message=f"`{name}` is a custom attribute, not `{name.lower()}`"
            )


@rule(
    "BRAZE355",
    Severity.WARNING,
    "A profile's time zone is unknown, so Braze ignores it.",
    hint="send an IANA name such as America/New_York; Rokt Calendar's Windows ids are not understood here",
    source=sources.BRAZE_ATTRIBUTES,
    why="Sends at each user's own time reach this user at the company's.",
    of="track",
    fails='{"attributes": [{"external_id": "ada", "time_zone": "Eastern Standard Time"}]}',
    passes='{"attributes": [{"external_id": "ada", "time_zone": "America/New_York"}]}',
)
def unknown_time_zone(tracked: Tracked) -> Iterator[Problem]:
    zone = _standard(tracked, "time_zone")
    if zone is not None and not (isinstance(zone, str) and zone in iana_names()):
        near = nearest(zone, iana_names()) if isinstance(zone, str) else None
        yield Problem(
            pointer=tracked.pointer("time_zone"),
            message=f"`time_zone` is {shown(zone)}",
            hint=f"did you mean {shown(near)}?" if near else "",
        )


@rule(
    "BRAZE356",
    Severity.WARNING,
    "A control key of an object is not a boolean.",
    hint="send true or false",
    evidence=Evidence.ASSUMED,
    source=sources.BRAZE_ATTRIBUTES,
    why="The key is not heard, so a profile may be made that should not be.",
    of="track",
    fails='{"attributes": [{"external_id": "ada", "_update_existing_only": "true", "vip": true}]}',
    passes='{"attributes": [{"external_id": "ada", "_update_existing_only": true, "vip": true}]}',
)
def control_not_boolean(tracked: Tracked) -> Iterator[Problem]:
    for name in ("_update_existing_only", "_merge_objects", "push_token_import"):
        value = tracked.data.get(name)
        if value is not None and not isinstance(value, bool):
            yield Problem(pointer=tracked.pointer(name), message=f"`{name}` is {shown(value)}")


DROPPING_RULES: Final[tuple[Rule[Tracked], ...]] = (
    bad_email_subscribe,
    bad_push_subscribe,
    groups_not_array,
    group_not_object,
    bad_group_id,
    bad_group_state,
    bad_location,
    bad_push_token,
    control_not_boolean,
)
"""What has one member of an object passed over, the rest of it kept."""

FIELD_RULES: Final[tuple[Rule[Tracked], ...]] = (
    text_too_long,
    repeated_value,
    array_in_array,
    reserved_attribute,
    almost_standard,
    unknown_time_zone,
)
