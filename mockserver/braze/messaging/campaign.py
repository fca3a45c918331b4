"""Webhook campaigns and what sets them off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["active", "stopped", "archived"]


@dataclass(frozen=True, slots=True)
class EventTrigger:
    """Sets a campaign off when a user performs a custom event.

    A user gets the campaign once, unless it lets users become re-eligible.
    """

    event: str
    re_eligible: bool = False


@dataclass(frozen=True, slots=True)
class ApiTrigger:
    """Sets a campaign off by ``/campaigns/trigger/send``, any number of times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One webhook campaign.

    ``id`` is its API identifier, a UUID; one is made where it is empty. ``template`` names the
    webhook template it sends. It sends only while its status is ``active``.
    """

    name: str
    template: str
    trigger: EventTrigger | ApiTrigger = ApiTrigger()
    id: str = ""
    status: Status = "active"
