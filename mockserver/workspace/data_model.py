"""What may stand in a workspace file about Braze's data: attributes, blocklists, subscription groups."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from mockserver.braze.profiles.data_names import AttributeType
from mockserver.marked_yaml import YamlModel
from mockserver.workspace.messaging_model import Guid, Text, exactly_one


class SubscriptionGroupModel(YamlModel):
    """A subscription group."""

    name: Text = Field(description="Its name.")
    id: Guid | None = Field(None, description="Its API identifier; made up without this key.")
    channel: Literal["email", "sms", "whatsapp"] = Field("email", description="Whose messages it is of.")


class CustomAttributeModel(YamlModel):
    """What an administrator fixed about a custom attribute."""

    type: AttributeType | None = Field(
        None, description="The type its values are converted to; told from the values without this key."
    )
    array_limit: int | None = Field(
        None, ge=0, le=500, description="How many values its array holds before the oldest go."
    )
    blocked: bool = Field(False, description="Whether what is sent for it is thrown away.")
    description: str = Field("", description="What it is for.")


class ControlGroupModel(YamlModel):
    """The Global Control Group: exactly one of percent and buckets."""

    percent: int | None = Field(None, ge=1, le=15, description="How many of a hundred users are in it.")
    buckets: list[tuple[int, int]] | None = Field(
        None, description="The ranges of random buckets it is made of, first and last."
    )
    exempt_tags: list[Text] = Field(
        [], description="Tags of campaigns and Canvases that reach it all the same."
    )

    @model_validator(mode="after")
    def _one_kind(self) -> ControlGroupModel:
        exactly_one(self, ("percent", "buckets"))
        return self


class DataModel(YamlModel):
    """What an administrator of a Braze workspace fixed about its data."""

    subscription_groups: list[SubscriptionGroupModel] = Field(
        [], description="Subscription groups; where none is given, any id is one."
    )
    custom_attributes: dict[Text, CustomAttributeModel] = Field(
        {}, description="Custom attributes by name; further ones are there once they are sent."
    )
    global_control_group: ControlGroupModel | None = Field(
        None, description="The users whom no campaign and no Canvas reaches; nobody without it."
    )
    blocked_events: list[Text] = Field([], description="Custom events that are thrown away.")
    blocked_external_ids: list[Text] = Field(
        [], description="External ids that are refused, as Braze does with placeholders such as `null`."
    )
