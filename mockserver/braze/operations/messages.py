"""Sending messages written out in the call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mockserver.braze import notices
from mockserver.braze.messaging.campaign import Campaign
from mockserver.braze.messaging.schedules import Select
from mockserver.braze.messaging.webhook import WebhookTemplate
from mockserver.braze.operations.recipients import broadcast_limits, check_audience, everybody, in_audience
from mockserver.braze.operations.sends import chosen_send_id
from mockserver.braze.profiles.profile import Alias, Profile
from mockserver.braze.rest import answers
from mockserver.braze.rest.errors import INVALID_CAMPAIGN, error_response
from mockserver.braze.rest.rate_limits import SHARED_RATE
from mockserver.contracts import MESSAGES_SEND, MessagesSend, WebhookObject, sources
from mockserver.findings import Finding, pointer
from mockserver.http import Response
from mockserver.simulator.operation import Call, operation
from mockserver.simulator.service import Refusal

if TYPE_CHECKING:
    from mockserver.braze.service import Braze

INVALID_SEGMENT = "Invalid segment ID"
INVALID_VARIANT = "Invalid Message Variant"
INLINE = "messages/send"
"""The name of a webhook that an API call writes out."""


@operation(
    "POST",
    "/messages/send",
    permission="messages.send",
    contract=MESSAGES_SEND,
    answer=answers.Sent,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    rate=SHARED_RATE,
    rate_for=broadcast_limits,
    source=sources.BRAZE_MESSAGES_SEND,
)
def messages_send(braze: Braze, call: Call) -> Response:
    """Send a webhook written out in the call to users, a segment or an audience."""
    request: MessagesSend = call.body
    check_send(braze, request)
    broadcast = bool(request.broadcast and request.campaign_id)
    send_id = chosen_send_id(braze, call, request.send_id, broadcast=broadcast)
    dispatch_id = braze.world.ids.hex(32)
    call.exchange.findings += send_messages(braze, request, everybody, send_id, dispatch_id)
    sent = {"send_id": send_id} if send_id else {}
    return Response.of_json(201, {"dispatch_id": dispatch_id, **sent, "message": "success"})


def check_send(braze: Braze, request: MessagesSend) -> None:
    """Refuse a send whose campaign, segment or audience there is none of.

    Raises ``Refusal``.
    """
    check_audience(braze, request.audience)
    if request.segment_id and braze.state.find_segment(request.segment_id) is None:
        raise Refusal(error_response(400, INVALID_SEGMENT))
    if request.campaign_id:
        campaign = braze.state.find_campaign(request.campaign_id)
        if campaign is None:
            raise Refusal(error_response(400, INVALID_CAMPAIGN))
        webhook = request.messages.webhook if request.messages else None
        if webhook and webhook.message_variation_id != campaign.variation_id:
            raise Refusal(error_response(400, INVALID_VARIANT))


def inline_template(webhook: WebhookObject) -> WebhookTemplate:
    """Make a webhook template of a webhook object."""
    return WebhookTemplate(
        name=INLINE,
        url=webhook.url,
        method=webhook.request_method,
        headers=webhook.request_headers or {},
        body=webhook.body or "",
    )


def send_messages(
    braze: Braze, request: MessagesSend, select: Select, send_id: str, dispatch_id: str
) -> list[Finding]:
    """Send to the addressees of a call who are selected; give what is to be said of those left out."""
    assert request.messages is not None and request.messages.webhook is not None  # noqa: PT018, S101
    template, campaign = inline_template(request.messages.webhook), _campaign(braze, request)
    findings = []
    for profile, at, reason in list(_addressees(braze, request)):
        if profile is None:
            findings.append(notices.recipient_skipped(at, reason))
        elif select(profile) and _reaches(braze, request, profile):
            braze.messaging.send_inline(
                template,
                profile,
                campaign=campaign,
                dispatch_id=dispatch_id,
                send_id=send_id,
                overrides_caps=bool(request.override_frequency_capping),
            )
    return findings


def addressees(braze: Braze, request: MessagesSend) -> Iterator[Profile]:
    """Give the profiles that are there of those a call is to reach."""
    return (profile for profile, _, _ in _addressees(braze, request) if profile is not None)


def _campaign(braze: Braze, request: MessagesSend) -> Campaign | None:
    return braze.state.find_campaign(request.campaign_id) if request.campaign_id else None


def _addressees(braze: Braze, request: MessagesSend) -> Iterator[tuple[Profile | None, str, str]]:
    store = braze.state.profiles
    if not (request.external_user_ids or request.user_aliases):
        yield from ((profile, "", "") for profile in store)
    for index, external_id in enumerate(request.external_user_ids or ()):
        reason = f"no profile has external_id {external_id!r}"
        yield store.by_external_id(external_id), pointer("external_user_ids", index), reason
    for index, alias in enumerate(request.user_aliases or ()):
        reason = f"no profile has alias {alias.alias_name!r} of label {alias.alias_label!r}"
        found = store.by_alias(Alias(alias.alias_name, alias.alias_label))
        yield found, pointer("user_aliases", index), reason


def _reaches(braze: Braze, request: MessagesSend, profile: Profile) -> bool:
    """Tell whether an addressee is in the segment, in the audience and subscribed as the call asks."""
    segment = braze.state.find_segment(request.segment_id) if request.segment_id else None
    if segment and not segment.has(profile, braze.world.clock.now()):
        return False
    return in_audience(braze, request.audience, profile) and _is_subscribed(braze, request, profile)


def _is_subscribed(braze: Braze, request: MessagesSend, profile: Profile) -> bool:
    if braze.world.assumptions.is_set("braze.webhook_subscription_state", "ignored"):
        return True
    state = profile.standard.get("email_subscribe", "subscribed")
    wanted = request.recipient_subscription_state or "subscribed"
    return wanted == "all" or state == "opted_in" or state == wanted
