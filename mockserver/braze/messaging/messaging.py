"""Messaging: which messages an event, an API call or a person sets off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.braze import notices
from mockserver.braze.messaging.campaign import Campaign, EventTrigger
from mockserver.braze.messaging.message_log import Message, Outcome
from mockserver.braze.messaging.sender import Dispatch, WebhookSender
from mockserver.braze.messaging.webhook import RenderedWebhook, WebhookTemplate
from mockserver.braze.profiles import Profile
from mockserver.braze.state import BrazeState
from mockserver.findings import Finding
from mockserver.simulator.world import World

Properties = Mapping[str, Any]


class Messaging:
    """The messages of one workspace."""

    def __init__(self, world: World, state: BrazeState) -> None:
        self._ids = world.ids
        self._state = state
        self._latest: dict[tuple[str, str], Message] = {}
        self._sender = WebhookSender(world, state)
        self.log = self._sender.log

    def event_happened(self, profile: Profile, event: str, properties: Properties) -> list[Finding]:
        """Set off the campaigns that wait for a custom event; give a note for each that does not send."""
        notes = []
        for campaign in self._state.campaigns_of_event(event):
            note = self._hindrance(campaign, profile)
            if note:
                notes.append(note)
            else:
                self._send(campaign, profile, event_properties=properties)
        return notes

    def trigger(self, campaign: Campaign, profile: Profile, properties: Properties) -> Message:
        """Set off an API-triggered campaign for one user."""
        return self._send(campaign, profile, trigger_properties=properties)

    def send(
        self,
        template: WebhookTemplate,
        profile: Profile,
        *,
        event_properties: Properties | None = None,
        trigger_properties: Properties | None = None,
    ) -> Message:
        """Send a webhook template to one user at once, as the dashboard's test send does."""
        return self._sender.send_now(
            Dispatch(
                template=template,
                profile=profile,
                event_properties=event_properties,
                trigger_properties=trigger_properties,
            )
        )

    def preview(
        self,
        template: WebhookTemplate,
        profile: Profile,
        *,
        event_properties: Properties | None = None,
        trigger_properties: Properties | None = None,
    ) -> RenderedWebhook:
        """Render a webhook template for one user as the dashboard's preview does; the webhook is not sent."""
        return self._sender.render(
            Dispatch(
                template=template,
                profile=profile,
                event_properties=event_properties,
                trigger_properties=trigger_properties,
            ),
            preview=True,
        )

    def _hindrance(self, campaign: Campaign, profile: Profile) -> Finding | None:
        if campaign.status != "active":
            return notices.campaign_inactive(campaign.name, campaign.status)
        if isinstance(campaign.trigger, EventTrigger) and campaign.trigger.re_eligible:
            return None
        latest = self._latest.get((campaign.id, profile.braze_id))
        on_its_way = latest is not None and latest.outcome is Outcome.PENDING
        if on_its_way or campaign.id in profile.campaigns_received:
            return notices.not_sent_again(campaign.name, str(profile))
        return None

    def _send(
        self,
        campaign: Campaign,
        profile: Profile,
        *,
        event_properties: Properties | None = None,
        trigger_properties: Properties | None = None,
    ) -> Message:
        message = self._sender.send_later(
            Dispatch(
                template=self._state.template(campaign.template),
                profile=profile,
                campaign=campaign,
                dispatch_id=self._ids.hex(32),
                event_properties=event_properties,
                trigger_properties=trigger_properties,
            )
        )
        self._latest[campaign.id, profile.braze_id] = message
        return message
