"""The sockets a server listens on."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from contextlib import suppress

from mockserver.errors import UsageError

LOOPBACK = "127.0.0.1"


def listening_address(host: str, *, is_guarded: bool) -> str:
    """Give the address to listen on.

    Raises ``UsageError`` for a name that is no address, and for one beyond this machine where nobody
    would have to show a token.
    """
    address = LOOPBACK if host == "localhost" else host
    with suppress(ValueError):
        if ipaddress.ip_address(address).is_loopback or is_guarded:
            return address
    other = "to serve other machines, give an address of this one and a token (--token, MOCKSERVER_TOKEN)"
    hint = f"use {LOOPBACK} or ::1; {other}"
    raise UsageError(f"{host} is not a loopback address", hint=hint)


def bind_all(host: str, ports: Iterable[int]) -> list[socket.socket]:
    """Listen on ports; 0 takes any that is free.

    Raises ``UsageError`` for a port that cannot be had; then none is kept.
    """
    bound: list[socket.socket] = []
    try:
        for port in ports:
            bound.append(_bind(host, port))
    except UsageError:
        for earlier in bound:
            earlier.close()
        raise
    return bound


def port_of(bound: socket.socket) -> int:
    """Give the port a socket listens on."""
    port: int = bound.getsockname()[1]
    return port


def url_of(bound: socket.socket, scheme: str = "http") -> str:
    """Give the address of a socket as this machine reaches it."""
    host, port = bound.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "::1" if ":" in host else LOOPBACK
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


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
            f"port {port} on {host} cannot be had: {reason}",
            hint="is another server running? choose another port, or 0 for any that is free",
        ) from error
    return bound
