"""The ASGI door: both services, the admin API and what is mounted beside them, of named sandboxes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import quote

from mockserver.doors.wire import decode_header
from mockserver.errors import UsageError
from mockserver.http import NoResponse, Request, Response
from mockserver.sandbox import Sandbox
from mockserver.server.admin.answering import PREFIX, Admin, complaint
from mockserver.server.asgi_messages import (
    Message,
    Receive,
    Scope,
    Send,
    from_asgi,
    read_body,
    send_response,
)
from mockserver.server.destination import Destination, Signposts
from mockserver.server.guard import Guard, Visit
from mockserver.server.hosted import Hosted
from mockserver.server.waiting import answer_when_found
from mockserver.server.worlds import DEFAULT, Worlds, worlds_of
from mockserver.simulator.service import MAX_BODY

DROP = "mockserver.drop_connection"
"""The key in a scope's ``state`` under which a server leaves the function that drops the connection."""

WAIT_PATH = PREFIX + "journal/wait"
THREADS = 256
"""How many requests are worked on at once by a server that sends requests to real hosts."""

_PREFIX = PREFIX.encode()
_PUBLIC = frozenset({_PREFIX + b"health", _PREFIX + b"ready"})
"""What may be asked without a token: whoever looks after a container has none."""
_log = logging.getLogger("mockserver.server")

AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]


class Mount:
    """An application beside the services, made when it is first asked for.

    ``public`` are the beginnings of its paths that need no token.
    """

    def __init__(self, make: Callable[[], AsgiApp], public: tuple[str, ...] = ()) -> None:
        self._make = make
        self._app: AsgiApp | None = None
        self.public = public

    @property
    def app(self) -> AsgiApp:
        """The application."""
        if self._app is None:
            self._app = self._make()
        return self._app


class Front:
    """Answers everything that comes to a server.

    Requests are journaled under the vendor's public URL, whatever port, host name or prefix they came
    by, so that they look as through every other door. A request that gets no response (a fault) has its
    connection dropped: the client sees the server disconnect without an answer, for a timeout too, at
    once. On a server that does not offer that under ``DROP`` the ``NoResponse`` is raised to it instead.
    A crash of the simulator is logged and answered 500 with ``{"mockserver": "..."}``.
    """

    def __init__(self, worlds: Worlds, *, guard: Guard | None = None, owner: object = None) -> None:
        self.worlds = worlds
        self.mounts: dict[str, Mount] = {}
        self._owner = owner
        self._guard = guard or Guard()
        self._admin = Admin(worlds)
        services = worlds.get("default").sandbox.services
        self._hosts = {service.name: service.hosts[0] for service in services}
        self._vendors = {host: service.name for service in services for host in service.hosts}
        self._signposts = Signposts(self._hosts, self._vendors)
        # A request that waits for a real host must not keep its answer's sender from being answered.
        self._threads = ThreadPoolExecutor(THREADS, "mockserver") if worlds.outside else None

    def mount(self, name: str, mount: Mount) -> None:
        """Put an application beside the services."""
        self.mounts[name] = mount
        self._signposts = Signposts([*self._hosts, *self.mounts], self._vendors)

    async def serve(self, scope: Scope, receive: Receive, send: Send, port: str) -> None:
        """Serve one request; ``port`` is the place its port leads to."""
        found = self._find(scope, port)
        if self._is_own(found):
            await self._serve_own(scope, receive, send, found)
            return
        body = await read_body(receive)
        if body is None:
            return
        try:
            response = await self._aside(scope, partial(self._answer, scope, body, found))
        except NoResponse as silence:
            await _drop_connection(scope, receive, silence)
        else:
            if response.latency:
                await asyncio.sleep(response.latency)
            await send_response(response, scope["method"], send)

    def answer_at_once(self, scope: Scope, body: bytes, port: str) -> Response | None:
        """Answer a request to a service without an event loop; None for one that ``serve`` has to serve.

        Raises ``NoResponse`` where a fault leaves none.
        """
        found = self._find(scope, port)
        if self._threads is not None or self._is_own(found):
            return None
        return _told_of_crashes(scope, partial(self._answer, scope, body, found))

    def _find(self, scope: Scope, port: str) -> Destination:
        return self._signposts.read(port, _raw_path(scope), scope["headers"])

    def _is_own(self, found: Destination) -> bool:
        """Tell whether a request goes to the admin API or to what is mounted."""
        return found.is_admin or found.place in self.mounts

    def _answer(self, scope: Scope, body: bytes, found: Destination) -> Response:
        try:
            hosted = self.worlds.get(found.sandbox)
            place = found.place or self._by_path(hosted, scope["method"], found)
        except UsageError as mistake:
            return complaint(404, mistake.message, mistake.hint)
        request = from_asgi(scope, body, self._hosts[place], found.path or b"/")
        taken_off = _taken_off(scope, found)
        if taken_off:
            request = request.with_headers(taken_off)
        return hosted.handle(request, service=place)

    def _by_path(self, hosted: Hosted, method: str, found: Destination) -> str:
        """Find the service that knows a path: no two know the same."""
        for service in hosted.sandbox.services:
            request = Request(method, "https://host" + decode_header(found.path))
            route = service.find(request)
            if route.operation is not None or route.allowed:
                return service.name
        names = ", ".join(f"/{name}/" for name in (*self._hosts, *self.mounts))
        raise UsageError(f"nothing is at {decode_header(found.path)}", hint=f"there are {names}")

    async def _aside(self, scope: Scope, answer: Callable[[], Response]) -> Response:
        """Work on a request, in a thread where that may wait for a real host."""
        work = partial(_told_of_crashes, scope, answer)
        if self._threads is None:
            return work()
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def run_due(self) -> None:
        """Run the work that has fallen due in every sandbox."""
        if self._threads is None:
            self.worlds.run_due()
        else:
            await asyncio.get_running_loop().run_in_executor(self._threads, self.worlds.run_due)

    # The admin API and what is mounted.

    async def _serve_own(self, scope: Scope, receive: Receive, send: Send, found: Destination) -> None:
        found, mount = self._mounted(found)
        visit = _visit(scope, found, mount)
        answer = self._guard.turn_away(visit)
        if answer is None and mount is not None and found.path == b"":
            target = decode_header(_raw_path(scope)) + "/" + ("?" + visit.query if visit.query else "")
            answer = Response(307).with_headers({"Location": target})
        if answer is None:
            try:
                hosted = self.worlds.get(found.sandbox)
            except UsageError as mistake:
                answer = complaint(404, mistake.message, mistake.hint)
        if answer is not None:
            await send_response(answer, scope["method"], send)
        elif mount is not None:
            await self._hand_over(scope, receive, send, found, hosted)
        else:
            await self._serve_admin(scope, receive, send, found, hosted)

    def _mounted(self, found: Destination) -> tuple[Destination, Mount | None]:
        """Tell a path below a mount's own prefix from one of the admin API."""
        if found.is_admin:
            name, slash, rest = found.path[len(_PREFIX) :].partition(b"/")
            if decode_header(name) in self.mounts:
                prefix = found.prefix + _PREFIX + name
                found = Destination(found.sandbox, decode_header(name), slash + rest, prefix)
                return found, self.mounts[found.place]
            return found, None
        return found, self.mounts.get(found.place)

    async def _hand_over(
        self, scope: Scope, receive: Receive, send: Send, found: Destination, hosted: Hosted
    ) -> None:
        told = {"mockserver.hosted": hosted, "mockserver.server": self._owner}
        inside = {**scope, **told, "root_path": decode_header(found.prefix)}
        await self.mounts[found.place].app(inside, _limited(receive), send)

    async def _serve_admin(
        self, scope: Scope, receive: Receive, send: Send, found: Destination, hosted: Hosted
    ) -> None:
        body = await read_body(receive)
        if body is None:
            return
        if len(body) > MAX_BODY:
            await send_response(complaint(413, "the body is too large"), scope["method"], send)
            return
        service = found.place if found.place in self._hosts else ""
        request = from_asgi(scope, body, self._hosts.get(service, "localhost"), found.path)

        def answer() -> Response:
            return self._admin.answer(hosted, request, service)

        response = await self._aside(scope, answer)
        if request.raw_path == WAIT_PATH and response.ok:
            response = await answer_when_found(hosted, request, response, answer)
        await send_response(response, request.method, send)


class ServiceApp:
    """One service of a sandbox as an ASGI application; ``service`` is ``rokt`` or ``braze``.

    ``sandbox`` may be replaced while the application runs. ``reset`` is how the admin API opens another.
    """

    def __init__(self, sandbox: Sandbox, service: str, *, reset: Callable[[], Sandbox] | None = None) -> None:
        names = [candidate.name for candidate in sandbox.services]
        if service not in names:
            raise UsageError(f"there is no service {service!r}", hint="choose one of: " + ", ".join(names))
        self._front = Front(worlds_of(sandbox, reset))
        self._service = service

    @property
    def sandbox(self) -> Sandbox:
        """The sandbox behind the application."""
        return self._front.worlds.get("default").sandbox

    @sandbox.setter
    def sandbox(self, sandbox: Sandbox) -> None:
        self._front.worlds.get("default").put(sandbox)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the server's lifespan."""
        if scope["type"] == "http":
            await self._front.serve(scope, receive, send, self._service)
        elif scope["type"] == "lifespan":
            await serve_lifespan(receive, send)
        else:
            await send({"type": "websocket.close"})


async def serve_lifespan(receive: Receive, send: Send) -> None:
    """Tell the server that there is nothing to wait for when it starts and stops."""
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


def _told_of_crashes(scope: Scope, answer: Callable[[], Response]) -> Response:
    """Answer a request; a crash of the simulator is logged and answered 500."""
    try:
        return answer()
    except NoResponse:
        raise
    except Exception as bug:
        _log.exception("%s %s crashed the simulator", scope["method"], scope["path"])
        return complaint(500, f"the simulator crashed: {bug!r}", "please report this with the request")


async def _drop_connection(scope: Scope, receive: Receive, silence: NoResponse) -> None:
    drop = scope.get("state", {}).get(DROP)
    if drop is None:
        raise silence
    drop()
    # Returning while the server still believes in the connection would make it answer 500.
    while (await receive())["type"] != "http.disconnect":
        pass


def _raw_path(scope: Scope) -> bytes:
    """Give a request's path with its percent escapes; not every server tells them."""
    return scope.get("raw_path") or quote(scope["path"]).encode()


def _taken_off(scope: Scope, found: Destination) -> dict[str, str]:
    """Tell what a request loses that comes by TLS or to a named sandbox, as proxies do.

    Links in answers have to lead back the same way, through a proxy that took something off before too.
    """
    told = {"X-Forwarded-Proto": "https"} if scope.get("scheme") == "https" else {}
    if found.sandbox != DEFAULT:
        before = dict(scope["headers"]).get(b"x-forwarded-prefix", b"")
        told["X-Forwarded-Prefix"] = decode_header(before).rstrip("/") + f"/@{found.sandbox}"
    return told


def _visit(scope: Scope, found: Destination, mount: Mount | None) -> Visit:
    headers = {decode_header(name).lower(): decode_header(value) for name, value in scope["headers"]}
    path = decode_header(found.path).removeprefix("/")
    return Visit(
        method=scope["method"],
        path=scope["path"],
        query=decode_header(scope.get("query_string", b"")),
        headers=headers,
        is_page=mount is not None,
        is_public=path.startswith(mount.public) if mount else found.path in _PUBLIC,
        is_encrypted=scope.get("scheme") == "https",
    )


def _limited(receive: Receive) -> Receive:
    """Let no more of a body through than the simulated services read."""
    read = 0

    async def receive_limited() -> Message:
        nonlocal read
        message: Any = await receive()
        read += len(message.get("body", b""))
        return message if read <= MAX_BODY else {"type": "http.disconnect"}

    return receive_limited
