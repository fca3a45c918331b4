"""The body that ends subscriptions.

Source: https://docs.rokt.com/docs/developers/api-reference/calendar/delete-v1-subscription-accountcode-calendarcode/
"""

from __future__ import annotations

from typing import Final

from mockserver.contracts.assumptions import Terms
from mockserver.contracts.checked import Checked, Contract, conclude
from mockserver.contracts.rokt.event_rules import SHAPE_RULES, unknown_field
from mockserver.contracts.shape import Members, parse_shape
from mockserver.contracts.wire import CamelPayload, wire_names


class Deactivation(CamelPayload):
    """Which subscriptions to end: the one of an id, or all of a user.

    The user's name goes by both spellings, as one documentation page has one and another the other.
    """

    id: str | None = None
    user_name: str | None = None
    username: str | None = None
    unsubscribe_reason_id: int | None = None
    unsubscribe_reason_text: str | None = None
    action_type: str | None = None

    @property
    def named_user(self) -> str:
        """The user's name, however the member that holds it is spelled; empty if there is none."""
        return self.user_name or self.username or ""


def _examine(body: object, terms: Terms) -> Checked[Deactivation]:  # noqa: ARG001
    deactivation, findings = parse_shape(Deactivation, body, SHAPE_RULES)
    if isinstance(body, dict):
        findings += unknown_field.findings(Members(body, wire_names(Deactivation)))
    return conclude(findings, deactivation)


DEACTIVATE_SUBSCRIPTIONS: Final = Contract("rokt-deactivate-subscriptions", Deactivation, _examine)
