"""The users of one JSON text, read a piece at a time: an array of them, an export's answer, or one user.

Only the user at hand is held, however long the text is. What is no JSON is told as ``json`` tells it.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from gzip import GzipFile
from typing import IO, Any, Final, NoReturn

from mockserver.errors import Location, SourceError

ByteFile = IO[bytes] | GzipFile
PIECE: Final = 64 * 1024
"""How many bytes are read at a time."""
_LONGEST_WORD: Final = 16
"""So close to the end of what is read, a word or a number may be cut in two."""
_DECODER: Final = json.JSONDecoder()
_SPACE: Final = re.compile(r"[ \t\n\r]*")


class ProfileFileError(SourceError):
    """A file that holds no profiles."""


def checked_profile(value: object, place: Location) -> dict[str, Any]:
    """Give a value that is a profile; raises ``ProfileFileError`` for one that is none."""
    if not isinstance(value, dict):
        hint = "write one object, a list of them or one on each line, or an export's answer"
        raise ProfileFileError("a profile is an object", location=place, hint=hint)
    return value


def parse_users(file: ByteFile, name: str, *, piece: int = PIECE) -> Iterator[dict[str, Any]]:
    """Read the users of a JSON text one by one; of a text without anything there are none.

    Raises ``ProfileFileError`` where the text is no JSON or holds something else, after the users before
    it; ``name`` is what the place is told by.
    """
    text = _Text(file, name, piece)
    if text.following() == "[":
        yield from map(text.checked, text.elements())
    elif text.following() == "{":
        yield from _of_object(text)
    elif text.following():
        text.checked(text.value())
    text.end()


def _of_object(text: _Text) -> Iterator[dict[str, Any]]:
    """Read the users of an export's answer, or the one user the object is."""
    user, is_answer = {}, False
    for name in text.members():
        if name != "users":
            user[name] = text.value()
            continue
        is_answer = True
        if text.following() == "[":
            yield from map(text.checked, text.elements())
        else:
            yield text.checked(text.value())
    text.end()
    if not is_answer:
        yield user


def has_profile_lines(file: ByteFile) -> bool:
    """Tell whether a file begins with a profile on a line of its own; it is read from there on again.

    Raises ``ProfileFileError`` where it begins with what is no JSON.
    """
    try:
        return _is_line(_Text(file, getattr(file, "name", ""), PIECE))
    finally:
        file.seek(0)


def _is_line(text: _Text) -> bool:
    if text.following() != "{":
        if text.following() not in ("", "["):
            text.value()
        return False
    begins = text.place.line
    for name in text.members():
        if name == "users":
            return False
        text.value()
    ends = text.place.line
    return begins == ends and (not text.following() or text.place.line > ends)


class _Text:
    """A JSON text that is read as far as it is looked at."""

    def __init__(self, file: ByteFile, name: str, piece: int) -> None:
        self._file = file
        self._piece = piece
        head = file.read(4)
        self._decoder = codecs.getincrementaldecoder(json.detect_encoding(head))("surrogatepass")
        self._held = ""
        self._start = Location(name, 1, 1)  # of what is held
        self._at = self._began = 0
        self._ended = False
        self._read(head)

    @property
    def place(self) -> Location:
        """The place of what is next."""
        return self._place(self._at)

    def following(self, behind: int = 0) -> str:
        """Give the next character that is not white space; empty at the end of the text."""
        while True:
            space = _SPACE.match(self._held, self._at + behind)
            at = space.end() if space else len(self._held)
            if at < len(self._held) or not self._more():
                break
        if not behind:
            self._at = at
        return self._held[at : at + 1]

    def value(self) -> Any:
        """Take the next value."""
        while True:
            self.following()
            self._began = self._at
            try:
                value, end = _DECODER.raw_decode(self._held, self._at)
            except json.JSONDecodeError as error:
                if self._may_go_on(error) and self._more():
                    continue
                raise self._mistake(f"not JSON: {error.msg}", error.pos) from error
            except ValueError as error:  # an integer of thousands of digits
                raise self._mistake(f"not JSON: {error}", self._at) from error
            except RecursionError as error:
                raise self._mistake("nested too deeply", self._at) from error
            near_end = end > len(self._held) - _LONGEST_WORD
            if near_end and not isinstance(value, dict | list | str) and self._more():
                continue
            self._at = end
            return value

    def elements(self) -> Iterator[Any]:
        """Take the elements of an array one by one."""
        for _ in self._items("]", '[""'):
            yield self.value()

    def members(self) -> Iterator[str]:
        """Take the names of an object's members; whoever asks takes the value before the next name."""
        for _ in self._items("}", '{"":""'):
            if self.following() != '"':
                self._refuse("{")
            name: str = self.value()
            if self.following() != ":":
                self._refuse('{""')
            self._at += 1
            yield name

    def end(self) -> None:
        """Refuse whatever follows."""
        if self.following():
            self._refuse('""')

    def checked(self, value: object) -> dict[str, Any]:
        """Refuse the value taken last if it is no profile."""
        return value if isinstance(value, dict) else checked_profile(value, self._place(self._began))

    def _items(self, close: str, done: str) -> Iterator[None]:
        """Stop at every item of an array or an object; ``done`` is JSON that stands for those before."""
        self._at += 1
        if self.following() == close:
            self._at += 1
            return
        while True:
            yield
            behind = self.following()
            if behind == close:
                self._at += 1
                return
            if behind != "," or self.following(1) == close:
                self._refuse(done)
            self._at += 1

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        """Tell whether a mistake may be none once more is read."""
        return error.msg.startswith("Unterminated") or error.pos > len(self._held) - _LONGEST_WORD

    def _more(self) -> bool:
        """Read on and let go of what is taken; tell whether the text was not at its end."""
        if self._ended:
            return False
        self._start = self.place
        self._held = self._held[self._at :]
        self._began -= self._at
        self._at = 0
        # As much again as is held, so that a long value is not tried often.
        data = self._file.read(max(self._piece, len(self._held)))
        self._ended = not data
        self._read(data)
        return True

    def _read(self, data: bytes) -> None:
        try:
            self._held += self._decoder.decode(data, final=self._ended)
        except UnicodeDecodeError as error:
            self._held += error.object[: error.start].decode(error.encoding, "surrogatepass")
            raise self._mistake("not UTF-8", len(self._held)) from error

    def _refuse(self, done: str) -> NoReturn:
        """Raise what ``json`` says of the text at hand behind ``done``, which stands for the text before."""
        try:
            json.loads(done + self._held[self._at :])
        except json.JSONDecodeError as error:
            raise self._mistake(f"not JSON: {error.msg}", self._at + error.pos - len(done)) from error
        raise AssertionError(done)

    def _mistake(self, message: str, at: int) -> ProfileFileError:
        return ProfileFileError(message, location=self._place(at))

    def _place(self, at: int) -> Location:
        """Give the place of a character that is held."""
        lines = self._held.count("\n", 0, at)
        column = at - self._held.rindex("\n", 0, at) if lines else self._start.column + at
        return Location(self._start.source, self._start.line + lines, column)
