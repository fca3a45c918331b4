"""Whom a send reaches: the recipients an API call names, or everybody in its audience.

Source: https://www.braze.com/docs/api/objects_filters/recipient_object/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mockserver.braze import notices
from mockserver.braze.audiences.connected_audience import BadAudience, matches
from mockserver.braze.messaging.schedules import Select
from mockserver.braze.profiles.identification import prioritized
from mockserver.braze.profiles.profile import Alias, Profile
from mockserver.braze.rest.errors import error_response
from mockserver.braze.rest.rate_limits import BROADCAST_RATE, SHARED_RATE
from mockserver.contracts import CanvasSend, MessagesSend, Recipient
from mockserver.contracts.braze.models import TriggeredSend
from mockserver.contracts.braze.track_object_rules import LONGEST_EXTERNAL_ID, size_of
from mockserver.findings import Finding, pointer
from mockserver.simulator.rates import RateLimit
from mockserver.simulator.service import Refusal

if TYPE_CHECKING:
    from mockserver.braze.service import Braze

_GROUPS = "subscription_groups"
EMAIL_TRIES = 40
"""How often Braze looks again for the one profile with a recipient's email address."""
EACH_AUDIENCE = 10
"""Sends in a minute to one and the same audience."""
Send = Callable[[Profile, Mapping[str, Any]], Finding | None]
"""Sends to one profile with the recipient's own properties; a finding says why nothing is sent."""


@dataclass(frozen=True, slots=True)
class Aim:
    """One profile a send is to reach, or why there is none; ``at`` points to it in the body.

    ``recipient`` is the entry of the body, None for one of everybody.
    """

    profile: Profile | None
    at: str = ""
    reason: str = ""
    recipient: Recipient | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    properties: Mapping[str, Any] = field(default_factory=dict)


def everybody(profile: Profile) -> bool:  # noqa: ARG001
    """Select everybody."""
    return True


def broadcast_limits(body: TriggeredSend | MessagesSend) -> tuple[RateLimit, ...]:
    """Give the limits that count a send: its own where it is narrowed to or goes to an audience.

    Source: https://www.braze.com/docs/api/endpoints/messaging/send_messages/post_send_triggered_campaigns/
    """
    if isinstance(body, MessagesSend):
        listed = bool(body.external_user_ids or body.user_aliases) and not body.segment_id
        audience = (body.campaign_id, body.segment_id, body.audience)
    else:
        listed = bool(body.recipients)
        audience = (getattr(body, "campaign_id", None), getattr(body, "canvas_id", None), body.audience)
    if listed and not body.audience:
        return (SHARED_RATE,)
    pool = f"broadcasts to {audience!r}"
    return BROADCAST_RATE, RateLimit(pool, EACH_AUDIENCE, timedelta(minutes=1))


def check_audience(braze: Braze, audience: Mapping[str, Any] | None) -> None:
    """Refuse an audience that is no filter.

    Raises ``Refusal``.
    """
    try:
        in_audience(braze, audience, Profile("", braze.world.clock.now(), 0))
    except BadAudience as reason:
        raise Refusal(error_response(400, f"Invalid audience: {reason}")) from None


def in_audience(braze: Braze, audience: Mapping[str, Any] | None, profile: Profile) -> bool:
    """Tell whether a profile is in the audience that an API call names."""
    return not audience or matches(audience, profile, braze.world.clock.now())


def send_to_all(braze: Braze, request: TriggeredSend, select: Select, send: Send) -> list[Finding]:
    """Send to every recipient of a call who is selected; give what is to be said of them."""
    findings = []
    # Somebody who is not there yet has no clock of their own, so the company's counts.
    unknown = Profile("", braze.world.clock.now(), 0)
    for aim in list(_aims(braze, request)):
        if not select(aim.profile or unknown):
            continue
        findings += _send(braze, request, aim, send)
        if aim.profile is None and aim.recipient and aim.recipient.email:
            _try_again(braze, aim, lambda found: _send(braze, request, found, send), 1)
    return findings


def _try_again(braze: Braze, aim: Aim, send: Callable[[Aim], object], number: int) -> None:
    """Look later for the one profile with an email address: it may still be on its way.

    A time that is each user's own does not hold it back again.
    """

    def look() -> None:
        assert aim.recipient is not None  # noqa: S101 - it has an email address
        profile, _ = _recipient(braze, aim.recipient)
        if profile is not None:
            send(replace(aim, profile=profile))
        elif number < EMAIL_TRIES:
            _try_again(braze, aim, send, number + 1)

    delay = timedelta(seconds=braze.world.assumptions.number("braze.email_recipient_retry"))
    braze.world.clock.call_later(
        delay, look, f"braze: look for {aim.recipient and aim.recipient.email} again"
    )


def targets(braze: Braze, request: TriggeredSend) -> Iterator[Profile]:
    """Give the profiles that are there already of those a call is to reach."""
    if not request.recipients:
        yield from braze.state.profiles
    for recipient in request.recipients or ():
        profile, _ = _recipient(braze, recipient)
        if profile is not None:
            yield profile


def _aims(braze: Braze, request: TriggeredSend) -> Iterator[Aim]:
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
    own = recipient.trigger_properties or recipient.context or recipient.canvas_entry_properties or {}
    if profile is None and recipient.external_user_id and recipient.send_to_existing_only is False:
        profile, reason = _made(braze, recipient.external_user_id)
    return Aim(profile, at, reason, recipient, recipient.attributes or {}, own)


def _made(braze: Braze, external_id: str) -> tuple[Profile | None, str]:
    """Make the profile of an external id, where /users/track would."""
    if size_of(external_id) > LONGEST_EXTERNAL_ID:
        return None, f"'external_user_id' has more than {LONGEST_EXTERNAL_ID} bytes"
    if braze.state.profiles.names.blocks_external_id(external_id):
        return None, "its external_user_id is blocked"
    return braze.state.profiles.create(external_id=external_id), ""


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
    reason = f"no single profile is first among those with email {recipient.email!r}"
    return found, f"{reason}; it is looked for {EMAIL_TRIES} times more"


def _send(braze: Braze, request: TriggeredSend, aim: Aim, send: Send) -> list[Finding]:
    if aim.profile is None:
        return [notices.recipient_skipped(aim.at, aim.reason)]
    findings = []
    if aim.attributes:
        at, attributes = aim.at + pointer("attributes"), dict(aim.attributes)
        if isinstance(request, CanvasSend) and attributes.pop(_GROUPS, None) is not None:
            reason = "only campaigns take them, Canvases do not"
            findings.append(notices.update_ignored(at + pointer(_GROUPS), _GROUPS, reason))
        findings += braze.messaging.apply_attributes(aim.profile, attributes, at)
    if not in_audience(braze, request.audience, aim.profile):
        reason = "the `audience` of the call leaves them out"
        note: Finding | None = notices.recipient_skipped(aim.at, reason)
    else:
        note = send(aim.profile, aim.properties)
    # Only who was named is missed: a broadcast leaves out as many as its audience says.
    return [*findings, note] if note and aim.at else findings
