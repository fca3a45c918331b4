"""Faults as they are written in scenario files and sent to a live server."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema, model_validator

from mockserver.marked_yaml import YamlModel
from mockserver.scenarios.values import Duration, Optional_, Text
from mockserver.simulator.faults import Effect

_EFFECTS = [str(effect) for effect in Effect if effect is not Effect.STATUS]


class FaultModel(YamlModel):
    """A fault put on an operation, a service or a host."""

    target: Text = Field(description="An operation (rokt.create_event), a service (rokt) or a host name.")
    status: Annotated[int, Field(ge=200, le=599)] | Optional_ = Field(
        None, description="The status to answer with, in the vendor's own dialect."
    )
    retry_after: Annotated[int, Field(ge=0)] | Optional_ = Field(
        None, description="Seconds to ask the caller to wait, in a Retry-After header beside the status."
    )
    effect: Annotated[Effect, WithJsonSchema({"enum": _EFFECTS})] | Optional_ = Field(
        None,
        description="What happens instead: timeout, refused, reset, slow; malformed_json, truncated_json and "
        "wrong_content_type damage the answer; expired_token and empty take its place.",
    )
    delay: Duration | Optional_ = Field(
        None, description="How long a slow answer takes, on the clock; too long for a caller is a timeout."
    )
    skip: Annotated[int, Field(ge=0)] = Field(0, description="How many requests pass before it strikes.")
    times: Annotated[int, Field(ge=1)] | Optional_ = Field(
        None, description="How many requests it strikes; every one without this key."
    )
    every: Annotated[int, Field(ge=1)] | Optional_ = Field(
        None, description="It strikes only every so many-th request: the 3rd, the 6th, … for 3."
    )
    rate: Annotated[float, Field(gt=0, le=1)] | Optional_ = Field(
        None, description="It strikes by chance this share of the requests, reproducible by the seed."
    )
    after: Duration | Optional_ = Field(None, description="It is in force only from so long after the start.")
    lasting: Duration | Optional_ = Field(None, description="It is in force only for so long.")

    @model_validator(mode="after")
    def _one_kind(self) -> FaultModel:
        if (self.status is None) == (self.effect in (None, Effect.STATUS)):
            raise ValueError("give a status to answer with, or an effect, and not both")
        if (self.delay is not None) != (self.effect is Effect.SLOW):
            raise ValueError("a slow answer, and nothing else, has a delay")
        if self.retry_after is not None and self.status is None:
            raise ValueError("retry_after goes with a status")
        return self

    def options(self) -> dict[str, Any]:
        """Give what is written, as ``Sandbox.fault`` takes it."""
        return self.model_dump(exclude_unset=True)
