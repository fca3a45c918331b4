"""What pydantic finds wrong with the data of a file, told in the words of whoever writes the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, get_args

from pydantic import BaseModel, RootModel, ValidationError

Path_ = Sequence[str | int]
Detail = dict[str, Any]
"""One of pydantic's errors: https://docs.pydantic.dev/latest/errors/validation_errors/"""

_KINDS: Final[Mapping[str, str]] = {
    "string": "text",
    "int": "a whole number",
    "float": "a number",
    "finite": "a finite number",
    "bool": "true or false",
    "list": "a list",
    "tuple": "a list",
    "dict": "a mapping",
    "model": "a mapping",
    "datetime": "a time such as 2026-03-02T09:00:00Z",
    "timezone": "a time with Z or an offset, such as 2026-03-02T09:00:00Z",
}
"""What is to be written, by how the errors begin that say so."""
_NO_KINDS: Final = ("string_too_short", "string_too_long", "string_pattern_mismatch", "string_unicode")
_SENTENCES: Final[Mapping[str, str]] = {
    "string_too_short": "must not be empty",
    "string_pattern_mismatch": "does not fit the pattern {pattern}",
    "string_unicode": "is no text: half of a pair of surrogates is no character",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "too_short": "must not be empty",
    "too_long": "must have at most {max_length} items",
}
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong at a path of the data, and what to do about it."""

    path: Path_
    message: str
    hint: str = ""


def mistakes_in(model: type[BaseModel], data: Any, invalid: ValidationError) -> Iterator[Mistake]:
    """Give the mistakes that pydantic found in data; a value that fits no choice of a union is one."""
    details = list(_worth_telling(invalid, data))
    kinds: dict[Path_, dict[str, None]] = {}
    for detail in details:
        if kind := _kind(detail):
            kinds.setdefault(detail["loc"], {})[kind] = None
        else:
            yield Mistake(detail["loc"], *_explain(model, detail))
    for path, wanted in kinds.items():
        # Where something is wrong within, the value is of a kind that another choice takes.
        if not any(_is_within(detail, path) for detail in details):
            given = next(detail["input"] for detail in details if detail["loc"] == path)
            yield Mistake(path, *_of_another_kind(model, path, list(wanted), given))


def _worth_telling(invalid: ValidationError, data: Any) -> Iterator[Detail]:
    """Give the errors at paths of the data, but for those that only say a key may be left out."""
    details: list[Detail] = [dict(detail) for detail in invalid.errors(include_url=False)]
    for detail in [one for one in details if one["type"] != "none_required"] or details:
        missing = detail["type"] in ("missing", "extra_forbidden")
        yield {**detail, "loc": detail["loc"] if missing else _written(detail["loc"], data)}


def _written(path: Path_, data: Any) -> Path_:
    """Leave out of a path what is not in the data: the names pydantic gives a union's choices."""
    parts: list[str | int] = []
    for part in path:
        index = isinstance(data, list) and isinstance(part, int) and part < len(data)
        if index or (isinstance(data, dict) and part in data):
            data = data[part]
            parts.append(part)
    return tuple(parts)


def _kind(detail: Detail) -> str:
    """Give what is to be written where something of another kind stands; empty for other mistakes."""
    if detail["type"] in ("literal_error", "enum"):
        return "true" if detail["ctx"]["expected"] == "True" else str(detail["ctx"]["expected"])
    return "" if detail["type"] in _NO_KINDS else _KINDS.get(detail["type"].partition("_")[0], "")


def _is_within(detail: Detail, path: Path_) -> bool:
    """Tell whether something is wrong below a path, or at it with more than its kind."""
    at = detail["loc"]
    return at[: len(path)] == path and (len(at) > len(path) or not _kind(detail))


def _of_another_kind(model: type[BaseModel], path: Path_, wanted: list[str], given: Any) -> tuple[str, str]:
    quotes = "; put it in quotes" if "text" in wanted and isinstance(given, int | float) else ""
    return f"{_named(path)}must be {' or '.join(wanted)}, not {_called(given)}{quotes}", _described(
        model, path
    )


def _called(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return repr(value if len(value) <= _LONGEST else value[:_LONGEST] + "…")
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else "a number"


def _explain(model: type[BaseModel], detail: Detail) -> tuple[str, str]:
    path = detail["loc"]
    if detail["type"] == "missing":
        return f"{path[-1]!r} is missing", _mistaken(model, detail)
    if detail["type"] != "extra_forbidden":
        return f"{_named(path)}{_sentence(detail)}", ""
    known = _known(model, path[:-1])
    near = get_close_matches(str(path[-1]), known, n=1)
    hint = f"did you mean {near[0]}?" if near else "known here: " + ", ".join(known)
    return f"unknown key {_called(path[-1])}", hint


def _sentence(detail: Detail) -> str:
    if detail["type"] in _SENTENCES:
        return _SENTENCES[detail["type"]].format(**detail.get("ctx", {}))
    return str(detail["msg"]).removeprefix("Value error, ")


def _named(path: Path_) -> str:
    """Name a value by its key, and an item by its list's key and its index."""
    if not path:
        return ""
    named = next((at for at in reversed(range(len(path))) if isinstance(path[at], str)), 0)
    return str(path[named]) + "".join(f"[{index}]" for index in path[named + 1 :]) + ": "


def _known(model: type[BaseModel], path: Path_) -> list[str]:
    return sorted({name for found in _models_at(model, path) for name in _names(found)})


def _mistaken(model: type[BaseModel], detail: Detail) -> str:
    """Ask whether a key that nobody knows stands there for one that is missing."""
    given = detail["input"] if isinstance(detail["input"], dict) else {}
    unknown = set(map(str, given)).difference(_known(model, detail["loc"][:-1]))
    near = get_close_matches(str(detail["loc"][-1]), sorted(unknown), n=1)
    return f"is {near[0]} meant for it?" if near else ""


def _described(model: type[BaseModel], path: Path_) -> str:
    """Give what the model says of the key at a path; nothing where several models say different things."""
    fields = [each.model_fields for each in _models_at(model, path[:-1])] if path else []
    found = [one for each in fields for name, one in each.items() if path[-1] in (name, one.alias)]
    said = {one.description for one in found if one.description}
    return f"{path[-1]}: {said.pop()}" if len(said) == 1 else ""


def _names(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield field.alias or name


def _models_at(annotation: Any, path: Path_) -> list[type[BaseModel]]:
    """Give the models that describe the value at a path: several where a union leaves it open."""
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        return _models_at(annotation.model_fields["root"].annotation, path)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not path:
            return [annotation]
        for name, field in annotation.model_fields.items():
            if path[0] in (name, field.alias):
                return _models_at(field.annotation, path[1:])
        return _models_at(annotation, path[1:])
    found: list[type[BaseModel]] = []
    for argument in get_args(annotation):
        found += _models_at(argument, path)
        if path and isinstance(path[0], int):
            found += _models_at(argument, path[1:])
    return found
