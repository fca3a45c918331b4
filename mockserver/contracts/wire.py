"""What all payload models have in common: strict types, wire names, nothing added or changed."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic.alias_generators import to_camel

_DIGITS: Final = re.compile(r"-?[0-9]{1,9}")
_MOST_MINUTES: Final = 999_999_999


class Payload(BaseModel):
    """A JSON object on the wire; members that no field names are passed over."""

    # There are more than a hundred, and a run needs few: each is built when it is first used.
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", defer_build=True)


class CamelPayload(Payload):
    """A payload whose members are written in camelCase."""

    model_config = ConfigDict(alias_generator=to_camel)


def parse_minutes(value: object) -> int | None:
    """Read a whole number of minutes, sent as a number or as a string of digits; None for null.

    Raises ``ValueError`` for anything else.
    """
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) <= _MOST_MINUTES:
        return int(value)
    if value is None or (
        isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MOST_MINUTES
    ):
        return value
    raise ValueError("a whole number of minutes")


def _stringified(value: object) -> object:
    return (
        str(value)
        if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() < 65
        else value
    )


Minutes = Annotated[
    int | None,
    BeforeValidator(parse_minutes),
    WithJsonSchema(
        {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^-?[0-9]+$"}, {"type": "null"}]}
    ),
]
"""Minutes, as a number or a string of digits on the wire."""

IdText = Annotated[str, BeforeValidator(_stringified), WithJsonSchema({"type": ["string", "integer"]})]
"""An identifier of the caller's; a whole number becomes its digits."""


def wire_names(model: type[BaseModel]) -> tuple[str, ...]:
    """Give the names of a model's fields as they stand in JSON."""
    return tuple(field.alias or name for name, field in model.model_fields.items())
