"""YAML read safely, with the place of every value kept, and checked against a model.

Plain words are read as YAML 1.2's core schema does: ``15:00``, ``on``, ``yes`` and dates stay the text
they look like, so payloads written in a file arrive as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mockserver.errors import Location, SourceError, YamlError, locate
from mockserver.model_mistakes import Path_, mistakes_in

M = TypeVar("M", bound=BaseModel)

DEEPEST: Final = 100
"""How many levels of a document are read: what goes through its data has to come back."""
MOST_VALUES: Final = 1_000_000
"""How many values aliases may repeat: a few lines of them could stand for more than any memory holds."""
LONGEST_NUMBER: Final = 1000
"""How many characters of a number are read; Python itself refuses to write very long ones as text."""

_TAG: Final = "tag:yaml.org,2002:"
_SCALARS: Final[Mapping[str, str]] = {
    f"{_TAG}str": "text",
    f"{_TAG}null": "null",
    f"{_TAG}bool": "boolean",
    f"{_TAG}int": "whole number",
    f"{_TAG}float": "number",
}
"""What a scalar may be tagged as, which is what JSON can say of it."""


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
    """Parse one YAML document into what JSON can say; keys are text.

    Raises ``YamlError`` with line and column for anything that is not YAML, for a repeated key, for a
    value that contains itself, for more than can be held, and for text that holds nothing.
    """
    try:
        root = yaml.compose(text, Loader=_CoreLoader)
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, text, source) from error
    except yaml.reader.ReaderError as error:
        raise _forbidden_character(error, text, source) from error
    except (ValueError, OverflowError) as error:
        raise _impossible_character(text, source) from error
    if root is None:
        raise YamlError("the file holds nothing", location=Location(source, 1, 1))
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
    _depth = 0

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        if self._depth > DEEPEST:
            raise yaml.composer.ComposerError(
                None,
                None,
                f"nested deeper than {DEEPEST} levels",
                self.peek_event().start_mark,  # type: ignore[no-untyped-call]
            )
        self._depth += 1
        node: Node | None = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def compose_scalar_node(self, anchor: Any) -> ScalarNode:
        node: ScalarNode = super().compose_scalar_node(anchor)
        node.value = _joined(node.value)
        return node


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
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_BEYOND_UNICODE: Final = re.compile(r"\\U(?!000|0010)[0-9a-fA-F]{8}")
# "<<" merges one mapping into another, which shared fragments are made with.
_CoreLoader.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"<<\Z"), ["<"])


class _Builder:
    """Makes plain data of a node tree, an aliased node only once."""

    def __init__(self, text: str, source: str) -> None:
        self._text = text
        self._source = source
        self._built: dict[int, Any] = {}
        self._sizes: Sizes = {}
        self._repeated = 0
        self._open: set[int] = set()
        self._scalars = yaml.SafeLoader("")

    def build(self, node: Node) -> Any:
        if id(node) in self._built:
            return self._again(node)
        if id(node) in self._open:
            raise self._error("a value contains itself", node)
        self._open.add(id(node))
        self._built[id(node)] = value = self._make(node)
        self._open.discard(id(node))
        return value

    def _again(self, node: Node) -> Any:
        value = self._built[id(node)]
        self._repeated += size_of(value, self._sizes)[0]
        if self._repeated > MOST_VALUES:
            raise self._error(f"aliases repeat more than {MOST_VALUES} values", node)
        return value

    def _make(self, node: Node) -> Any:
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        if node.tag not in (f"{_TAG}map", f"{_TAG}seq"):
            raise self._unknown_tag(node)
        if isinstance(node, MappingNode):
            return dict(self._members(node))
        return [self.build(item) for item in node.value]

    def _scalar(self, node: ScalarNode) -> Any:
        kind = _SCALARS.get(node.tag)
        if kind is None:
            raise self._unknown_tag(node)
        if kind == "text":
            return node.value
        if len(node.value) > LONGEST_NUMBER:
            raise self._error(f"a {kind} of more than {LONGEST_NUMBER} characters", node)
        try:
            return self._scalars.construct_object(node)
        except (yaml.YAMLError, ValueError, LookupError) as error:
            raise self._error(f"{node.value!r} is no {kind}", node) from error

    def _members(self, node: MappingNode) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        merged: list[tuple[str, Any]] = []
        for key_node, value_node in node.value:
            if key_node.tag == f"{_TAG}merge":
                merged.extend(self._merged(value_node))
                continue
            key = self._key(key_node)
            if key in seen:
                raise self._error(f"the key {key!r} stands here a second time", key_node)
            seen.add(key)
            yield key, self.build(value_node)
        yield from ((key, value) for key, value in reversed(merged) if key not in seen)

    def _key(self, node: Node) -> str:
        """Give a key as it is written, which is text in JSON whatever it looks like."""
        if not isinstance(node, ScalarNode):
            raise self._error("a key must be a plain word", node)
        if node.tag not in _SCALARS:
            raise self._unknown_tag(node)
        return str(node.value)

    def _merged(self, node: Node) -> Iterable[tuple[str, Any]]:
        sources = node.value if isinstance(node, SequenceNode) else [node]
        for source in sources:
            value = self.build(source)
            if not isinstance(value, dict):
                raise self._error("only a mapping can be merged with <<", source)
            yield from value.items()

    def _unknown_tag(self, node: Node) -> YamlError:
        if node.tag == f"{_TAG}merge":
            return self._error("<< stands for a key", node, hint='put it in quotes: "<<"')
        tag = node.tag.replace(_TAG, "!!")
        return self._error(f"the tag {tag} has no meaning here", node, hint="write the value without it")

    def _error(self, message: str, node: Node, *, hint: str = "") -> YamlError:
        place, line_text = locate(self._text, node.start_mark.index, self._source)
        return YamlError(message, location=place, line_text=line_text, hint=hint)


Sizes = dict[int, tuple[int, int]]


def size_of(value: Any, known: Sizes, *, level: int = 1) -> tuple[int, int]:
    """Give how many values a value is, one that stands at several places counted at each, and its levels.

    ``known`` keeps what was found of values that stay. What lies below ``DEEPEST`` levels is not looked into.
    """
    if not isinstance(value, dict | list) or level > DEEPEST:
        return 1, 1
    if id(value) not in known:
        members = value.values() if isinstance(value, dict) else value
        sizes = [size_of(member, known, level=level + 1) for member in members]
        levels = max((below for _, below in sizes), default=0)
        known[id(value)] = 1 + sum(count for count, _ in sizes), 1 + levels
    return known[id(value)]


def _joined(text: str) -> str:
    """Put together the pairs of surrogates that JSON writes characters with; a half alone stays."""
    if text.isascii() or _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


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


def _forbidden_character(error: yaml.reader.ReaderError, text: str, source: str) -> YamlError:
    place, line_text = locate(text, error.position, source)
    hint = (
        f'write it as "\\u{error.character:04X}", in double quotes' if error.character else "save it as UTF-8"
    )
    message = f"not YAML: the character U+{error.character:04X} cannot stand in it"
    return YamlError(message, location=place, line_text=line_text, hint=hint)


def _impossible_character(text: str, source: str) -> YamlError:
    """Tell of an escape beyond Unicode, which PyYAML does not give the place of."""
    found = _BEYOND_UNICODE.search(text)
    place, line_text = locate(text, found.start() if found else 0, source)
    return YamlError("not YAML: there is no such character", location=place, line_text=line_text)


def _report(
    model: type[BaseModel], marked: MarkedYaml, invalid: ValidationError, error: type[SourceError]
) -> SourceError:
    placed = [(marked.place(one.path), one) for one in mistakes_in(model, marked.data, invalid)]
    placed.sort(key=lambda pair: (pair[0][0].line, pair[0][0].column))
    first, *rest = [
        error(one.message, location=place, line_text=line_text, hint=one.hint)
        for (place, line_text), one in placed
    ]
    first.others = tuple(rest)
    return first
