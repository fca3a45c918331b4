"""The public pages this room's behaviour and its open questions are taken from."""

from typing import Final

OVERVIEW: Final = "https://docs.rokt.com/developers/api-reference/calendar-api/"
OAUTH: Final = "https://roktcalendar-api.readme.io/docs/introduction"
RFC_OAUTH: Final = "https://www.rfc-editor.org/rfc/rfc6749"
MODELS: Final = "https://roktcalendar-api.readme.io/docs/subscription-resource-models"
_CALENDAR: Final = "https://docs.rokt.com/docs/developers/api-reference/calendar/"
CREATE_EVENT: Final = _CALENDAR + "post-v1-subscriptionevent-accountcode/"
UPDATE_EVENT: Final = (
    "https://docs.rokt.com/docs/api/rokt-calendar/post-v1-subscriptionevent-accountcode-update.html"
)
DELETE_EVENT: Final = "https://roktcalendar-api.readme.io/reference/delete-subscription-event"
REMOVE_EVENT: Final = (
    _CALENDAR + "delete-v2-subscription-accountcode-subscriptionid-subscriptionevent-eventid/"
)
SUBSCRIBE: Final = _CALENDAR + "post-v2-subscribe-accountcode-calendarcode/"
GET_SUBSCRIPTION: Final = _CALENDAR + "get-v1-subscription-subscriptionid/"
GET_SUBSCRIPTION_MODEL: Final = "https://roktcalendar-api.readme.io/reference/get-subscription-details"
DEACTIVATE: Final = _CALENDAR + "delete-v1-subscription-accountcode-calendarcode/"
WEBHOOK_RETRIES: Final = "https://roktcalendar-api.readme.io/docs/responding-to-a-webhook"
INTEGRATION: Final = (
    "https://www.braze.com/docs/partners/message_orchestration/additional_channels/calendar/rokt_calendar/"
)
MOENGAGE: Final = "https://partners.moengage.com/hc/en-us/articles/14964598608020-Rokt-Calendar"
