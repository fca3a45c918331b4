"""The live server: both services on a port of their own, in one event loop, for this machine only."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import signal
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Any

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from mockserver.doors.asgi import DROP, ServiceApp, serve_lifespan
from mockserver.doors.asgi_messages import Receive, Scope, Send
from mockserver.errors import UsageError
from mockserver.sandbox import Sandbox

LOOPBACK = "127.0.0.1"
PULSE = 0.05
"""Seconds between two looks for due work while the clock follows the wall."""

_log = logging.getLogger("mockserver.doors")


class _Protocol(AutoHTTPProtocol):  # type: ignore[valid-type, misc]
    """uvicorn's protocol, which also lets the application drop the connection."""

    app_state: dict[str, Any]

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        self.app_state = {**self.app_state, DROP: transport.abort}


class _Server(uvicorn.Server):
    """uvicorn's server with the signals left to whoever runs it.

    uvicorn raises a signal again after it has shut down, which would end the command with a failure.
    """

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class LiveServer:
    """A sandbox on the network: each service on a port of its own; port 0 takes any that is free.

    The ports are open from the start; requests are answered while ``run`` runs. ``reopen`` makes the
    fresh sandbox for ``reset``. Raises ``UsageError`` for a host that is not this machine's loopback and
    for a port that cannot be had.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        *,
        ports: Mapping[str, int] | None = None,
        host: str = LOOPBACK,
        reopen: Callable[[], Sandbox] | None = None,
    ) -> None:
        self._reopen = reopen
        self._sandbox = sandbox
        reset = self.reset if reopen else None
        names = [service.name for service in sandbox.services]
        self._sockets = _bind_all(_loopback(host), [(ports or {}).get(name, 0) for name in names])
        self._urls = {name: _url(bound) for name, bound in zip(names, self._sockets, strict=True)}
        self._apps = {
            _port(bound): ServiceApp(sandbox, name, reset=reset)
            for name, bound in zip(names, self._sockets, strict=True)
        }
        self._server = _Server(_config(self))

    @property
    def sandbox(self) -> Sandbox:
        """The sandbox behind the ports; another may be put in its place while the server runs."""
        return self._sandbox

    @sandbox.setter
    def sandbox(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        for app in self._apps.values():
            app.sandbox = sandbox

    def url(self, service: str) -> str:
        """Give the address of a service's port, such as ``http://127.0.0.1:8101``."""
        return self._urls[service]

    @property
    def braze_url(self) -> str:
        """The address of Braze's port."""
        return self.url("braze")

    @property
    def rokt_url(self) -> str:
        """The address of Rokt Calendar's port."""
        return self.url("rokt")

    def reset(self) -> None:
        """Put a fresh sandbox in the place of this one."""
        if self._reopen is not None:
            self.sandbox = self._reopen()

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
        """Give the ports back."""
        for bound in self._sockets:
            bound.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request with the application of the port it came to."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._apps[scope["server"][1]](scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        pulse = asyncio.create_task(self._beat())
        await serve_lifespan(receive, send)
        pulse.cancel()
        with suppress(asyncio.CancelledError):
            await pulse

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(PULSE)
            if self._sandbox.clock.follows_wall:
                self._run_due()

    def _run_due(self) -> None:
        try:
            with self._sandbox.lock:
                self._sandbox.clock.run_due()
        except Exception:
            _log.exception("work on the clock crashed the simulator")


@contextmanager
def live_server(sandbox: Sandbox, **options: Any) -> Iterator[LiveServer]:
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


def _config(app: LiveServer) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=_Protocol,
        ws="none",
        lifespan="on",
        interface="asgi3",
        log_config=None,
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        server_header=False,
        date_header=False,  # it would tell the machine's time, not the sandbox's
        timeout_graceful_shutdown=3,
    )


def _loopback(host: str) -> str:
    address = LOOPBACK if host == "localhost" else host
    with suppress(ValueError):
        if ipaddress.ip_address(address).is_loopback:
            return address
    raise UsageError(
        f"{host} is not a loopback address",
        hint=f"the server has no access control and serves this machine only: use {LOOPBACK} or ::1",
    )


def _bind_all(host: str, ports: list[int]) -> list[socket.socket]:
    bound: list[socket.socket] = []
    try:
        for port in ports:
            bound.append(_bind(host, port))
    except UsageError:
        for earlier in bound:
            earlier.close()
        raise
    return bound


def _bind(host: str, port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(2048)
    except (OSError, OverflowError) as error:
        bound.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"port {port} on {host} cannot be had: {reason}", hint="choose another, or 0 for any that is free"
        ) from error
    return bound


def _port(bound: socket.socket) -> int:
    port: int = bound.getsockname()[1]
    return port


def _url(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
