"""What a message's templates know of their recipient.

Names: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/supported_personalization_tags/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.braze.messaging.campaign import Campaign
from mockserver.braze.profiles import Profile
from mockserver.liquid import Personalization

UNSENT_DISPATCH_ID = "dispatch_id_for_unsent_campaign"
"""The dispatch id of previews and tests."""
_WIRE_NAMES = {
    "first_name": "first_name",
    "last_name": "last_name",
    "gender": "gender",
    "email_address": "email",
    "phone_number": "phone",
    "country": "country",
    "city": "home_city",
    "language": "language",
    "date_of_birth": "dob",
    "time_zone": "time_zone",
    "last_used_app_date": "date_of_last_session",
}


def personalize(
    profile: Profile,
    *,
    campaign: Campaign | None = None,
    dispatch_id: str = UNSENT_DISPATCH_ID,
    event_properties: Mapping[str, Any] | None = None,
    trigger_properties: Mapping[str, Any] | None = None,
) -> Personalization:
    """Give the values behind ``${…}`` for one message to one user."""
    namespaces: dict[str, Mapping[str, Any]] = {
        "custom_attribute": profile.custom_attributes,
        "campaign": _campaign(campaign, dispatch_id),
        "subscribed_state": _subscriptions(profile),
    }
    if event_properties is not None:
        namespaces["event_properties"] = event_properties
    if trigger_properties is not None:
        namespaces["api_trigger_properties"] = trigger_properties
    return Personalization(standard_variables(profile), namespaces)


def standard_variables(profile: Profile) -> dict[str, Any]:
    """Give the standard variables of a user: those of them that have a value."""
    known = {name: profile.standard.get(wire_name) for name, wire_name in _WIRE_NAMES.items()}
    variables = {
        "user_id": profile.external_id or None,
        "braze_id": profile.braze_id,
        "random_bucket_number": profile.random_bucket,
        **known,
    }
    return {name: value for name, value in variables.items() if value is not None}


def _campaign(campaign: Campaign | None, dispatch_id: str) -> dict[str, str]:
    named = {"name": campaign.name, "api_id": campaign.id} if campaign else {}
    return {**named, "dispatch_id": dispatch_id}


def _subscriptions(profile: Profile) -> dict[str, str]:
    state = profile.standard.get("email_subscribe", "subscribed")
    return {"email_global": state, **profile.subscription_groups}
