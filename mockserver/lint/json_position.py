"""Where in a JSON text the next character goes, while the text is put together from pieces.

Pieces are text of the template and values nobody knows yet. Where branches of the template leave the
position unclear, nothing more is said of the structure than what holds for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from mockserver.lint.values import ANYTHING, Value, constant, joined

_STRUCTURE: Final = re.compile(r"""\s+|["{}\[\]:,“”„]|[^\s"{}\[\]:,“”„]+""")
_IN_STRING: Final = re.compile(r'["\\\n\r\t]')
_IN_CURLY: Final = re.compile(r'["\\\n\r\t“”„]')
_ESCAPE: Final = re.compile(r'["\\/bfnrt]|u[0-9a-fA-F]{4}')
_SCALAR: Final = re.compile(r"true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
QUOTES: Final = "“”„"
CLOSING: Final = f'"{QUOTES}'

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """An object or array that is open; ``expects`` says what comes next in it.

    ``any`` says that nobody knows, ``no end`` nothing but that a loop has left a comma.
    """

    opener: str
    index: int
    expects: str
    key: str | int | None

    def then(self, expects: str, key: str | int | None = None) -> Frame:
        """Give the frame one step on."""
        return replace(self, expects=expects, key=self.key if key is None else key)


@dataclass(frozen=True, slots=True)
class Member:
    """A value that is complete: its path, the value, whether it was a string, and its place."""

    path: Path
    value: Value
    quoted: bool
    start: int
    end: int


@dataclass(slots=True)
class JsonPosition:
    """The position, moved on by every piece."""

    frames: tuple[Frame, ...] = ()
    in_string: bool = False
    in_curly: bool = False
    """The string was opened by a curly quote."""
    parts: tuple[Value, ...] = ()
    string_at: int = 0
    done: bool = False
    unclear: bool = False
    members: list[Member] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    curly: list[int] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)

    def fork(self) -> JsonPosition:
        """Give a copy that moves on by itself; what was found stays common."""
        return replace(self)

    @property
    def path(self) -> Path:
        """The names and indexes that lead to where the next value goes."""
        return tuple(frame.key if frame.key is not None else 0 for frame in self.frames)

    @property
    def at_key(self) -> bool:
        """Whether a member's name is expected."""
        return bool(self.frames) and self.frames[-1].expects in ("key", "key or end")

    # -- text of the template

    def text(self, text: str, at: int) -> None:
        """Move over text of the template that stands at an index of the source."""
        index = 0
        while index < len(text):
            index = self._string_text(text, index, at) if self.in_string else self._outside(text, index, at)

    def _outside(self, text: str, index: int, at: int) -> int:
        match = _STRUCTURE.match(text, index)
        if match is None:  # pragma: no cover - the pattern takes any character
            return len(text)
        mark = match[0]
        if mark == '"':
            self.in_string, self.parts, self.string_at = True, (), at + index + 1
        elif mark in QUOTES:
            self.curly.append(at + index)
            self.in_string, self.in_curly, self.parts, self.string_at = True, True, (), at + index + 1
        elif mark in "{[":
            self._open(mark, at + index)
        elif mark in "}]":
            self._close(mark, at + index)
        elif mark in ":,":
            self._separator(mark, at + index)
        elif not mark.isspace():
            # At the end of the text an output may go on with it.
            self.unclear = self.unclear or (match.end() == len(text) and not _SCALAR.fullmatch(mark))
            self._scalar(mark, at + index)
        return match.end()

    def _string_text(self, text: str, index: int, at: int) -> int:
        start = index
        pattern = _IN_CURLY if self.in_curly else _IN_STRING
        while (match := pattern.search(text, index)) is not None:
            if match[0] in QUOTES:
                self.curly.append(at + match.start())
            if match[0] in CLOSING:
                self._add(text[start : match.start()], at + start)
                self._end_string(at + match.start())
                return match.end()
            if match[0] != "\\":
                self.breaks.append(at + match.start())
                index = match.end()
            else:
                index = self._escape(text, match.end(), at)
        self._add(text[start:], at + start)
        return len(text)

    def _escape(self, text: str, index: int, at: int) -> int:
        """Move behind an escape; an output may be the rest of one at the end of the text."""
        match = _ESCAPE.match(text, index)
        if match is None and index < len(text):
            self._fault(at + index - 1, f"\\{text[index]} is no escape in a JSON string")
        return match.end() if match else index + 1

    def _add(self, text: str, at: int) -> None:
        if text:
            self.parts = (*self.parts, constant(text, at, at + len(text)))

    def _end_string(self, at: int) -> None:
        self.in_string = self.in_curly = False
        if self.at_key:
            only = self.parts[0].only if len(self.parts) == 1 else None
            self._step(self.frames[-1].then("colon", only.text if only else "?"))
            return
        value = self.parts[0] if len(self.parts) == 1 else joined(self.parts)
        self._value(Member(self.path, value, quoted=True, start=self.string_at, end=at))

    def _scalar(self, token: str, at: int) -> None:
        if not self.unclear and _SCALAR.fullmatch(token) is None:
            named = "key: a key stands in double quotes" if self.at_key else "value"
            self._fault(at, f"{token[:20]} is no JSON {named}")
            return
        self._value(Member(self.path, constant(_number(token), at, at + len(token)), False, at, at))

    # -- values of outputs

    def output(self, value: Value, at: int) -> None:
        """Move over what an output prints."""
        if self.in_string:
            self.parts = (*self.parts, value)
        elif value.is_json or not self.frames:
            self.unclear = True
        else:
            self._bare_output(value, at)

    def _bare_output(self, value: Value, at: int) -> None:
        expects = self.frames[-1].expects
        scalar = value.closed and all(_SCALAR.fullmatch(literal.text) for literal in value.literals)
        if expects in ("value", "value or end") and (value.sources or scalar):
            self._value(Member(self.path, value, quoted=False, start=at, end=at))
        elif expects not in ("any", "no end"):
            self.unclear = True

    def loosen(self) -> None:
        """Expect anything next: what a loop's pass begins with depends on the pass before."""
        if self.frames and not self.in_string:
            self._step(self.frames[-1].then("any"))

    def behind_loop(self, end: JsonPosition) -> None:
        """Expect more behind a loop if each of its passes ends, as one does here, with a comma."""
        if self.unclear or end.unclear or self.in_string or len(self.frames) != len(end.frames):
            return
        if end.frames and end.frames[-1].expects in ("key", "value"):
            self._step(self.frames[-1].then("no end"))

    # -- structure

    def _open(self, mark: str, at: int) -> None:
        if self.frames:
            self._expect(("value", "value or end"), at, f"{mark!r} stands")
        elif self.done:
            self._fault(at, "text follows the end of the JSON")
        first = "key or end" if mark == "{" else "value or end"
        self.frames = (*self.frames, Frame(mark, at, first, None if mark == "{" else 0))

    def _close(self, mark: str, at: int) -> None:
        if not self.frames:
            self._fault(at, f"{mark!r} closes nothing")
            return
        frame = self.frames[-1]
        if (frame.opener == "{") != (mark == "}"):
            self._fault(at, f"{mark!r} closes what {frame.opener!r} opened")
        elif frame.expects in ("key", "value", "colon"):
            self._fault(at, f"{mark!r} comes where a {frame.expects} is expected")
        elif frame.expects == "no end":
            comma = "{% unless forloop.last %},{% endunless %}"
            self._fault(at, f"{mark!r} comes behind the comma of a loop's last pass; write {comma} there")
        self.frames = self.frames[:-1]
        self._after_value()

    def _separator(self, mark: str, at: int) -> None:
        if not self.frames:
            self._fault(at, f"{mark!r} stands outside of the JSON")
            return
        frame = self.frames[-1]
        if mark == ":":
            self._expect(("colon",), at, "':' stands")
            self._step(frame.then("value"))
        else:
            self._expect(("comma or end",), at, "',' stands")
            following = frame.key + 1 if isinstance(frame.key, int) else None
            self._step(frame.then("key" if frame.opener == "{" else "value", following))

    def _value(self, member: Member) -> None:
        self.members.append(member)
        if self.frames:
            self._expect(("value", "value or end"), member.start, "a value stands")
            self._after_value()

    def _after_value(self) -> None:
        if self.frames:
            self._step(self.frames[-1].then("comma or end"))
        else:
            self.done = True

    def _expect(self, wanted: tuple[str, ...], at: int, what: str) -> None:
        expected = self.frames[-1].expects
        if expected not in ("any", "no end") and expected not in wanted:
            self._fault(at, f"{what} where a {expected} is expected")

    def _step(self, frame: Frame) -> None:
        self.frames = (*self.frames[:-1], frame)

    def _fault(self, at: int, message: str) -> None:
        # After one mistake, or where branches differ, whatever follows is a guess.
        if not self.unclear:
            self.faults.append((at, message))
        self.unclear = True

    def end(self) -> None:
        """Say that the text is over."""
        if self.unclear:
            return
        if self.in_string:
            self._fault(self.string_at - 1, "this string is never closed")
        elif self.frames:
            frame = self.frames[-1]
            closer = "}" if frame.opener == "{" else "]"
            message = f"this {frame.opener!r} is never closed: a {closer!r} is missing at the end"
            self._fault(frame.index, message)


def meet(left: JsonPosition, right: JsonPosition) -> JsonPosition:
    """Give the position behind two branches."""
    together = left.fork()
    together.unclear = left.unclear or right.unclear
    if left.in_string != right.in_string or len(left.frames) != len(right.frames):
        together.unclear = True
        return together
    together.done = left.done and right.done
    if left.parts != right.parts:
        together.parts = (*_common(left.parts, right.parts), ANYTHING)
    together.frames = tuple(map(_frame, left.frames, right.frames))
    return together


def _frame(left: Frame, right: Frame) -> Frame:
    return left if left.expects == right.expects else left.then("any")


def _common(left: tuple[Value, ...], right: tuple[Value, ...]) -> Iterator[Value]:
    for one, other in zip(left, right, strict=False):
        if one != other:
            return
        yield one


def _number(token: str) -> object:
    words: dict[str, object] = {"true": True, "false": False, "null": None}
    if token in words:
        return words[token]
    try:
        return int(token)
    except ValueError:
        return token
