"""The JSON Schema of scenario files, which editors check and complete them with.

``python -m mockserver.scenarios.schema`` writes it anew beside this file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mockserver.scenarios.model import SuiteModel
from mockserver.scenarios.values import VARIABLE_SCHEMA
from mockserver.simulator.json_schema import json_schema

SCHEMA_FILE = Path(__file__).with_name("scenario.schema.json")


def scenario_schema() -> dict[str, Any]:
    """Make the schema of the models; below a scenario, a variable may stand for any value and any key."""
    made = json_schema(SuiteModel, "mockserver scenarios")
    made["$defs"] = {name: _inside(model) for name, model in made["$defs"].items()}
    return made


def _inside(schema: dict[str, Any]) -> dict[str, Any]:
    """Let variables stand for the values and keys that lie inside a schema's own value."""
    made = dict(schema)
    if "properties" in made:
        made["properties"] = {name: _value(content) for name, content in made["properties"].items()}
    for name in ("items", "additionalProperties"):
        if isinstance(made.get(name), dict):
            made[name] = _value(made[name])
    if made.get("additionalProperties") is False and "patternProperties" not in made:
        made["patternProperties"] = {VARIABLE_SCHEMA["pattern"]: {}}
    if "anyOf" in made:
        made["anyOf"] = [_inside(choice) for choice in made["anyOf"]]
    return made


def _value(schema: dict[str, Any]) -> dict[str, Any]:
    """Let a variable stand in the place of a value that could not be text anyway."""
    described: dict[str, Any] = {name: schema[name] for name in ("description", "default") if name in schema}
    plain = _inside({name: content for name, content in schema.items() if name not in described})
    takes_text = not plain or plain.get("type") == "string" or VARIABLE_SCHEMA in plain.get("anyOf", ())
    if takes_text:
        return {**described, **plain}
    return {
        **described,
        "anyOf": [*(plain["anyOf"] if set(plain) == {"anyOf"} else [plain]), VARIABLE_SCHEMA],
    }


def render_schema() -> str:
    """Make the schema file's text."""
    return json.dumps(scenario_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(render_schema(), encoding="utf-8")
