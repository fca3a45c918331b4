"""What the inspector asks of the server that runs it.

The server leaves both objects in the ASGI scope of every request, under ``HOSTED`` and ``SERVER``.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

from mockserver.http import Request, Response
from mockserver.sandbox import Sandbox
from mockserver.workspace import Workspace

HOSTED: Final = "mockserver.hosted"
SERVER: Final = "mockserver.server"
DEFAULT: Final = "default"
"""The name of the sandbox that everybody sees who names none."""


class Changes(Protocol):
    """Tells that something has happened; ``closed`` when nothing more will, ``given_up`` never again."""

    @property
    def version(self) -> int: ...
    @property
    def closed(self) -> bool: ...
    @property
    def given_up(self) -> bool: ...
    async def later_than(self, version: int, *, timeout: float) -> int:
        """Wait until the version is another, or for the seconds; give the version."""


class Host(Protocol):
    """One sandbox that a server keeps: it may be read with the lock held, and is changed by calls only."""

    @property
    def name(self) -> str: ...
    @property
    def lock(self) -> AbstractContextManager[Any]: ...
    @property
    def sandbox(self) -> Sandbox: ...
    @property
    def workspace(self) -> Workspace | None: ...
    @property
    def changes(self) -> Changes: ...
    def call(self, method: str, path: str, payload: Any = None) -> Any:
        """Do what the admin API does; raises ``MockServerError`` for a mistake."""

    def handle(self, request: Request, *, service: str) -> Response:
        """Answer a request as if a client had sent it; raises ``NoResponse`` where a fault says so."""


class Server(Protocol):
    """The server itself, which knows where the services are."""

    def url(self, service: str) -> str:
        """Give the address of a service's port."""
