"""The tags of Braze's Liquid, one to a file."""

from liquid.tag import Tag

from mockserver.liquid.tags.abort_message import AbortMessageTag
from mockserver.liquid.tags.assign import AssignTag
from mockserver.liquid.tags.break_loop import BreakTag
from mockserver.liquid.tags.capture import CaptureTag
from mockserver.liquid.tags.case import CaseTag
from mockserver.liquid.tags.catalog_items import CatalogItemsTag
from mockserver.liquid.tags.catalog_selection_items import CatalogSelectionItemsTag
from mockserver.liquid.tags.connected_content import ConnectedContentTag
from mockserver.liquid.tags.continue_loop import ContinueTag
from mockserver.liquid.tags.cycle import CycleTag
from mockserver.liquid.tags.decrement import DecrementTag
from mockserver.liquid.tags.echo import EchoTag
from mockserver.liquid.tags.for_loop import ForTag
from mockserver.liquid.tags.if_block import IfTag
from mockserver.liquid.tags.increment import IncrementTag
from mockserver.liquid.tags.inline_comment import InlineCommentTag
from mockserver.liquid.tags.landing_page_url import LandingPageUrlTag
from mockserver.liquid.tags.liquid_lines import LiquidTag
from mockserver.liquid.tags.message_extras import MessageExtrasTag
from mockserver.liquid.tags.promotion import PromotionTag
from mockserver.liquid.tags.random_number import RandomTag
from mockserver.liquid.tags.shopping_cart import ShoppingCartTag
from mockserver.liquid.tags.tablerow import TablerowTag
from mockserver.liquid.tags.translation import TranslationTag
from mockserver.liquid.tags.unless import UnlessTag

TAGS: tuple[type[Tag], ...] = (
    AbortMessageTag,
    AssignTag,
    BreakTag,
    CaptureTag,
    CaseTag,
    CatalogItemsTag,
    CatalogSelectionItemsTag,
    ConnectedContentTag,
    ContinueTag,
    CycleTag,
    DecrementTag,
    EchoTag,
    ForTag,
    IfTag,
    IncrementTag,
    InlineCommentTag,
    LandingPageUrlTag,
    LiquidTag,
    MessageExtrasTag,
    PromotionTag,
    RandomTag,
    ShoppingCartTag,
    TablerowTag,
    TranslationTag,
    UnlessTag,
)
"""Every tag a template may use by name."""
