"""What the OpenAPI document says of Braze beyond its operation table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mockserver.braze.rest.answers import Answer, Refusal
from mockserver.simulator.description import Description
from mockserver.simulator.operation import Operation

_RATE_HEADERS: Final = {
    "X-RateLimit-Limit": "Requests the window allows; empty where the key is not known.",
    "X-RateLimit-Remaining": "Requests left in the window; empty where the key is not known.",
    "X-RateLimit-Reset": "When the window ends, in seconds since 1970 or left (`braze.rate_limit_reset`).",
}


class BrazeDescription(Description):
    """Braze's REST API: a bearer key, and a ``message`` in every answer."""

    title = "Braze REST API, simulated"
    text = (
        "What mockserver's simulated Braze takes and answers. Derived from its operation table; not a "
        "document of Braze's. `x-permission` is what a key must be allowed, `x-evidence` tells how an "
        "operation is known, `x-source` where from. A key in the body's or query's `api_key` is taken too."
    )
    source = "https://www.braze.com/docs/api/basics/"
    security = {  # noqa: RUF012 - read only, as the base class declares it
        "apiKey": {"type": "http", "scheme": "bearer", "description": "A REST API key of the workspace."},
    }
    refusal = Refusal
    answer = Answer

    def refusals_of(self, operation: Operation) -> set[int]:
        """Add what a key without the permission is refused with."""
        refusals = super().refusals_of(operation)
        return refusals | {403} if operation.permission else refusals

    def headers_of(self, operation: Operation, status: int) -> Mapping[str, str]:  # noqa: ARG002
        """Tell of the rate window where an operation counts in one."""
        return _RATE_HEADERS if operation.rate else {}
