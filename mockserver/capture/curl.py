"""curl commands as people paste them: from a shell, from a browser, from documentation."""

from __future__ import annotations

import base64
import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, quote_plus, unquote, urlsplit

from mockserver.capture.recording import Recorded
from mockserver.errors import UsageError
from mockserver.http import JSON_TYPE, Headers, Request

_START: Final = re.compile(r"^\s*(?:\$ |> )?curl(?:\.exe)?(?=\s)", re.MULTILINE)
_ANSI_C: Final = re.compile(r"(?<=\s)\$'((?:[^'\\]|\\.)*)'", re.DOTALL)
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", "'": "'", '"': '"'}
_ESCAPE: Final = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)

_FORM: Final = "application/x-www-form-urlencoded"
_HEADER_OF: Final = {"-A": "User-Agent", "--user-agent": "User-Agent", "-b": "Cookie", "--cookie": "Cookie"}
_DATA: Final = ("-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode", "--json")
_TAKES_VALUE: Final = re.compile(
    r"-[owmExecDr]|--(output|write-out|max-time|connect-timeout|retry|cacert|cert|key|proxy|referer|cookie-jar"
    r"|resolve|dump-header|range)"
)
"""Options with a value that says nothing about the request as the receiver sees it."""


@dataclass(slots=True)
class _Command:
    """What the options read so far ask for."""

    method: str = ""
    url: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    is_json: bool = False
    in_query: bool = False


def parse_curl(text: str) -> tuple[Recorded, ...]:
    """Read every curl command in a text.

    Raises ``UsageError`` for a text without one, and for a command whose quotes do not match, whose body
    lies in a file or that has no URL.
    """
    starts = [found.start() for found in _START.finditer(text)]
    if not starts:
        raise UsageError("there is no curl command in the text", hint="it begins with the word curl")
    pieces = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return tuple(Recorded(request=_request(_read(_words(piece)))) for piece in pieces)


def _words(text: str) -> Iterator[str]:
    text = re.sub(r"[\\^`]\r?\n", " ", text)
    text = _ANSI_C.sub(lambda found: shlex.quote(_ESCAPE.sub(_unescaped, found[1])), text)
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise UsageError(f"the curl command cannot be read: {error}", hint="paste all of it") from None
    return iter(words[words.index(next(word for word in words if "curl" in word)) + 1 :])


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _ESCAPES.get(found[3], found[0])


def _read(words: Iterator[str]) -> _Command:
    command = _Command()
    for word in words:
        if word in (";", "&&", "|"):
            break
        if word.startswith("-") and word != "-":
            _option(command, word, words)
        else:
            command.url = command.url or word
    return command


def _option(command: _Command, word: str, words: Iterator[str]) -> None:
    name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
    if not word.startswith("--") and len(word) > 2:
        _short_options(command, word, words)
    elif _has_value(name):
        _take(command, name, value if equals else next(words, ""))
    elif name in ("-G", "--get"):
        command.in_query = True
    elif name in ("-I", "--head"):
        command.method = "HEAD"


def _short_options(command: _Command, word: str, words: Iterator[str]) -> None:
    """Read letters that stand together, such as ``-sSX POST`` and ``-XPOST``."""
    for index, letter in enumerate(word[1:], 2):
        name = f"-{letter}"
        if _has_value(name):
            _take(command, name, word[index:] or next(words, ""))
            return
        _option(command, name, words)


def _has_value(name: str) -> bool:
    known = name in _OPTIONS or name in _DATA or name in _HEADER_OF
    return known or _TAKES_VALUE.fullmatch(name) is not None


def _take(command: _Command, name: str, value: str) -> None:
    if name in _DATA:
        _add_data(command, name, value)
    elif name in _HEADER_OF:
        command.headers.append((_HEADER_OF[name], value))
    elif name in _OPTIONS:
        _OPTIONS[name](command, value)


def _add_data(command: _Command, name: str, value: str) -> None:
    if value.startswith("@") and name != "--data-raw":
        raise UsageError(
            f"the body of the curl command lies in the file {value[1:]!r}",
            hint="paste the command with the body in it, or capture the file as a payload",
        )
    command.is_json |= name == "--json"
    if name == "--data-urlencode":
        key, equals, text = value.partition("=")
        value = f"{key}={quote_plus(text)}" if equals else quote_plus(value)
    command.data.append(value)


def _set_method(command: _Command, value: str) -> None:
    command.method = value.upper()


def _set_url(command: _Command, value: str) -> None:
    command.url = value


def _add_header(command: _Command, value: str) -> None:
    name, _, rest = value.partition(":")
    command.headers.append((name.strip(), rest.strip()))


def _add_user(command: _Command, value: str) -> None:
    encoded = base64.b64encode(value.encode()).decode()
    command.headers.append(("Authorization", f"Basic {encoded}"))


_OPTIONS: Final = {
    "-X": _set_method,
    "--request": _set_method,
    "--url": _set_url,
    "-H": _add_header,
    "--header": _add_header,
    "-u": _add_user,
    "--user": _add_user,
}


def _request(command: _Command) -> Request:
    if not command.url:
        raise UsageError("the curl command has no URL")
    url = _without_user(command)
    body = ("" if command.is_json else "&").join(command.data)
    if command.in_query:
        url, body = f"{url}{'&' if '?' in url else '?'}{body}", ""
    headers = Headers(command.headers)
    if body and "content-type" not in headers:
        headers = headers.merged({"Content-Type": JSON_TYPE if command.is_json else _kind_of(body)})
    method = command.method or ("POST" if body else "GET")
    return Request(method, quote(url, safe=_AS_WRITTEN), headers, body.encode(errors="surrogatepass"))


def _without_user(command: _Command) -> str:
    """Give the URL; the user it may name becomes a header, as curl sends it."""
    try:
        parts = urlsplit(command.url if "://" in command.url else f"http://{command.url}")
    except ValueError as error:
        raise UsageError(f"the curl command's URL cannot be read: {error}") from None
    user, at, host = parts.netloc.rpartition("@")
    if at:
        _add_user(command, unquote(user))
    return parts._replace(netloc=host).geturl()


_AS_WRITTEN: Final = "%/:=&?~#+!$,;'@()*[]"


def _kind_of(body: str) -> str:
    """Give the type curl sends with a body; what is plainly JSON was meant as that."""
    try:
        return JSON_TYPE if isinstance(json.loads(body), dict | list) else _FORM
    except (ValueError, RecursionError):
        return _FORM
