"""HAR files: what browsers and proxies record.

Source: http://www.softwareishard.com/blog/har-12-spec/
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from mockserver.capture.recording import Recorded, parse_moment
from mockserver.errors import UsageError
from mockserver.http import Headers, Request, Response


def read_har(document: Any) -> tuple[Recorded, ...]:
    """Read the entries of a parsed HAR document, in the order of their times.

    Raises ``UsageError`` for a document that is none.
    """
    try:
        entries = [_recorded(entry) for entry in document["log"]["entries"]]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        what = f"`{error.args[0]}` is missing" if isinstance(error, KeyError) else str(error)
        hint = "export it from the browser again"
        raise UsageError(f"this is no HAR document: {what}", hint=hint) from None
    times = {id(entry): entry.at for entry in entries if entry.at}
    if len(times) == len(entries):
        entries.sort(key=lambda entry: times[id(entry)])
    return tuple(entries)


def _recorded(entry: Mapping[str, Any]) -> Recorded:
    asked, answered = entry["request"], entry.get("response") or {}
    headers = _headers(asked.get("headers", ()))
    body = _posted(asked.get("postData") or {})
    return Recorded(
        request=Request(asked["method"].upper(), asked["url"], headers, body),
        response=_response(answered) if answered.get("status") else None,
        at=parse_moment(str(entry.get("startedDateTime", ""))),
    )


def _headers(fields: Sequence[Mapping[str, str]]) -> Headers:
    # HTTP/2's pseudo headers are no headers.
    return Headers((each["name"], each["value"]) for each in fields if not each["name"].startswith(":"))


def _posted(data: Mapping[str, Any]) -> bytes:
    if "text" in data:
        return _decoded(data)
    pairs = [(each["name"], each.get("value", "")) for each in data.get("params", ())]
    return urlencode(pairs).encode()


def _response(answered: Mapping[str, Any]) -> Response:
    content = answered.get("content") or {}
    return Response(int(answered["status"]), _headers(answered.get("headers", ())), _decoded(content))


def _decoded(content: Mapping[str, Any]) -> bytes:
    text = str(content.get("text", ""))
    return (
        base64.b64decode(text) if content.get("encoding") == "base64" else text.encode(errors="surrogatepass")
    )
