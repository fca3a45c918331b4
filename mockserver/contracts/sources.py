"""The vendors' public pages that rules and assumptions cite."""

from typing import Final

RFC_JSON: Final = "https://www.rfc-editor.org/rfc/rfc8259"
RFC_OAUTH: Final = "https://www.rfc-editor.org/rfc/rfc6749"
RFC_BEARER: Final = "https://www.rfc-editor.org/rfc/rfc6750#section-2.1"
RFC_ICALENDAR_TIME: Final = "https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5"
CLDR_WINDOWS_ZONES: Final = (
    "https://github.com/unicode-org/cldr/blob/main/common/supplemental/windowsZones.xml"
)

INTEGRATION: Final = (
    "https://www.braze.com/docs/partners/message_orchestration/additional_channels/calendar/rokt_calendar/"
)
MOENGAGE: Final = "https://partners.moengage.com/hc/en-us/articles/14964598608020-Rokt-Calendar"

ROKT_CREATE_EVENT: Final = "https://roktcalendar-api.readme.io/reference/create-new-subscription-event"
ROKT_UPDATE_EVENT: Final = "https://roktcalendar-api.readme.io/reference/update-subscription-event"
ROKT_CREATE_EVENT_BODY: Final = (
    "https://docs.rokt.com/docs/developers/api-reference/calendar/post-v1-subscriptionevent-accountcode/"
)
ROKT_UPDATE_EVENT_BODY: Final = (
    "https://docs.rokt.com/docs/api/rokt-calendar/post-v1-subscriptionevent-accountcode-update.html"
)
ROKT_EVENT_MODEL: Final = "https://roktcalendar-api.readme.io/docs/subscription-resource-models"
ROKT_SUBSCRIBE: Final = "https://roktcalendar-api.readme.io/docs/create-new-subscription"
ROKT_SUBSCRIBE_BODY: Final = (
    "https://docs.rokt.com/docs/developers/api-reference/calendar/post-v2-subscribe-accountcode-calendarcode/"
)
ROKT_OAUTH: Final = "https://docs.rokt.com/developers/api-reference/calendar-api/"
ROKT_TIMEZONES: Final = "https://roktcalendar-api.readme.io/docs/timezones"

BRAZE_TRACK: Final = "https://www.braze.com/docs/api/endpoints/user_data/post_user_track/"
BRAZE_ATTRIBUTES: Final = "https://www.braze.com/docs/api/objects_filters/user_attributes_object/"
BRAZE_EVENT: Final = "https://www.braze.com/docs/api/objects_filters/event_object/"
BRAZE_PURCHASE: Final = "https://www.braze.com/docs/api/objects_filters/purchase_object/"
BRAZE_RECIPIENT: Final = "https://www.braze.com/docs/api/objects_filters/recipient_object/"
BRAZE_ALIAS: Final = "https://www.braze.com/docs/api/objects_filters/user_alias_object/"
BRAZE_ERRORS: Final = "https://www.braze.com/docs/api/errors/"
BRAZE_CUSTOM_ATTRIBUTES: Final = (
    "https://www.braze.com/docs/user_guide/data/activation/custom_data/custom_attributes/"
)
BRAZE_TRIGGER_SEND: Final = (
    "https://www.braze.com/docs/api/endpoints/messaging/send_messages/post_send_triggered_campaigns/"
)
BRAZE_EXPORT_IDS: Final = "https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier/"
