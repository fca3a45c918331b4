"""The OpenAPI document of the admin API, made from its table."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Any

from mockserver.server.admin.answering import OWN, PREFIX, SANDBOX_HEADER
from mockserver.server.admin.operation import AdminOperation
from mockserver.server.admin.table import OPERATIONS

_DEFINITIONS = "#/components/schemas/{model}"
_MISTAKE = {
    "description": "A mistake in the call.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Mistake"}}},
}


def admin_document() -> dict[str, Any]:
    """Describe the admin API in OpenAPI 3.1."""
    paths: dict[str, dict[str, Any]] = {}
    schemas: dict[str, Any] = {"Mistake": _mistake()}
    for (method, path), summary in OWN.items():
        name = f"{method.lower()}_{re.sub(r'[^a-z]+', '_', path)}".strip("_")
        _add(paths, method, path, {"operationId": name, "summary": summary, **_outcome()})
    for operation in OPERATIONS:
        _add(paths, operation.method, operation.path, _operation(operation, schemas))
    return {
        "openapi": "3.1.0",
        "info": {"title": "mockserver's admin API", "version": version("mockserver")},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


def _add(paths: dict[str, dict[str, Any]], method: str, path: str, described: dict[str, Any]) -> None:
    members = paths.setdefault(PREFIX + path, {"parameters": [_sandbox_header(), *_in_path(path)]})
    members[method.lower()] = described


def _operation(operation: AdminOperation, schemas: dict[str, Any]) -> dict[str, Any]:
    described = {
        "operationId": operation.name,
        "summary": operation.summary,
        **_outcome(operation.media_type),
    }
    if operation.query:
        described["parameters"] = [
            {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}
            for name, text in operation.query.items()
        ]
    if operation.method in ("POST", "PUT"):
        described["requestBody"] = _body(operation, schemas)
    return described


def _body(operation: AdminOperation, schemas: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object"}
    if operation.body is not None:
        made = operation.body.model_json_schema(ref_template=_DEFINITIONS)
        schemas.update(made.pop("$defs", {}))
        schemas[operation.body.__name__] = made
        schema = {"$ref": _DEFINITIONS.format(model=operation.body.__name__)}
    return {"content": {"application/json": {"schema": schema}}}


def _outcome(media_type: str = "application/json") -> dict[str, Any]:
    schema = {"type": "object"} if media_type == "application/json" else {"type": "string"}
    done = {"description": "Done.", "content": {media_type: {"schema": schema}}}
    return {"responses": {"200": done, "400": _MISTAKE}}


def _in_path(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{(\w+)\}", path)
    ]


def _sandbox_header() -> dict[str, Any]:
    return {
        "name": SANDBOX_HEADER,
        "in": "header",
        "description": "The sandbox that is meant, opened if it is new; the default one without it.",
        "schema": {"type": "string"},
    }


def _mistake() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"mockserver": {"type": "string"}, "hint": {"type": "string"}},
        "required": ["mockserver"],
    }
