"""The public pages that rules of templates cite."""

from typing import Final

_GUIDE: Final = "https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/"
VARIABLES: Final = _GUIDE + "liquid/supported_personalization_tags/"
SYNTAX: Final = _GUIDE + "liquid/using_liquid/"
FILTERS: Final = _GUIDE + "liquid/filters/"
ADVANCED_FILTERS: Final = _GUIDE + "liquid/advanced_filters/"
OPERATORS: Final = _GUIDE + "liquid/operators/"
CONDITIONS: Final = _GUIDE + "liquid/conditional_logic/"
ABORTING: Final = _GUIDE + "liquid/aborting_messages/"
CALLS: Final = _GUIDE + "connected_content/making_an_api_call/"
CACHING: Final = _GUIDE + "connected_content/caching_responses/"
RETRIES: Final = _GUIDE + "connected_content/connected_content_retries/"
WEBHOOKS: Final = "https://www.braze.com/docs/user_guide/channels/webhooks/create_a_webhook/"
