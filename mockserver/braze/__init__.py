"""The simulated Braze: profiles, the REST API that changes them, and the webhooks it sends."""

from mockserver.braze.assumptions import BRAZE_ASSUMPTIONS
from mockserver.braze.messaging.campaign import ApiTrigger, Campaign, EventTrigger
from mockserver.braze.messaging.message_log import Message, Outcome
from mockserver.braze.messaging.webhook import RenderedWebhook, WebhookTemplate
from mockserver.braze.profiles import Profile
from mockserver.braze.service import Braze
from mockserver.braze.state import ApiKey

__all__ = [
    "BRAZE_ASSUMPTIONS",
    "ApiKey",
    "ApiTrigger",
    "Braze",
    "Campaign",
    "EventTrigger",
    "Message",
    "Outcome",
    "Profile",
    "RenderedWebhook",
    "WebhookTemplate",
]
