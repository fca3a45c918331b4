"""Requests and responses as frozen values, free of any HTTP library."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

JSON_TYPE = "application/json"


class Headers(Mapping[str, str]):
    """HTTP header fields: names without case, order and repetition kept, never changed.

    Looking a name up gives its values joined by a comma and a blank, as RFC 9110 section 5.3 allows.
    """

    __slots__ = ("_joined", "_pairs")

    def __init__(self, pairs: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        items = pairs.items() if isinstance(pairs, Mapping) else pairs
        self._pairs: tuple[tuple[str, str], ...] = tuple([(str(name), str(value)) for name, value in items])
        self._joined: dict[str, str] | None = None

    @property
    def _by_name(self) -> dict[str, str]:
        """The joined values by lower-case name, put together when somebody asks."""
        if self._joined is None:
            joined: dict[str, str] = {}
            for name, value in self._pairs:
                key = name.lower()
                joined[key] = f"{joined[key]}, {value}" if key in joined else value
            self._joined = joined
        return self._joined

    def __getitem__(self, name: str) -> str:
        try:
            return self._by_name[name.lower()]
        except KeyError:
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._by_name

    def __repr__(self) -> str:
        return f"Headers({list(self._pairs)!r})"

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every field as it was written, in order."""
        return self._pairs

    def merged(self, other: Mapping[str, str]) -> Headers:
        """Give these headers with those of ``other`` set in place of any of the same name."""
        if not other:
            return self
        replaced = {name.lower() for name in other}
        kept = [pair for pair in self._pairs if pair[0].lower() not in replaced]
        return Headers([*kept, *(other.pairs if isinstance(other, Headers) else other.items())])


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request: upper-case method, absolute URL, headers and raw body."""

    method: str
    url: str
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""

    @property
    def parts(self) -> SplitResult:
        """The URL's parts; of a URL nobody could send to, all of it as a path."""
        return _parts(self.url)

    @property
    def scheme(self) -> str:
        """The URL's scheme in lower case."""
        return self.parts.scheme

    @property
    def host(self) -> str:
        """The URL's host in lower case, without a port; empty where there is none."""
        return _host(self.url)

    @property
    def port(self) -> int | None:
        """The URL's port, or the one its scheme implies."""
        return self.parts.port or {"http": 80, "https": 443}.get(self.scheme)

    @property
    def raw_path(self) -> str:
        """The URL's path as sent, percent escapes kept; ``/`` where it is empty."""
        return self.parts.path or "/"

    @property
    def path_segments(self) -> tuple[str, ...]:
        """The path split at ``/`` and then percent-decoded; the empty one before the first ``/`` left out."""
        return tuple(unquote(segment) for segment in self.raw_path.split("/")[1:])

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """The query's names and values in order, blank values kept."""
        return tuple(parse_qsl(self.parts.query, keep_blank_values=True))

    @property
    def text(self) -> str:
        """The body as UTF-8, faulty bytes shown as U+FFFD."""
        return self.body.decode("utf-8", errors="replace")

    @property
    def content_type(self) -> str:
        """The media type in lower case without parameters; empty where the header is missing."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def with_headers(self, headers: Mapping[str, str]) -> Request:
        """Give this request with the named headers set."""
        return replace(self, headers=self.headers.merged(headers))


@lru_cache(1024)
def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return SplitResult("", "", url, "", "")
    return parts


@lru_cache(1024)
def _host(url: str) -> str:
    return _parts(url).hostname or ""


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response: status, headers and raw body, and the seconds until it comes."""

    status: int
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    latency: float = 0.0

    @classmethod
    def of_json(cls, status: int, payload: object, headers: Mapping[str, str] | None = None) -> Response:
        """Make a JSON response, compact and in UTF-8."""
        text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        given = Headers({"Content-Type": JSON_TYPE}).merged(headers or {})
        return cls(status, given, text.encode("utf-8", errors="surrogatepass"))

    @classmethod
    def of_text(cls, status: int, text: str, content_type: str = "text/plain; charset=utf-8") -> Response:
        """Make a text response in UTF-8."""
        return cls(status, Headers({"Content-Type": content_type}), text.encode())

    @property
    def text(self) -> str:
        """The body as UTF-8, faulty bytes shown as U+FFFD."""
        return self.body.decode("utf-8", errors="replace")

    @property
    def ok(self) -> bool:
        """Whether the status is one of 200 to 299."""
        return 200 <= self.status < 300

    def json(self) -> object:
        """Parse the body as JSON.

        Raises ``json.JSONDecodeError`` where it is not JSON.
        """
        return json.loads(self.text)

    def with_headers(self, headers: Mapping[str, str]) -> Response:
        """Give this response with the named headers set."""
        return replace(self, headers=self.headers.merged(headers))

    def after(self, seconds: float) -> Response:
        """Give this response as one that takes some seconds to come."""
        return replace(self, latency=seconds)


class Failure(StrEnum):
    """Why a request got no response."""

    TIMEOUT = "timeout"
    REFUSED = "connection refused"
    RESET = "connection reset"
    UNKNOWN_HOST = "unknown host"
    BLOCKED = "blocked"


class NoResponse(Exception):
    """A request that got no response; a fact of the network, not a mistake of anybody's."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(f"{failure.value}: {detail}" if detail else failure.value)
        self.failure = failure
        self.detail = detail
