"""A command as a shell reads it: its words, and where each character of them is written.

Commands are pasted from POSIX shells, from Windows' command prompt and from PowerShell: a line goes on
behind a backslash, a caret or a backtick; where these were lost on the way, an option or a URL goes on with
the command, while other words are what somebody has written below it.
Source: https://www.gnu.org/software/bash/manual/html_node/Quoting.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from mockserver.errors import UsageError
from mockserver.transcripts import Quoting, Transcript, as_it_is, not_at_all

_BLANK: Final = re.compile(r"(?:\s|[\\^`]\r?\n)+")
_LINE_END: Final = re.compile(r"(?<![\\^`\r])\r?\n")
_GOES_ON: Final = re.compile(r"[-'\"$\\]|https?:")
_PIECE: Final = re.compile(
    r"""(?P<ansi>\$'(?P<ansi_text>(?:[^'\\]|\\.)*)')"""
    r"""|(?P<single>'(?P<single_text>[^']*)')"""
    r"""|(?P<double>"(?P<double_text>(?:[^"\\]|\\.)*)")"""
    r"""|(?P<end>&&|[;|])"""
    r"""|(?P<escaped>\\(?P<escaped_text>.))"""
    r"""|(?P<plain>[^\s'"\\;|&]+|&(?!&))""",
    re.DOTALL,
)
_END: Final = re.compile(r"&&|\|\||[;|]")
_ANSI: Final = re.compile(
    r"\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|(.))|.", re.DOTALL
)
_ANSI_LETTERS: Final = {
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "a": "\a",
    "e": "\x1b",
}
_ITSELF: Final = frozenset("\\'\"?")
_DOUBLE: Final = re.compile(r"\\(?:\r?\n)|\\([\"\\$`])|.", re.DOTALL)
_CARET: Final = re.compile(r"\^\r?\n(\r?\n)|\^\r?\n|\^?(.)", re.DOTALL)


def is_behind_carets(text: str, start: int = 0) -> bool:
    """Tell whether a command was copied for Windows' command prompt, with a caret before its quotes."""
    return re.search(r'\s\^"', text[start:]) is not None


def ends_of_commands(text: str, start: int = 0) -> Iterator[int]:
    """Give the index behind each ``&&``, ``||``, ``;`` and ``|`` that no quotes hold, from an index on.

    There is none behind quotes that do not match, and none in what was copied for Windows' command prompt.
    """
    at = len(text) if is_behind_carets(text, start) else _behind_blanks(text, start)
    while at < len(text):
        try:
            _, at = _word(text, at)
        except UsageError:
            return
        if end := _END.match(text, at):
            yield end.end()
            at = _behind_blanks(text, end.end())
        else:
            at = _next_word(text, at)


def shell_words(text: str, start: int = 0) -> Iterator[Transcript]:
    """Read the words of the command that begins at an index, up to its end or the next command's beginning.

    Raises ``UsageError`` for quotes that do not match.
    """
    if is_behind_carets(text, start):
        yield from _words_behind_carets(text, start)
    else:
        yield from _words(text, start)


def _words_behind_carets(text: str, start: int) -> Iterator[Transcript]:
    """Read what browsers copy for Windows' command prompt: a caret before everything that it might heed."""
    found = _CARET.finditer(text, start)
    said = [(each.start(2) if each[2] else each.start(), each[1] or each[2] or " ") for each in found]
    places = [*(place for place, character in said for _ in character), len(text)]
    for word in _words("".join(character for _, character in said), 0):
        indexes = tuple(places[index] for index in word.indexes)
        yield Transcript(word.text, indexes, (not_at_all,) * len(word.text))


def _words(text: str, start: int) -> Iterator[Transcript]:
    at = _behind_blanks(text, start)
    while at < len(text):
        word, at = _word(text, at)
        if word is None:
            return
        yield word
        at = _next_word(text, at)


def _next_word(text: str, at: int) -> int:
    """Give where the command's next word begins, behind the text where there is none."""
    begin = _behind_blanks(text, at)
    ends = _LINE_END.search(text, at, begin) and not _GOES_ON.match(text, begin)
    return len(text) if ends else begin


def _behind_blanks(text: str, at: int) -> int:
    blanks = _BLANK.match(text, at)
    return blanks.end() if blanks else at


def _word(text: str, at: int) -> tuple[Transcript | None, int]:
    """Give the word at an index and the index behind it; None for what ends a command."""
    pieces: list[Transcript] = []
    while at < len(text) and not _BLANK.match(text, at):
        found = _PIECE.match(text, at)
        if found is None:
            raise UsageError("the curl command cannot be read: no closing quotation", hint="paste all of it")
        if found["end"]:
            return (_joined(pieces), at) if pieces else (None, at)
        pieces.append(_READERS[str(found.lastgroup).removesuffix("_text")](found))
        at = found.end()
    return _joined(pieces), at


def _joined(pieces: list[Transcript]) -> Transcript:
    if len(pieces) == 1:
        return pieces[0]
    first, *rest = pieces
    for piece in rest:
        first += piece
    return first


def _verbatim(group: str, quoting: Quoting) -> Callable[[re.Match[str]], Transcript]:
    return lambda found: Transcript.of(found[group], found.start(group), quoting=quoting)


def _not_quoted(text: str) -> str | None:
    return None if "'" in text else text


def _in_double_quotes(text: str) -> str:
    return re.sub(r'(["\\$`])', r"\\\1", text)


def _double(found: re.Match[str]) -> Transcript:
    places = [
        (each.start(), each[1] or each[0])
        for each in _DOUBLE.finditer(found.string, found.start("double_text"), found.end("double_text"))
        if each[1] or not each[0].startswith("\\") or len(each[0]) == 1
    ]
    return _escaped(places, found.end("double_text"), _in_double_quotes)


def _ansi(found: re.Match[str]) -> Transcript:
    start, end = found.span("ansi_text")
    places = [(each.start(), _ansi_character(each)) for each in _ANSI.finditer(found.string, start, end)]
    return _escaped(places, end, not_at_all)


def _ansi_character(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        return chr(int(code, 16)) if int(code, 16) < 0x110000 else "\ufffd"
    letter = found[4]
    if letter is None or letter in _ITSELF:
        return letter or found[0]
    return _ANSI_LETTERS.get(letter, found[0])


def _escaped(places: list[tuple[int, str]], end: int, quoting: Quoting) -> Transcript:
    text = "".join(said for _, said in places)
    indexes = [place for place, said in places for _ in said]
    return Transcript(text, (*indexes, end), (quoting,) * len(text))


_READERS: Final[dict[str, Callable[[re.Match[str]], Transcript]]] = {
    "ansi": _ansi,
    "single": _verbatim("single_text", _not_quoted),
    "double": _double,
    "escaped": _verbatim("escaped_text", not_at_all),
    "plain": _verbatim("plain", as_it_is),
}
