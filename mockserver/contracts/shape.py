"""Whether a payload has its model's shape: pydantic's errors, told as findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mockserver.contracts.wording import nearest
from mockserver.findings import Finding, pointer
from mockserver.rules import Problem, Rule, apply

P = TypeVar("P", bound=BaseModel)

_EXPECTED: Final[Mapping[str, str]] = {
    "string_type": "a string",
    "string_unicode": "a string of whole Unicode characters",
    "bool_type": "a boolean",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "list_type": "an array",
    "dict_type": "an object",
    "model_type": "an object",
    "literal_error": "{expected}",
    "string_too_short": "a string of {min_length} or more characters",
    "string_too_long": "a string of at most {max_length} characters",
    "string_pattern_mismatch": "a string of the form {pattern}",
    "too_short": "an array of {min_length} or more items",
    "too_long": "an array of at most {max_length} items",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
}
"""What should stand there, by pydantic's name of the error and with what it tells of it."""


@dataclass(frozen=True, slots=True)
class ShapeError:
    """One member that does not fit its field: its place and name, what stands there, what should.

    ``missing`` holds for a member that is not there, and for null where a value must be: then
    ``value`` is None.
    """

    pointer: str
    name: str
    value: object
    missing: bool
    expected: str
    label: str = ""


class Members(NamedTuple):
    """The members an object was sent with, and those that are read."""

    names: Iterable[str]
    read: Collection[str]
    at: str = ""


def unknown_members(members: Members) -> Iterator[Problem]:
    """Say which members nobody reads, and which were probably meant."""
    for name in [name for name in members.names if name not in members.read]:
        near = nearest(name, members.read)
        yield Problem(
            pointer=members.at + pointer(name),
            message=f"nobody reads `{name}`",
            hint=f"did you mean `{near}`?" if near else "",
        )


def parse_shape(
    model: type[P], data: object, rules: Iterable[Rule[ShapeError]]
) -> tuple[P | None, list[Finding]]:
    """Make a model of data, or findings by the rules that speak of shape."""
    try:
        return model.model_validate(data), []
    except ValidationError as failure:
        errors = failure.errors(include_url=False)
    return None, [finding for error in errors for finding in apply(rules, _shape_error(error))]


def _shape_error(error: ErrorDetails) -> ShapeError:
    path, value = error["loc"], error["input"]
    last = path[-1] if path else ""
    return ShapeError(
        pointer=pointer(*path),
        name=str(last),
        label=f"item {last}" if isinstance(last, int) else f"`{last}`",
        value=value,
        missing=error["type"] == "missing" or (value is None and isinstance(last, str)),
        expected=_expected(error),
    )


def _expected(error: ErrorDetails) -> str:
    known = _EXPECTED.get(error["type"])
    return known.format(**error.get("ctx", {})) if known else error["msg"].removeprefix("Value error, ")
