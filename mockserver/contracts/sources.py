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
ROKT_SUBSCRIBE_WEBCAL: Final = "https://roktcalendar-api.readme.io/docs/webcal-create-new-subscription"
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
BRAZE_TRACK_SYNC: Final = "https://www.braze.com/docs/api/endpoints/user_data/post_user_track_synchronous/"
BRAZE_TRACK_BULK: Final = "https://www.braze.com/docs/api/endpoints/user_data/post_user_track_bulk/"
BRAZE_ALIAS_NEW: Final = "https://www.braze.com/docs/api/endpoints/user_data/post_user_alias/"
BRAZE_ALIAS_UPDATE: Final = "https://www.braze.com/docs/api/endpoints/user_data/post_users_alias_update/"
BRAZE_IDENTIFY: Final = "https://www.braze.com/docs/api/endpoints/user_data/post_user_identify/"
BRAZE_MERGE: Final = "https://www.braze.com/docs/api/endpoints/user_data/post_users_merge/"
BRAZE_DELETE: Final = "https://www.braze.com/docs/api/endpoints/user_data/post_user_delete/"
BRAZE_RENAME: Final = (
    "https://www.braze.com/docs/api/endpoints/user_data/external_id_migration/post_external_ids_rename/"
)
BRAZE_REMOVE: Final = (
    "https://www.braze.com/docs/api/endpoints/user_data/external_id_migration/post_external_ids_remove/"
)
BRAZE_EXPORT_SEGMENT: Final = "https://www.braze.com/docs/api/endpoints/export/user_data/post_users_segment/"
BRAZE_EXPORT_CONTROL_GROUP: Final = (
    "https://www.braze.com/docs/api/endpoints/export/user_data/post_users_global_control_group/"
)
BRAZE_EXPORT_CANCEL: Final = "https://www.braze.com/docs/api/endpoints/export/segments/post_cancel_export/"
BRAZE_SEGMENTS: Final = "https://www.braze.com/docs/api/endpoints/export/segments/get_segment/"
BRAZE_CAMPAIGNS: Final = "https://www.braze.com/docs/api/endpoints/export/campaigns/get_campaigns/"
BRAZE_CANVASES: Final = "https://www.braze.com/docs/api/endpoints/export/canvas/get_canvases/"
BRAZE_ATTRIBUTE_NAMES: Final = (
    "https://www.braze.com/docs/api/endpoints/export/custom_attributes/get_custom_attributes/"
)
BRAZE_EVENT_NAMES: Final = "https://www.braze.com/docs/api/endpoints/export/custom_events/get_custom_events/"
BRAZE_PRODUCTS: Final = "https://www.braze.com/docs/api/endpoints/export/purchases/get_list_product_id/"
BRAZE_CONTENT_BLOCKS: Final = "https://www.braze.com/docs/api/endpoints/templates/content_blocks_templates/"
BRAZE_CATALOGS: Final = "https://www.braze.com/docs/api/endpoints/catalogs/"
BRAZE_SUBSCRIPTIONS: Final = "https://www.braze.com/docs/api/endpoints/subscription_groups/"
_SENDING: Final = "https://www.braze.com/docs/api/endpoints/messaging/"
BRAZE_CANVAS_SEND: Final = _SENDING + "send_messages/post_send_triggered_canvases/"
BRAZE_MESSAGES_SEND: Final = _SENDING + "send_messages/post_send_messages/"
BRAZE_SEND_ID: Final = _SENDING + "send_messages/post_create_send_ids/"
BRAZE_SCHEDULE_MESSAGES: Final = _SENDING + "schedule_messages/post_schedule_messages/"
BRAZE_SCHEDULE_UPDATE: Final = _SENDING + "schedule_messages/post_update_scheduled_messages/"
BRAZE_SCHEDULE_DELETE: Final = _SENDING + "schedule_messages/post_delete_scheduled_messages/"
BRAZE_SCHEDULE_CAMPAIGN: Final = _SENDING + "schedule_messages/post_schedule_triggered_campaigns/"
BRAZE_SCHEDULE_CANVAS: Final = _SENDING + "schedule_messages/post_schedule_triggered_canvases/"
BRAZE_SCHEDULED: Final = _SENDING + "schedule_messages/get_messages_scheduled/"
BRAZE_SCHEDULE: Final = "https://www.braze.com/docs/api/objects_filters/schedule_object/"
BRAZE_EXPORT_IDS: Final = "https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier/"
