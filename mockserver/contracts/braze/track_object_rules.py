"""BRAZE310 to BRAZE339: what has an object of /users/track rejected."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from mockserver.contracts import sources
from mockserver.contracts.braze.track_object import PRIMARY, SECONDARY, Tracked, parse_event_time
from mockserver.contracts.rokt.subscription_rules import is_email
from mockserver.contracts.wording import kind_of, shown
from mockserver.evidence import Evidence
from mockserver.findings import Severity
from mockserver.rules import Problem, Rule, rule

LONGEST_EXTERNAL_ID: Final = 987
"""In bytes."""
LONGEST_ALIAS: Final = 236
"""In bytes, of a name and of a label."""
LONGEST_NAME: Final = 255
"""In characters, of an event, a product and a property."""

_PROPERTIES_SIZE: Final = {"events": 102_400, "purchases": 51_200}
_RESERVED: Final = {
    "events": frozenset({"time", "event_name"}),
    "purchases": frozenset({"time", "event_name", "product_id", "quantity", "price", "currency"}),
}
_CURRENCY: Final = re.compile(r"[A-Za-z]{3}")


def size_of(text: str) -> int:
    """Count the bytes of a text in UTF-8."""
    return len(text.encode("utf-8", errors="surrogatepass"))


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value.bit_length() <= 64


@rule(
    "BRAZE310",
    Severity.ERROR,
    "An object names no profile.",
    hint="add one of external_id, braze_id, user_alias, email and phone, with a value",
    source=sources.BRAZE_ATTRIBUTES,
    why="Braze cannot know whom it is about, and drops the object.",
    of="track",
    fails='{"attributes": [{"vip": true}]}',
    passes='{"attributes": [{"external_id": "ada", "vip": true}]}',
)
def no_identifier(tracked: Tracked) -> Iterator[Problem]:
    if not tracked.imports_tokens and not tracked.identifiers(PRIMARY + SECONDARY):
        wrong = next(
            (name for name in ("external_user_id", "user_id", "externalId") if name in tracked.data), ""
        )
        yield Problem(
            pointer=tracked.pointer(),
            message="no identifier of a profile is given",
            hint=f"`{wrong}` is not read here; name it `external_id`" if wrong else "",
        )


@rule(
    "BRAZE311",
    Severity.ERROR,
    "An object names its profile in more than one way.",
    hint="keep one of external_id, braze_id and user_alias",
    source=sources.BRAZE_ATTRIBUTES,
    why="Braze drops the object.",
    of="track",
    fails='{"attributes": [{"external_id": "ada", "braze_id": "b", "vip": true}]}',
    passes='{"attributes": [{"external_id": "ada", "vip": true}]}',
)
def several_identifiers(tracked: Tracked) -> Iterator[Problem]:
    given = tracked.identifiers(PRIMARY)
    if len(given) > 1:
        yield Problem(pointer=tracked.pointer(), message=f"{' and '.join(given)} are given together")


@rule(
    "BRAZE312",
    Severity.ERROR,
    "An identifier is not a string.",
    hint="send it as a string",
    evidence=Evidence.RECORDED,
    source=sources.BRAZE_ATTRIBUTES,
    why="Braze drops the object.",
    of="track",
    fails='{"attributes": [{"external_id": ["ada"], "vip": true}]}',
    passes='{"attributes": [{"external_id": "ada", "vip": true}]}',
)
def identifier_not_text(tracked: Tracked) -> Iterator[Problem]:
    for name in tracked.identifiers(("external_id", "braze_id", "phone")):
        value = tracked.data[name]
        # A whole number in external_id is taken: it comes back as its digits.
        if not isinstance(value, str) and not (name == "external_id" and _is_whole(value)):
            yield Problem(
                pointer=tracked.pointer(name), message=f"`{name}` is {kind_of(value)}, not a string"
            )


@rule(
    "BRAZE313",
    Severity.ERROR,
    "An external id is too long.",
    hint=f"keep it within {LONGEST_EXTERNAL_ID} bytes",
    source=sources.BRAZE_TRACK,
    why="Braze drops the object.",
    of="track",
    fails='{"attributes": [{"external_id": "' + "x" * 988 + '"}]}',
    passes='{"attributes": [{"external_id": "ada", "vip": true}]}',
)
def external_id_too_long(tracked: Tracked) -> Iterator[Problem]:
    value = tracked.data.get("external_id")
    if isinstance(value, str) and size_of(value) > LONGEST_EXTERNAL_ID:
        yield Problem(
            pointer=tracked.pointer("external_id"), message=f"`external_id` has {size_of(value)} bytes"
        )


@rule(
    "BRAZE314",
    Severity.ERROR,
    "A user alias is not a name with its label.",
    hint=f'send {{"alias_name": "…", "alias_label": "…"}}, neither empty nor above {LONGEST_ALIAS} bytes',
    source=sources.BRAZE_ALIAS,
    why="Braze cannot know whom it is about, and drops the object.",
    of="track",
    fails='{"attributes": [{"user_alias": "ada", "vip": true}]}',
    passes=('{"attributes": [{"user_alias": {"alias_name": "ada", "alias_label": "shop"}, "vip": true}]}'),
)
def bad_alias(tracked: Tracked) -> Iterator[Problem]:
    if not tracked.identifiers(("user_alias",)):
        return
    alias = tracked.data["user_alias"]
    if not isinstance(alias, dict):
        yield Problem(pointer=tracked.pointer("user_alias"), message=f"`user_alias` is {kind_of(alias)}")
        return
    for name in ("alias_name", "alias_label"):
        value = alias.get(name)
        if not isinstance(value, str) or not 0 < size_of(value) <= LONGEST_ALIAS:
            yield Problem(pointer=tracked.pointer("user_alias", name), message=f"`{name}` is not usable")


@rule(
    "BRAZE315",
    Severity.ERROR,
    "An email address is not one.",
    hint="send an address such as name@example.com, or null to remove it",
    source=sources.BRAZE_ATTRIBUTES,
    why="Braze drops the object, its other attributes too.",
    of="track",
    fails='{"attributes": [{"external_id": "ada", "email": "ada"}]}',
    passes='{"attributes": [{"external_id": "ada", "email": "ada@example.com"}]}',
)
def bad_email(tracked: Tracked) -> Iterator[Problem]:
    email = tracked.data.get("email")
    matters = tracked.array == "attributes" or not tracked.identifiers(PRIMARY)
    if email is None or not matters or (isinstance(email, str) and is_email(email)):
        return
    # Without any identifier an empty email is told as that.
    if email != "" or tracked.identifiers(PRIMARY + SECONDARY):
        yield Problem(pointer=tracked.pointer("email"), message=f"{shown(email)} is not an email address")


@rule(
    "BRAZE316",
    Severity.ERROR,
    "An import of push tokens names a profile, or holds no tokens.",
    hint="send push_token_import with push_tokens, and without external_id and braze_id",
    source=sources.BRAZE_ATTRIBUTES,
    why="Braze drops the object, so no device is reached.",
    of="track",
    fails='{"attributes": [{"push_token_import": true}]}',
    passes=('{"attributes": [{"push_token_import": true, "push_tokens": [{"app_id": "a", "token": "t"}]}]}'),
)
def bad_token_import(tracked: Tracked) -> Iterator[Problem]:
    if tracked.imports_tokens:
        named = tracked.identifiers(("external_id", "braze_id"))
        tokens = tracked.data.get("push_tokens")
        if named or not (isinstance(tokens, list) and tokens):
            what = f"`{named[0]}` is given" if named else "`push_tokens` is missing"
            yield Problem(
                pointer=tracked.pointer("push_token_import"), message=f"{what} with push_token_import"
            )


@rule(
    "BRAZE320",
    Severity.ERROR,
    "An event has no name.",
    hint='add `name`, such as "subscribe"',
    source=sources.BRAZE_EVENT,
    why="Braze drops the event, and nothing that it triggers is sent.",
    of="track",
    fails='{"events": [{"external_id": "ada", "name": "", "time": "2026-01-15T12:00:00Z"}]}',
    passes=('{"events": [{"external_id": "ada", "name": "subscribe", "time": "2026-01-15T12:00:00Z"}]}'),
)
def no_event_name(tracked: Tracked) -> Iterator[Problem]:
    if tracked.array == "events" and tracked.data.get("name") in (None, ""):
        yield Problem(pointer=tracked.pointer("name"), message="`name` is required")


@rule(
    "BRAZE321",
    Severity.ERROR,
    "An event's name cannot be used.",
    hint=f"send a string of at most {LONGEST_NAME} characters that does not begin with $",
    source=sources.BRAZE_EVENT,
    why="Braze drops the event, and nothing that it triggers is sent.",
    of="track",
    fails=('{"events": [{"external_id": "ada", "name": "$subscribe", "time": "2026-01-15T12:00:00Z"}]}'),
    passes=('{"events": [{"external_id": "ada", "name": "subscribe", "time": "2026-01-15T12:00:00Z"}]}'),
)
def bad_event_name(tracked: Tracked) -> Iterator[Problem]:
    name = tracked.data.get("name")
    if tracked.array == "events" and name not in (None, "") and not _usable_name(name):
        yield Problem(pointer=tracked.pointer("name"), message=f"`name` is {shown(name)}")


@rule(
    "BRAZE322",
    Severity.ERROR,
    "An event or a purchase has no time.",
    hint="add `time` in ISO 8601, such as 2026-01-15T12:00:00Z",
    source=sources.BRAZE_EVENT,
    why="Braze drops the object.",
    of="track",
    fails='{"events": [{"external_id": "ada", "name": "subscribe"}]}',
    passes=('{"events": [{"external_id": "ada", "name": "subscribe", "time": "2026-01-15T12:00:00Z"}]}'),
)
def no_time(tracked: Tracked) -> Iterator[Problem]:
    if tracked.array != "attributes" and tracked.data.get("time") in (None, ""):
        yield Problem(pointer=tracked.pointer("time"), message="`time` is required")


@rule(
    "BRAZE323",
    Severity.ERROR,
    "The time of an event or a purchase is not a date-time.",
    hint="send ISO 8601, such as 2026-01-15T12:00:00Z",
    source=sources.BRAZE_EVENT,
    why="Braze drops the object.",
    of="track",
    fails='{"events": [{"external_id": "ada", "name": "subscribe", "time": "yesterday"}]}',
    passes=('{"events": [{"external_id": "ada", "name": "subscribe", "time": "2026-01-15T12:00:00Z"}]}'),
)
def bad_time(tracked: Tracked) -> Iterator[Problem]:
    time = tracked.data.get("time")
    if tracked.array == "attributes" or time in (None, ""):
        return
    if not isinstance(time, str) or parse_event_time(time) is None:
        yield Problem(pointer=tracked.pointer("time"), message=f"`time` is {shown(time)}")


@rule(
    "BRAZE324",
    Severity.ERROR,
    "Properties are not an object, or hold a name that is not allowed.",
    hint=f"names have 1 to {LONGEST_NAME} characters, do not begin with $, and are none of the reserved ones",
    source=sources.BRAZE_EVENT,
    why="Braze drops the event or the purchase as a whole.",
    of="track",
    fails=(
        '{"events": [{"external_id": "ada", "name": "subscribe", "time": "2026-01-15T12:00:00Z", '
        '"properties": {"time": "noon"}}]}'
    ),
    passes=(
        '{"events": [{"external_id": "ada", "name": "subscribe", "time": "2026-01-15T12:00:00Z", '
        '"properties": {"at": "noon"}}]}'
    ),
)
def bad_properties(tracked: Tracked) -> Iterator[Problem]:
    properties = tracked.data.get("properties")
    if tracked.array == "attributes" or properties is None:
        return
    if not isinstance(properties, dict):
        yield Problem(pointer=tracked.pointer("properties"), message=f"`properties` is {kind_of(properties)}")
        return
    for name in properties:
        if not _usable_name(name) or name in _RESERVED[tracked.array]:
            yield Problem(
                pointer=tracked.pointer("properties", name),
                message=f"a property may not be named {shown(name)}",
            )


@rule(
    "BRAZE325",
    Severity.ERROR,
    "Properties are too large.",
    hint="100 KB are allowed to an event, 50 KB to a purchase",
    source=sources.BRAZE_EVENT,
    why="Braze drops the event or the purchase as a whole.",
    of="track",
    fails=(
        '{"purchases": [{"external_id": "ada", "product_id": "ticket", "currency": "EUR", '
        '"price": 9.5, "time": "2026-01-15T12:00:00Z", "properties": '
        + json.dumps({"note": "x" * _PROPERTIES_SIZE["purchases"]})
        + "}]}"
    ),
    passes=(
        '{"purchases": [{"external_id": "ada", "product_id": "ticket", "currency": "EUR", '
        '"price": 9.5, "time": "2026-01-15T12:00:00Z", "properties": {"note": "x"}}]}'
    ),
)
def properties_too_large(tracked: Tracked) -> Iterator[Problem]:
    properties = tracked.data.get("properties")
    if tracked.array == "attributes" or not isinstance(properties, dict):
        return
    if json_size(properties) > _PROPERTIES_SIZE[tracked.array]:
        yield Problem(pointer=tracked.pointer("properties"), message="`properties` is too large")


@rule(
    "BRAZE330",
    Severity.ERROR,
    "A purchase has no usable product id.",
    hint=f"add `product_id`, a string of at most {LONGEST_NAME} characters",
    source=sources.BRAZE_PURCHASE,
    why="Braze drops the purchase.",
    of="track",
    fails=(
        '{"purchases": [{"external_id": "ada", "currency": "EUR", "price": 9.5, '
        '"time": "2026-01-15T12:00:00Z"}]}'
    ),
    passes=(
        '{"purchases": [{"external_id": "ada", "product_id": "ticket", "currency": "EUR", '
        '"price": 9.5, "time": "2026-01-15T12:00:00Z"}]}'
    ),
)
def bad_product_id(tracked: Tracked) -> Iterator[Problem]:
    product = tracked.data.get("product_id")
    usable = _is_whole(product) or (isinstance(product, str) and 0 < len(product) <= LONGEST_NAME)
    if tracked.array == "purchases" and not usable:
        yield Problem(pointer=tracked.pointer("product_id"), message="`product_id` is required")


@rule(
    "BRAZE331",
    Severity.ERROR,
    "A purchase's currency is not an ISO 4217 code.",
    hint="send three letters, such as EUR",
    source=sources.BRAZE_PURCHASE,
    why="Braze drops the purchase.",
    of="track",
    fails=(
        '{"purchases": [{"external_id": "ada", "product_id": "ticket", "currency": "euro", '
        '"price": 9.5, "time": "2026-01-15T12:00:00Z"}]}'
    ),
    passes=(
        '{"purchases": [{"external_id": "ada", "product_id": "ticket", "currency": "EUR", '
        '"price": 9.5, "time": "2026-01-15T12:00:00Z"}]}'
    ),
)
def bad_currency(tracked: Tracked) -> Iterator[Problem]:
    currency = tracked.data.get("currency")
    if tracked.array == "purchases" and not (isinstance(currency, str) and _CURRENCY.fullmatch(currency)):
        yield Problem(pointer=tracked.pointer("currency"), message=f"`currency` is {shown(currency)}")


@rule(
    "BRAZE332",
    Severity.ERROR,
    "A purchase's price is not a number.",
    hint="send the price of one piece as a number",
    source=sources.BRAZE_PURCHASE,
    why="Braze drops the purchase.",
    of="track",
    fails=(
        '{"purchases": [{"external_id": "ada", "product_id": "ticket", "currency": "EUR", '
        '"price": "9.50", "time": "2026-01-15T12:00:00Z"}]}'
    ),
    passes=(
        '{"purchases": [{"external_id": "ada", "product_id": "ticket", "currency": "EUR", '
        '"price": 9.5, "time": "2026-01-15T12:00:00Z"}]}'
    ),
)
def bad_price(tracked: Tracked) -> Iterator[Problem]:
    price = tracked.data.get("price")
    if tracked.array == "purchases" and not (_is_whole(price) or isinstance(price, float)):
        yield Problem(pointer=tracked.pointer("price"), message=f"`price` is {shown(price)}")


@rule(
    "BRAZE333",
    Severity.ERROR,
    "A purchase's quantity is not a whole number of 1 to 100.",
    hint="send 1 to 100, or leave it out for 1",
    source=sources.BRAZE_PURCHASE,
    why="Braze drops the purchase.",
    of="track",
    fails=(
        '{"purchases": [{"external_id": "ada", "product_id": "ticket", "currency": "EUR", '
        '"price": 9.5, "time": "2026-01-15T12:00:00Z", "quantity": 0}]}'
    ),
    passes=(
        '{"purchases": [{"external_id": "ada", "product_id": "ticket", "currency": "EUR", '
        '"price": 9.5, "time": "2026-01-15T12:00:00Z", "quantity": 2}]}'
    ),
)
def bad_quantity(tracked: Tracked) -> Iterator[Problem]:
    quantity = tracked.data.get("quantity")
    if tracked.array != "purchases" or quantity is None:
        return
    if not isinstance(quantity, int) or isinstance(quantity, bool) or not 1 <= quantity <= 100:
        yield Problem(pointer=tracked.pointer("quantity"), message=f"`quantity` is {shown(quantity)}")


def json_size(value: object) -> int:
    """Count the bytes of a value as JSON; what cannot be written out is larger than anything."""
    try:
        return size_of(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    except (RecursionError, ValueError, TypeError):
        return 1 << 62


def _usable_name(name: object) -> bool:
    return isinstance(name, str) and 0 < len(name) <= LONGEST_NAME and not name.startswith("$")


OBJECT_RULES: Final[tuple[Rule[Tracked], ...]] = (
    no_identifier,
    several_identifiers,
    identifier_not_text,
    external_id_too_long,
    bad_alias,
    bad_email,
    bad_token_import,
    no_event_name,
    bad_event_name,
    no_time,
    bad_time,
    bad_properties,
    properties_too_large,
    bad_product_id,
    bad_currency,
    bad_price,
    bad_quantity,
)
