"""Where a request to the server goes: by port, host name, path prefix and header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from mockserver.server.admin.answering import PREFIX, SANDBOX_HEADER
from mockserver.server.worlds import DEFAULT

EVERYTHING = "all"
"""The port that leads everywhere, by host name or path prefix."""

LOCAL = ".localhost"
_PREFIX = PREFIX.encode()
_HEADER = SANDBOX_HEADER.lower().encode()
_PORT = re.compile(r":\d*\Z")


class Destination(NamedTuple):
    """A service, a mounted application or the admin API of a sandbox.

    ``place`` names the service or the mount, empty where nothing tells; ``prefix`` is what was taken off
    the path in front, ``path`` the rest, percent escapes kept.
    """

    sandbox: str
    place: str
    path: bytes
    prefix: bytes = b""

    @property
    def is_admin(self) -> bool:
        """Whether the path is the tool's own."""
        return self.path.startswith(_PREFIX)


class Signposts:
    """Finds the destination of requests.

    A sandbox is named by the header, by what stands before the place in a host name below ``localhost``
    (``worker-3.rokt.localhost``) or by ``/@worker-3`` in front of the path.
    """

    def __init__(self, places: Iterable[str], vendors: Mapping[str, str]) -> None:
        self._places = frozenset(places)
        self._vendors = dict(vendors)

    def read(self, port: str, path: bytes, headers: Iterable[tuple[bytes, bytes]]) -> Destination:
        """Find a destination; ``port`` is the place that the port leads to, or ``EVERYTHING``."""
        host, sandbox = b"", DEFAULT
        for name, value in headers:
            if name == b"host":
                host = value
            elif name == _HEADER:
                sandbox = value.decode("latin-1")
        place = "" if port == EVERYTHING else port
        if b".localhost" in host or port == EVERYTHING:
            sandbox, place = self._by_host(host, sandbox, place)
        if path.startswith(b"/@"):
            return self._below_sandbox(path, place, port)
        if port == EVERYTHING and not path.startswith(_PREFIX):
            return self._by_prefix(Destination(sandbox, place, path))
        return Destination(sandbox, place, path)

    def _by_host(self, host: bytes, sandbox: str, place: str) -> tuple[str, str]:
        name = _PORT.sub("", host.decode("latin-1")).lower()
        if not name.endswith(LOCAL):
            return sandbox, place or self._vendors.get(name, "")
        labels = name.removesuffix(LOCAL).split(".")
        if labels[-1] in self._places:
            place = place or labels[-1]
            labels.pop()
        return ".".join(labels) or sandbox, place

    def _below_sandbox(self, path: bytes, place: str, port: str) -> Destination:
        name, slash, rest = path[2:].partition(b"/")
        found = Destination(name.decode("latin-1"), place, slash + rest or b"/", path[: 2 + len(name)])
        return found if found.is_admin or port != EVERYTHING else self._by_prefix(found)

    def _by_prefix(self, found: Destination) -> Destination:
        name, slash, rest = found.path[1:].partition(b"/")
        place = name.decode("latin-1")
        if place not in self._places:
            return found
        return found._replace(place=place, path=slash + rest, prefix=found.prefix + b"/" + name)
