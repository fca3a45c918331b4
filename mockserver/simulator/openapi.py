"""OpenAPI 3.1 documents, derived from a service's operation table.

Format: https://spec.openapis.org/oas/v3.1.1
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, Final

from pydantic import BaseModel

from mockserver.http import JSON_TYPE
from mockserver.simulator.description import Content
from mockserver.simulator.json_schema import COMPONENT, SparseSchema, component_schemas
from mockserver.simulator.operation import Operation
from mockserver.simulator.rates import RateLimit
from mockserver.simulator.service import Service

OPENAPI: Final = "3.1.0"
_UNROUTED: Final = {404: "NotFound", 405: "MethodNotAllowed"}
_References = Mapping[type[BaseModel], dict[str, Any]]


def openapi_document(service: Service | type[Service], *, served: bool = False) -> dict[str, Any]:
    """Describe a service's operations; ``served`` puts the server that shows the document first.

    Every status an operation answers is there. What no operation is asked for is answered with the
    responses ``NotFound`` and ``MethodNotAllowed`` among the components.
    """
    about = service.description
    references, schemas = component_schemas(_models(service))
    return {
        "openapi": OPENAPI,
        "info": {"title": about.title, "version": version("mockserver"), "description": about.text},
        "externalDocs": {"url": about.source},
        "servers": _servers(service, served=served),
        "tags": [{"name": tag} for tag in dict.fromkeys(map(_tag, service.operations))],
        "paths": _paths(service, references),
        "components": {
            "schemas": dict(sorted({**schemas, **_query_definitions(service)}.items())),
            "responses": {
                name: _response(status, {JSON_TYPE: about.refusal}, {}, references)
                for status, name in _UNROUTED.items()
            },
            "securitySchemes": about.security,
        },
    }


def _servers(service: Service | type[Service], *, served: bool) -> list[dict[str, str]]:
    here = [{"url": "/", "description": "The simulator that shows this document"}] if served else []
    return [*here, *({"url": f"https://{host}"} for host in service.hosts)]


def _models(service: Service | type[Service]) -> Iterator[type[BaseModel]]:
    about = service.description
    yield about.refusal
    for one in service.operations:
        contents = [about.body_of(one), about.answer_of(one)]
        contents += [about.refusal_of(one, status) for status in sorted(about.refusals_of(one))]
        for content in contents:
            yield from (model for model in content.values() if model)


def _paths(service: Service | type[Service], references: _References) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for one in service.operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(service, one, references)
    return paths


def _operation(
    service: Service | type[Service], operation: Operation, references: _References
) -> dict[str, Any]:
    about = service.description
    parameters = [*_path_parameters(operation), *_query_parameters(operation)]
    body = about.body_of(operation)
    extras = {
        "x-evidence": operation.evidence.value,
        "x-source": operation.source,
        "x-permission": operation.permission,
        "x-rate-limit": _rate(operation.rate),
    }
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [_tag(operation)],
        **({"parameters": parameters} if parameters else {}),
        **({"requestBody": {"required": True, "content": _content(body, references)}} if body else {}),
        "responses": _responses(service, operation, references),
        "security": about.security_of(operation),
        **{name: value for name, value in extras.items() if value},
    }


def _tag(operation: Operation) -> str:
    """Name an operation's area after the module it is in."""
    return operation.run.__module__.rpartition(".")[2]


def _rate(rate: RateLimit | None) -> dict[str, Any]:
    if rate is None:
        return {}
    return {"requests": rate.requests, "seconds": int(rate.period.total_seconds()), "pool": rate.pool}


def _path_parameters(operation: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"\{([^}]+)\}", operation.path)
    ]


def _query_parameters(operation: Operation) -> list[dict[str, Any]]:
    schema = _query_schema(operation)
    required = schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": member}
        for name, member in schema.get("properties", {}).items()
    ]


def _query_definitions(service: Service | type[Service]) -> dict[str, Any]:
    definitions: dict[str, Any] = {}
    for operation in service.operations:
        definitions |= _query_schema(operation).get("$defs", {})
    return definitions


def _query_schema(operation: Operation) -> dict[str, Any]:
    if operation.query is None:
        return {}
    return operation.query.model_json_schema(
        by_alias=True, ref_template=COMPONENT, schema_generator=SparseSchema
    )


def _responses(
    service: Service | type[Service], operation: Operation, references: _References
) -> dict[str, Any]:
    about = service.description
    contents = {status: about.refusal_of(operation, status) for status in about.refusals_of(operation)}
    contents |= {status: {} for status in contents if status == HTTPStatus.NOT_MODIFIED}
    contents[operation.success] = about.answer_of(operation)
    return {
        str(status): _response(status, contents[status], about.headers_of(operation, status), references)
        for status in sorted(contents)
    }


def _response(
    status: int, content: Content, headers: Mapping[str, str], references: _References
) -> dict[str, Any]:
    described = {name: {"description": text, "schema": {"type": "string"}} for name, text in headers.items()}
    return {
        "description": HTTPStatus(status).phrase,
        **({"headers": described} if described else {}),
        **({"content": _content(content, references)} if content else {}),
    }


def _content(content: Content, references: _References) -> dict[str, Any]:
    return {
        media_type: _media(media_type, references[model] if model else None)
        for media_type, model in content.items()
    }


def _media(media_type: str, schema: dict[str, Any] | None) -> dict[str, Any]:
    if schema is not None:
        return {"schema": schema}
    return {"schema": {"type": "string"}} if media_type.startswith("text/") else {}
