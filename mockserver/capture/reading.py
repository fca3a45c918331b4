"""What kind of report a text is, and reading it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from mockserver.capture.activity import parse_activity
from mockserver.capture.curl import Files, holds_curl, parse_curl
from mockserver.capture.har import read_har
from mockserver.capture.journal import read_journal
from mockserver.capture.payload import parse_payload
from mockserver.capture.recording import Story
from mockserver.errors import UsageError

KINDS: Final = {
    "curl": "a curl command",
    "har": "a HAR file",
    "journal": "a server's journal",
    "message": "an entry of Braze's log",
    "payload": "a payload",
}
"""The kinds of report there are, and what each is called."""


def parse_report(text: str, *, kind: str = "", account: str = "", files: Files | None = None) -> Story:
    """Read a report; without ``kind`` its text tells what it is.

    ``account`` is the Rokt Calendar account that a bare payload is meant for. ``files`` reads the files that
    a curl command names; a text from elsewhere must not choose files of this machine. Raises
    ``UsageError`` for a text that cannot be read as its kind.
    """
    kind = kind or kind_of(text)
    if kind == "payload":
        return parse_payload(text, account=account)
    if kind in _DOCUMENTS:
        return _DOCUMENTS[kind](_document(text, kind))
    return parse_curl(text, files=files) if kind == "curl" else parse_activity(text)


def kind_of(text: str) -> str:
    """Tell what kind of report a text is."""
    if holds_curl(text):
        return "curl"
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return "payload" if re.match(r"\s*(\{|\[\s*[\[{\"])", text) else "message"
    members = document if isinstance(document, dict) else {}
    if "log" in members:
        return "har"
    return "journal" if "exchanges" in members else "payload"


def _document(text: str, kind: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"the {kind} is not JSON: {error}") from None


_DOCUMENTS: Final[Mapping[str, Callable[[Any], Story]]] = {"har": read_har, "journal": read_journal}
