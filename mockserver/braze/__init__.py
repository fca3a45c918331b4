"""The simulated Braze: profiles, the REST API that changes them, and the webhooks it sends."""

from mockserver.braze.assumptions import BRAZE_ASSUMPTIONS
from mockserver.braze.audiences.control_group import ControlGroup
from mockserver.braze.audiences.segments import Segment
from mockserver.braze.catalogs.catalog import Catalog, CatalogField
from mockserver.braze.catalogs.selections import CatalogSelection, SelectionFilter
from mockserver.braze.content_blocks import ContentBlock
from mockserver.braze.messaging.activity_log import Activity
from mockserver.braze.messaging.campaign import (
    ApiTrigger,
    AttributeTrigger,
    Campaign,
    EventTrigger,
    FrequencyCap,
    QuietHours,
    ScheduleTrigger,
)
from mockserver.braze.messaging.canvas import (
    ActionGroup,
    ActionPathsStep,
    AudienceGroup,
    AudiencePathsStep,
    Canvas,
    ContextStep,
    DecisionSplitStep,
    DelayStep,
    ExperimentPath,
    ExperimentPathsStep,
    Step,
    UserUpdateStep,
    Variant,
    WebhookStep,
)
from mockserver.braze.messaging.journey import Journey, Whereabouts
from mockserver.braze.messaging.message_log import Message, Outcome
from mockserver.braze.messaging.webhook import RenderedWebhook, WebhookTemplate
from mockserver.braze.profiles.files import load_profiles, write_profiles
from mockserver.braze.profiles.json_users import ProfileFileError
from mockserver.braze.profiles.profile import Profile
from mockserver.braze.profiles.subscription_groups import SubscriptionGroup
from mockserver.braze.service import Braze
from mockserver.braze.state import ApiKey

__all__ = [
    "BRAZE_ASSUMPTIONS",
    "ActionGroup",
    "ActionPathsStep",
    "Activity",
    "ApiKey",
    "ApiTrigger",
    "AttributeTrigger",
    "AudienceGroup",
    "AudiencePathsStep",
    "Braze",
    "Campaign",
    "Canvas",
    "Catalog",
    "CatalogField",
    "CatalogSelection",
    "ContentBlock",
    "ContextStep",
    "ControlGroup",
    "DecisionSplitStep",
    "DelayStep",
    "EventTrigger",
    "ExperimentPath",
    "ExperimentPathsStep",
    "FrequencyCap",
    "Journey",
    "Message",
    "Outcome",
    "Profile",
    "ProfileFileError",
    "QuietHours",
    "RenderedWebhook",
    "ScheduleTrigger",
    "Segment",
    "SelectionFilter",
    "Step",
    "SubscriptionGroup",
    "UserUpdateStep",
    "Variant",
    "WebhookStep",
    "WebhookTemplate",
    "Whereabouts",
    "load_profiles",
    "write_profiles",
]
