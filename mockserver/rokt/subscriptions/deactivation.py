"""The body that ends subscriptions.

Source: https://docs.rokt.com/docs/developers/api-reference/calendar/delete-v1-subscription-accountcode-calendarcode/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mockserver.contracts.assumptions import Terms
from mockserver.contracts.checked import Checked, Contract, conclude
from mockserver.contracts.rokt.event_rules import SHAPE_RULES
from mockserver.contracts.rokt.models import NumberOrName
from mockserver.contracts.rokt.payloads import unread_fields
from mockserver.contracts.shape import Members, parse_shape
from mockserver.contracts.wire import CamelPayload, wire_names
from mockserver.evidence import Choice

_SPELLINGS: Final = ("userName", "username")


class Deactivation(CamelPayload):
    """Which subscriptions to end: the one of an id, or all of a user.

    The user's name goes by both spellings, as one documentation page has one and another the other.
    """

    id: str | None = None
    user_name: str | None = None
    username: str | None = None
    unsubscribe_reason_id: NumberOrName = None
    unsubscribe_reason_text: str | None = None
    action_type: str | None = None

    def named_user(self, choices: Mapping[str, Choice]) -> str:
        """Give the user's name, from whichever member is read; empty if there is none."""
        spellings = {"userName": self.user_name, "username": self.username}
        read = _read_spellings(Terms(choices))
        return next((name for spelling in read if (name := spellings[spelling])), "")


def _read_spellings(terms: Terms) -> tuple[str, ...]:
    chosen = str(terms.choices.get("rokt.deactivate_username_field", "both"))
    return _SPELLINGS if chosen == "both" else (chosen,)


def _examine(body: object, terms: Terms) -> Checked[Deactivation]:
    deactivation, findings = parse_shape(Deactivation, body, SHAPE_RULES)
    if isinstance(body, dict):
        other = tuple(name for name in wire_names(Deactivation) if name not in _SPELLINGS)
        findings += unread_fields(Members(body, other + _read_spellings(terms)), terms)
    return conclude(findings, deactivation)


DEACTIVATE_SUBSCRIPTIONS: Final = Contract("rokt-deactivate-subscriptions", Deactivation, _examine)
