"""curl commands as people paste them: from a shell, from a browser, from documentation."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, quote_plus, unquote, urlsplit

from mockserver.capture.recording import Recorded
from mockserver.capture.shell_words import ends_of_commands, shell_words
from mockserver.errors import UsageError
from mockserver.http import JSON_TYPE, Headers, Request
from mockserver.transcripts import Transcript

Files = Callable[[str], str]
"""Reads a file that a command names; raises ``UsageError`` for one that cannot be read."""

_START: Final = re.compile(r"^\s*(?:\$ |> )?(?P<word>curl(?:\.exe)?)(?=\s)", re.MULTILINE)
_NEXT: Final = re.compile(r"\s*(?P<word>curl(?:\.exe)?)(?=\s+(?:[-\"'$\\]|\S*[.:/]))")
"""Another command on the line of the first; prose that speaks of curl has no option and no URL behind it."""

_FORM: Final = "application/x-www-form-urlencoded"
_HEADER_OF: Final = {"-A": "User-Agent", "--user-agent": "User-Agent", "-b": "Cookie", "--cookie": "Cookie"}
_DATA: Final = ("-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode", "--json")
_TAKES_VALUE: Final = re.compile(
    r"-[owmExecDrCPQtyYz]|--(output|output-dir|write-out|stderr|trace|trace-ascii|dump-header|cookie-jar|referer"
    r"|max-time|connect-timeout|keepalive-time|retry|retry-delay|retry-max-time|limit-rate|range|max-redirs"
    r"|max-filesize|cacert|capath|cert|cert-type|key|key-type|pass|pinnedpubkey|ciphers|tls-max|proto|interface"
    r"|proxy|proxy-user|proxy-header|noproxy|resolve|connect-to|dns-servers|doh-url|unix-socket)"
)
"""Options with a value that says nothing about the request as the receiver sees it."""
_TO_ENCODE: Final = re.compile(r"([^=@]*)([=@])(.*)", re.DOTALL)


_REFUSED: Final = {
    "-F": "a form of several parts",
    "--form": "a form of several parts",
    "-T": "an upload",
    "--upload-file": "an upload",
    "-K": "options in a file",
    "--config": "options in a file",
}


_NO_COMMAND: Final = re.compile(r"\s*(?:[{\[\"]|(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\s)")


def command_starts(text: str) -> list[int]:
    """Give the index of the word curl of every command in a text."""
    return [start for start, _ in _spans(text)]


def holds_curl(text: str) -> bool:
    """Tell whether a text is a curl command or has one on a line of its own; JSON and requests have none."""
    return _NO_COMMAND.match(text) is None and _START.search(text) is not None


@dataclass(slots=True)
class _Command:
    """What the options read so far ask for, each text with its place in the command."""

    files: Files | None
    method: str = ""
    url: Transcript | None = None
    headers: list[Transcript] = field(default_factory=list)
    data: list[Transcript] = field(default_factory=list)
    json_at: int = -1
    in_query: bool = False


def parse_curl(text: str, *, files: Files | None = None) -> tuple[Recorded, ...]:
    """Read every curl command in a text.

    ``files`` reads the files a body lies in. Raises ``UsageError`` for a text without a command, and for one
    whose quotes do not match, that has no URL, or whose body lies in a file that is not there or, without
    ``files``, in any.
    """
    return tuple(Recorded(request=_request(command)) for command in _commands(text, files))


def requests_in(text: str, *, files: Files | None = None) -> Iterator[Transcript]:
    """Write every curl command in a text as the request it sends.

    That is the method and the URL, the headers each on its line, an empty line, and the body. Each
    character keeps its place in the command. Raises ``UsageError`` as :func:`parse_curl` does.
    """
    for command in _commands(text, files):
        url, headers, body = _parts(command, as_sent=True)
        line = Transcript.made_up(f"{_method(command, body)} ", url.indexes[0])
        written = line + _on_one_line(url)
        for header in headers:
            written += Transcript.made_up("\n", header.indexes[0]) + _on_one_line(header)
        yield written + Transcript.made_up("\n\n", body.indexes[0]) + body


def _on_one_line(text: Transcript) -> Transcript:
    return text.replaced("\r", " ").replaced("\n", " ")


def _commands(text: str, files: Files | None) -> Iterator[_Command]:
    spans = _spans(text)
    if not spans:
        raise UsageError("there is no curl command in the text", hint="it begins with the word curl")
    ends = [start for start, _ in spans[1:]] + [len(text)]
    for (_, start), end in zip(spans, ends, strict=True):
        yield _read(shell_words(text[:end], start), files)


def _spans(text: str) -> list[tuple[int, int]]:
    """Give where the word curl of every command begins and ends: on its line, or behind another command."""
    first = [found.span("word") for found in _START.finditer(text)]
    bounds = [*(start for start, _ in first), len(text)]
    return [
        span
        for (start, behind), end in zip(first, bounds[1:], strict=True)
        for span in ((start, behind), *_chained(text[:end], behind))
    ]


def _chained(text: str, start: int) -> Iterator[tuple[int, int]]:
    found = (_NEXT.match(text, end) for end in ends_of_commands(text, start))
    return (each.span("word") for each in found if each)


def _read(words: Iterator[Transcript], files: Files | None) -> _Command:
    command = _Command(files)
    for word in words:
        if word.text.startswith("-") and word.text != "-":
            _option(command, word, words)
        else:
            command.url = command.url or word
    if command.url is None or not command.url.text:
        raise UsageError("the curl command has no URL")
    return command


def _option(command: _Command, word: Transcript, words: Iterator[Transcript]) -> None:
    name, equals, _ = word.text.partition("=") if word.text.startswith("--") else (word.text, "", "")
    if not word.text.startswith("--") and len(word.text) > 2:
        _short_options(command, word, words)
    elif name in _REFUSED:
        raise UsageError(
            f"the curl command sends {_REFUSED[name]} ({name}), which cannot be read",
            hint="paste the command with its body in -d",
        )
    elif _has_value(name):
        _take(command, name, word[len(name) + 1 :] if equals else _next(words, word))
    elif name in ("-G", "--get"):
        command.in_query = True
    elif name in ("-I", "--head"):
        command.method = "HEAD"


def _next(words: Iterator[Transcript], option: Transcript) -> Transcript:
    return next(words, Transcript.made_up("", option.indexes[-1]))


def _short_options(command: _Command, word: Transcript, words: Iterator[Transcript]) -> None:
    """Read letters that stand together, such as ``-sSX POST`` and ``-XPOST``."""
    for index, letter in enumerate(word.text[1:], 2):
        name = f"-{letter}"
        if _has_value(name):
            _take(command, name, word[index:] if word.text[index:] else _next(words, word))
            return
        _option(command, Transcript.made_up(name, word.indexes[0]), words)


def _has_value(name: str) -> bool:
    known = name in _OPTIONS or name in _DATA or name in _HEADER_OF
    return known or _TAKES_VALUE.fullmatch(name) is not None


def _take(command: _Command, name: str, value: Transcript) -> None:
    if name in _DATA:
        _add_data(command, name, value)
    elif name in _HEADER_OF:
        command.headers.append(Transcript.made_up(f"{_HEADER_OF[name]}: ", value.indexes[0]) + value)
    elif name in _OPTIONS:
        _OPTIONS[name](command, value)


def _add_data(command: _Command, name: str, value: Transcript) -> None:
    if name == "--json":
        command.json_at = value.indexes[0]
    if name == "--data-urlencode":
        value = _url_encoded(command, value)
    elif value.text.startswith("@") and name != "--data-raw":
        said = _read_file(command, value.text[1:])
        if name not in ("--data-binary", "--json"):
            # So does curl: a body in a file is one line then.
            said = said.replace("\r", "").replace("\n", "")
        value = Transcript.made_up(said, value.indexes[0])
    command.data.append(value)


def _url_encoded(command: _Command, value: Transcript) -> Transcript:
    found = _TO_ENCODE.match(value.text)
    key, mark, text = found.groups() if found else ("", "", value.text)
    said = _read_file(command, text) if mark == "@" else text
    encoded = quote_plus(said, errors="surrogatepass")
    return Transcript.made_up(f"{key}={encoded}" if key else encoded, value.indexes[0])


def _read_file(command: _Command, name: str) -> str:
    if command.files is None:
        raise UsageError(
            f"the body of the curl command lies in the file {name!r}",
            hint="paste the command with the body in it, or capture the file as a payload",
        )
    return command.files(name)


def _set_method(command: _Command, value: Transcript) -> None:
    command.method = value.text.upper()


def _set_url(command: _Command, value: Transcript) -> None:
    command.url = value


def _add_header(command: _Command, value: Transcript) -> None:
    """Take a header as curl does: blanks are none, and a semicolon in place of the colon sends no value."""
    if ":" in value.text:
        command.headers.append(value)
    elif value.text.endswith(";"):
        command.headers.append(value[:-1] + Transcript.made_up(":", value.indexes[-2]))
    elif value.text.strip():
        raise UsageError(
            f"the header {value.text.split()[0]!r} of the curl command has no colon and is not sent",
            hint="write the name, a colon and the value",
        )


def _add_user(command: _Command, value: Transcript) -> None:
    encoded = base64.b64encode(value.text.encode(errors="surrogatepass")).decode()
    command.headers.append(Transcript.made_up(f"Authorization: Basic {encoded}", value.indexes[0]))


def _add_bearer(command: _Command, value: Transcript) -> None:
    command.headers.append(Transcript.made_up("Authorization: Bearer ", value.indexes[0]) + value)


_OPTIONS: Final = {
    "-X": _set_method,
    "--request": _set_method,
    "--url": _set_url,
    "-H": _add_header,
    "--header": _add_header,
    "-u": _add_user,
    "--user": _add_user,
    "--oauth2-bearer": _add_bearer,
}


def _request(command: _Command) -> Request:
    url, headers, body = _parts(command)
    pairs = (header.text.partition(":") for header in headers)
    return Request(
        _method(command, body),
        quote(url.text, safe=_AS_WRITTEN, errors="surrogatepass"),
        Headers((name.strip(), value.strip()) for name, _, value in pairs),
        body.text.encode(errors="surrogatepass"),
    )


def _method(command: _Command, body: Transcript) -> str:
    return command.method or ("POST" if body.text and not command.in_query else "GET")


def _parts(command: _Command, *, as_sent: bool = False) -> tuple[Transcript, list[Transcript], Transcript]:
    """Give the URL, the headers, those that curl adds included, and the body.

    What is plainly JSON was meant as that; ``as_sent`` it is the form that curl calls it.
    """
    assert command.url is not None  # noqa: S101 - it is read with one
    url = _without_user(command, command.url)
    body = _together(command, url)
    if command.in_query:
        mark = "&" if "?" in url.text else "?"
        return url + Transcript.made_up(mark, url.indexes[-1]) + body, command.headers, body[:0]
    names = [header.text.partition(":")[0].strip().lower() for header in command.headers]
    if body.text and "content-type" not in names:
        is_json = command.json_at >= 0 or (not as_sent and _is_json(body.text))
        kind = JSON_TYPE if is_json else _FORM
        added = Transcript.made_up(f"Content-Type: {kind}", body.indexes[0])
        return url, [*command.headers, added], body
    return url, command.headers, body


def _together(command: _Command, url: Transcript) -> Transcript:
    if not command.data:
        return Transcript.made_up("", url.indexes[0])
    first, *rest = command.data
    for piece in rest:
        between = Transcript.made_up("" if command.json_at >= 0 else "&", piece.indexes[0])
        first = first + between + piece
    return first


def _without_user(command: _Command, url: Transcript) -> Transcript:
    """Give the URL; the user it may name becomes a header, as curl sends it."""
    if "://" not in url.text:
        url = Transcript.made_up("http://", url.indexes[0]) + url
    try:
        user, at, _ = urlsplit(url.text).netloc.rpartition("@")
    except ValueError as error:
        raise UsageError(f"the curl command's URL cannot be read: {error}") from None
    if not at:
        return url
    start = url.text.index("://") + len("://")
    _add_user(command, Transcript.made_up(unquote(user), url.indexes[start]))
    return url[:start] + url[start + len(user) + 1 :]


_AS_WRITTEN: Final = "%/:=&?~#+!$,;'@()*[]"


def _is_json(body: str) -> bool:
    try:
        return isinstance(json.loads(body), dict | list)
    except (ValueError, RecursionError):
        return False
