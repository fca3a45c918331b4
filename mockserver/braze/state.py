"""What one simulated Braze workspace holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from mockserver.braze.audiences.control_group import ControlGroup
from mockserver.braze.audiences.segments import Segment
from mockserver.braze.catalogs.registry import Catalogs
from mockserver.braze.content_blocks import ContentBlocks
from mockserver.braze.messaging.campaign import Campaign, FrequencyCap
from mockserver.braze.messaging.canvas import Canvas
from mockserver.braze.messaging.registry import Registry, unknown
from mockserver.braze.messaging.webhook import WebhookTemplate
from mockserver.braze.profiles.store import ProfileStore
from mockserver.braze.rest.permissions import check_permission
from mockserver.liquid import Credential, PromotionLists
from mockserver.simulator.world import World
from mockserver.zones import named_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A REST API key: the key itself, what it may do, and what it is for.

    ``permissions`` are Braze's names, such as ``users.track``.
    """

    key: str
    permissions: frozenset[str]
    name: str = ""


class BrazeState:
    """Keys, credentials, templates, campaigns and profiles of one workspace."""

    def __init__(self, world: World) -> None:
        self._keys: dict[str, ApiKey] = {}
        self._credentials: dict[str, Credential] = {}
        self._templates: dict[str, WebhookTemplate] = {}
        self._campaigns: Registry[Campaign] = Registry("campaign", world.ids)
        self._canvases: Registry[Canvas] = Registry("Canvas", world.ids)
        self._clock = world.clock
        self._segments: Registry[Segment] = Registry("segment", world.ids)
        self._send_ids: dict[str, str] = {}
        self.promotions = PromotionLists({}, world.clock.now)
        self.frequency_caps: tuple[FrequencyCap, ...] = ()
        self.control_group: ControlGroup | None = None
        """The users whom no campaign and no Canvas reaches."""
        self.time_zone = "UTC"
        """The company's time zone, for users without one of their own."""
        self.when_added: list[Callable[[Campaign | Canvas], None]] = [self._note_edit]
        """Called with every campaign and Canvas that is added."""
        self.edited_at: dict[str, datetime] = {}
        """When a campaign, a Canvas or a segment was added, by its API identifier."""
        self.content_blocks = ContentBlocks(world.clock, world.ids)
        self.catalogs = Catalogs(world.clock)
        self.tags: set[str] = set()
        """The tags that Content Blocks may have."""
        self.profiles = ProfileStore(world.clock, world.ids, world.assumptions)
        self.subscription_groups = self.profiles.groups

    def set_time_zone(self, name: str) -> None:
        """Set the company's time zone.

        Raises ``UsageError`` for a name that is none of IANA's.
        """
        self.time_zone = named_zone(name).key

    def add_api_key(self, key: ApiKey) -> ApiKey:
        """Add a REST API key.

        Raises ``UsageError`` for a permission that no key can have.
        """
        for permission in key.permissions:
            check_permission(permission)
        self._keys[key.key] = key
        return key

    def find_api_key(self, key: str) -> ApiKey | None:
        """Find an API key by the key itself."""
        return self._keys.get(key)

    def add_credential(self, name: str, credential: Credential) -> None:
        """Save a Connected Content credential under the name that templates use."""
        self._credentials[name] = credential

    @property
    def credentials(self) -> Mapping[str, Credential]:
        """The Connected Content credentials by name."""
        return MappingProxyType(self._credentials)

    @property
    def api_keys(self) -> tuple[ApiKey, ...]:
        """Every API key."""
        return tuple(self._keys.values())

    @property
    def templates(self) -> Mapping[str, WebhookTemplate]:
        """The saved webhook templates by name."""
        return MappingProxyType(self._templates)

    @property
    def campaigns(self) -> tuple[Campaign, ...]:
        """Every campaign, in the order added."""
        return tuple(self._campaigns)

    @property
    def canvases(self) -> tuple[Canvas, ...]:
        """Every Canvas, in the order added."""
        return tuple(self._canvases)

    def add_template(self, template: WebhookTemplate) -> WebhookTemplate:
        """Save a webhook template, in place of one of the same name."""
        self._templates[template.name] = template
        return template

    def template(self, name: str) -> WebhookTemplate:
        """Give a saved webhook template.

        Raises ``UsageError`` for a name there is none of.
        """
        if name not in self._templates:
            raise unknown("webhook template", name, self._templates)
        return self._templates[name]

    def add_campaign(self, campaign: Campaign) -> Campaign:
        """Add a campaign, in place of one of the same name, and give it an id if it has none.

        Raises ``UsageError`` for a template that was not added before, and for an id taken already.
        """
        self.template(campaign.template)
        added = self._campaigns.add(campaign)
        for tell in self.when_added:
            tell(added)
        return added

    def find_campaign(self, campaign_id: str) -> Campaign | None:
        """Find a campaign by its API identifier."""
        return self._campaigns.find(campaign_id)

    def campaign(self, name: str) -> Campaign:
        """Give a campaign by its name.

        Raises ``UsageError`` for a name there is none of.
        """
        return self._campaigns.named(name)

    def add_canvas(self, canvas: Canvas) -> Canvas:
        """Add a Canvas, in place of one of the same name, and give it an id if it has none.

        Raises ``UsageError`` for a template that was not added before, and for an id taken already.
        """
        for template in canvas.templates:
            self.template(template)
        added = self._canvases.add(canvas)
        for tell in self.when_added:
            tell(added)
        return added

    def find_canvas(self, canvas_id: str) -> Canvas | None:
        """Find a Canvas by its API identifier."""
        return self._canvases.find(canvas_id)

    def canvas(self, name: str) -> Canvas:
        """Give a Canvas by its name.

        Raises ``UsageError`` for a name there is none of.
        """
        return self._canvases.named(name)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Every segment, in the order added."""
        return tuple(self._segments)

    def add_segment(self, segment: Segment) -> Segment:
        """Add a segment, in place of one of the same name, and give it an id if it has none.

        Raises ``UsageError`` for filters that there are none of, and for an id taken already.
        """
        segment.check(self._clock.now())
        added = self._segments.add(segment)
        self._note_edit(added)
        return added

    def find_segment(self, segment_id: str) -> Segment | None:
        """Find a segment by its API identifier."""
        return self._segments.find(segment_id)

    def segment(self, name: str) -> Segment:
        """Give a segment by its name.

        Raises ``UsageError`` for a name there is none of.
        """
        return self._segments.named(name)

    def _note_edit(self, added: Campaign | Canvas | Segment) -> None:
        self.edited_at[added.id] = self._clock.now()

    def add_send_id(self, send_id: str, campaign_id: str) -> None:
        """Register a send id for a campaign."""
        self._send_ids[send_id] = campaign_id

    @property
    def send_ids(self) -> Mapping[str, str]:
        """The registered send ids, each with the id of its campaign."""
        return MappingProxyType(self._send_ids)
