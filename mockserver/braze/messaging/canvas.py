"""Canvases: the steps users walk through, and who enters when.

Source: https://www.braze.com/docs/user_guide/messaging/canvas/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta, tzinfo
from typing import Any, Literal, get_args

from mockserver.braze.messaging.campaign import (
    ApiTrigger,
    AttributeTrigger,
    EventTrigger,
    QuietHours,
    Status,
    Trigger,
    derived_id,
    is_counted_toward_caps,
)
from mockserver.braze.messaging.context_values import ContextType, read_length, read_moment
from mockserver.errors import UsageError

END = "end"
"""The ``next`` of a step after which a user has finished."""
LONGEST_WINDOW = timedelta(days=31)
Action = EventTrigger | AttributeTrigger
Unit = Literal["second", "minute", "hour", "day", "week"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[str, ...] = get_args(Weekday)
LONGEST_DELAY = timedelta(days=731)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. ``next`` names the step that follows: the next in the list where it is empty, or ``end``."""

    name: str
    next: str = ""

    def ways(self) -> Iterator[str]:
        """Give the ``next`` of every way out of the step."""
        yield self.next


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookStep(Step):
    """Sends a saved webhook template; the user goes on when its fate is known.

    Who does not pass ``delivery_validation``, filters in the form of a segment's, when the message is sent
    leaves the Canvas.
    Source: https://www.braze.com/docs/user_guide/messaging/canvas/canvas_components/message_step/
    """

    template: str
    delivery_validation: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayStep(Step):
    """Holds the user for a while, until a moment or until a day of the week, and to a time of day ``at``.

    Times of day are the company's, or with ``in_local_time`` the user's own, as ``until`` then is. Who comes
    on the ``weekday`` itself, later than ``at``, goes on at once where ``advances_same_day``, else in a week.
    A personalized delay is ``by`` a context variable: so many of the ``unit``, or the moment it holds.
    Source: https://www.braze.com/docs/user_guide/messaging/canvas/canvas_components/delay_step/
    """

    length: timedelta = timedelta(0)
    until: datetime | None = None
    weekday: Weekday | None = None
    at: time | None = None
    in_local_time: bool = False
    advances_same_day: bool = False
    by: str = ""
    unit: Unit | None = None

    def ends(self, now: datetime, zone: tzinfo) -> datetime | None:
        """Give the moment at which a user goes on; None where ``until`` has passed, so that they exit."""
        if self.until is not None:
            until = self.until.replace(tzinfo=zone) if self.in_local_time else self.until
            return until if until > now else None
        if self.weekday is not None:
            return self._on_weekday(WEEKDAYS.index(self.weekday), now.astimezone(zone))
        local = (now + self.length).astimezone(zone)
        due = _at(local, self.at) if self.at else local
        # Added on the wall clock, so that a change of summer time does not move the time of day.
        return due if due >= local else due + timedelta(days=1)

    def personalized(self, value: object, zone: tzinfo) -> DelayStep:
        """Give the delay that the value of its variable makes it; ``zone`` is that of a date without one.

        Raises ``ValueError`` for a value that makes none.
        """
        if self.unit is None:
            moment = read_moment(value, zone)
            until = _at(moment, self.at) if self.at else moment
            return replace(self, by="", until=until, at=None, in_local_time=False)
        length = read_length(value, self.unit)
        if length > LONGEST_DELAY:
            raise ValueError(f"{value!r} {self.unit}s are more than two years")
        return replace(self, by="", unit=None, length=length)

    def _on_weekday(self, day: int, local: datetime) -> datetime:
        due = _at(local + timedelta(days=(day - local.weekday()) % 7), self.at or time())
        if due > local:
            return due
        return local if self.advances_same_day else due + timedelta(days=7)


@dataclass(frozen=True, slots=True)
class AudienceGroup:
    """A way for the users who pass filters in the form of a segment's."""

    name: str
    audience: Mapping[str, Any]
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudiencePathsStep(Step):
    """Sends each user the way of the first group they are in; everybody else takes ``next``.

    Source: https://www.braze.com/docs/user_guide/messaging/canvas/canvas_components/audience_paths/
    """

    groups: tuple[AudienceGroup, ...]

    def ways(self) -> Iterator[str]:
        """Give each group's way, then everybody else's."""
        yield from (group.next for group in self.groups)
        yield self.next


@dataclass(frozen=True, slots=True)
class ActionGroup:
    """A way for the users who do something: an event, or a change of a custom attribute."""

    name: str
    action: Action
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPathsStep(Step):
    """Waits for what users do: who does it takes its group's way at once; everybody else takes ``next``.

    When ``ranked``, all wait until the ``window`` ends, and the first group of those they did counts.
    Source: https://www.braze.com/docs/user_guide/messaging/canvas/canvas_components/action_paths/
    """

    groups: tuple[ActionGroup, ...]
    window: timedelta = timedelta(days=1)
    ranked: bool = False

    def ways(self) -> Iterator[str]:
        """Give each group's way, then everybody else's."""
        yield from (group.next for group in self.groups)
        yield self.next


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSplitStep(Step):
    """Sends users who pass the filters the way of ``next``, and the others that of ``otherwise``.

    Source: https://www.braze.com/docs/user_guide/messaging/canvas/canvas_components/decision_split/
    """

    audience: Mapping[str, Any]
    otherwise: str = END

    def ways(self) -> Iterator[str]:
        """Give the way of yes, then that of no."""
        yield self.next
        yield self.otherwise


@dataclass(frozen=True, slots=True)
class ExperimentPath:
    """A way for so many percent of the users, chosen by lot."""

    name: str
    percent: float
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentPathsStep(Step):
    """Splits users by lot; who comes again takes the same way unless paths are ``randomized``.

    Source: https://www.braze.com/docs/user_guide/messaging/canvas/canvas_components/experiment_step/
    """

    paths: tuple[ExperimentPath, ...]
    randomized: bool = False

    def ways(self) -> Iterator[str]:
        """Give each path's way."""
        yield from (path.next for path in self.paths)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserUpdateStep(Step):
    """Changes the user's profile; Liquid in texts is rendered for the user first.

    ``attributes`` is an attributes object of /users/track without identifiers, ``events`` are custom
    event objects of which ``time`` may be left out. ``json`` stands for both: the text of the JSON
    composer, an object with ``attributes``, ``events`` and ``purchases``, Liquid anywhere in it.
    Source: https://www.braze.com/docs/user_guide/messaging/canvas/canvas_components/user_update/
    """

    attributes: Mapping[str, Any] = field(default_factory=dict)
    events: tuple[Mapping[str, Any], ...] = ()
    json: str = ""

    @property
    def body(self) -> Mapping[str, Any]:
        """What it changes, in the form of /users/track."""
        return {"attributes": [self.attributes] if self.attributes else [], "events": list(self.events)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextStep(Step):
    """Sets context variables, each to what its Liquid renders to.

    That is a text unless ``types`` names another type. A variable stays as it is where the rendering is
    empty or not of its type.
    Source: https://www.braze.com/docs/user_guide/messaging/canvas/canvas_components/context/
    """

    variables: Mapping[str, str]
    types: Mapping[str, ContextType] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Variant:
    """One of several ways into a Canvas, for so many percent of those who enter, chosen by lot."""

    name: str
    percent: float
    first: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """One Canvas.

    ``steps`` stand in the order they are walked; a way leads only to a later step, so nobody walks in a
    circle. Users enter at the first step, or at the first one of their variant. ``entry`` sets it off;
    its ``re_eligible`` says whether a user may enter again. ``audience`` is whom it lets in, as a
    campaign's; ``max_entries`` how many times it does in all. Who performs one of ``exit_events`` or
    passes ``exit_audience`` leaves at the end of the step they are in.
    """

    name: str
    steps: tuple[Step, ...]
    entry: Trigger = field(default_factory=ApiTrigger)
    audience: Mapping[str, Any] = field(default_factory=dict)
    variants: tuple[Variant, ...] = ()
    id: str = ""
    status: Status = "active"
    max_entries: int | None = None
    exit_events: tuple[str, ...] = ()
    exit_audience: Mapping[str, Any] = field(default_factory=dict)
    quiet_hours: QuietHours | None = None
    ignores_frequency_caps: bool = False
    counts_toward_caps: bool | None = None
    description: str = ""
    tags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.steps:
            raise UsageError(f"Canvas {self.name!r} has no steps")
        self._check_names()
        for index, step in enumerate(self.steps):
            self._check_step(step, {later.name for later in self.steps[index + 1 :]})
        self._check_variants()

    @property
    def counts(self) -> bool:
        """Whether its messages count toward the frequency caps, as a campaign's."""
        return is_counted_toward_caps(self.counts_toward_caps, ignores=self.ignores_frequency_caps)

    @property
    def templates(self) -> tuple[str, ...]:
        """The webhook templates it sends."""
        return tuple(step.template for step in self.steps if isinstance(step, WebhookStep))

    @property
    def audiences(self) -> tuple[Mapping[str, Any], ...]:
        """Its filters, but for those of steps that part users."""
        validations = (step.delivery_validation for step in self.steps if isinstance(step, WebhookStep))
        return (self.audience, self.exit_audience, *validations)

    @property
    def step_audiences(self) -> tuple[Mapping[str, Any], ...]:
        """The filters of steps that part users, which may ask for context variables."""
        paths = [step.groups for step in self.steps if isinstance(step, AudiencePathsStep)]
        splits = [step.audience for step in self.steps if isinstance(step, DecisionSplitStep)]
        return (*splits, *(group.audience for groups in paths for group in groups))

    def step(self, name: str) -> Step:
        """Give a step by its name."""
        return next(step for step in self.steps if step.name == name)

    def step_id(self, name: str) -> str:
        """Give a step's API identifier."""
        return derived_id(self.id, f"step/{name}")

    def variant_id(self, name: str) -> str:
        """Give a variant's API identifier."""
        return derived_id(self.id, f"variant/{name}")

    def all_variants(self) -> tuple[Variant, ...]:
        """Give the variants; where none is named, the one that Braze makes."""
        return self.variants or (Variant("Variant 1", 100, self.steps[0].name),)

    def after(self, step: Step, way: str) -> str:
        """Give the name of the step that a way out of a step leads to; empty where it leads out."""
        if way == END:
            return ""
        if way:
            return way
        names = [one.name for one in self.steps]
        following = names[names.index(step.name) + 1 :]
        return following[0] if following else ""

    def _check_names(self) -> None:
        names = [step.name for step in self.steps]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise UsageError(f"Canvas {self.name!r} has two steps {twice!r}")
        if END in names or "" in names:
            raise UsageError(f"Canvas {self.name!r}: a step needs a name, and none is called {END!r}")

    def _check_step(self, step: Step, later: set[str]) -> None:
        for way in step.ways():
            if way and way != END and way not in later:
                raise UsageError(
                    f"Canvas {self.name!r}: step {step.name!r} leads to {way!r}, which is no later step",
                    hint=f"name a step further down, or {END!r}",
                )
        if isinstance(step, ExperimentPathsStep):
            self._check_percents(f"step {step.name!r}", [path.percent for path in step.paths])
        if isinstance(step, DelayStep):
            self._check_delay(step)
        if isinstance(step, ActionPathsStep) and not timedelta(0) < step.window <= LONGEST_WINDOW:
            raise UsageError(f"Canvas {self.name!r}: the window of {step.name!r} is not within 31 days")

    def _check_variants(self) -> None:
        names = {step.name for step in self.steps}
        for variant in self.variants:
            if variant.first not in names:
                raise UsageError(f"Canvas {self.name!r}: variant {variant.name!r} begins nowhere")
        if self.variants:
            self._check_percents("the variants", [variant.percent for variant in self.variants])

    def _check_delay(self, step: DelayStep) -> None:
        if len([kind for kind in (step.length, step.until, step.weekday, step.by) if kind]) > 1:
            raise UsageError(f"Canvas {self.name!r}: {step.name!r} delays in more than one way")
        if step.unit and not step.by:
            raise UsageError(f"Canvas {self.name!r}: {step.name!r} delays by no variable of the unit's")
        if step.length > LONGEST_DELAY:
            raise UsageError(f"Canvas {self.name!r}: {step.name!r} delays by more than two years")

    def _check_percents(self, what: str, percents: Sequence[float]) -> None:
        if any(percent < 0 for percent in percents) or abs(sum(percents) - 100) > 1e-6:
            raise UsageError(f"Canvas {self.name!r}: the percentages of {what} do not add up to 100")


def _at(local: datetime, moment: time) -> datetime:
    return local.replace(hour=moment.hour, minute=moment.minute, second=moment.second, microsecond=0)
