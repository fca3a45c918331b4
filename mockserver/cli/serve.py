"""``mockserver serve``: both simulated services on ports of this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mockserver.doors.server import LiveServer
    from mockserver.sandbox import Sandbox

_PORT = click.IntRange(0, 65535)


@click.command("serve")
@click.option(
    "--workspace",
    "path",
    type=click.Path(path_type=Path),
    help="Workspace file instead of the one that ships.",
)
@click.option(
    "--braze-port", type=_PORT, default=8101, show_default=True, help="Port of Braze; 0 takes a free one."
)
@click.option(
    "--rokt-port", type=_PORT, default=8102, show_default=True, help="Port of Rokt Calendar, likewise."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Loopback address to listen on.")
@click.option(
    "--clock",
    type=click.Choice(["wall", "frozen"]),
    default="wall",
    show_default=True,
    help="Whether time passes by itself; it can be advanced either way.",
)
def command(path: Path | None, braze_port: int, rokt_port: int, host: str, clock: str) -> None:
    """Serve the simulated Braze and Rokt Calendar on local ports, until Ctrl-C."""
    from mockserver.clock import Clock
    from mockserver.doors.server import LiveServer
    from mockserver.workspace import default_workspace, load_workspace

    workspace = load_workspace(path) if path else default_workspace()

    def reopen() -> Sandbox:
        return workspace.open(clock=Clock.wall() if clock == "wall" else None)

    ports = {"braze": braze_port, "rokt": rokt_port}
    server = LiveServer(reopen(), ports=ports, host=host, reopen=reopen)
    click.echo(f"Workspace      {workspace.path}, {clock} clock")
    click.echo(_render_addresses(server, show_credentials=path is None))
    server.run_until_signal()
    click.echo("Stopped.")


def _render_addresses(server: LiveServer, *, show_credentials: bool) -> str:
    """Tell where the services are and what to type to try them.

    Credentials are printed for the workspace that ships; those of another file might be real.
    """
    braze, rokt = server.url("braze"), server.url("rokt")
    client, key = _credentials(server.sandbox) if show_credentials else _PLACEHOLDERS
    lines = [
        f"Braze          {braze}",
        f"  curl -X POST {braze}/users/export/ids -H 'Authorization: Bearer {key}'"
        """ -H 'Content-Type: application/json' -d '{"external_ids": ["cust-one"]}'""",
        f"Rokt Calendar  {rokt}",
        f"  curl -X POST {rokt}/oauth2/token -u '{client}' -d grant_type=client_credentials",
        "Both           clock, journal, messages, jobs, reset and health under /_mockserver/",
        f"""  curl -X POST {rokt}/_mockserver/clock/advance -d '{{"minutes": 5}}'""",
    ]
    return "\n".join(lines)


_PLACEHOLDERS = ("CLIENT_ID:CLIENT_SECRET", "API_KEY")


def _credentials(sandbox: Sandbox) -> tuple[str, str]:
    client = next(iter(sandbox.rokt.state.clients.values()))
    keys = sandbox.braze.state.api_keys
    exporting = next(key for key in keys if "users.export.ids" in key.permissions)
    return f"{client.client_id}:{client.client_secret}", exporting.key
