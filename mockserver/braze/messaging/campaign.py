"""Webhook campaigns: what sets them off, whom they reach, and when they keep quiet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal
from uuid import NAMESPACE_URL, uuid5

from mockserver.contracts.wording import plural
from mockserver.errors import UsageError
from mockserver.zones import known_zone

Status = Literal["active", "stopped", "archived", "draft"]
LONGEST_CAP = timedelta(days=30)
ANY_VALUE = object()
"""Stands for whatever an attribute is changed to."""


@dataclass(frozen=True, slots=True)
class EventTrigger:
    """Sets a message off when a user performs a custom event.

    ``where`` holds values that properties of the event must have. A user gets the message once, unless
    it lets users become re-eligible, which they then are ``re_eligible_after`` the last time.
    """

    event: str
    re_eligible: bool = False
    re_eligible_after: timedelta = timedelta(0)
    where: Mapping[str, Any] = field(default_factory=dict)

    def fits(self, event: str, properties: Mapping[str, Any]) -> bool:
        """Tell whether an event sets the message off."""
        fitting = (properties.get(name) == value for name, value in self.where.items())
        return self.event == event and all(fitting)

    def __str__(self) -> str:
        return f"the custom event {self.event!r}"


@dataclass(frozen=True, slots=True)
class AttributeTrigger:
    """Sets a message off when a custom attribute changes, to any value or to ``to``.

    An attribute that is set for the first time changes too; arrays never set anything off.
    Source: https://www.braze.com/docs/user_guide/messaging/canvas/canvas_components/action_paths/
    """

    attribute: str
    to: Any = ANY_VALUE
    re_eligible: bool = False
    re_eligible_after: timedelta = timedelta(0)

    def fits(self, attribute: str, value: object) -> bool:
        """Tell whether a new value of an attribute sets the message off."""
        wanted = self.to is ANY_VALUE or (type(self.to) is type(value) and self.to == value)
        return self.attribute == attribute and wanted and not isinstance(value, list)

    def __str__(self) -> str:
        return f"a change of the custom attribute {self.attribute!r}"


@dataclass(frozen=True, slots=True)
class ScheduleTrigger:
    """Sets a message off at a time, for everybody in its audience; ``times`` times, ``every`` so often.

    Whole days go by the company's clock, which shows the same time of day each time, whatever the season.
    With ``in_local_time`` the date and the time of day of ``at`` are read on each user's own clock.
    Source:
    https://www.braze.com/docs/user_guide/engagement_tools/campaigns/building_campaigns/delivery_types/scheduled_delivery/
    """

    at: datetime
    every: timedelta = timedelta(0)
    times: int = 1
    in_local_time: bool = False
    re_eligible: bool = False
    re_eligible_after: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        if self.times < 1 or (self.times > 1 and self.every <= timedelta(0)):
            raise UsageError("a schedule that repeats says how often: `every` and `times`")
        try:
            _ = self.at.astimezone(UTC) + self.times * self.every + timedelta(days=1)
        except OverflowError:
            raise UsageError("a schedule ends before the year 10000") from None

    def moments(self, company: str) -> Iterator[datetime]:
        """Give its times in order, the company's clock being in this zone."""
        in_days = not self.every % timedelta(days=1)
        first = self.at if self.in_local_time else self.at.astimezone(known_zone(company) if in_days else UTC)
        # Added on the wall clock of the zone that the first time is in.
        return (first + index * self.every for index in range(self.times))

    def __str__(self) -> str:
        return f"the time {self.at.isoformat()}"


@dataclass(frozen=True, slots=True)
class ApiTrigger:
    """Sets a message off by an API call, any number of times unless re-eligibility is switched off."""

    re_eligible: bool = True
    re_eligible_after: timedelta = timedelta(0)


Trigger = EventTrigger | AttributeTrigger | ScheduleTrigger | ApiTrigger


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A time of day, on the user's own clock, at which nothing is sent; ``end`` may lie on the next day.

    A message due then is held until they end, or aborted.
    Source: https://www.braze.com/docs/user_guide/messaging/messaging_fundamentals/quiet_hours/
    """

    start: time
    end: time
    otherwise: Literal["hold", "abort"] = "hold"

    def holds(self, at: time) -> bool:
        """Tell whether a time of day is a quiet one."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


@dataclass(frozen=True, slots=True)
class FrequencyCap:
    """At most so many messages for each user in so many minutes, hours, days or weeks, 30 days at most.

    Days are calendar days on the user's own clock, the other units run back from the moment of sending.
    With a ``tag`` it caps, and counts, only messages of campaigns and Canvases that have the tag.
    Source: https://www.braze.com/docs/user_guide/messaging/messaging_fundamentals/frequency_capping/
    """

    messages: int
    count: int = 1
    unit: Literal["minute", "hour", "day", "week"] = "day"
    tag: str = ""

    def __post_init__(self) -> None:
        if self.messages < 1 or self.count < 1:
            raise UsageError("a frequency cap allows at least one message in at least one unit of time")
        if self.count > LONGEST_CAP // timedelta(**{f"{self.unit}s": 1}):
            raise UsageError("a frequency cap looks back no more than 30 days")

    def __str__(self) -> str:
        tagged = f" with the tag {self.tag!r}" if self.tag else ""
        return f"{self.messages}{tagged} in {self.count} {plural(self.count, self.unit)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One webhook campaign.

    ``id`` is its API identifier, a UUID; one is made where it is empty. ``template`` names the
    webhook template it sends. It sends only while its status is ``active``, to users in its
    ``audience``: filters in the form of a segment's, ``{"segment": {"name": …}}`` among them; none takes
    everybody. With a ``delay`` the profile is read again when the message is sent.

    What ignores the frequency caps does not count toward them either, unless ``counts_toward_caps`` says so.
    """

    name: str
    template: str
    trigger: Trigger = field(default_factory=ApiTrigger)
    id: str = ""
    status: Status = "active"
    audience: Mapping[str, Any] = field(default_factory=dict)
    delay: timedelta = timedelta(0)
    quiet_hours: QuietHours | None = None
    ignores_frequency_caps: bool = False
    counts_toward_caps: bool | None = None
    description: str = ""
    tags: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether its messages count toward the frequency caps."""
        return is_counted_toward_caps(self.counts_toward_caps, ignores=self.ignores_frequency_caps)

    @property
    def variation_id(self) -> str:
        """The API identifier of its one message."""
        return derived_id(self.id, "variation")


def is_counted_toward_caps(chosen: bool | None, *, ignores: bool) -> bool:
    """Tell whether messages count toward the caps, where nothing was chosen if they obey them."""
    return not ignores if chosen is None else chosen


def derived_id(owner: str, name: str) -> str:
    """Make the identifier of a part from its owner's identifier and its name, always the same one."""
    return str(uuid5(NAMESPACE_URL, f"{owner}/{name}"))
