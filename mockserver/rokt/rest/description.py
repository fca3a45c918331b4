"""What the OpenAPI document says of Rokt Calendar beyond its operation table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mockserver.contracts import TOKEN_REQUEST
from mockserver.http import JSON_TYPE
from mockserver.rokt import sources
from mockserver.rokt.rest.answers import Answer, AnyTokenRefusal, Refusal, TokenForm
from mockserver.simulator.description import Content, Description
from mockserver.simulator.operation import Operation

_TOKEN_URL: Final = "https://api.roktcalendar.com/oauth2/token"  # noqa: S105 - an address
_FORM_TYPE: Final = "application/x-www-form-urlencoded"
_CLIENT: Final = "client"
_ACCEPTED: Final = 202
# What an account or an id in the path may be refused with, by the assumption that is chosen.
_PATH_REFUSALS: Final = {400, 401, 403, 404}


class RoktDescription(Description):
    """Rokt Calendar's API: OAuth 2.0, and ``Code`` and ``Reason`` in every refusal."""

    title = "Rokt Calendar API, simulated"
    text = (
        "What mockserver's simulated Rokt Calendar takes and answers. Derived from its operation table; "
        "not a document of Rokt's. `x-evidence` tells how an operation is known, `x-source` where from."
    )
    source = sources.OVERVIEW
    security = {  # noqa: RUF012 - read only, as the base class declares it
        "oauth2": {
            "type": "oauth2",
            "flows": {
                "clientCredentials": {"tokenUrl": _TOKEN_URL, "refreshUrl": _TOKEN_URL, "scopes": {}},
            },
        },
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "The access token of the token endpoint.",
        },
        _CLIENT: {
            "type": "http",
            "scheme": "basic",
            "description": "client_id and client_secret; both may stand in the form instead.",
        },
    }
    refusal = Refusal
    answer = Answer

    def security_of(self, operation: Operation) -> Sequence[Mapping[str, Sequence[str]]]:
        """Ask for a token on the API, for the client at the token endpoint."""
        if operation.contract is TOKEN_REQUEST:
            return [{_CLIENT: []}, {}]
        return [{"oauth2": []}, {"bearer": []}] if operation.permission else []

    def body_of(self, operation: Operation) -> Content:
        """Give the token endpoint's form, and JSON everywhere else."""
        return {_FORM_TYPE: TokenForm} if operation.contract is TOKEN_REQUEST else super().body_of(operation)

    def answer_of(self, operation: Operation) -> Content:
        """Give what is known; of what is only accepted the pages show two media types and no body."""
        if operation.success == _ACCEPTED and operation.answer is None:
            return {"text/plain": None, JSON_TYPE: Answer}
        return super().answer_of(operation)

    def refusals_of(self, operation: Operation) -> set[int]:
        """Add what an account or an id in the path is refused with, and one request too many."""
        refusals = super().refusals_of(operation) | {429}
        if operation.contract is TOKEN_REQUEST:
            refusals.discard(415)
        return refusals | _PATH_REFUSALS if operation.permission and "{" in operation.path else refusals

    def refusal_of(self, operation: Operation, status: int) -> Content:
        """Give the token endpoint's own refusals, and ``Code`` and ``Reason`` everywhere else."""
        if operation.contract is TOKEN_REQUEST and status in operation.refusals:
            return {JSON_TYPE: AnyTokenRefusal}
        return super().refusal_of(operation, status)
