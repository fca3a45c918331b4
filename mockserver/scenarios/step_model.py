"""The steps that may stand under ``when``."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints, field_validator, model_validator

from mockserver.marked_yaml import YamlModel
from mockserver.scenarios.values import Advance, Name, Optional_, Pointer, Text


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


class EnterStep(YamlModel):
    """POST /canvas/trigger/send for one user."""

    canvas: Text = Field(description="Name of the Canvas.")
    user: Text = Field(description="External id of the user.")
    context: dict[str, Any] = Field({}, description="What they enter with.")


class SendStep(YamlModel):
    """A saved webhook template is sent to one user."""

    template: Text = Field(description="Name of the webhook template.")
    user: Text = Field(description="External id of the user.")
    event_properties: dict[str, Any] = Field({}, description="Properties of the event that set it off.")
    trigger_properties: dict[str, Any] = Field({}, description="Properties given to the API trigger.")


class RenderStep(SendStep):
    """A webhook template is rendered for one user, and nothing is sent."""


class CallStep(YamlModel):
    """Any request from outside to one of the simulated hosts, by URL or by the operation's name."""

    operation: Text | Optional_ = Field(
        None, description="An operation such as rokt.create_event, in place of method and url."
    )
    params: dict[str, str] = Field({}, description="Path parameters of the operation.")
    query: dict[str, str] = Field({}, description="Parameters to put after the URL's question mark.")
    method: Annotated[str, StringConstraints(pattern=r"^[A-Z]+$")] = Field("POST", description="HTTP method.")
    url: Text | Optional_ = Field(None, description="The whole URL.")
    headers: dict[str, str] = Field({}, description="Headers to send.")
    token: bool | Optional_ = Field(
        None,
        description="Send a fresh Bearer token; to Braze, a REST API key of the workspace. An operation that "
        "asks for one gets it without this key.",
    )
    json_: Any = Field(None, alias="json", description="A body to send as JSON.")
    without: list[Pointer] = Field(
        [],
        description="JSON pointers to what is left out of json, which may come from an anchor or a variable.",
    )
    form: dict[str, str] | Optional_ = Field(None, description="A body to send as form fields.")
    text: str | Optional_ = Field(None, description="A body to send as it is.")

    @model_validator(mode="after")
    def _one_body(self) -> CallStep:
        if len(self.model_fields_set & {"json_", "form", "text"}) > 1:
            raise ValueError("give one of json, form and text")
        if self.without and "json_" not in self.model_fields_set:
            raise ValueError("without goes with json")
        return self

    @model_validator(mode="after")
    def _one_address(self) -> CallStep:
        if (self.url is None) == (self.operation is None):
            raise ValueError("give a url, or the operation's name, and not both")
        if self.operation is None and self.params:
            raise ValueError("params are an operation's; write them into the url")
        if self.operation is not None and "method" in self.model_fields_set:
            raise ValueError("the operation has a method of its own")
        return self


class CaptureModel(YamlModel):
    """One value to keep: from what, and where in it."""

    response: Pointer | Optional_ = Field(
        None,
        description="JSON pointer into the latest answer to a step: /json/subscriptionId, /headers/etag.",
    )
    request: Pointer | Optional_ = Field(
        None, description="JSON pointer into the latest request a simulator sent: /json/event/eventId."
    )
    rendered: Pointer | Optional_ = Field(
        None, description="JSON pointer into what the latest render step made."
    )
    message: Pointer | Optional_ = Field(
        None, description="JSON pointer into the latest entry of the message log."
    )
    operation: Text | Optional_ = Field(
        None, description="Of the requests only those that reached this operation."
    )
    pattern: Text | Optional_ = Field(
        None, description="A regular expression; what its first group finds in the value is kept."
    )

    @model_validator(mode="after")
    def _one_source(self) -> CaptureModel:
        if sum(getattr(self, source) is not None for source in CAPTURE_SOURCES) != 1:
            raise ValueError("give one of " + ", ".join(CAPTURE_SOURCES))
        if self.operation is not None and self.request is None:
            raise ValueError("operation goes with request")
        return self

    @field_validator("pattern")
    @classmethod
    def _an_expression(cls, value: str | None) -> str | None:
        try:
            groups = re.compile(value).groups if value is not None else 1
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from None
        if not groups:
            raise ValueError("put what is to be kept in parentheses")
        return value

    @property
    def source(self) -> str:
        """What it is taken from: response, request, rendered or message."""
        return next(name for name in CAPTURE_SOURCES if getattr(self, name) is not None)


CAPTURE_SOURCES = ("response", "request", "rendered", "message")


class ScenarioStepModel(YamlModel):
    """One step: exactly one of these keys."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    subscribe: SubscribeStep | Optional_ = Field(None, description="A person subscribes to a calendar.")
    track: TrackStep | Optional_ = Field(None, description="POST /users/track.")
    trigger: TriggerStep | Optional_ = Field(
        None, description="Trigger a campaign for one user over the API."
    )
    enter: EnterStep | Optional_ = Field(
        None, description="Let one user enter an API-triggered Canvas over the API."
    )
    send: SendStep | Optional_ = Field(None, description="Send a webhook template to one user.")
    render: RenderStep | Optional_ = Field(None, description="Render a webhook template, send nothing.")
    call: CallStep | Optional_ = Field(None, description="Any request from outside.")
    advance: Advance | Optional_ = Field(
        None, description="Move the clock: 5 minutes, {minutes: 5}, or next for the next work that waits."
    )
    settle: Literal[True] | Optional_ = Field(None, description="Move the clock until no work waits.")
    capture: dict[Name, CaptureModel] | Optional_ = Field(
        None, description="Keep values under names; later steps and then write $(name) for them."
    )
    use: Name | Optional_ = Field(None, description="Take the steps of a fragment of this file.")

    @model_validator(mode="after")
    def _one_step(self) -> ScenarioStepModel:
        if len(self.model_fields_set) != 1 or self.value is None:
            advice = "a step is a mapping with exactly one key and what is to be done"
            raise ValueError(f"{advice}; known are {', '.join(STEP_NAMES)}")
        return self

    @property
    def name(self) -> str:
        """The step's one key."""
        return next(iter(self.model_fields_set))

    @property
    def value(self) -> Any:
        """What stands under it."""
        return getattr(self, self.name)


STEP_NAMES: tuple[str, ...] = tuple(ScenarioStepModel.model_fields)
