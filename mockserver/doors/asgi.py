"""The ASGI door: one simulated service, and the admin API beside it, as a plain ASGI application."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from mockserver.doors.admin import PREFIX, Admin, complaint
from mockserver.doors.asgi_messages import Receive, Scope, Send, from_asgi, read_body, send_response
from mockserver.errors import UsageError
from mockserver.http import NoResponse, Request, Response
from mockserver.sandbox import Sandbox

DROP = "mockserver.drop_connection"
"""The key in a scope's ``state`` under which a server leaves the function that drops the connection."""

_log = logging.getLogger("mockserver.doors")


class ServiceApp:
    """One service of a sandbox as an ASGI application; ``service`` is ``rokt`` or ``braze``.

    Requests are journaled under the vendor's public URL, whatever port they came to, so that they look
    as through every other door. A request that gets no response (a fault) has its connection dropped:
    the client sees the server disconnect without an answer, for a timeout too, at once. On a server
    that does not offer that under ``DROP`` the ``NoResponse`` is raised to it instead. A crash of the
    simulator is logged and answered 500 with ``{"mockserver": "..."}``.

    ``sandbox`` may be replaced while the application runs. ``reset`` is what the admin API's reset calls.
    """

    def __init__(self, sandbox: Sandbox, service: str, *, reset: Callable[[], None] | None = None) -> None:
        self.sandbox = sandbox
        self._index = _index(sandbox, service)
        self._host = sandbox.services[self._index].hosts[0]
        self._admin = Admin(service, reset)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the server's lifespan."""
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await serve_lifespan(receive, send)
        else:
            await send({"type": "websocket.close"})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await read_body(receive)
        if body is None:
            return
        request = from_asgi(scope, body, self._host)
        try:
            response = self._answer(request)
        except NoResponse as silence:
            await _drop_connection(scope, receive, silence)
        else:
            if response.latency:
                await asyncio.sleep(response.latency)
            await send_response(response, request.method, send)

    def _answer(self, request: Request) -> Response:
        try:
            if request.raw_path.startswith(PREFIX):
                return self._admin.answer(self.sandbox, request)
            return self.sandbox.handle(request, service=self.sandbox.services[self._index])
        except NoResponse:
            raise
        except Exception as bug:
            _log.exception("%s %s crashed the simulator", request.method, request.raw_path)
            return complaint(500, f"the simulator crashed: {bug!r}", "please report this with the request")


async def serve_lifespan(receive: Receive, send: Send) -> None:
    """Tell the server that there is nothing to wait for when it starts and stops."""
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


async def _drop_connection(scope: Scope, receive: Receive, silence: NoResponse) -> None:
    drop = scope.get("state", {}).get(DROP)
    if drop is None:
        raise silence
    drop()
    # Returning while the server still believes in the connection would make it answer 500.
    while (await receive())["type"] != "http.disconnect":
        pass


def _index(sandbox: Sandbox, service: str) -> int:
    names = [candidate.name for candidate in sandbox.services]
    if service not in names:
        raise UsageError(f"there is no service {service!r}", hint="choose one of: " + ", ".join(names))
    return names.index(service)
