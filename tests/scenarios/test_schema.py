"""The JSON Schema that ships for editors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mockserver.scenarios.expectations.model import ThenModel
from mockserver.scenarios.schema import SCHEMA_FILE, render_schema, scenario_schema
from mockserver.scenarios.step_model import STEP_NAMES


def test_the_shipped_schema_is_current() -> None:
    shipped = SCHEMA_FILE.read_text(encoding="utf-8")
    assert shipped == render_schema(), "write it anew: python -m mockserver.scenarios.schema"


def test_every_key_has_a_description() -> None:
    schema = scenario_schema()
    assert list(undescribed(schema)) == []


def undescribed(schema: dict[str, Any]) -> Iterator[str]:
    definitions = schema["$defs"]
    for name, model in {"suite": schema, **definitions}.items():
        for key, value in model.get("properties", {}).items():
            target = definitions.get(value.get("$ref", "").removeprefix("#/$defs/"), {})
            if not value.get("description") and not target.get("description"):
                yield f"{name}.{key}"


def test_unknown_keys_are_refused_where_the_loader_refuses_them() -> None:
    models = {"Suite": scenario_schema(), **scenario_schema()["$defs"]}
    open_ones = [name for name, model in models.items() if model.get("additionalProperties") is not False]
    assert open_ones == ["ProfileExpectation"]


def test_steps_and_expectations_are_all_there() -> None:
    definitions = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))["$defs"]
    assert set(definitions["ScenarioStepModel"]["properties"]) == set(STEP_NAMES)
    assert definitions["ScenarioStepModel"]["maxProperties"] == 1
    assert set(definitions["ThenModel"]["properties"]) == set(ThenModel.model_fields)
