"""What may stand in a scenario file; the JSON Schema for editors is made of these models."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from mockserver.marked_yaml import YamlModel
from mockserver.scenarios.expectations.model import ThenModel
from mockserver.scenarios.fault_model import FaultModel
from mockserver.scenarios.step_model import ScenarioStepModel
from mockserver.scenarios.values import Name, Optional_, Text
from mockserver.workspace import ContentModel
from mockserver.workspace.moments import Start

Row = dict[Name, Any]
Variables = dict[Name, Any]
Matrix = Annotated[dict[Name, Annotated[list[Any], Field(min_length=1)]], Field(min_length=1)]
Fragments = dict[Name, Any]


class TableModel(BaseModel):
    """Of a scenario, what it is expanded by."""

    model_config = ConfigDict(extra="allow")

    variables: Variables = {}
    examples: Annotated[list[Row], Field(min_length=1)] | None = None
    matrix: Matrix | None = None


class OutlineModel(BaseModel):
    """Of a scenario file, what it is expanded by, before anything else is checked."""

    model_config = ConfigDict(extra="allow")

    variables: Variables = {}
    fragments: Fragments = {}
    scenarios: list[TableModel]


class GivenModel(ContentModel):
    """What a scenario starts from, on top of its workspace."""

    now: Start | Optional_ = Field(None, description="Where the clock starts, with Z or an offset.")
    seed: int | str | Optional_ = Field(None, description="Seed of every identifier and of chance.")
    assumptions: dict[str, str | int | float | bool] = Field(
        {}, description="Choices for the open questions `mockserver assumptions` lists."
    )
    faults: list[FaultModel] = Field([], description="Faults in force from the start; each must strike.")


class ScenarioModel(YamlModel):
    """One scenario: from what, which steps, and what must be true then."""

    name: Text = Field(description="A sentence that says what holds; its name in reports.")
    description: str = Field("", description="What a reader should know about it.")
    tags: list[Text] = Field([], description="Words to pick scenarios by.")
    skip: str = Field("", description="Why it is not run.")
    expected_failure: str = Field(
        "", description="Why it fails for now. It must fail: once it passes, that is a failure."
    )
    variables: Variables = Field({}, description="Values for $(name) anywhere in this scenario.")
    examples: Annotated[list[Row], Field(min_length=1)] | Optional_ = Field(
        None, description="A table: the scenario is run once for each row, the cells as variables."
    )
    matrix: Matrix | Optional_ = Field(
        None,
        description="Lists of values by variable: the scenario is run for every combination, and for every "
        "example where there are examples too.",
    )
    given: GivenModel = Field(default_factory=GivenModel, description="What it starts from.")
    when: Annotated[list[ScenarioStepModel], Field(min_length=1)] = Field(description="Its steps, in order.")
    then: ThenModel = Field(description="What must be true at the end.")


class SuiteModel(YamlModel):
    """A scenario file."""

    suite: Text = Field(description="The suite's name.")
    description: str = Field("", description="What the suite is about.")
    workspace: Text | Optional_ = Field(
        None,
        description="Path of the workspace file, relative to this one; without it the bundled workspace.",
    )
    variables: Variables = Field({}, description="Values for $(name) anywhere in this file.")
    fragments: Fragments = Field(
        {},
        description="Parts by name: lists of steps for `use: name`, and whatever YAML anchors share.",
    )
    given: GivenModel = Field(
        default_factory=GivenModel,
        description="What every scenario starts from; a scenario's own `given` is added to it.",
    )
    scenarios: Annotated[list[ScenarioModel], Field(min_length=1)] = Field(description="The scenarios.")
