"""Sending API-triggered campaigns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mockserver.braze import notices
from mockserver.braze.messaging.campaign import ApiTrigger, Campaign
from mockserver.braze.messaging.schedules import Select
from mockserver.braze.operations.recipients import broadcast_limits, check_audience, everybody, send_to_all
from mockserver.braze.operations.sends import chosen_send_id
from mockserver.braze.profiles.profile import Profile
from mockserver.braze.rest import answers
from mockserver.braze.rest.errors import INVALID_CAMPAIGN, error_response
from mockserver.braze.rest.rate_limits import SHARED_RATE
from mockserver.contracts import TRIGGER_SEND, TriggerSend, sources
from mockserver.findings import Finding
from mockserver.http import Response
from mockserver.simulator.operation import Call, operation
from mockserver.simulator.service import Refusal

if TYPE_CHECKING:
    from mockserver.braze.service import Braze


@operation(
    "POST",
    "/campaigns/trigger/send",
    permission="campaigns.trigger.send",
    contract=TRIGGER_SEND,
    answer=answers.Sent,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    rate=SHARED_RATE,
    rate_for=broadcast_limits,
    source=sources.BRAZE_TRIGGER_SEND,
)
def campaigns_trigger_send(braze: Braze, call: Call) -> Response:
    """Send an API-triggered campaign to the users named, or to its whole audience."""
    request: TriggerSend = call.body
    campaign = find_campaign(braze, request.campaign_id)
    check_audience(braze, request.audience)
    dispatch = {"dispatch_id": braze.world.ids.hex(32)}
    if campaign.status != "active":
        call.exchange.findings.append(notices.campaign_inactive(campaign.name, campaign.status))
        return _inactive(braze, campaign, dispatch)
    send_id = chosen_send_id(braze, call, request.send_id, broadcast=bool(request.broadcast))
    call.exchange.findings += send_campaign(braze, campaign, request, everybody, send_id)
    sent = {"send_id": send_id} if send_id else {}
    return Response.of_json(201, {**dispatch, **sent, "message": "success"})


def find_campaign(braze: Braze, campaign_id: str) -> Campaign:
    """Find an API-triggered campaign.

    Raises ``Refusal`` where there is none.
    """
    campaign = braze.state.find_campaign(campaign_id)
    if campaign is None or not isinstance(campaign.trigger, ApiTrigger):
        raise Refusal(error_response(400, INVALID_CAMPAIGN))
    return campaign


def send_campaign(
    braze: Braze, campaign: Campaign, request: TriggerSend, select: Select, send_id: str
) -> list[Finding]:
    """Send a campaign to the recipients of a call who are selected; give what is to be said of them."""
    shared = request.trigger_properties or {}

    def send(profile: Profile, own: Mapping[str, Any]) -> Finding | None:
        result = braze.messaging.trigger(campaign, profile, {**shared, **own}, send_id=send_id)
        return result if isinstance(result, Finding) else None

    return send_to_all(braze, request, select, send)


def _inactive(braze: Braze, campaign: Campaign, dispatch: Mapping[str, str]) -> Response:
    if braze.world.assumptions.is_set("braze.inactive_campaign", "error"):
        return error_response(400, INVALID_CAMPAIGN)
    notice = (
        f"The campaign is {campaign.status}. Resume the campaign to ensure trigger requests will take effect."
    )
    return Response.of_json(201, {**dispatch, "message": "success", "notice": notice})
