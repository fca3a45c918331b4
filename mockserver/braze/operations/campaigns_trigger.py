"""Sending API-triggered campaigns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mockserver.braze import notices
from mockserver.braze.attributes import AttributeRules
from mockserver.braze.errors import INVALID_CAMPAIGN, error_response
from mockserver.braze.messaging.audience import BadAudience, matches
from mockserver.braze.messaging.campaign import ApiTrigger, Campaign
from mockserver.braze.profiles import Alias, Profile
from mockserver.braze.tracking import apply_attributes
from mockserver.contracts import TRIGGER_SEND, Recipient, TriggerSend, sources
from mockserver.findings import Finding, pointer
from mockserver.http import Response
from mockserver.simulator.operation import Call, operation
from mockserver.simulator.rates import RateLimit
from mockserver.simulator.service import Refusal

if TYPE_CHECKING:
    from mockserver.braze.service import Braze

SHARED_RATE = RateLimit("shared", 250_000, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Aim:
    """One profile a campaign is to reach, or why there is none; ``at`` points to it in the body."""

    profile: Profile | None
    at: str = ""
    reason: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    properties: Mapping[str, Any] = field(default_factory=dict)


@operation(
    "POST",
    "/campaigns/trigger/send",
    permission="campaigns.trigger.send",
    contract=TRIGGER_SEND,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    rate=SHARED_RATE,
    source=sources.BRAZE_TRIGGER_SEND,
)
def campaigns_trigger_send(braze: Braze, call: Call) -> Response:
    """Send an API-triggered campaign to the users named, or to its whole audience."""
    request: TriggerSend = call.body
    campaign = _campaign(braze, request)
    _check_audience(braze, request)
    dispatch = {"dispatch_id": braze.world.ids.hex(32)}
    sent = {"send_id": request.send_id} if request.send_id else {}
    if campaign.status != "active":
        call.exchange.findings.append(notices.campaign_inactive(campaign.name, campaign.status))
        return _inactive(braze, campaign, dispatch)
    for aim in list(_aims(braze, request)):
        call.exchange.findings += _send(braze, campaign, request, aim)
    return Response.of_json(201, {**dispatch, **sent, "message": "success"})


def _campaign(braze: Braze, request: TriggerSend) -> Campaign:
    campaign = braze.state.find_campaign(request.campaign_id)
    if campaign is None or not isinstance(campaign.trigger, ApiTrigger):
        raise Refusal(error_response(400, INVALID_CAMPAIGN))
    return campaign


def _inactive(braze: Braze, campaign: Campaign, dispatch: Mapping[str, str]) -> Response:
    if braze.world.assumptions.is_set("braze.inactive_campaign", "error"):
        return error_response(400, INVALID_CAMPAIGN)
    notice = (
        f"The campaign is {campaign.status}. Resume the campaign to ensure trigger requests will take effect."
    )
    return Response.of_json(201, {**dispatch, "message": "success", "notice": notice})


def _aims(braze: Braze, request: TriggerSend) -> Iterator[Aim]:
    if not request.recipients:
        yield from (Aim(profile) for profile in braze.state.profiles)
        return
    listed = list(enumerate(request.recipients))
    # Of a user listed more than once the last entry counts.
    last = {recipient.external_user_id: index for index, recipient in listed}
    for index, recipient in listed:
        if recipient.external_user_id is None or last[recipient.external_user_id] == index:
            yield _aim(braze, recipient, pointer("recipients", index))


def _aim(braze: Braze, recipient: Recipient, at: str) -> Aim:
    profile, reason = _recipient(braze, recipient)
    attributes, properties = recipient.attributes or {}, recipient.trigger_properties or {}
    if profile is None and recipient.external_user_id and recipient.send_to_existing_only is False:
        profile = braze.state.profiles.create(external_id=recipient.external_user_id)
    return Aim(profile, at, reason, attributes, properties)


def _recipient(braze: Braze, recipient: Recipient) -> tuple[Profile | None, str]:
    store, alias = braze.state.profiles, recipient.user_alias
    if recipient.external_user_id:
        found = store.by_external_id(recipient.external_user_id)
        return found, f"no profile has external_id {recipient.external_user_id!r}"
    if alias:
        found = store.by_alias(Alias(alias.alias_name, alias.alias_label))
        return found, f"no profile has alias {alias.alias_name!r} of label {alias.alias_label!r}"
    if recipient.braze_id:
        return store.by_braze_id(recipient.braze_id), f"no profile has braze_id {recipient.braze_id!r}"
    found = prioritized(store.all_by_email(recipient.email or ""), recipient.prioritization or [])
    return found, f"no single profile is first among those with email {recipient.email!r}"


def prioritized(profiles: tuple[Profile, ...], prioritization: list[str]) -> Profile | None:
    """Choose among profiles with one email address as a recipient's ``prioritization`` says.

    None where no profile, or more than one, is left.
    Source: https://www.braze.com/docs/api/objects_filters/recipient_object/
    """
    left = profiles
    for rule in prioritization:
        if rule in ("identified", "unidentified"):
            wanted = rule == "identified"
            left = tuple(profile for profile in left if bool(profile.external_id) is wanted) or left
        elif left:
            choose = max if rule == "most_recently_updated" else min
            left = (choose(left, key=lambda profile: profile.revision),)
    return left[0] if len(left) == 1 else None


def _send(braze: Braze, campaign: Campaign, request: TriggerSend, aim: Aim) -> list[Finding]:
    if aim.profile is None:
        return [notices.recipient_skipped(aim.at, aim.reason)]
    rules = AttributeRules.chosen(braze.world.assumptions)
    findings = (
        apply_attributes(
            braze.state.profiles, aim.profile, aim.attributes, rules, aim.at + pointer("attributes")
        )
        if aim.attributes
        else []
    )
    if not _in_audience(braze, request, aim.profile):
        # Only who was named is missed: a broadcast leaves out as many as its audience says.
        reason = "the `audience` of the call leaves them out"
        return [*findings, notices.recipient_skipped(aim.at, reason)] if aim.at else findings
    braze.messaging.trigger(campaign, aim.profile, {**(request.trigger_properties or {}), **aim.properties})
    return findings


def _check_audience(braze: Braze, request: TriggerSend) -> None:
    nobody = Profile("", braze.world.clock.now(), 0)
    try:
        _in_audience(braze, request, nobody)
    except BadAudience as reason:
        raise Refusal(error_response(400, f"Invalid audience: {reason}")) from None


def _in_audience(braze: Braze, request: TriggerSend, profile: Profile) -> bool:
    return not request.audience or matches(request.audience, profile, braze.world.clock.now())
