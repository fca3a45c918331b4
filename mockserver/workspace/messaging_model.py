"""What may stand in a workspace file about campaigns, Canvases, segments and shared content."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema, model_validator

from mockserver.braze.messaging.canvas import Unit, Weekday
from mockserver.braze.messaging.context_values import ContextType
from mockserver.marked_yaml import YamlModel
from mockserver.workspace.durations import Duration
from mockserver.workspace.moments import Moment

Guid = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
    ),
]
Text = Annotated[str, StringConstraints(min_length=1)]
Filters = dict[str, Any]
"""Filters in the form of a segment's; the simulated Braze reads them."""
Status = Literal["active", "stopped", "archived", "draft"]
_COUNTS = "Whether its messages count toward the caps; without it those that obey them do."
_AUDIENCE = "Filters that users must pass, in the form of a segment's; everybody passes without it."


def _time_of_day(value: Any) -> time:
    if isinstance(value, time):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        # YAML 1.1 reads a bare 22:00 as a number to the base of 60.
        value = f"{value // 60:02d}:{value % 60:02d}"
    try:
        return time.fromisoformat(str(value))
    except ValueError:
        raise ValueError('give a time of day such as "22:00"') from None


TimeOfDay = Annotated[
    time,
    BeforeValidator(_time_of_day),
    WithJsonSchema({"type": "string", "pattern": r"^\d{2}:\d{2}(:\d{2})?$"}),
]


def exactly_one(model: YamlModel, keys: tuple[str, ...]) -> str:
    """Give the one of several keys that is there; one with nothing behind it is not.

    Raises ``ValueError`` for none and for more.
    """
    given = [key for key in keys if key in model.model_fields_set and getattr(model, key) is not None]
    if len(given) != 1:
        raise ValueError("give exactly one of " + ", ".join(keys))
    return given[0]


class TriggerModel(YamlModel):
    """What sets a campaign off or lets users enter a Canvas: one of api, event, attribute and schedule."""

    api: Literal[True] | None = Field(None, description="An API call, where re-eligibility is limited.")
    event: Text | None = Field(None, description="Name of a custom event.")
    where: dict[str, Any] = Field({}, description="Values that properties of the event must have.")
    attribute: Text | None = Field(None, description="Name of a custom attribute that changes.")
    to: Any = Field(None, description="The value it changes to; any without this key.")
    schedule: Moment | None = Field(None, description="A time, with Z or an offset.")
    every: Duration | None = Field(None, description="How long it is from one time to the next.")
    times: int = Field(1, ge=1, le=1000, description="How many times it comes up.")
    in_local_time: bool = Field(False, description="Whether the time is read on each user's own clock.")
    re_eligible: bool | None = Field(
        None, description="Whether a user may get it more than once; without it only by API calls."
    )
    re_eligible_after: Duration | None = Field(None, description="How long after the last time.")

    @model_validator(mode="after")
    def _one_kind(self) -> TriggerModel:
        kind = exactly_one(self, ("api", "event", "attribute", "schedule"))
        own = {"event": {"where"}, "attribute": {"to"}, "schedule": {"every", "times", "in_local_time"}}
        foreign = self.model_fields_set & set().union(*(own[other] for other in own if other != kind))
        if foreign:
            raise ValueError(f"{min(foreign)!r} does not go with {kind!r}")
        if (self.times > 1) != (self.every is not None):
            raise ValueError("give `every` and `times` together")
        return self


class QuietHoursModel(YamlModel):
    """A time of day, on each user's own clock, at which nothing is sent."""

    start: TimeOfDay = Field(description='When they start, such as "22:00".')
    end: TimeOfDay = Field(description="When they end, on the next day if that is earlier.")
    otherwise: Literal["hold", "abort"] = Field("hold", description="What becomes of a message due then.")


class FrequencyCapModel(YamlModel):
    """At most so many messages for each user in so many units of time."""

    messages: int = Field(ge=1, description="How many messages.")
    count: int = Field(1, ge=1, description="In how many units of time.")
    unit: Literal["minute", "hour", "day", "week"] = Field(
        "day", description="The unit; days are calendar days."
    )
    tag: str = Field("", description="Tag of the campaigns and Canvases it caps and counts; all without it.")


class CampaignModel(YamlModel):
    """A webhook campaign."""

    name: Text = Field(description="The campaign's name.")
    id: Guid | None = Field(None, description="Its API identifier; made up without this key.")
    template: Text = Field(description="Name of the webhook template it sends.")
    trigger: Literal["api"] | TriggerModel = Field("api", description="What sets it off.")
    status: Status = Field("active", description="Whether it sends.")
    audience: Filters = Field({}, description=_AUDIENCE)
    delay: Duration | None = Field(None, description="How long after it is set off it is sent.")
    quiet_hours: QuietHoursModel | None = Field(None, description="When nothing is sent.")
    ignores_frequency_caps: bool = Field(False, description="Whether it is sent above the caps too.")
    counts_toward_caps: bool | None = Field(None, description=_COUNTS)
    description: str = Field("", description="What it is for.")
    tags: list[Text] = Field([], description="Its tags.")


class GroupModel(YamlModel):
    """A way for the users in an audience."""

    name: Text = Field(description="The group's name.")
    audience: Filters = Field(description="Filters that its users pass.")
    next: str = Field("", description="The step its users go to, or `end`; the following one without it.")


class ActionModel(YamlModel):
    """A way for the users who do something: exactly one of event and attribute."""

    name: Text = Field(description="The group's name.")
    event: Text | None = Field(None, description="Name of a custom event.")
    where: dict[str, Any] = Field({}, description="Values that properties of the event must have.")
    attribute: Text | None = Field(None, description="Name of a custom attribute that changes.")
    to: Any = Field(None, description="The value it changes to; any without this key.")
    next: str = Field("", description="The step its users go to, or `end`; the following one without it.")

    @model_validator(mode="after")
    def _one_kind(self) -> ActionModel:
        exactly_one(self, ("event", "attribute"))
        return self


class ActionPathsModel(YamlModel):
    """Waits for what users do."""

    window: Duration | None = Field(None, description="How long users are waited for; 1 day without it.")
    ranked: bool = Field(False, description="Whether all wait, and the first group of those they did counts.")
    groups: Annotated[list[ActionModel], Field(min_length=1)] = Field(description="The groups, by rank.")


class DecisionSplitModel(YamlModel):
    """Splits users by whether they pass filters; who does goes on to `next`."""

    audience: Filters = Field(description="The filters.")
    otherwise: str = Field("end", description="The step the others go to, or `end`.")


class ExperimentPathModel(YamlModel):
    """A way for some of the users."""

    name: Text = Field(description="The path's name.")
    percent: float = Field(ge=0, le=100, description="How many of a hundred users take it.")
    next: str = Field("", description="The step they go to, or `end`; the following one without it.")


class ExperimentPathsModel(YamlModel):
    """Splits users by lot."""

    randomized: bool = Field(False, description="Whether who comes again is drawn again.")
    paths: Annotated[list[ExperimentPathModel], Field(min_length=1)] = Field(description="The paths.")


class UserUpdateModel(YamlModel):
    """Changes the user's profile: attributes and events, or the text of the JSON composer."""

    attributes: dict[str, Any] = Field({}, description="Attributes to set, as in /users/track.")
    events: list[dict[str, Any]] = Field([], description="Custom events; `time` may be left out.")
    json_: str = Field(
        "", alias="json", description="JSON with attributes, events and purchases, Liquid anywhere in it."
    )

    @model_validator(mode="after")
    def _one_form(self) -> UserUpdateModel:
        if self.json_ and (self.attributes or self.events):
            raise ValueError("give json, or attributes and events")
        return self


class DelayModel(YamlModel):
    """How long a delay holds users: at most one of length, until, weekday and by."""

    length: Duration | None = Field(None, description="For so long.")
    until: Moment | None = Field(None, description="Until a time; who comes later leaves the Canvas.")
    weekday: Weekday | None = Field(None, description="Until the next day of this name.")
    by: Text | None = Field(
        None, description="Until the date a context variable holds, or for so many of `unit` as it counts."
    )
    unit: Unit | None = Field(None, description="What the variable counts.")
    at: TimeOfDay | None = Field(None, description='Until this time of day, such as "08:00".')
    in_local_time: bool = Field(False, description="Whether times are read on each user's own clock.")
    advances_same_day: bool = Field(
        False, description="Whether who comes on the weekday after `at` goes on at once, not in a week."
    )

    @model_validator(mode="after")
    def _one_kind(self) -> DelayModel:
        if sum(kind is not None for kind in (self.length, self.until, self.weekday, self.by)) > 1:
            raise ValueError("give one of length, until, weekday and by")
        if not (self.length or self.until or self.weekday or self.by or self.at):
            raise ValueError("give length, until, weekday, by or at")
        if self.unit and not self.by:
            raise ValueError("'unit' goes with 'by'")
        return self


def _delay(value: Any) -> Any:
    return value if isinstance(value, dict | DelayModel) else {"length": value}


Delay = Annotated[DelayModel, BeforeValidator(_delay, json_schema_input_type=Duration | DelayModel)]
"""A delay, or just its length."""


class ContextValueModel(YamlModel):
    """A context variable: Liquid, and the type of what it renders to."""

    value: str = Field(description="Its Liquid.")
    type: ContextType = Field(
        "string", description="The variable stays as it is where the Liquid gives no such value."
    )


def _context_value(value: Any) -> Any:
    return value if isinstance(value, dict | ContextValueModel) else {"value": value}


ContextValue = Annotated[
    ContextValueModel, BeforeValidator(_context_value, json_schema_input_type=str | ContextValueModel)
]
"""A context variable, or just its Liquid."""


STEP_KINDS = (
    "webhook",
    "delay",
    "delay_until",
    "audience_paths",
    "action_paths",
    "decision_split",
    "experiment_paths",
    "user_update",
    "context",
)


class StepModel(YamlModel):
    """One step of a Canvas: a name, what it does, and what comes next."""

    name: Text = Field(description="The step's name.")
    next: str = Field("", description="The later step that follows, or `end`; the next one without it.")
    webhook: Text | None = Field(None, description="Sends the webhook template of this name.")
    delivery_validation: Filters = Field(
        {}, description="With webhook: filters; who does not pass when it is sent leaves the Canvas."
    )
    delay: Delay | None = Field(None, description="Holds users: for a length of time, or by its keys.")
    delay_until: Moment | None = Field(
        None, description="Holds users until a time; who comes later leaves the Canvas."
    )
    audience_paths: list[GroupModel] | None = Field(
        None, description="Each user takes the way of the first group they are in, everybody else `next`."
    )
    action_paths: ActionPathsModel | None = Field(
        None, description="Waits for what users do; everybody else takes `next`."
    )
    decision_split: DecisionSplitModel | None = Field(None, description="Splits users by filters.")
    experiment_paths: ExperimentPathsModel | None = Field(None, description="Splits users by lot.")
    user_update: UserUpdateModel | None = Field(None, description="Changes the user's profile.")
    context: dict[str, ContextValue] | None = Field(
        None, description="Sets context variables to rendered Liquid."
    )

    @model_validator(mode="after")
    def _one_kind(self) -> StepModel:
        if exactly_one(self, STEP_KINDS) != "webhook" and self.delivery_validation:
            raise ValueError("'delivery_validation' goes with 'webhook'")
        return self

    @property
    def kind(self) -> str:
        """The key that says what the step does."""
        return exactly_one(self, STEP_KINDS)


class VariantModel(YamlModel):
    """One of several ways into a Canvas."""

    name: Text = Field(description="The variant's name.")
    percent: float = Field(ge=0, le=100, description="How many of a hundred users take it.")
    first: Text = Field(description="The step it begins with.")


class CanvasModel(YamlModel):
    """A Canvas."""

    name: Text = Field(description="The Canvas's name.")
    id: Guid | None = Field(None, description="Its API identifier; made up without this key.")
    entry: Literal["api"] | TriggerModel = Field("api", description="What lets users enter.")
    audience: Filters = Field({}, description=_AUDIENCE)
    status: Status = Field("active", description="Whether users enter and messages are sent.")
    variants: list[VariantModel] = Field([], description="Ways in by lot; without it the first step.")
    max_entries: int | None = Field(None, ge=1, description="How many entries it lets in in all.")
    exit_events: list[Text] = Field([], description="Custom events after which users leave.")
    exit_audience: Filters = Field({}, description="Filters: users who pass them leave.")
    quiet_hours: QuietHoursModel | None = Field(None, description="When nothing is sent.")
    ignores_frequency_caps: bool = Field(False, description="Whether it sends above the caps too.")
    counts_toward_caps: bool | None = Field(None, description=_COUNTS)
    description: str = Field("", description="What it is for.")
    tags: list[Text] = Field([], description="Its tags.")
    steps: Annotated[list[StepModel], Field(min_length=1)] = Field(description="Its steps, in order.")


class SegmentModel(YamlModel):
    """A segment."""

    name: Text = Field(description="The segment's name.")
    id: Guid | None = Field(None, description="Its API identifier; made up without this key.")
    filters: Filters = Field({}, description="Filters its users pass; everybody without it.")
    description: str = Field("", description="What it is for.")
    tags: list[Text] = Field([], description="Its tags.")


class PromotionModel(YamlModel):
    """A list of promotion codes."""

    codes: list[Text] = Field(description="The codes, in the order they are given out.")
    expires: Moment | None = Field(None, description="When those that are left go.")


def _promotion(value: Any) -> Any:
    return value if isinstance(value, dict | PromotionModel) else {"codes": value}


Promotion = Annotated[
    PromotionModel, BeforeValidator(_promotion, json_schema_input_type=list[Text] | PromotionModel)
]
"""A list of promotion codes, or just the codes."""


class SelectionFilterModel(YamlModel):
    """A condition on one field of a catalog's items."""

    field: Text = Field(description="The field.")
    operator: Text = Field(description="How it is compared, such as `equals` or `includes value`.")
    value: Any = Field(description="What it is compared with; Liquid in it is rendered for each user.")


class SelectionModel(YamlModel):
    """A selection of a catalog's items."""

    description: str = Field("", description="What it is for.")
    filters: list[SelectionFilterModel] = Field([], description="Its conditions; without any all items.")
    results_limit: int = Field(50, ge=1, le=50, description="How many items it gives at most.")
    sort_field: str = Field("", description="The field its items are in the order of; random without it.")
    sort_order: Literal["asc", "desc"] = Field("asc", description="Whether the least comes first.")


class CatalogModel(YamlModel):
    """A catalog: its items, each with an `id`, and the types of its fields."""

    description: str = Field("", description="What it is for.")
    fields: dict[Text, Literal["string", "number", "boolean", "time", "object", "array", "geo"]] = Field(
        {}, description="Types of fields by name; `id` is a string, the others are told from the items."
    )
    items: list[dict[str, Any]] = Field([], description="The items.")
    selections: dict[Text, SelectionModel] = Field({}, description="Its selections by name.")

    @model_validator(mode="after")
    def _ids(self) -> CatalogModel:
        if not all(isinstance(item.get("id"), str) for item in self.items):
            raise ValueError("every item needs an `id`, which is text")
        return self
