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
UPDATE_SUBSCRIPTION: Final = "https://roktcalendar-api.readme.io/reference/update-subscription-details"
BY_USERNAME: Final = (
    "https://roktcalendar-api.readme.io/reference/get-multiple-subscription-details-with-a-username"
)
DEACTIVATE_OLD: Final = "https://roktcalendar-api.readme.io/docs/deactivate-an-existing-subscription"
UPDATE_EVENT_OLD: Final = "https://roktcalendar-api.readme.io/reference/update-subscription-event"
CALENDAR_EVENTS: Final = "https://roktcalendar-api.readme.io/docs/calendar-events-resource-models"
SCHEDULE: Final = "https://roktcalendar-api.readme.io/reference/introduction-1"
SUBSCRIBE_WEBCAL: Final = "https://roktcalendar-api.readme.io/docs/webcal-create-new-subscription"
CREATE_SUBSCRIPTION: Final = "https://roktcalendar-api.readme.io/docs/create-new-subscription"
RFC_ICALENDAR: Final = "https://www.rfc-editor.org/rfc/rfc5545"
WEBHOOK_SETTINGS: Final = "https://roktcalendar-api.readme.io/docs/configuring-webhook"
WEBHOOK_PRACTICES: Final = "https://roktcalendar-api.readme.io/docs/webhooks-best-practices"
WEBHOOK_OBJECTS: Final = "https://roktcalendar-api.readme.io/docs/webhook-event-shared-objects"
WEBHOOK_SUBSCRIBE: Final = "https://roktcalendar-api.readme.io/reference/webhook-event-on-subscribe"
WEBHOOK_EVENT_ADDED: Final = (
    "https://roktcalendar-api.readme.io/docs/webhook-event-on-subscription-event-added"
)
WEBHOOK_EVENT_UPDATED: Final = (
    "https://roktcalendar-api.readme.io/docs/webhook-event-on-subscription-event-updated"
)
WEBHOOK_EVENT_REMOVED: Final = (
    "https://roktcalendar-api.readme.io/docs/webhook-event-on-subscription-event-removed"
)
WEBHOOK_EVENT_DELETED: Final = (
    "https://roktcalendar-api.readme.io/reference/webhook-event-on-subscription-event-deleted"
)
WEBHOOK_RETRIES: Final = "https://roktcalendar-api.readme.io/docs/responding-to-a-webhook"
INTEGRATION: Final = (
    "https://www.braze.com/docs/partners/message_orchestration/additional_channels/calendar/rokt_calendar/"
)
MOENGAGE: Final = "https://partners.moengage.com/hc/en-us/articles/14964598608020-Rokt-Calendar"
