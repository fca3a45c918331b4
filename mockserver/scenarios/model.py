"""What may stand in a scenario file; the JSON Schema for editors is made of these models."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue, SkipJsonSchema
from pydantic_core import CoreSchema

from mockserver.marked_yaml import YamlModel
from mockserver.simulator.difference import is_matcher
from mockserver.workspace import ContentModel

Text = Annotated[str, StringConstraints(min_length=1)]

_MATCHER_SCHEMA = {
    "type": "object",
    "description": "A matcher: $any, $absent, $type, $pattern, $uuid or $exactly.",
    "minProperties": 1,
    "patternProperties": {r"^\$": {}},
    "additionalProperties": False,
}


def _or_matcher(kind: type, word: str) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if is_matcher(value) or (isinstance(value, kind) and not isinstance(value, bool)):
            return value
        raise ValueError(f"give {word}, or a matcher such as {{$any: true}}")

    return check


def _schema(json_type: str) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [{"type": json_type}, _MATCHER_SCHEMA]})


Number = Annotated[Any, BeforeValidator(_or_matcher(int, "a whole number")), _schema("integer")]
Word = Annotated[Any, BeforeValidator(_or_matcher(str, "text")), _schema("string")]
Headers = dict[str, Word]
Optional_ = SkipJsonSchema[None]


def _duration(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value
    parts = (
        {str(name): number for name, number in value.items()} if isinstance(value, dict) else _words(value)
    )
    try:
        length = timedelta(
            **{name if name.endswith("s") else f"{name}s": amount for name, amount in parts.items()}
        )
    except (TypeError, OverflowError):
        raise ValueError(_DURATION_ADVICE) from None
    if length <= timedelta(0) or not set(parts) <= _UNITS:
        raise ValueError(_DURATION_ADVICE)
    return length


def _words(value: Any) -> dict[str, float]:
    words = str(value).split()
    try:
        return {unit: float(amount) for amount, unit in zip(words[::2], words[1::2], strict=True)}
    except ValueError:
        raise ValueError(_DURATION_ADVICE) from None


_UNITS = {unit + plural for unit in ("second", "minute", "hour", "day") for plural in ("", "s")}
_DURATION_ADVICE = "give a duration such as 5 minutes, 1 hour 30 minutes or {minutes: 5}"
_DURATION_SCHEMA = {
    "anyOf": [
        {
            "type": "string",
            "pattern": r"^\d+(\.\d+)? (second|minute|hour|day)s?( \d+(\.\d+)? (second|minute|hour|day)s?)*$",
        },
        {
            "type": "object",
            "properties": {unit: {"type": "number"} for unit in ("seconds", "minutes", "hours", "days")},
            "additionalProperties": False,
            "minProperties": 1,
        },
    ]
}
Duration = Annotated[timedelta, BeforeValidator(_duration), WithJsonSchema(_DURATION_SCHEMA)]


class FaultModel(YamlModel):
    """A fault put on an operation, a service or a host."""

    target: Text = Field(description="An operation (rokt.create_event), a service (rokt) or a host name.")
    status: Annotated[int, Field(ge=100, le=599)] | Optional_ = Field(
        None, description="The status to answer with, in the vendor's own dialect."
    )
    effect: Literal["timeout", "refused", "reset"] | Optional_ = Field(
        None, description="What happens instead of an answer."
    )
    skip: Annotated[int, Field(ge=0)] = Field(0, description="How many requests pass before it strikes.")
    times: Annotated[int, Field(ge=1)] | Optional_ = Field(
        None, description="How many requests it strikes; every one without this key."
    )

    @model_validator(mode="after")
    def _one_kind(self) -> FaultModel:
        if (self.status is None) == (self.effect is None):
            raise ValueError("give a status to answer with, or an effect, and not both")
        return self


class GivenModel(ContentModel):
    """What a scenario starts from, on top of its workspace."""

    now: AwareDatetime | Optional_ = Field(None, description="Where the clock starts, with Z or an offset.")
    seed: int | str | Optional_ = Field(None, description="Seed of every identifier and of chance.")
    assumptions: dict[str, str | int | float | bool] = Field(
        {}, description="Choices for the open questions `mockserver assumptions` lists."
    )
    faults: list[FaultModel] = Field([], description="Faults in force from the start; each must strike.")


class SubscribeStep(YamlModel):
    """A person subscribes to a calendar, over Rokt Calendar's API."""

    account: Text = Field(description="Code of the account.")
    calendar: Text = Field(description="Code of the calendar.")
    subscriber_id: str = Field("", description="The client's own id of the person: Braze's external_id.")
    email: str = Field("", description="The person's email address.")


class TrackStep(YamlModel):
    """POST /users/track with a key of the workspace."""

    attributes: list[Any] | Optional_ = Field(None, description="Attribute objects.")
    events: list[Any] | Optional_ = Field(None, description="Custom event objects.")
    purchases: list[Any] | Optional_ = Field(None, description="Purchase objects.")


class TriggerStep(YamlModel):
    """POST /campaigns/trigger/send for one user."""

    campaign: Text = Field(description="Name of the campaign.")
    user: Text = Field(description="External id of the user.")
    properties: dict[str, Any] = Field({}, description="The trigger_properties.")


class SendStep(YamlModel):
    """A saved webhook template is sent to one user."""

    template: Text = Field(description="Name of the webhook template.")
    user: Text = Field(description="External id of the user.")
    event_properties: dict[str, Any] = Field({}, description="Properties of the event that set it off.")
    trigger_properties: dict[str, Any] = Field({}, description="Properties given to the API trigger.")


class RenderStep(SendStep):
    """A webhook template is rendered for one user, and nothing is sent."""


class CallStep(YamlModel):
    """Any request from outside to one of the simulated hosts."""

    method: Annotated[str, StringConstraints(pattern=r"^[A-Z]+$")] = Field("POST", description="HTTP method.")
    url: Text = Field(description="The whole URL.")
    headers: dict[str, str] = Field({}, description="Headers to send.")
    token: bool = Field(
        False, description="Send a fresh Bearer token; to Braze, a REST API key of the workspace."
    )
    json_: Any = Field(None, alias="json", description="A body to send as JSON.")
    form: dict[str, str] | Optional_ = Field(None, description="A body to send as form fields.")
    text: str | Optional_ = Field(None, description="A body to send as it is.")

    @model_validator(mode="after")
    def _one_body(self) -> CallStep:
        if len(self.model_fields_set & {"json_", "form", "text"}) > 1:
            raise ValueError("give one of json, form and text")
        return self


class StepModel(YamlModel):
    """One step: exactly one of these keys."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    subscribe: SubscribeStep | Optional_ = Field(None, description="A person subscribes to a calendar.")
    track: TrackStep | Optional_ = Field(None, description="POST /users/track.")
    trigger: TriggerStep | Optional_ = Field(
        None, description="Trigger a campaign for one user over the API."
    )
    send: SendStep | Optional_ = Field(None, description="Send a webhook template to one user.")
    render: RenderStep | Optional_ = Field(None, description="Render a webhook template, send nothing.")
    call: CallStep | Optional_ = Field(None, description="Any request from outside.")
    advance: Duration | Optional_ = Field(None, description="Move the clock: 5 minutes, or {minutes: 5}.")
    settle: Literal[True] | Optional_ = Field(None, description="Move the clock until no work waits.")

    @model_validator(mode="after")
    def _one_step(self) -> StepModel:
        if len(self.model_fields_set) != 1:
            raise ValueError("a step is a mapping with exactly one key; known are " + ", ".join(STEP_NAMES))
        return self

    @property
    def name(self) -> str:
        """The step's one key."""
        return next(iter(self.model_fields_set))

    @property
    def value(self) -> Any:
        """What stands under it."""
        return getattr(self, self.name)


STEP_NAMES: tuple[str, ...] = tuple(StepModel.model_fields)


class ExpectationModel(YamlModel):
    """One expected thing: only the keys that are written are compared."""

    def expected(self) -> dict[str, Any]:
        """Give what is written, under its own names."""
        return self.model_dump(by_alias=True, exclude_unset=True)


class ResponseExpectation(ExpectationModel):
    """An answer to a subscribe, track, trigger or call step."""

    status: Number = Field(None, description="HTTP status.")
    headers: Headers = Field({}, description="Headers it must have.")
    json_: Any = Field(None, alias="json", description="The body as JSON; members not named may be there.")
    text: Word = Field(None, description="The body as text.")
    failure: Word = Field(None, description="Why there was no answer: timeout, connection refused, …")


class RequestExpectation(ExpectationModel):
    """A request that a simulator sent."""

    caller: Word = Field(None, description="braze webhook, rokt push or braze connected content.")
    operation: Word = Field(None, description="The operation it reached, such as rokt.create_event.")
    method: Word = Field(None, description="HTTP method.")
    url: Word = Field(None, description="The whole URL.")
    headers: Headers = Field({}, description="Headers it must have.")
    json_: Any = Field(None, alias="json", description="The body as JSON; members not named may be there.")
    form: dict[str, Any] = Field({}, description="The body as form fields.")
    text: Word = Field(None, description="The body as text.")
    status: Number = Field(None, description="Status of the answer it got.")
    response: Any = Field(None, description="Body of the answer as JSON; as text where it is no JSON.")
    failure: Word = Field(None, description="Why it got no answer: timeout, connection refused, …")


class FindingExpectation(ExpectationModel):
    """A finding, by more than its code."""

    code: Text = Field(description="The finding's code.")
    pointer: Word = Field(None, description="JSON pointer to the place it speaks of.")
    severity: Literal["error", "warning"] | Optional_ = Field(None, description="How bad it is.")
    message: Word = Field(None, description="What it says.")


class _CodeAlone:
    """Lets a finding's code stand for the whole entry."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string", "description": "The finding's code."}, handler(core)]}


FindingEntry = Annotated[
    FindingExpectation,
    BeforeValidator(lambda entry: {"code": entry} if isinstance(entry, str) else entry),
    _CodeAlone(),
]


class MessageExpectation(ExpectationModel):
    """An entry of Braze's message log."""

    user: Word = Field(None, description="External id of the user.")
    campaign: Word = Field(None, description="Name of the campaign.")
    template: Word = Field(None, description="Name of the webhook template.")
    outcome: Literal["sent", "aborted", "failed", "pending"] | Optional_ = Field(
        None, description="What became of it."
    )
    abort_type: Word = Field(None, description="Why Braze gave it up, in Braze's word.")
    reason: Word = Field(None, description="The reason the template or Braze gave.")
    status: Number = Field(None, description="Status of the last answer.")
    attempts: Number = Field(None, description="How many times it was sent.")


class ProfileExpectation(YamlModel):
    """A Braze profile in the shape /users/export/ids gives; only the members written are compared."""

    model_config = ConfigDict(extra="allow")

    user: Text = Field(description="External id of the user.")
    exists: bool = Field(True, description="Whether there is such a profile.")

    def expected(self) -> dict[str, Any]:
        """Give the members of the profile that are written."""
        return dict(self.model_extra or {})


class CalendarExpectation(YamlModel):
    """What a subscriber's calendar shows at the end."""

    user: Text | Optional_ = Field(None, description="The subscriber_id: all of the person's subscriptions.")
    subscription: Text | Optional_ = Field(None, description="One subscription, by its id.")
    events: list[dict[str, Any]] = Field(
        description="The events shown, in order, in the shape of eventsVisibleToSubscription."
    )

    @model_validator(mode="after")
    def _one_view(self) -> CalendarExpectation:
        if (self.user is None) == (self.subscription is None):
            raise ValueError("give a user or a subscription")
        return self


class RenderedExpectation(ExpectationModel):
    """What a render step made."""

    method: Word = Field(None, description="HTTP method.")
    url: Word = Field(None, description="The rendered URL.")
    headers: Headers = Field({}, description="Rendered headers.")
    json_: Any = Field(None, alias="json", description="The rendered body as JSON.")
    body: Word = Field(None, description="The rendered body as text.")
    aborted: Word = Field(None, description="The reason the template aborted the message with.")


class JobExpectation(ExpectationModel):
    """What became of a request Rokt Calendar accepted for later."""

    operation: Word = Field(None, description="The operation that was accepted.")
    outcome: Literal["applied", "ignored", "pending"] | Optional_ = Field(
        None, description="What became of it."
    )
    reason: Word = Field(None, description="Why it was ignored.")


class ThenModel(YamlModel):
    """What must be true at the end. Only the keys that are written are checked."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    responses: list[ResponseExpectation] | Optional_ = Field(
        None, description="Every answer to a subscribe, track, trigger or call step, in order."
    )
    requests: list[RequestExpectation] | Optional_ = Field(
        None,
        description="Every request the simulators sent, in order: webhooks and pushes; Connected Content's "
        "too once an entry names that caller.",
    )
    findings: list[FindingEntry] | Optional_ = Field(
        None,
        description="Every error and warning found on the way, by code, in any order; notes do not count.",
    )
    messages: list[MessageExpectation] | Optional_ = Field(None, description="Braze's message log, in order.")
    profile: list[ProfileExpectation] | Optional_ = Field(None, description="Braze profiles.")
    calendar: list[CalendarExpectation] | Optional_ = Field(None, description="What subscribers see.")
    rendered: list[RenderedExpectation] | Optional_ = Field(
        None, description="What the render steps made, in order."
    )
    jobs: list[JobExpectation] | Optional_ = Field(
        None, description="What became of every request Rokt Calendar accepted, in order."
    )

    @model_validator(mode="after")
    def _something(self) -> ThenModel:
        if not self.model_fields_set:
            raise ValueError("expect something; known are " + ", ".join(ThenModel.model_fields))
        return self


class ScenarioModel(YamlModel):
    """One scenario: from what, which steps, and what must be true then."""

    name: Text = Field(description="A sentence that says what holds; its name in reports.")
    description: str = Field("", description="What a reader should know about it.")
    tags: list[Text] = Field([], description="Words to pick scenarios by.")
    given: GivenModel = Field(default_factory=GivenModel, description="What it starts from.")
    when: Annotated[list[StepModel], Field(min_length=1)] = Field(description="Its steps, in order.")
    then: ThenModel = Field(description="What must be true at the end.")


class SuiteModel(YamlModel):
    """A scenario file."""

    suite: Text = Field(description="The suite's name.")
    description: str = Field("", description="What the suite is about.")
    workspace: Text | Optional_ = Field(
        None,
        description="Path of the workspace file, relative to this one; without it the bundled workspace.",
    )
    given: GivenModel = Field(
        default_factory=GivenModel,
        description="What every scenario starts from; a scenario's own `given` is added to it.",
    )
    scenarios: Annotated[list[ScenarioModel], Field(min_length=1)] = Field(description="The scenarios.")
