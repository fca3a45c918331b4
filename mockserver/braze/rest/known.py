"""The operations of Braze's REST API that public pages name, whether they are simulated or not."""

from collections.abc import Iterator, Mapping
from typing import Final

from mockserver.simulator.known import KnownOperation

_ENDPOINTS: Final = "https://www.braze.com/docs/api/endpoints/"

# One folder of the vendor's pages after the other; a line holds method, path and the page's name.
_PAGES: Final[Mapping[str, str]] = {
    "user_data": """
        POST /users/track post_user_track
        POST /users/track/sync post_user_track_synchronous
        POST /users/track/bulk post_user_track_bulk
        POST /users/alias/new post_user_alias
        POST /users/alias/update post_users_alias_update
        POST /users/identify post_user_identify
        POST /users/merge post_users_merge
        POST /users/delete post_user_delete
    """,
    "user_data/external_id_migration": """
        POST /users/external_ids/rename post_external_ids_rename
        POST /users/external_ids/remove post_external_ids_remove
    """,
    "export/user_data": """
        POST /users/export/ids post_users_identifier
        POST /users/export/segment post_users_segment
        POST /users/export/global_control_group post_users_global_control_group
    """,
    "export/segments": """
        POST /export/segment/cancel post_cancel_export
        GET /segments/list get_segment
        GET /segments/details get_segment_details
        GET /segments/data_series get_segment_analytics
    """,
    "messaging/send_messages": """
        POST /campaigns/trigger/send post_send_triggered_campaigns
        POST /canvas/trigger/send post_send_triggered_canvases
        POST /messages/send post_send_messages
        POST /sends/id/create post_create_send_ids
        POST /transactional/v1/campaigns/{campaign_id}/send post_send_transactional_message
    """,
    "messaging/schedule_messages": """
        POST /messages/schedule/create post_schedule_messages
        POST /messages/schedule/update post_update_scheduled_messages
        POST /messages/schedule/delete post_delete_scheduled_messages
        POST /campaigns/trigger/schedule/create post_schedule_triggered_campaigns
        POST /campaigns/trigger/schedule/update post_update_scheduled_triggered_campaigns
        POST /campaigns/trigger/schedule/delete post_delete_scheduled_triggered_messages
        POST /canvas/trigger/schedule/create post_schedule_triggered_canvases
        POST /canvas/trigger/schedule/update post_update_scheduled_triggered_canvases
        POST /canvas/trigger/schedule/delete post_delete_scheduled_triggered_canvases
        GET /messages/scheduled_broadcasts get_messages_scheduled
    """,
    "messaging/live_activity": """
        POST /messages/live_activity/start start
        POST /messages/live_activity/update update
    """,
    "messaging/duplicate_messages": """
        POST /campaigns/duplicate post_duplicate_campaigns
        POST /canvas/duplicate post_duplicate_canvases
    """,
    "export/campaigns": """
        GET /campaigns/list get_campaigns
        GET /campaigns/details get_campaign_details
        GET /campaigns/data_series get_campaign_analytics
        GET /sends/data_series get_send_analytics
    """,
    "export/canvas": """
        GET /canvas/list get_canvases
        GET /canvas/details get_canvas_details
        GET /canvas/data_series get_canvas_analytics
        GET /canvas/data_summary get_canvas_analytics_summary
    """,
    "export/custom_attributes": """
        GET /custom_attributes get_custom_attributes
    """,
    "export/custom_events": """
        GET /events get_custom_events_data
        GET /events/list get_custom_events
        GET /events/data_series get_custom_events_analytics
    """,
    "export/purchases": """
        GET /purchases/product_list get_list_product_id
        GET /purchases/quantity_series get_number_of_purchases
        GET /purchases/revenue_series get_revenue_series
    """,
    "export/sessions": """
        GET /sessions/data_series get_sessions_analytics
    """,
    "export/kpi": """
        GET /kpi/dau/data_series get_kpi_dau_date
        GET /kpi/mau/data_series get_kpi_mau_30_days
        GET /kpi/new_users/data_series get_kpi_daily_new_users_date
        GET /kpi/uninstalls/data_series get_kpi_uninstalls_date
    """,
    "templates/content_blocks_templates": """
        GET /content_blocks/list get_list_email_content_blocks
        GET /content_blocks/info get_see_email_content_blocks_information
        POST /content_blocks/create post_create_email_content_block
        POST /content_blocks/update post_update_content_block
    """,
    "templates/email_templates": """
        GET /templates/email/list get_list_email_templates
        GET /templates/email/info get_see_email_template_information
        POST /templates/email/create post_create_email_template
        POST /templates/email/update post_update_email_template
    """,
    "catalogs/catalog_management/synchronous": """
        GET /catalogs get_list_catalogs
        POST /catalogs post_create_catalog
        DELETE /catalogs/{catalog_name} delete_catalog
    """,
    "catalogs/catalog_items/synchronous": """
        GET /catalogs/{catalog_name}/items get_catalog_items_details_bulk
        GET /catalogs/{catalog_name}/items/{item_id} get_catalog_item_details
        POST /catalogs/{catalog_name}/items/{item_id} post_create_catalog_item
        PATCH /catalogs/{catalog_name}/items/{item_id} patch_catalog_item
        PUT /catalogs/{catalog_name}/items/{item_id} put_update_catalog_item
        DELETE /catalogs/{catalog_name}/items/{item_id} delete_catalog_item
    """,
    "catalogs/catalog_items/asynchronous": """
        POST /catalogs/{catalog_name}/items post_create_catalog_items_bulk
        PATCH /catalogs/{catalog_name}/items patch_catalog_items_bulk
        PUT /catalogs/{catalog_name}/items put_update_catalog_items
        DELETE /catalogs/{catalog_name}/items delete_catalog_items_bulk
    """,
    "catalogs/catalog_fields/asynchronous": """
        POST /catalogs/{catalog_name}/fields post_create_catalog_fields
        DELETE /catalogs/{catalog_name}/fields/{field_name} delete_catalog_field
    """,
    "catalogs/catalog_selections/asynchronous": """
        POST /catalogs/{catalog_name}/selections post_create_catalog_selections
        DELETE /catalogs/{catalog_name}/selections/{selection_name} delete_catalog_selection
    """,
    "subscription_groups": """
        GET /subscription/status/get get_list_user_subscription_group_status
        GET /subscription/user/status get_list_user_subscription_groups
        POST /subscription/status/set post_update_user_subscription_group_status
        POST /v2/subscription/status/set post_update_user_subscription_group_status_v2
    """,
    "email": """
        GET /email/hard_bounces get_list_hard_bounces
        GET /email/unsubscribes get_query_unsubscribed_email_addresses
        POST /email/status post_email_subscription_status
        POST /email/blocklist post_blocklist
        POST /email/blacklist post_blacklist
        POST /email/bounce/remove post_remove_hard_bounces
        POST /email/spam/remove post_remove_spam
    """,
    "sms": """
        GET /sms/invalid_phone_numbers get_query_invalid_numbers
        POST /sms/invalid_phone_numbers/remove post_remove_invalid_numbers
    """,
    "preference_center": """
        GET /preference_center/v1/list get_list_preference_center
        GET /preference_center/v1/{preference_center_id} get_view_details_preference_center
        GET /preference_center/v1/{preference_center_id}/url/{user_id} get_create_url_preference_center
        POST /preference_center/v1 post_create_preference_center
        PUT /preference_center/v1/{preference_center_id} put_update_preference_center
    """,
    "sdk_authentication": """
        GET /app_group/sdk_authentication/keys get_sdk_authentication_keys
        POST /app_group/sdk_authentication/create post_create_sdk_authentication_key
        PUT /app_group/sdk_authentication/primary put_primary_sdk_authentication_key
        DELETE /app_group/sdk_authentication/delete delete_sdk_authentication_key
    """,
    "cdi": """
        GET /cdi/integrations get_integration_list
        GET /cdi/integrations/{integration_id}/job_sync_status get_job_sync_status
        POST /cdi/integrations/{integration_id}/sync post_job_sync
    """,
}


def _read() -> Iterator[KnownOperation]:
    for folder, lines in _PAGES.items():
        for line in lines.split("\n"):
            if line.strip():
                method, path, page = line.split()
                yield KnownOperation(method, path, f"{_ENDPOINTS}{folder}/{page}/")


KNOWN_OPERATIONS: Final = tuple(_read())
"""In the order of the vendor's pages."""
