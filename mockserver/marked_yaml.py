"""YAML read safely, with the place of every value kept, and checked against a model.

Plain words are read as YAML 1.2's core schema does: ``15:00``, ``on``, ``yes`` and dates stay the text
they look like, so payloads written in a file arrive as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from yaml.nodes import MappingNode, Node, SequenceNode

from mockserver.errors import Location, SourceError, YamlError, locate

Path_ = Sequence[str | int]
M = TypeVar("M", bound=BaseModel)


_OF_TYPES: Final = frozenset(
    f"{kind}_type" for kind in ("list", "dict", "string", "int", "float", "bool", "model", "tuple")
)
"""Pydantic's complaints that tell a type, and nothing of what is to be written."""


class YamlModel(BaseModel):
    """Base of the models that files are checked against: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


@dataclass(frozen=True, slots=True)
class MarkedYaml:
    """A YAML document's data, with its text and node tree to find any value's place in."""

    data: Any
    source: str
    text: str
    root: Node

    def place(self, path: Path_) -> tuple[Location, str]:
        """Give the location of a value and the text of its line.

        ``path`` is member names and indexes from the root; a mapping's member is placed at its key.
        Parts that are not in the document (names a model gives its variants) are skipped.
        """
        mark = self.root.start_mark
        node: Node | None = self.root
        for part in path:
            step = _step(node, part)
            if step is not None:
                mark, node = step
        return locate(self.text, mark.index, self.source)

    def member(self, path: Path_) -> tuple[Node, Node]:
        """Give the node of a member's key and that of its value, also of a mapping that was merged with <<.

        Raises ``KeyError`` for a path that is not in the document.
        """
        key = value = self.root
        for part in path:
            found = _member(value, part)
            if found is None:
                raise KeyError(part)
            key, value = found
        return key, value


def load_yaml(path: Path) -> MarkedYaml:
    """Read a file.

    Raises ``YamlError`` with file, line and column if it cannot be read, is not UTF-8 or not YAML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise YamlError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes().count(b"\n", 0, error.start) + 1
        raise YamlError(
            "not UTF-8", location=Location(str(path), line, 1), hint="save it as UTF-8"
        ) from error
    return parse_yaml(text, source=str(path))


def parse_yaml(text: str, *, source: str = "yaml") -> MarkedYaml:
    """Parse one YAML document.

    Raises ``YamlError`` with line and column for anything that is not YAML, for a repeated key, for a
    value that contains itself, and for text that holds nothing.
    """
    try:
        root = yaml.compose(text, Loader=_CoreLoader)
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, text, source) from error
    except yaml.YAMLError as error:
        raise YamlError(f"{source}: {str(error).splitlines()[0]}") from error
    except RecursionError:
        raise YamlError(f"{source}: nested too deeply to be read") from None
    if root is None:
        raise YamlError(f"{source}: the file holds nothing")
    return MarkedYaml(_Builder(text, source).build(root), source, text, root)


def validate(model: type[M], marked: MarkedYaml, error: type[SourceError]) -> M:
    """Check a document against a model and give the model's object.

    Raises ``error`` naming every mistake with file, line and column, and the nearest known key for an
    unknown one.
    """
    try:
        return model.model_validate(marked.data)
    except ValidationError as invalid:
        raise _report(model, marked, invalid, error) from None


class _CoreLoader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own shape


_CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""]
)
_CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"), list("tTfF")
)
_CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z"), list("-+0123456789")
)
_CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?\Z"),
    list("-+.0123456789"),
)
# "<<" merges one mapping into another, which shared fragments are made with.
_CoreLoader.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"<<\Z"), ["<"])


class _Builder:
    """Makes plain data of a node tree, an aliased node only once."""

    def __init__(self, text: str, source: str) -> None:
        self._text = text
        self._source = source
        self._built: dict[int, Any] = {}
        self._open: set[int] = set()
        self._scalars = yaml.SafeLoader("")

    def build(self, node: Node) -> Any:
        if id(node) in self._built:
            return self._built[id(node)]
        if id(node) in self._open:
            raise self._error("a value contains itself", node)
        self._open.add(id(node))
        self._built[id(node)] = value = self._make(node)
        self._open.discard(id(node))
        return value

    def _make(self, node: Node) -> Any:
        if isinstance(node, MappingNode):
            return dict(self._members(node))
        if isinstance(node, SequenceNode):
            return [self.build(item) for item in node.value]
        try:
            return self._scalars.construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            raise self._error(str(error).splitlines()[0], node) from error

    def _members(self, node: MappingNode) -> Iterator[tuple[Hashable, Any]]:
        seen: set[Hashable] = set()
        merged: list[tuple[Hashable, Any]] = []
        for key_node, value_node in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                merged.extend(self._merged(value_node))
                continue
            key = self.build(key_node)
            if not isinstance(key, Hashable):
                raise self._error("a key must be a plain word", key_node)
            if key in seen:
                raise self._error(f"the key {key!r} stands here a second time", key_node)
            seen.add(key)
            yield key, self.build(value_node)
        yield from ((key, value) for key, value in reversed(merged) if key not in seen)

    def _merged(self, node: Node) -> Iterable[tuple[Hashable, Any]]:
        sources = node.value if isinstance(node, SequenceNode) else [node]
        for source in sources:
            value = self.build(source)
            if not isinstance(value, dict):
                raise self._error("only a mapping can be merged with <<", source)
            yield from value.items()

    def _error(self, message: str, node: Node) -> YamlError:
        place, line_text = locate(self._text, node.start_mark.index, self._source)
        return YamlError(message, location=place, line_text=line_text)


def _member(node: Node, part: str | int) -> tuple[Node, Node] | None:
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    if not isinstance(node, MappingNode):
        return None
    for key, value in node.value:
        if key.value == str(part):
            return key, value
    merged = (value for key, value in node.value if key.tag == "tag:yaml.org,2002:merge")
    sources = (
        one for value in merged for one in (value.value if isinstance(value, SequenceNode) else [value])
    )
    return next((found for one in sources if (found := _member(one, part))), None)


def _step(node: Node | None, part: str | int) -> tuple[Any, Node] | None:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark, value
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part].start_mark, node.value[part]
    return None


def _syntax_error(error: yaml.MarkedYAMLError, text: str, source: str) -> YamlError:
    mark = error.problem_mark or error.context_mark
    message = f"not YAML: {error.problem or error.context}"
    if mark is None:
        return YamlError(f"{source}: {message}")
    place, line_text = locate(text, mark.index, source)
    return YamlError(message, location=place, line_text=line_text)


def _report(
    model: type[BaseModel], marked: MarkedYaml, invalid: ValidationError, error: type[SourceError]
) -> SourceError:
    def made(detail: dict[str, Any], others: tuple[SourceError, ...] = ()) -> SourceError:
        place, line_text = marked.place(detail["loc"])
        message, hint = _explain(model, detail)
        return error(message, location=place, line_text=line_text, hint=hint, others=others)

    def order(detail: dict[str, Any]) -> tuple[int, int]:
        place, _ = marked.place(detail["loc"])
        return place.line, place.column

    first, *rest = sorted(_worth_telling(invalid, marked), key=order)
    return made(first, tuple(made(detail) for detail in rest))


def _worth_telling(invalid: ValidationError, marked: MarkedYaml) -> Iterator[dict[str, Any]]:
    """Give the mistakes at paths of the document, but for those that only say a key may be left out."""
    details: list[dict[str, Any]] = [dict(detail) for detail in invalid.errors(include_url=False)]
    for detail in [one for one in details if one["type"] != "none_required"] or details:
        missing = detail["type"] in ("missing", "extra_forbidden")
        yield {**detail, "loc": detail["loc"] if missing else _written(detail["loc"], marked.data)}


def _written(path: Path_, data: Any) -> Path_:
    """Leave out of a path what is not in the document: the names pydantic gives a union's choices."""
    parts: list[str | int] = []
    for part in path:
        index = isinstance(data, list) and isinstance(part, int) and part < len(data)
        if index or (isinstance(data, dict) and part in data):
            data = data[part]
            parts.append(part)
    return tuple(parts)


def _explain(model: type[BaseModel], detail: dict[str, Any]) -> tuple[str, str]:
    path = detail["loc"]
    if detail["type"] == "missing":
        return _sentence(path, detail), _mistaken(model, detail)
    if detail["type"] != "extra_forbidden":
        return _sentence(path, detail), _described(model, path) if detail["type"] in _OF_TYPES else ""
    known = _known(model, path[:-1])
    near = get_close_matches(str(path[-1]), known, n=1)
    hint = f"did you mean {near[0]}?" if near else "known here: " + ", ".join(known)
    return f"unknown key {path[-1]!r}", hint


def _sentence(path: Path_, detail: dict[str, Any]) -> str:
    # What a mapping becomes inside of Python is nothing to whoever writes the file.
    message = str(detail["msg"]).removeprefix("Value error, ").partition(" or instance of ")[0]
    if detail["type"] == "missing":
        return f"{path[-1]!r} is missing"
    return f"{_named(path)}: {message}" if path else message


def _named(path: Path_) -> str:
    """Name a value by its key, and an item by its list's key and its index."""
    named = next((at for at in reversed(range(len(path))) if isinstance(path[at], str)), 0)
    return str(path[named]) + "".join(f"[{index}]" for index in path[named + 1 :])


def _known(model: type[BaseModel], path: Path_) -> list[str]:
    return sorted({name for found in _models_at(model, path) for name in _names(found)})


def _mistaken(model: type[BaseModel], detail: dict[str, Any]) -> str:
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
