"""Messaging: which messages an event, a changed attribute, a time, an API call or a person sets off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from mockserver.braze import notices
from mockserver.braze.messaging.activity_log import Activity
from mockserver.braze.messaging.campaign import (
    AttributeTrigger,
    Campaign,
    EventTrigger,
    ScheduleTrigger,
    Trigger,
)
from mockserver.braze.messaging.canvas import Canvas
from mockserver.braze.messaging.dispatch import Dispatch, Properties
from mockserver.braze.messaging.journey import Journey
from mockserver.braze.messaging.journeys import Journeys
from mockserver.braze.messaging.message_log import Message
from mockserver.braze.messaging.schedules import Deliver, Planned, Schedules, Select, SendTime
from mockserver.braze.messaging.sender import WebhookSender
from mockserver.braze.messaging.targeting import Targeting
from mockserver.braze.messaging.user_update import ARRAYS, tracked
from mockserver.braze.messaging.webhook import RenderedWebhook, WebhookTemplate
from mockserver.braze.profiles.attributes import AttributeRules
from mockserver.braze.profiles.profile import Profile
from mockserver.braze.profiles.tracking import apply_attributes, count_event, count_purchase, moment_of
from mockserver.braze.state import BrazeState
from mockserver.contracts import TRACK, Accepted
from mockserver.findings import Finding, pointer
from mockserver.liquid import Personalization, Resources
from mockserver.simulator.world import World


class Messaging:
    """The messages of one workspace."""

    def __init__(self, world: World, state: BrazeState) -> None:
        self._world = world
        self._state = state
        self._latest: dict[tuple[str, str], Message] = {}
        self._planned: dict[tuple[type, str], list[Planned]] = {}
        self.targeting = Targeting(world.clock, state)
        self._sender = WebhookSender(world, state, self.targeting)
        self._journeys = Journeys(world, state, self._sender, self.targeting, self._update_profile)
        self.schedules = Schedules(world, state)
        self.log = self._sender.log
        state.when_added.append(self._added)
        state.profiles.when_merged.append(self._merged)

    @property
    def journeys(self) -> tuple[Journey, ...]:
        """Every user's way through a Canvas, in the order of entry."""
        return tuple(self._journeys)

    @property
    def activity(self) -> tuple[Activity, ...]:
        """The message activity log of the last 60 hours."""
        return self._sender.activity.entries

    def apply_attributes(self, profile: Profile, data: Mapping[str, Any], at: str) -> list[Finding]:
        """Apply an attributes object and set off what waits for the changes.

        ``at`` is the JSON pointer of the object. Gives a finding for each update that Braze would silently
        drop, and a note for each message that is not sent.
        """
        before, rules = profile.custom_attributes, AttributeRules.chosen(self._world.assumptions)
        findings = apply_attributes(self._state.profiles, profile, data, rules, at)
        for name, value in profile.custom_attributes.items():
            if name in data and _is_change(before.get(name), value):
                findings += self._attribute_changed(profile, name, value)
        return findings

    def apply(self, profile: Profile, array: str, accepted: Accepted) -> list[Finding]:
        """Apply an object of /users/track to the profile it addresses; give what is to be said of it."""
        data, at = accepted.data, pointer(array, accepted.index)
        if array == "attributes":
            told = {finding.pointer for finding in accepted.findings}
            return [one for one in self.apply_attributes(profile, data, at) if one.pointer not in told]
        store, moment = self._state.profiles, moment_of(data, self._world.clock.now())
        if array == "purchases":
            count_purchase(store.names, profile, data, moment)
            store.touch(profile)
            return []
        return self._apply_event(profile, data, moment, at)

    def _apply_event(self, profile: Profile, data: Properties, moment: datetime, at: str) -> list[Finding]:
        store, name = self._state.profiles, data["name"]
        if store.names.blocks_event(name):
            return [notices.update_ignored(at, name, "the event is blocklisted")]
        count_event(store.names, profile, name, moment)
        store.touch(profile)
        return self.event_happened(
            profile, name, store.names.kept_properties(name, data.get("properties") or {})
        )

    def event_happened(self, profile: Profile, event: str, properties: Properties) -> list[Finding]:
        """Set off what waits for a custom event; give a note for each that does not send."""
        self._journeys.event_happened(profile, event, properties)
        notes = []
        for program in self._programs():
            trigger = _trigger(program)
            if isinstance(trigger, EventTrigger) and trigger.fits(event, properties):
                notes += self._set_off(program, profile, event_properties=properties, context=properties)
        return notes

    def trigger(
        self,
        campaign: Campaign,
        profile: Profile,
        properties: Properties,
        *,
        send_id: str = "",
    ) -> Message | Finding:
        """Set off an API-triggered campaign for one user; a finding says why it is not sent."""
        note = self._hindrance(campaign, profile)
        if note:
            return note
        return self._send(campaign, profile, trigger_properties=properties, send_id=send_id)

    def enter(self, canvas: Canvas, profile: Profile, context: Properties) -> Journey | Finding:
        """Let a user enter an API-triggered Canvas; a finding says why they do not."""
        return self._journeys.enter(canvas, profile, context)

    def send_inline(
        self,
        template: WebhookTemplate,
        profile: Profile,
        *,
        campaign: Campaign | None,
        dispatch_id: str,
        send_id: str,
        overrides_caps: bool,
    ) -> Message:
        """Send a webhook written out in an API call to one user."""
        return self._sender.send_later(
            Dispatch(
                template=template,
                profile=profile,
                campaign=campaign,
                dispatch_id=dispatch_id,
                send_id=send_id,
                overrides_caps=overrides_caps,
            )
        )

    def send(
        self,
        template: WebhookTemplate,
        profile: Profile,
        *,
        event_properties: Properties | None = None,
        trigger_properties: Properties | None = None,
        context: Properties | None = None,
    ) -> Message:
        """Send a webhook template to one user at once, as the dashboard's test send does."""
        return self._sender.send_now(
            Dispatch(
                template=template,
                profile=profile,
                event_properties=event_properties,
                trigger_properties=trigger_properties,
                context=context,
                is_test=True,
            )
        )

    def preview(
        self,
        template: WebhookTemplate,
        profile: Profile,
        *,
        event_properties: Properties | None = None,
        trigger_properties: Properties | None = None,
        context: Properties | None = None,
    ) -> RenderedWebhook:
        """Render a webhook template for one user as the dashboard's preview does; the webhook is not sent."""
        return self._sender.preview(
            Dispatch(
                template=template,
                profile=profile,
                event_properties=event_properties,
                trigger_properties=trigger_properties,
                context=context,
                is_test=True,
            )
        )

    def resources(self, personalization: Personalization) -> Resources:
        """Give what the templates of one message to one user may reach; nothing of it is used up."""
        return self._sender.resources(personalization)

    def _programs(self) -> Iterable[Campaign | Canvas]:
        return (*self._state.campaigns, *self._state.canvases)

    def _attribute_changed(self, profile: Profile, name: str, value: object) -> list[Finding]:
        self._journeys.attribute_changed(profile, name, value)
        notes = []
        for program in self._programs():
            trigger = _trigger(program)
            if isinstance(trigger, AttributeTrigger) and trigger.fits(name, value):
                notes += self._set_off(program, profile)
        return notes

    def _set_off(
        self,
        program: Campaign | Canvas,
        profile: Profile,
        *,
        event_properties: Properties | None = None,
        context: Properties | None = None,
    ) -> list[Finding]:
        """Send a campaign to a user or let them enter a Canvas; give the note that says why not."""
        if isinstance(program, Canvas):
            entered = self._journeys.enter(program, profile, context or {}, event_properties)
            return [entered] if isinstance(entered, Finding) else []
        note = self._hindrance(program, profile)
        if note:
            return [note]
        self._send(program, profile, event_properties=event_properties)
        return []

    def _hindrance(self, campaign: Campaign, profile: Profile) -> Finding | None:
        if campaign.status != "active":
            return notices.campaign_inactive(campaign.name, campaign.status)
        group = self._state.control_group
        if group and group.withholds(campaign.tags, profile):
            return notices.in_control_group("campaign", campaign.name, str(profile))
        if not self._is_eligible(campaign, profile):
            return notices.not_sent_again(campaign.name, str(profile))
        if not self.targeting.has(campaign.audience, profile):
            return notices.outside_audience("campaign", campaign.name, str(profile))
        return None

    def _is_eligible(self, campaign: Campaign, profile: Profile) -> bool:
        """Tell whether a user may get a campaign, the first time or again."""
        trigger = campaign.trigger
        if trigger.re_eligible and not trigger.re_eligible_after:
            return True
        latest = self._latest.get((campaign.id, profile.braze_id))
        if latest is not None and not latest.is_done:
            return False
        received = profile.campaigns_received.get(campaign.id)
        if received is None:
            return True
        return trigger.re_eligible and self._world.clock.now() >= received.last + trigger.re_eligible_after

    def _merged(self, gone: Profile, kept: Profile) -> None:
        """Let a message still on its way to the user who went count for the one who is kept."""
        for campaign in self._state.campaigns:
            latest = self._latest.pop((campaign.id, gone.braze_id), None)
            if latest is not None and not latest.is_done:
                self._latest[campaign.id, kept.braze_id] = latest

    def _send(
        self,
        campaign: Campaign,
        profile: Profile,
        *,
        event_properties: Properties | None = None,
        trigger_properties: Properties | None = None,
        send_id: str = "",
    ) -> Message:
        message = self._sender.send_later(
            Dispatch(
                template=self._state.template(campaign.template),
                profile=profile,
                campaign=campaign,
                dispatch_id=self._world.ids.hex(32),
                send_id=send_id,
                event_properties=event_properties,
                trigger_properties=trigger_properties,
                delay=campaign.delay,
            )
        )
        self._latest[campaign.id, profile.braze_id] = message
        return message

    def _update_profile(self, profile: Profile, body: Properties) -> list[Finding]:
        """Do what a user update step does: track, for the one user the step knows."""
        now = self._world.clock.now()
        checked = TRACK.check(tracked(body, profile.braze_id, now), self._world.assumptions, now=now)
        findings = list(checked.findings)
        for array in ARRAYS if checked.value else ():
            for accepted in getattr(checked.value, array):
                findings += self.apply(profile, array, accepted)
        return findings

    def _added(self, program: Campaign | Canvas) -> None:
        """Check the audience of what was added, and plan what a time sets off."""
        for audience in program.audiences if isinstance(program, Canvas) else (program.audience,):
            self.targeting.check(audience)
        for audience in program.step_audiences if isinstance(program, Canvas) else ():
            self.targeting.check(audience, in_step=True)
        for planned in self._planned.pop((type(program), program.name), ()):
            planned.cancel()
        trigger = _trigger(program)
        if isinstance(trigger, ScheduleTrigger):
            deliver, now = self._delivery(program), self._world.clock.now()
            self._planned[type(program), program.name] = [
                self.schedules.plan(SendTime(time, trigger.in_local_time), deliver, f"braze: {program.name}")
                for time in trigger.moments(self._state.time_zone)
                # What was due before it was there is over; on some user's clock it may still be to come.
                if trigger.in_local_time or time >= now
            ]

    def _delivery(self, program: Campaign | Canvas) -> Deliver:
        def deliver(select: Select) -> None:
            for profile in self._state.profiles:
                if select(profile):
                    self._set_off(program, profile)

        return deliver


def _trigger(program: Campaign | Canvas) -> Trigger:
    return program.entry if isinstance(program, Canvas) else program.trigger


def _is_change(before: object, after: object) -> bool:
    # 1, 1.0 and True are equal in Python and different values in Braze.
    return type(before) is not type(after) or before != after
