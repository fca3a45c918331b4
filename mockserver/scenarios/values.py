"""The kinds of values that scenario files are written with: durations, matchers, variables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue, SkipJsonSchema
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_plain_validator_function

from mockserver.scenarios.variables import has_reference
from mockserver.simulator.difference import is_matcher
from mockserver.workspace.durations import DURATION_PATTERN, parse_duration

Text = Annotated[str, StringConstraints(min_length=1)]

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_-]*$")]
"""The name of a variable or a fragment."""
Optional_ = SkipJsonSchema[None]


def _pointer(value: str) -> str:
    if value and not value.startswith("/"):
        raise ValueError("a JSON pointer begins with /, such as /json/subscriptionId")
    return value


Pointer = Annotated[str, AfterValidator(_pointer)]
"""A JSON pointer (RFC 6901)."""

VARIABLE_SCHEMA = {"type": "string", "pattern": r"\$\(", "description": "A variable, $(name)."}
_MATCHER_SCHEMA = {
    "type": "object",
    "description": "A matcher, such as {$any: true}, {$pattern: ...} or {$range: [1, 3]}.",
    "minProperties": 1,
    "patternProperties": {r"^\$": {}},
    "additionalProperties": False,
}


def _or_matcher(kind: type, word: str) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if is_matcher(value) or (isinstance(value, kind) and not isinstance(value, bool)):
            return value
        if isinstance(value, str) and has_reference(value):
            return value  # a capture, which gets its value when the scenario runs
        raise ValueError(f"give {word}, or a matcher such as {{$any: true}}")

    return check


def _schema(json_type: str) -> WithJsonSchema:
    plain = [{"type": json_type}] if json_type == "string" else [{"type": json_type}, VARIABLE_SCHEMA]
    return WithJsonSchema({"anyOf": [*plain, _MATCHER_SCHEMA]})


class Choice:
    """Makes a value one of a few words, or a matcher."""

    def __init__(self, *words: str) -> None:
        self._words = words
        self._fits = _or_matcher(str, "one of " + ", ".join(words))

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_plain_validator_function(self._check)

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"enum": list(self._words)}, VARIABLE_SCHEMA, _MATCHER_SCHEMA]}

    def _check(self, value: Any) -> Any:
        if isinstance(value, str) and value not in self._words and not has_reference(value):
            near = get_close_matches(value, self._words, n=1)
            raise ValueError(f"did you mean {near[0]}?" if near else f"there are {', '.join(self._words)}")
        return self._fits(value)


Number = Annotated[Any, BeforeValidator(_or_matcher(int, "a whole number")), _schema("integer")]
Word = Annotated[Any, BeforeValidator(_or_matcher(str, "text")), _schema("string")]
Headers = dict[str, Word]


def _duration(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value
    parts = value.items() if isinstance(value, dict) else ()
    return parse_duration(" ".join(f"{amount} {unit}" for unit, amount in parts) if parts else value)


_UNITS = "second", "minute", "hour", "day", "week"
_DURATION_SCHEMA = {
    "anyOf": [
        {"type": "string", "pattern": DURATION_PATTERN},
        {
            "type": "object",
            "properties": {f"{unit}s": {"type": "number"} for unit in _UNITS},
            "additionalProperties": False,
            "minProperties": 1,
        },
    ]
}
Duration = Annotated[timedelta, BeforeValidator(_duration), WithJsonSchema(_DURATION_SCHEMA)]

Advance = Annotated[
    timedelta | Literal["next"],
    BeforeValidator(lambda value: value if value == "next" else _duration(value)),
    WithJsonSchema({"anyOf": [{"const": "next"}, _DURATION_SCHEMA]}),
]
"""How far the clock moves: a duration, or up to the next piece of work that waits."""
