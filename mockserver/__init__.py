"""A local mock-and-test harness for the Rokt Calendar and Braze integration."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockserver.clock import Clock
    from mockserver.doors.httpx_transport import SandboxTransport
    from mockserver.doors.respx_door import open_respx
    from mockserver.errors import MockServerError
    from mockserver.evidence import Assumption, Evidence
    from mockserver.findings import Finding, Severity
    from mockserver.http import Failure, Headers, NoResponse, Request, Response
    from mockserver.liquid import parse_template
    from mockserver.sandbox import Sandbox
    from mockserver.server.admin_client import AdminClient
    from mockserver.server.live_server import live_server
    from mockserver.simulator.faults import Effect
    from mockserver.workspace import Workspace, default_workspace, load_workspace

# fmt: off
__all__ = [
    "AdminClient", "Assumption", "Clock", "Effect", "Evidence", "Failure", "Finding", "Headers",
    "MockServerError", "NoResponse", "Request", "Response", "Sandbox", "SandboxTransport", "Severity",
    "Workspace", "default_workspace", "live_server", "load_workspace", "open_respx", "parse_template",
]
# fmt: on

_HOMES = {
    "clock": "Clock",
    "server.admin_client": "AdminClient",
    "doors.httpx_transport": "SandboxTransport",
    "doors.respx_door": "open_respx",
    "server.live_server": "live_server",
    "errors": "MockServerError",
    "evidence": "Assumption Evidence",
    "findings": "Finding Severity",
    "http": "Failure Headers NoResponse Request Response",
    "liquid": "parse_template",
    "sandbox": "Sandbox",
    "simulator.faults": "Effect",
    "workspace": "Workspace default_workspace load_workspace",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that importing the package costs next to nothing."""
    for home, names in _HOMES.items():
        if name in names.split():
            value = globals()[name] = getattr(import_module(f"mockserver.{home}"), name)
            return value
    raise AttributeError(f"module 'mockserver' has no attribute {name!r}")
