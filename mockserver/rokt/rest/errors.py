"""Rokt Calendar's error bodies: ``{Code, Reason}``, and RFC 6749's from the token endpoint.

Shape: https://roktcalendar-api.readme.io/docs/subscription-resource-models
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from http import HTTPStatus

from mockserver.findings import Finding, Severity
from mockserver.http import Response

# The two documented codes, BadRequest and InternalServerError, are names of .NET's HttpStatusCode;
# of that list these are the ones that Python's phrases do not give.
_CODES = {413: "RequestEntityTooLarge", 414: "RequestUriTooLong"}

# RFC 6749 section 5.2: what an error_description may not hold, the quotation mark included.
_NOT_DESCRIBING = re.compile(r"[^\x20-\x21\x23-\x5B\x5D-\x7E]")

_REASONS = {
    400: "The request is not valid.",
    401: "The access token is missing, not valid or expired.",
    403: "The access token does not permit this.",
    404: "There is no resource at this address.",
    405: "The resource does not support this method.",
    413: "The request body is larger than is accepted.",
    415: "The content type of the request is not supported.",
    429: "There were too many requests.",
    500: "An unexpected error happened.",
    503: "The service is not available.",
}


def code_of(status: int) -> str:
    """Name a status the way .NET does, such as ``BadRequest``."""
    if status in _CODES:
        return _CODES[status]
    try:
        words = HTTPStatus(status).phrase.replace("-", " ").replace("'", "").split()
    except ValueError:
        return f"Status{status}"
    return "".join(word[0].upper() + word[1:] for word in words)


def error(status: int, reason: str = "") -> Response:
    """Make an error answer; without a reason, one that fits the status."""
    text = reason or _REASONS.get(status) or f"{code_of(status)}."
    return Response.of_json(status, {"Code": code_of(status), "Reason": text})


def token_error(status: int, name: str, description: str) -> Response:
    """Make an error answer of the token endpoint, shaped as in RFC 6749 section 5.2."""
    plain = _NOT_DESCRIBING.sub("?", description.replace('"', "'"))
    return Response.of_json(status, {"error": name, "error_description": plain})


def challenge(scheme: str, error: str = "") -> str:
    """Write what ``WWW-Authenticate`` asks for, as RFC 7617 has it for Basic and RFC 6750 for Bearer."""
    return f'{scheme} realm="Rokt Calendar"' + (f', error="{error}"' if error else "")


def reason_from(findings: Iterable[Finding]) -> str:
    """Join what the errors among the findings say; empty where there are none."""
    said = (_sentence(finding) for finding in findings if finding.severity is Severity.ERROR)
    return " ".join(dict.fromkeys(said))


def _sentence(finding: Finding) -> str:
    message = finding.message
    place = finding.pointer
    if finding.location is not None:
        place = f"line {finding.location.line}, column {finding.location.column}"
    return f"{message[:1].upper()}{message[1:]}{f' ({place})' if place else ''}."
