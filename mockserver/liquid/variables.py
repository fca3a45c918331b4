"""The personalization Braze offers, and which of it can hold a value when a webhook renders.

List: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/supported_personalization_tags/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Presence(StrEnum):
    """Whether a variable can hold a value in a webhook."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Namespace:
    """One namespace: its variables (empty where any name may be one) and when they hold values."""

    in_webhooks: Presence
    condition: str = ""
    names: frozenset[str] = frozenset()


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


STANDARD: Mapping[str, str] = {
    "user_id": "string",
    "braze_id": "string",
    "first_name": "string",
    "last_name": "string",
    "gender": "string",
    "email_address": "string",
    "phone_number": "string",
    "country": "string",
    "city": "string",
    "language": "string",
    "date_of_birth": "date",
    "time_zone": "IANA name",
    "random_bucket_number": "integer",
    "last_used_app_date": "time",
    "most_recent_app_version": "string",
    "most_recent_locale": "string",
    "most_recent_location": "location",
    "set_user_to_unsubscribed_url": "URL",
    "unsubscribe_url": "URL",
    "set_user_to_one_click_list_unsubscribe": "URL",
    "set_user_to_subscribed_url": "URL",
    "set_user_to_opted_in_url": "URL",
}
"""Every ``${name}`` with the type of its value."""

EMAIL_ONLY = frozenset(name for name, kind in STANDARD.items() if kind == "URL")
"""Standard variables that hold a value in e-mails only."""

_DEVICE = _names(
    "browser id carrier ad_tracking_enabled idfa google_ad_id roku_ad_id model os platform "
    "foreground_push_enabled"
)
_INBOUND = "inbound_message_body inbound_media_urls"
_CANVAS = "in a Canvas"
_NAMES_OF_MESSAGES = _names("api_id dispatch_id name message_name message_api_id")

NAMESPACES: Mapping[str, Namespace] = {
    "custom_attribute": Namespace(Presence.ALWAYS),
    "event_properties": Namespace(
        Presence.SOMETIMES, "when a custom event or a purchase triggers the message"
    ),
    "api_trigger_properties": Namespace(Presence.SOMETIMES, "in campaigns triggered through the API"),
    "context": Namespace(Presence.SOMETIMES, _CANVAS),
    "canvas_entry_properties": Namespace(Presence.SOMETIMES, _CANVAS),
    "campaign": Namespace(Presence.ALWAYS, names=_NAMES_OF_MESSAGES),
    "canvas": Namespace(Presence.SOMETIMES, _CANVAS, _names("name api_id variant_name variant_api_id")),
    "card": Namespace(Presence.NEVER, "in Content Cards only", _names("api_id name")),
    "app": Namespace(Presence.NEVER, "in in-app messages only", _names("api_id name")),
    "subscribed_state": Namespace(Presence.ALWAYS),
    "most_recently_used_device": Namespace(Presence.ALWAYS, names=_DEVICE),
    "targeted_device": Namespace(Presence.NEVER, "in push, in-app messages and banners only", _DEVICE),
    "sms": Namespace(Presence.SOMETIMES, "after an inbound SMS", _names(_INBOUND)),
    "whats_app": Namespace(
        Presence.SOMETIMES,
        "after an inbound WhatsApp message",
        _names(
            _INBOUND + " inbound_flow_response inbound_product_id inbound_catalog_id inbound_profile_name"
        ),
    ),
    "content_blocks": Namespace(Presence.ALWAYS),
    "product_recommendation": Namespace(Presence.ALWAYS),
    "preference_center": Namespace(Presence.NEVER, "in e-mails only"),
}
