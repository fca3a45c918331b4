"""What is to be sent to whom, and the data that came with what set it off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mockserver.braze.messaging.campaign import Campaign
from mockserver.braze.messaging.canvas import Canvas
from mockserver.braze.messaging.message_log import Message
from mockserver.braze.messaging.webhook import WebhookTemplate
from mockserver.braze.profiles.profile import Profile

UNSENT_DISPATCH_ID = "dispatch_id_for_unsent_campaign"
"""The dispatch id of previews and tests."""
Properties = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CanvasPlace:
    """Where in a Canvas a message is sent: its step, and the variant its user entered by."""

    canvas: Canvas
    step: str
    variant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """One message to one user.

    ``trigger_properties`` and ``context`` may hold Liquid in their texts, rendered when the message is.
    ``validation`` holds filters that the user has to pass when it is sent.
    ``is_test`` marks a test send, which no delivery rule holds back. ``done`` is called once the
    message's fate is known.
    """

    template: WebhookTemplate
    profile: Profile
    campaign: Campaign | None = None
    place: CanvasPlace | None = None
    dispatch_id: str = UNSENT_DISPATCH_ID
    send_id: str = ""
    event_properties: Properties | None = None
    trigger_properties: Properties | None = None
    context: Properties | None = None
    delay: timedelta = timedelta(0)
    validation: Properties | None = None
    overrides_caps: bool = False
    is_test: bool = False
    done: Callable[[Message], None] | None = None

    @property
    def program(self) -> Campaign | Canvas | None:
        """The campaign or the Canvas it is sent for."""
        return self.place.canvas if self.place else self.campaign

    @property
    def source(self) -> str:
        """What the message is of, in words: a campaign, a Canvas and its step, or a template."""
        if self.place:
            return f"{self.place.canvas.name}/{self.place.step}"
        return self.campaign.name if self.campaign else self.template.name
