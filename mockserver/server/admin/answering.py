"""How the admin API answers: routing, mistakes, and the operations that are about the server itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from mockserver.errors import MockServerError, UsageError
from mockserver.http import Request, Response
from mockserver.server.admin.operation import AdminCall, AdminOperation
from mockserver.server.admin.table import OPERATIONS, find
from mockserver.simulator.openapi import openapi_document

if TYPE_CHECKING:
    from mockserver.server.hosted import Hosted
    from mockserver.server.worlds import Worlds

PREFIX = "/_mockserver/"
"""The paths that are the tool's own on every port."""

SANDBOX_HEADER = "X-Mockserver-Sandbox"
"""The header that names the sandbox a request is about."""


def complaint(status: int, message: str, hint: str = "") -> Response:
    """Make an answer that is the tool's own, not a vendor's."""
    return Response.of_json(status, {"mockserver": message, **({"hint": hint} if hint else {})})


class Admin:
    """Answers the admin API of one server."""

    def __init__(self, worlds: Worlds) -> None:
        self._worlds = worlds

    def answer(self, hosted: Hosted, request: Request, service: str) -> Response:
        """Answer a request under the prefix; ``service`` is whose port it came to, empty for both's."""
        path = request.raw_path.removeprefix(PREFIX)
        try:
            own = self._own(request.method, path)
            if own is not None:
                return own(hosted, AdminCall({}, dict(request.query)), service)
            operation, params, allowed = find(request.method, path)
            if operation is None:
                return _refuse(path, allowed)
            call = AdminCall(params, dict(request.query), _payload(request, operation))
            return _run(operation, hosted, call)
        except MockServerError as error:
            return complaint(400, str(error.message), error.hint)
        except OverflowError:
            return complaint(400, "the clock cannot go beyond the year 9999")

    def _own(self, method: str, path: str) -> Callable[[Hosted, AdminCall, str], Response] | None:
        if path.startswith("sandboxes/") and method == "DELETE":
            return lambda *_: self._forget(path.removeprefix("sandboxes/"))
        return {
            ("GET", "health"): self._health,
            ("GET", "ready"): self._ready,
            ("GET", "openapi.json"): _openapi,
            ("GET", "admin-openapi.json"): _admin_openapi,
            ("GET", "sandboxes"): self._sandboxes,
            ("POST", "reload"): self._reload,
        }.get((method, path))

    def _health(self, hosted: Hosted, call: AdminCall, service: str) -> Response:  # noqa: ARG002
        told = {"status": "ok", "service": service, "requests": hosted.sandbox.journal.last_number}
        return Response.of_json(200, told)

    def _ready(self, hosted: Hosted, call: AdminCall, service: str) -> Response:  # noqa: ARG002
        troubles = self._worlds.troubles()
        return Response.of_json(503 if troubles else 200, {"ready": not troubles, "troubles": troubles})

    def _sandboxes(self, hosted: Hosted, call: AdminCall, service: str) -> Response:  # noqa: ARG002
        shown = [{"name": one.name, "requests": one.sandbox.journal.last_number} for one in self._worlds]
        return Response.of_json(200, {"sandboxes": shown})

    def _forget(self, name: str) -> Response:
        self._worlds.forget(name)
        return Response.of_json(200, {"deleted": name})

    def _reload(self, hosted: Hosted, call: AdminCall, service: str) -> Response:  # noqa: ARG002
        return Response.of_json(200, {"changed": self._worlds.load_again()})


def _run(operation: AdminOperation, hosted: Hosted, call: AdminCall) -> Response:
    if operation.on == "hosted":
        answer = operation.run(hosted, call)
    elif operation.changes:
        answer = hosted.perform(operation.name, call.params, call.payload)
    else:
        with hosted.lock:
            answer = operation.run(hosted.sandbox, call)
    return answer if isinstance(answer, Response) else Response.of_json(200, answer)


def _payload(request: Request, operation: AdminOperation) -> Any:
    if not request.body.strip():
        return None
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        members = ", ".join(operation.body.model_fields) if operation.body else ""
        hint = "send a JSON object" + (f"; it may name {members}" if members else "")
        raise UsageError("the body is not JSON", hint=hint) from None


def _openapi(hosted: Hosted, call: AdminCall, service: str) -> Response:
    wanted = service or call.query.get("service", "")
    found = next((one for one in hosted.sandbox.services if one.name == wanted), None)
    if found is None:
        names = ", ".join(one.name for one in hosted.sandbox.services)
        raise UsageError("say whose document you want", hint=f"?service= one of {names}")
    return Response.of_json(200, openapi_document(found, served=True))


def _admin_openapi(hosted: Hosted, call: AdminCall, service: str) -> Response:  # noqa: ARG001
    from mockserver.server.admin.document import admin_document

    return Response.of_json(200, admin_document())


def _refuse(path: str, allowed: list[str]) -> Response:
    if allowed:
        told = complaint(405, f"{PREFIX}{path} is asked with {' or '.join(allowed)}")
        return told.with_headers({"Allow": ", ".join(allowed)})
    known = ", ".join(f"{one.method} {one.path}" for one in OPERATIONS)
    return complaint(
        404, f"there is no {PREFIX}{path}", f"{PREFIX}admin-openapi.json describes all; there are: {known}"
    )


OWN: Mapping[tuple[str, str], str] = {
    ("GET", "health"): "Tell that the server is up, and which service this port stands in for.",
    ("GET", "ready"): "Tell whether everything is answered as it should be; 503 with the reasons if not.",
    ("GET", "openapi.json"): "Give the OpenAPI document of the service this port stands in for.",
    ("GET", "admin-openapi.json"): "Give this document.",
    ("GET", "sandboxes"): "List the sandboxes by name.",
    ("DELETE", "sandboxes/{name}"): "Give a sandbox up.",
    ("POST", "reload"): "Load the workspace file again and bring it into every sandbox.",
}
"""The operations about the server, with what each is for."""
