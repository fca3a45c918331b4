"""Braze's error bodies: always JSON with a ``message``.

Most texts are not published; where none is known, the message is the label of the documented error.
Source: https://www.braze.com/docs/api/errors/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from mockserver.contracts import track_place
from mockserver.findings import Finding, Severity
from mockserver.http import Response

LABELS: Mapping[int, str] = {
    403: "Access Denied",
    413: "Request Entity Too Large",
    415: "Unsupported Media Type",
    429: "Rate limited",
}
"""Messages that are not simply the status's own name."""

NOTHING_USABLE = "Valid data must be provided in the 'attributes', 'events', or 'purchases' fields."
"""What /users/track says when no object can be used; seen by several public client libraries."""
SYNTAX = "Error while parsing request body. Please check your syntax."
INVALID_CAMPAIGN = "Invalid Campaign ID"

REFUSALS: Mapping[str, str] = {
    "BRAZE300": NOTHING_USABLE,
    "BRAZE301": "Max Input Length Exceeded",
    "BRAZE302": NOTHING_USABLE,
    "BRAZE370": "No Recipients",
    "BRAZE372": "The max number of external_ids and aliases per request was exceeded",
    "BRAZE386": "The max number of external_ids and aliases per request was exceeded",
    "BRAZE431": "No Recipients",
    "BRAZE432": "The max number of external_ids and aliases per request was exceeded",
    "BRAZE433": "No message to send",
    "BRAZE434": "Message Variant Unspecified",
    "BRAZE388": "'fields_to_export' is required",
    "BRAZE401": "The max number of ids per request was exceeded",
    "BRAZE405": "Max Input Length Exceeded",
    "BRAZE406": "Max Input Length Exceeded",
    "BRAZE407": "'fields_to_export' is required",
}
"""Messages of whole bodies refused, by the finding that has them refused."""

IN_BRAZE_WORDS = frozenset({"BRAZE404"})
"""Findings whose own message is what Braze says."""

REJECTIONS: Mapping[str, tuple[str, str]] = {
    "BRAZE304": ("object is not valid", "INVALID_OBJECT"),
    "BRAZE310": (
        "'external_id', 'braze_id', 'user_alias', 'email' or 'phone' is required",
        "IDENTIFIER_REQUIRED",
    ),
    "BRAZE311": ("Only one of 'external_id', 'braze_id' and 'user_alias' is allowed", "MULTIPLE_IDENTIFIERS"),
    "BRAZE312": ("The identifier is not valid", "INVALID_IDENTIFIER"),
    "BRAZE313": ("'external_id' must be fewer than 988 bytes", "EXTERNAL_USER_ID_TOO_LARGE"),
    "BRAZE314": ("'user_alias' is not valid", "INVALID_USER_ALIAS"),
    "BRAZE315": ("The value provided for the 'email' field is not a valid email.", "EMAIL_BAD_FORMAT"),
    "BRAZE316": ("BAD_PUSH_TOKEN_IMPORT", "BAD_PUSH_TOKEN_IMPORT"),
    "BRAZE320": ("'name' is required", "NAME_REQUIRED"),
    "BRAZE321": ("'name' is not valid", "INVALID_NAME"),
    "BRAZE322": ("'time' is required", "TIME_REQUIRED"),
    "BRAZE323": ("'time' is not valid", "INVALID_TIME"),
    "BRAZE324": ("Invalid 'properties' field", "INVALID_PROPERTIES"),
    "BRAZE325": ("Invalid 'properties' field", "INVALID_PROPERTIES"),
    "BRAZE330": ("'product_id' is required", "PRODUCT_ID_REQUIRED"),
    "BRAZE331": ("'currency' is not valid", "INVALID_CURRENCY"),
    "BRAZE332": ("'price' is not valid", "INVALID_PRICE"),
    "BRAZE333": ("'quantity' is not valid", "INVALID_QUANTITY"),
    "BRAZE340": ("BAD_EMAIL_SUBSCRIPTION_STATE", "BAD_EMAIL_SUBSCRIPTION_STATE"),
    "BRAZE341": ("BAD_PUSH_SUBSCRIPTION_STATE", "BAD_PUSH_SUBSCRIPTION_STATE"),
    "BRAZE342": ("BAD_SUBSCRIPTION_GROUP_ARRAY", "BAD_SUBSCRIPTION_GROUP_ARRAY"),
    "BRAZE343": ("BAD_SUBSCRIPTION_GROUP_HASH", "BAD_SUBSCRIPTION_GROUP_HASH"),
    "BRAZE344": ("BAD_SUBSCRIPTION_GROUP_ID", "BAD_SUBSCRIPTION_GROUP_ID"),
    "BRAZE345": ("BAD_SUBSCRIPTION_GROUP_STATE", "BAD_SUBSCRIPTION_GROUP_STATE"),
    "BRAZE346": ("BAD_LOCATION_UPDATE", "BAD_LOCATION_UPDATE"),
    "BRAZE395": ("BAD_SUBSCRIPTION_GROUP_ID", "BAD_SUBSCRIPTION_GROUP_ID"),
    "BRAZE394": ("provided external_id is blacklisted and disallowed", "BLACKLISTED_EXTERNAL_USER_ID"),
    "BRAZE347": ("BAD_PUSH_TOKEN_VALUE", "BAD_PUSH_TOKEN_VALUE"),
}
"""What ``errors[].type`` says of an object, by finding: as integrations see it, and as a constant.

Where only one of the two is known it stands for both; where neither is, both are made after the others.
"""

_OF_PUSH_TOKENS: Mapping[str, str] = {
    "app_id": "BAD_PUSH_TOKEN_APP_ID",
    "token": "BAD_PUSH_TOKEN_STRING",
    "device_id": "BAD_DEVICE_ID",
}
"""What is said of a push token instead, by the member that is wrong."""


def error_response(status: int, message: str = "", **members: Any) -> Response:
    """Make an error answer; further members follow the message."""
    text = message or LABELS.get(status) or _phrase(status)
    return Response.of_json(status, {"message": text, **members})


def invalid_key(key: str) -> Response:
    """Refuse a key; the answer repeats it, as recordings of the real service show."""
    return error_response(401, f"Invalid API key: {key}")


def not_simulated(method: str, path: str) -> Response:
    """Answer for an endpoint that Braze has and this one has not; the words are ours, not Braze's."""
    return error_response(501, f"mockserver does not simulate {method} {path}", mockserver="not simulated")


def syntax_error() -> Response:
    """Refuse a body that is no JSON; the pages name the member ``error``, clients read ``message``."""
    return Response.of_json(400, {"error": SYNTAX, "message": SYNTAX})


def refusal(findings: Iterable[Finding], *, constants: bool) -> Response:
    """Refuse a body as a whole, with the label that is known for it and what is wrong in ``errors``."""
    faults = [finding for finding in findings if finding.severity is Severity.ERROR]
    label = next(filter(None, map(_label, faults)), "")
    listed: list[Any] = rejections(faults, constants=constants)
    listed = listed or [_sentence(fault) for fault in faults if not _label(fault)]
    return error_response(400, label, **({"errors": listed} if listed else {}))


def rejections(findings: Iterable[Finding], *, constants: bool) -> list[dict[str, Any]]:
    """Give the ``errors`` of a /users/track answer: one for each object, the first that is known."""
    errors: dict[tuple[str, int], dict[str, Any]] = {}
    for finding in findings:
        place = track_place(finding)
        if place and finding.code in REJECTIONS:
            kind = _OF_PUSH_TOKENS.get(
                finding.pointer.rpartition("/")[2] if finding.code == "BRAZE347" else ""
            )
            kind = kind or REJECTIONS[finding.code][1 if constants else 0]
            errors.setdefault(place, {"type": kind, "input_array": place[0], "index": place[1]})
    return list(errors.values())


def _label(fault: Finding) -> str:
    return fault.message if fault.code in IN_BRAZE_WORDS else REFUSALS.get(fault.code, "")


def _sentence(finding: Finding) -> str:
    return f"{finding.message} at {finding.pointer}" if finding.pointer else finding.message


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else f"Error {status}"
