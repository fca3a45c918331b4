"""Errors that tell the user of the tool what is wrong, where, and what to do.

    MockServerError
    ├── UsageError          an argument or option that cannot be meant
    ├── AssumptionError     an assumption or choice that does not exist
    └── SourceError         a mistake at a place in a file or a text
        ├── ConfigurationError  a [tool.mockserver] table that cannot be meant
        ├── YamlError       a file that is not the YAML it should be
        ├── WorkspaceError  a workspace file that does not describe a world
        ├── ScenarioError   a scenario file that cannot be run
        └── TemplateError   a Liquid template that cannot be parsed

The simulated vendors' own answers are never errors of this tree: they are responses, made in
their own rooms.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a text: the name of the text, line and column, both counted from 1."""

    source: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}"


class MockServerError(Exception):
    """A mistake made by the user of the tool.

    ``message`` says what is wrong and ``hint``, where there is one, what to do about it.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  hint: {self.hint}" if self.hint else self.message


class UsageError(MockServerError):
    """An argument or option that cannot be meant."""


class AssumptionError(MockServerError):
    """An assumption that does not exist, or a choice it does not offer."""


class SourceError(MockServerError):
    """A mistake at a known place in a file or a text.

    ``line_text`` is the source line the place lies in; with it the error shows the line and a caret.
    ``others`` are further mistakes found in the same text.
    """

    def __init__(
        self,
        message: str,
        *,
        location: Location | None = None,
        line_text: str = "",
        hint: str = "",
        others: tuple[SourceError, ...] = (),
    ) -> None:
        super().__init__(message, hint=hint)
        self.location = location
        self.line_text = line_text
        self.others = others

    def __str__(self) -> str:
        return "\n".join([self._own_text(), *map(str, self.others)])

    def _own_text(self) -> str:
        if self.location is None:
            return super().__str__()
        parts = [f"{self.location}: {self.message}"]
        if self.line_text:
            parts += excerpt(self.line_text, self.location)
        if self.hint:
            parts.append(f"  hint: {self.hint}")
        return "\n".join(parts)


class ConfigurationError(SourceError):
    """A ``[tool.mockserver]`` table that cannot be meant."""


class YamlError(SourceError):
    """A file that is not the YAML it should be."""


class WorkspaceError(SourceError):
    """A workspace file that does not describe a world."""


class ScenarioError(SourceError):
    """A scenario file that cannot be run."""


class TemplateError(SourceError):
    """A Liquid template that cannot be parsed."""


def excerpt(line_text: str, location: Location, *, width: int = 70) -> list[str]:
    """Show a source line with a caret under the column, long lines cut around it."""
    start = max(0, location.column - 1 - width // 2)
    shown = line_text[start : start + width].replace("\t", " ")
    gutter = str(location.line)
    before = shown[: max(0, location.column - 1 - start)]
    caret = " " * (_width(before) + location.column - 1 - start - len(before)) + "^"
    return [f"  {gutter} | {shown}", f"  {' ' * len(gutter)} | {caret}"]


def _width(text: str) -> int:
    """Give how many columns of a terminal a text takes: two for a wide character, none for an accent."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)


def locate(text: str, index: int, source: str) -> tuple[Location, str]:
    """Give the location of a character index in a text, and the text of its line."""
    index = min(max(index, 0), len(text))
    start = text.rfind("\n", 0, index) + 1
    end = text.find("\n", index)
    line_text = text[start : end if end >= 0 else len(text)]
    return Location(source, text.count("\n", 0, index) + 1, index - start + 1), line_text.rstrip("\r")
