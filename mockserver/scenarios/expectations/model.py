"""The expectations that may stand under ``then``."""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from mockserver.marked_yaml import YamlModel
from mockserver.scenarios.values import Choice, Headers, Number, Optional_, Text, Word

MessageOutcome = Annotated[Any, Choice("sent", "aborted", "failed", "pending")]
JobOutcome = Annotated[Any, Choice("applied", "ignored", "failed", "pending")]
Severity = Annotated[Any, Choice("error", "warning")]


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
    severity: Severity = Field(None, description="How bad it is.")
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
    canvas: Word = Field(None, description="Name of the Canvas.")
    step: Word = Field(None, description="Name of the Canvas step.")
    template: Word = Field(None, description="Name of the webhook template.")
    outcome: MessageOutcome = Field(None, description="What became of it.")
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
    outcome: JobOutcome = Field(None, description="What became of it.")
    reason: Word = Field(None, description="Why it was ignored.")


E = TypeVar("E", bound=ExpectationModel)


class ListExpectation(YamlModel, Generic[E]):
    """What is expected of a list of things; a plain list stands for ``in_order``."""

    in_order: list[E] | Optional_ = Field(None, description="All of them, in this order.")
    any_order: list[E] | Optional_ = Field(None, description="All of them, in any order.")
    contains: list[E] | Optional_ = Field(None, description="Some of them; others may be there.")
    each: E | Optional_ = Field(None, description="What every one of them is like.")
    count: Number = Field(None, description="How many there are; {$range: [1, 3]} for about how many.")

    @model_validator(mode="after")
    def _says_something(self) -> ListExpectation[E]:
        lists = [name for name in LIST_MODES if getattr(self, name) is not None]
        if not self.model_fields_set:
            raise ValueError("expect something; known are " + ", ".join(ListExpectation.model_fields))
        if len(lists) > 1:
            raise ValueError(f"{' and '.join(lists)} cannot both be said")
        return self

    @property
    def mode(self) -> str:
        """How its entries are compared: ``in_order``, ``any_order``, ``contains``; empty without entries."""
        return next((name for name in LIST_MODES if getattr(self, name) is not None), "")

    @property
    def entries(self) -> list[E]:
        """The things expected one by one."""
        return list(getattr(self, self.mode)) if self.mode else []

    @property
    def all_entries(self) -> list[E]:
        """The same, with what every one is like."""
        return self.entries + ([self.each] if self.each is not None else [])


LIST_MODES = ("in_order", "any_order", "contains")


class _PlainList:
    """Lets a list stand for the mapping with ``in_order``."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described = handler(core)
        properties = handler.resolve_ref_schema(described)["properties"]
        entries = {"type": "array", "items": properties["in_order"]["items"]}
        return {"anyOf": [entries, described]}


_as_list = BeforeValidator(lambda value: {"in_order": value} if isinstance(value, list) else value)
Requests = Annotated[ListExpectation[RequestExpectation], _as_list, _PlainList()]
Responses = Annotated[ListExpectation[ResponseExpectation], _as_list, _PlainList()]
Messages = Annotated[ListExpectation[MessageExpectation], _as_list, _PlainList()]
Renderings = Annotated[ListExpectation[RenderedExpectation], _as_list, _PlainList()]
Jobs = Annotated[ListExpectation[JobExpectation], _as_list, _PlainList()]

SnapshotPart = Literal["responses", "requests", "journal", "messages", "rendered", "jobs", "calendars"]


class _PartAlone:
    """Lets one word stand for a list of it."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        parts = handler(core)
        return {"anyOf": [parts["items"], parts]}


SnapshotParts = Annotated[
    list[SnapshotPart],
    BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
    _PartAlone(),
]


class ThenModel(YamlModel):
    """What must be true at the end. Only the keys that are written are checked."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    responses: Responses | Optional_ = Field(
        None, description="Every answer to a subscribe, track, trigger or call step, in order."
    )
    requests: Requests | Optional_ = Field(
        None,
        description="Every request the simulators sent, in order: webhooks and pushes; Connected Content's "
        "too once an entry names that caller.",
    )
    journal: Requests | Optional_ = Field(
        None,
        description="Every request of the journal whoever sent it, those of the steps included, in order.",
    )
    findings: list[FindingEntry] | Optional_ = Field(
        None,
        description="Every error and warning found on the way, by code, in any order; notes do not count.",
    )
    messages: Messages | Optional_ = Field(None, description="Braze's message log, in order.")
    profile: list[ProfileExpectation] | Optional_ = Field(None, description="Braze profiles.")
    calendar: list[CalendarExpectation] | Optional_ = Field(None, description="What subscribers see.")
    rendered: Renderings | Optional_ = Field(None, description="What the render steps made, in order.")
    jobs: Jobs | Optional_ = Field(
        None, description="What became of every request Rokt Calendar accepted, in order."
    )
    snapshot: SnapshotParts | Optional_ = Field(
        None,
        description="These things are as they were when `mockserver run --update-snapshots` last wrote them "
        "down, in the .snapshots.yaml file beside this one.",
    )

    @model_validator(mode="after")
    def _something(self) -> ThenModel:
        if not self.model_fields_set:
            raise ValueError("expect something; known are " + ", ".join(ThenModel.model_fields))
        for name in self.model_fields_set:
            if getattr(self, name) is None:
                raise ValueError(f"{name} says nothing; write [] where nothing is to come")
        return self
