"""JSON Schema made of pydantic models, without what helps nobody who reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core.core_schema import WithDefaultSchema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
COMPONENT = "#/components/schemas/{model}"
"""Where a document in OpenAPI keeps the schema of a model."""


class SparseSchema(GenerateJsonSchema):
    """Leaves out made-up titles and defaults of nothing."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - pydantic's signature
        return False

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        nothing = schema.get("default") in (None, "", [], {})
        return self.generate_inner(schema["schema"]) if nothing else super().default_schema(schema)


def json_schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    """Make the JSON Schema of a model as a document of its own, with members by their wire names."""
    made = model.model_json_schema(by_alias=True, schema_generator=SparseSchema)
    return {"$schema": DIALECT, **made, "title": title}


def component_schemas(
    models: Iterable[type[BaseModel]],
) -> tuple[Mapping[type[BaseModel], dict[str, Any]], dict[str, Any]]:
    """Make the schemas of models for one document: a reference to each, and what they refer to."""
    unique = list(dict.fromkeys(models))
    references, made = models_json_schema(
        [(model, "validation") for model in unique],
        by_alias=True,
        ref_template=COMPONENT,
        schema_generator=SparseSchema,
    )
    return {model: references[model, "validation"] for model in unique}, made.get("$defs", {})
