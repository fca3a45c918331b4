"""The JSON Schema of scenario files, which editors check and complete them with.

``python -m mockserver.scenarios.schema`` writes it anew beside this file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import WithDefaultSchema

from mockserver.scenarios.model import SuiteModel


class _Sparse(GenerateJsonSchema):
    """Leaves out what editors show without it helping anybody: made-up titles, defaults of nothing."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - pydantic's signature
        return False

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        nothing = schema.get("default") in (None, "", [], {})
        return self.generate_inner(schema["schema"]) if nothing else super().default_schema(schema)


SCHEMA_FILE = Path(__file__).with_name("scenario.schema.json")


def scenario_schema() -> dict[str, Any]:
    """Make the schema of the models."""
    made = SuiteModel.model_json_schema(by_alias=True, schema_generator=_Sparse)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **made,
        "title": "mockserver scenarios",
    }


def render_schema() -> str:
    """Make the schema file's text."""
    return json.dumps(scenario_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(render_schema(), encoding="utf-8")
