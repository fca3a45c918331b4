"""The live server: both services, the admin API and what is mounted, on ports of their own or all on one."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import uvicorn

from mockserver.errors import MockServerError
from mockserver.http import Headers, Request, Response
from mockserver.sandbox import Sandbox
from mockserver.server.asgi import AsgiApp, Front, Mount, serve_lifespan
from mockserver.server.asgi_messages import Receive, Scope, Send
from mockserver.server.destination import EVERYTHING
from mockserver.server.guard import Guard
from mockserver.server.hosted import Hosted
from mockserver.server.protocol import MALFORMED, Protocol
from mockserver.server.short_way import ANSWER
from mockserver.server.sockets import LOOPBACK, bind_all, listening_address, port_of, url_of
from mockserver.server.worlds import DEFAULT, Worlds, worlds_of

PULSE = 0.05
"""Seconds between two looks for due work and for requests that do not end."""

LOOK = 0.5
"""Seconds between two looks at the workspace's files."""

MOST_CONNECTIONS = 1000
"""How many connections are served at once; who comes next is answered 503."""

IDLE = 150
"""Seconds that a connection without requests stays open: longer than pools keep theirs, Go's for 90 and
.NET's for 60 or 120, which would otherwise send a request just as the server closes."""

GRACE = 3
"""Seconds that a server which stops waits for answers on their way."""

_log = logging.getLogger("mockserver.server")


class _Server(uvicorn.Server):
    """uvicorn's server with the signals left to whoever runs it.

    uvicorn raises a signal again after it has shut down, which would end the command with a failure.
    """

    def __init__(self, config: uvicorn.Config, before_shutdown: Callable[[], None]) -> None:
        super().__init__(config)
        self._before_shutdown = before_shutdown

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def shutdown(self, sockets: list[Any] | None = None) -> None:
        # Who waits for something to happen would be waited for.
        self._before_shutdown()
        await super().shutdown(sockets)
        # Nobody else lets go of answers that take longer.
        for connection in tuple(self.server_state.connections):
            connection.transport.abort()


class LiveServer:
    """Sandboxes on the network: each service on a port of its own; port 0 takes any that is free.

    ``ports`` gives them by the service's or mount's name, or one for everything under ``all``. ``reopen``
    makes the fresh sandbox for ``reset`` and for sandboxes by name; ``worlds`` goes before both. With a
    ``token``, ``host`` may be an address that other machines reach. ``certificate`` is a chain and a key,
    as PEM files. With ``watch`` a change of the workspace's files is brought in.

    The ports are open from the start; requests are answered while ``run`` runs. Raises ``UsageError`` for
    a host that cannot be served and for a port that cannot be had.
    """

    def __init__(
        self,
        sandbox: Sandbox | None = None,
        *,
        ports: Mapping[str, int] | None = None,
        host: str = LOOPBACK,
        reopen: Callable[[], Sandbox] | None = None,
        worlds: Worlds | None = None,
        mounts: Mapping[str, Callable[[], AsgiApp]] | None = None,
        public: Mapping[str, tuple[str, ...]] | None = None,
        token: str = "",
        certificate: tuple[Path, Path] | None = None,
        watch: bool = False,
    ) -> None:
        self._watch = watch
        self.worlds = worlds or worlds_of(sandbox or Sandbox(), reopen)
        self._front = Front(self.worlds, guard=Guard(token), owner=self)
        places = [service.name for service in self.sandbox.services]
        for name, make in (mounts or {}).items():
            self.mount(name, make, (public or {}).get(name, ()))
            places.append(name)
        wanted = ports or {}
        names = [EVERYTHING] if EVERYTHING in wanted else places
        address = listening_address(host, is_guarded=bool(token))
        self._sockets = bind_all(address, [wanted.get(name, 0) for name in names])
        self._places = {port_of(bound): name for name, bound in zip(names, self._sockets, strict=True)}
        scheme = "https" if certificate else "http"
        self._urls = {name: url_of(bound, scheme) for name, bound in zip(names, self._sockets, strict=True)}
        self._server = _Server(_config(self, certificate), self.worlds.stop_waiting)

    def mount(self, name: str, make: Callable[[], AsgiApp], public: tuple[str, ...] = ()) -> None:
        """Put an ASGI application beside the services, below ``/_mockserver/NAME/`` on every port.

        It is made on the first request to it. ``public`` are the beginnings of its paths that need no token.
        """
        self._front.mount(name, Mount(make, public))

    @property
    def sandbox(self) -> Sandbox:
        """The default sandbox; another may be put in its place while the server runs."""
        return self.hosted().sandbox

    @sandbox.setter
    def sandbox(self, sandbox: Sandbox) -> None:
        self.hosted().put(sandbox)

    def hosted(self, name: str = DEFAULT) -> Hosted:
        """Give a sandbox by name, as everything that comes in goes through it; opened if it is new."""
        return self.worlds.get(name)

    @property
    def hosted_names(self) -> tuple[str, ...]:
        """The names of the sandboxes there are."""
        return self.worlds.names

    def url(self, place: str) -> str:
        """Give the address of a service or a mount, such as ``http://127.0.0.1:8101``."""
        if place in self._urls:
            return self._urls[place]
        if EVERYTHING in self._urls:
            return f"{self._urls[EVERYTHING]}/{place}"
        return f"{next(iter(self._urls.values()))}/_mockserver/{place}"

    @property
    def braze_url(self) -> str:
        """The address of Braze."""
        return self.url("braze")

    @property
    def rokt_url(self) -> str:
        """The address of Rokt Calendar."""
        return self.url("rokt")

    def reset(self) -> None:
        """Put a fresh sandbox in the place of the default one."""
        self.hosted().reset()

    def run(self) -> None:
        """Serve until ``stop`` is called."""
        self._server.run(sockets=self._sockets)

    def run_until_signal(self) -> None:
        """Serve until the process is told to stop (SIGINT or SIGTERM); a second SIGINT does not wait."""
        stopping = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self._server.handle_exit) for number in stopping}
        try:
            self.run()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @property
    def started(self) -> bool:
        """Whether requests are answered."""
        return self._server.started

    def stop(self) -> None:
        """Finish what is being answered and end ``run``; may be called from another thread."""
        self._server.should_exit = True

    def close(self) -> None:
        """Give the ports and the files back."""
        for bound in self._sockets:
            bound.close()
        self.worlds.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request with what the port it came to leads to."""
        if scope["type"] == "http":
            await self._front.serve(scope, receive, send, self._places[scope["server"][1]])
        elif scope["type"] == "lifespan":
            scope["state"].update({MALFORMED: self._note_malformed, ANSWER: self._answer_at_once})
            await self._live(receive, send)

    def _answer_at_once(self, scope: Scope, body: bytes) -> Response | None:
        return self._front.answer_at_once(scope, body, self._places[scope["server"][1]])

    async def _live(self, receive: Receive, send: Send) -> None:
        tasks = [asyncio.create_task(self._beat())]
        if self._watch:
            tasks.append(asyncio.create_task(self._look_at_files()))
        await serve_lifespan(receive, send)
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _look_at_files(self) -> None:
        told = ""
        while True:
            await asyncio.sleep(LOOK)
            try:
                if self.worlds.load_again():
                    _log.warning("the workspace file has changed and was brought in")
                    told = ""
            except MockServerError as mistake:
                if str(mistake) != told:
                    _log.warning("the changed workspace file was not brought in: %s", mistake)
                told = str(mistake)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(PULSE)
            await self._front.run_due()
            now = asyncio.get_running_loop().time()
            for connection in tuple(self._server.server_state.connections):
                if isinstance(connection, Protocol):
                    connection.give_up(now)

    def _note_malformed(self, port: int, received: bytes, status: int) -> None:
        """Write down what came and was not HTTP, as a request without method and path."""
        place = self._places.get(port, "")
        service = place if place in ("braze", "rokt") else ""
        sandbox = self.sandbox
        with sandbox.lock:
            exchange = sandbox.journal.record(Request("", "", Headers(), received[:4096]), "client")
            exchange.service = service
            exchange.response = Response(status)
            sandbox.journal.tell(exchange)


@contextmanager
def live_server(sandbox: Sandbox | None = None, **options: Any) -> Iterator[LiveServer]:
    """Serve a sandbox from a thread while the context lasts; takes the options of ``LiveServer``."""
    server = LiveServer(sandbox, **options)
    thread = Thread(target=server.run, name="mockserver", daemon=True)
    thread.start()
    try:
        while thread.is_alive() and not server.started:
            time.sleep(0.005)
        yield server
    finally:
        server.stop()
        thread.join()
        server.close()


def _config(app: LiveServer, certificate: tuple[Path, Path] | None) -> uvicorn.Config:
    chain, key = certificate or (None, None)
    return uvicorn.Config(
        app,
        http=Protocol,
        loop="auto",
        ws="none",
        lifespan="on",
        interface="asgi3",
        log_config=None,
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        server_header=False,
        date_header=False,  # it would tell the machine's time, not the sandbox's
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=GRACE,
        ssl_certfile=chain,
        ssl_keyfile=key,
    )
