"""What one simulated Braze workspace holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType

from mockserver.braze.messaging.campaign import Campaign, EventTrigger
from mockserver.braze.messaging.webhook import WebhookTemplate
from mockserver.braze.permissions import check_permission
from mockserver.braze.profile_store import ProfileStore
from mockserver.errors import UsageError
from mockserver.liquid import Credential
from mockserver.simulator.world import World


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
        self._ids = world.ids
        self._keys: dict[str, ApiKey] = {}
        self._credentials: dict[str, Credential] = {}
        self._templates: dict[str, WebhookTemplate] = {}
        self._campaigns: dict[str, Campaign] = {}
        self._by_event: dict[str, list[Campaign]] = {}
        self.profiles = ProfileStore(world.clock, world.ids, world.assumptions)

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
        return tuple(self._campaigns.values())

    def add_template(self, template: WebhookTemplate) -> WebhookTemplate:
        """Save a webhook template, in place of one of the same name."""
        self._templates[template.name] = template
        return template

    def template(self, name: str) -> WebhookTemplate:
        """Give a saved webhook template.

        Raises ``UsageError`` for a name there is none of.
        """
        if name not in self._templates:
            raise _unknown("webhook template", name, self._templates)
        return self._templates[name]

    def add_campaign(self, campaign: Campaign) -> Campaign:
        """Add a campaign, in place of one of the same name, and give it an id if it has none.

        Raises ``UsageError`` for a template that was not added before, and for an id taken already.
        """
        self.template(campaign.template)
        self._remove_named(campaign.name)
        added = campaign if campaign.id else replace(campaign, id=self._ids.uuid())
        if added.id in self._campaigns:
            raise UsageError(f"there are two campaigns with id {added.id}")
        self._campaigns[added.id] = added
        if isinstance(added.trigger, EventTrigger):
            self._by_event.setdefault(added.trigger.event, []).append(added)
        return added

    def find_campaign(self, campaign_id: str) -> Campaign | None:
        """Find a campaign by its API identifier."""
        return self._campaigns.get(campaign_id)

    def campaign(self, name: str) -> Campaign:
        """Give a campaign by its name.

        Raises ``UsageError`` for a name there is none of.
        """
        found = next((campaign for campaign in self.campaigns if campaign.name == name), None)
        if found is None:
            raise _unknown("campaign", name, (campaign.name for campaign in self.campaigns))
        return found

    def campaigns_of_event(self, event: str) -> tuple[Campaign, ...]:
        """Give the campaigns that a custom event sets off."""
        return tuple(self._by_event.get(event, ()))

    def _remove_named(self, name: str) -> None:
        former = next((campaign for campaign in self.campaigns if campaign.name == name), None)
        if former is None:
            return
        del self._campaigns[former.id]
        if isinstance(former.trigger, EventTrigger):
            self._by_event[former.trigger.event].remove(former)


def _unknown(what: str, name: str, known: Iterable[str]) -> UsageError:
    names = list(known)
    near = get_close_matches(name, names, n=1)
    there = f"there are: {', '.join(sorted(names))}" if names else f"no {what} was added"
    return UsageError(f"there is no {what} {name!r}", hint=f"did you mean {near[0]!r}?" if near else there)
