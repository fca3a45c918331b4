"""What a message's templates know of their recipient.

Names: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/supported_personalization_tags/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.braze.messaging.dispatch import CanvasPlace, Dispatch
from mockserver.braze.profiles.profile import Profile
from mockserver.liquid import Personalization

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


def personalize(dispatch: Dispatch) -> Personalization:
    """Give the values behind ``${…}`` for one message to one user."""
    profile = dispatch.profile
    namespaces: dict[str, Mapping[str, Any]] = {
        "custom_attribute": profile.custom_attributes,
        "campaign": _campaign(dispatch),
        "subscribed_state": _subscriptions(profile),
    }
    if dispatch.place:
        namespaces["canvas"] = _canvas(dispatch.place, dispatch.dispatch_id)
    for name, values in (
        ("event_properties", dispatch.event_properties),
        ("api_trigger_properties", dispatch.trigger_properties),
        ("context", dispatch.context),
    ):
        if values is not None:
            namespaces[name] = values
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


def _campaign(dispatch: Dispatch) -> dict[str, str]:
    sent = {"dispatch_id": dispatch.dispatch_id}
    if dispatch.place:
        # In a Canvas a message is named after its step.
        return {**sent, "name": dispatch.place.step}
    campaign = dispatch.campaign
    if campaign is None:
        return sent
    return {
        **sent,
        "name": campaign.name,
        "api_id": campaign.id,
        "message_name": "Variant 1",
        "message_api_id": campaign.variation_id,
    }


def _canvas(place: CanvasPlace, dispatch_id: str) -> dict[str, str]:
    return {
        "name": place.canvas.name,
        "api_id": place.canvas.id,
        "variant_name": place.variant,
        "variant_api_id": place.canvas.variant_id(place.variant),
        "dispatch_id": dispatch_id,
    }


def _subscriptions(profile: Profile) -> dict[str, str]:
    state = profile.standard.get("email_subscribe", "subscribed")
    return {"email_global": state, **profile.subscription_groups}
