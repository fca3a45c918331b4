"""Examples of what only a world shows: what a scenario is given and does, on top of the shipped workspace."""

from __future__ import annotations

from typing import Final

SCENARIO: Final = "scenario"
"""What the text of these examples is."""
_CAMPAIGN: Final = "2f1c6a52-63b5-4d0c-9a57-0c5de1b0a0f1"


def tracked(attributes: str, given: str = "") -> str:
    """Write a scenario that tracks an attributes object."""
    return f"{_given(given)}when:\n  - track: {{attributes: [{{{attributes}}}]}}"


def happening(given: str, *, times: int = 1) -> str:
    """Write a scenario in which cust-one's event sets something off, so many times."""
    event = '{external_id: cust-one, name: ticket_bought, time: "2026-03-02T09:00:00Z"}'
    steps = "\n".join([f"  - track: {{events: [{event}]}}"] * times)
    return f"{_given(given)}when:\n{steps}"


def campaign(members: str = "") -> str:
    """Write a campaign that an event sets off."""
    more = f", {members}" if members else ""
    return (
        "  templates: {thanks: {url: 'https://example.com/'}}\n"
        f"  campaigns: [{{name: thanks, template: thanks, trigger: {{event: ticket_bought}}{more}}}]\n"
    )


def canvas(members: str = "", entry: str = "event: ticket_bought") -> str:
    """Write a Canvas that users enter by an event."""
    more = f", {members}" if members else ""
    return (
        "  templates: {thanks: {url: 'https://example.com/'}}\n"
        f"  canvases: [{{name: thanks, entry: {{{entry}}}, steps: [{{name: say, webhook: thanks}}]{more}}}]\n"
    )


def triggered(user: str) -> str:
    """Write a scenario that triggers a campaign for a user by API."""
    given = (
        "  templates: {thanks: {url: 'https://example.com/'}}\n"
        "  campaigns: [{name: thanks, template: thanks, trigger: api}]\n"
    )
    return f"{_given(given)}when:\n  - trigger: {{campaign: thanks, user: {user}}}"


def sent_with(member: str) -> str:
    """Write a scenario that triggers a campaign by API, with a further member in the call."""
    given = (
        "  templates: {thanks: {url: 'https://example.com/'}}\n"
        f"  campaigns: [{{name: thanks, id: {_CAMPAIGN}, template: thanks, trigger: api}}]\n"
    )
    return (
        f"{_given(given)}when:\n"
        "  - call:\n"
        "      url: https://rest.iad-01.braze.com/campaigns/trigger/send\n"
        "      token: true\n"
        f"      json: {{campaign_id: {_CAMPAIGN}, recipients: [{{external_user_id: cust-one}}]{member}}}"
    )


def sent(fields: str) -> str:
    """Write a scenario that sends a webhook of these fields."""
    given = f"  templates: {{thanks: {{{fields}}}}}\n"
    return f"{_given(given)}when:\n  - send: {{template: thanks, user: cust-one}}"


def _given(members: str) -> str:
    return f"given:\n{members}" if members else ""
