"""Braze's complaints as text: entries of the Message Activity Log, and errors of webhooks.

The dashboard shows an entry as a row: time, channel and campaign, kind of error, detail; people paste it
with the labels, without, or with the request of a test send below it. What is looked for is the same in
all of them: who, of which campaign, and the request if it is there.
Source: https://www.braze.com/docs/user_guide/administrative/app_settings/message_activity_log_tab/
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from mockserver.capture.recording import LostMessage, Recorded, Story, parse_moment
from mockserver.http import JSON_TYPE, Headers, Request, Response

_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z| UTC|[+-]\d\d:\d\d)?")
_SOURCE: Final = re.compile(
    r"^[ \t*>-]*(?:campaign|canvas(?: step)?|template)(?: name)?\s*[:\t]\s*(.+)$", re.I | re.M
)
_USER: Final = re.compile(
    r"^[ \t*>-]*(?:external[ _](?:user[ _])?id|user(?: id)?|recipient)\s*[:\t]\s*(\S.*)$", re.I | re.M
)
_ROW: Final = re.compile(r"webhook, (?P<source>.+?): (?P<detail>.+) \(user (?P<user>.+)\)")
_REQUEST: Final = re.compile(
    r"^[ \t*>-]*(?:(?:request|url)(?: url)?\s*[:\t]\s*)?(?:(POST|GET|PUT|DELETE)\s+)?(https?://\S*)",
    re.I | re.M,
)
_BODY: Final = re.compile(
    r"^[ \t*>-]*(?:request )?(?:body|payload)\s*[:\t]\s*(.*?)(?=^[ \t*>-]*response\b|\Z)", re.I | re.M | re.S
)
_STATUS: Final = re.compile(r"\b([1-5]\d\d)\b(?=[ ,:]|$)", re.M)
_RESPONSE: Final = re.compile(
    r"^[ \t*>-]*response\b(?: body| code| status)?\s*[:\t]\s*(.*)\Z", re.I | re.M | re.S
)
_HEADER: Final = re.compile(r"^([A-Za-z][A-Za-z-]*): (.*)$", re.M)
_LABEL: Final = re.compile(
    r"time|timestamp|campaign|canvas|template|channel|user|recipient|error|type|request|url|body|payload"
    r"|response|status|message|detail",
    re.I,
)


def parse_activity(text: str) -> Story:
    """Read a pasted entry: the request it shows, or else the message it complains of."""
    text = text.replace("\r\n", "\n").strip("\n") + "\n"
    body = _BODY.search(text)
    request = _REQUEST.search(text)
    return (_recorded(text, request, body[1]),) if request and body else _lost(text)


def _lost(text: str) -> LostMessage:
    row, source, user = _ROW.search(text), _SOURCE.search(text), _USER.search(text)
    if row:
        told = (row["source"], row["user"], row["detail"])
    else:
        told = (_unquoted(source), _unquoted(user), _detail(text))
    return LostMessage(source=told[0], user=told[1], detail=told[2], text=text, at=_moment(text))


def _unquoted(found: re.Match[str] | None) -> str:
    return found[1].strip().strip("\"'“”«»") if found else ""


def _detail(text: str) -> str:
    told = re.findall(r"^[ \t*>-]*(?:error|detail|message)[^:\t\n]*[:\t]\s*(.+)$", text, re.I | re.M)
    return max(told, key=len, default="").strip()


def _recorded(text: str, request: re.Match[str], body: str) -> Recorded:
    before_body = text[: text.index(body)] if body else text
    fields = [pair for pair in _HEADER.findall(before_body) if not _LABEL.fullmatch(pair[0])]
    headers = Headers(fields)
    if "content-type" not in headers:
        headers = headers.merged({"Content-Type": JSON_TYPE})
    if not any("auth" in name.lower() or name.lower() == "autorisation" for name, _ in fields):
        # Pasted errors leave the headers out; a token that failed would be the error itself.
        headers = headers.merged({"Authorization": "Bearer …"})
    method = (request[1] or "POST").upper()
    sent = Request(method, request[2], headers, body.strip("\n").encode(errors="surrogatepass"))
    return Recorded(request=sent, response=_response(text), at=_moment(text), caller="braze webhook")


def _response(text: str) -> Response | None:
    found = _RESPONSE.search(text)
    status = _STATUS.search(found[1] if found else "")
    if found is None or status is None:
        return None
    _, brace, body = found[1].partition("{")
    return Response.of_text(int(status[1]), f"{brace}{body}".strip())


def _moment(text: str) -> datetime | None:
    found = _TIME.search(text)
    return parse_moment(found[0]) if found else None
