"""What ``mockserver serve`` prints: where the services are and what to type to try them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockserver.server.live_server import LiveServer
    from mockserver.workspace import Workspace

_PLACEHOLDERS = ("CLIENT_ID:CLIENT_SECRET", "API_KEY")


def render_notice(
    server: LiveServer,
    *,
    clock: str,
    show_credentials: bool,
    is_guarded: bool = False,
    authority: Path | None = None,
) -> str:
    """Tell where the services are and what to type to try them.

    Credentials are printed for the workspace that ships; those of another file might be real. The token of
    a guarded server never is.
    """
    braze, rokt = server.url("braze"), server.url("rokt")
    curl = f"curl --cacert {authority}" if authority else "curl"
    shown = " -H 'Authorization: Bearer TOKEN'" if is_guarded else ""
    workspace = server.hosted().workspace
    client, key = _credentials(workspace) if workspace and show_credentials else _PLACEHOLDERS
    lines = [
        f"Workspace      {workspace.path if workspace else ''}, {clock} clock",
        f"Braze          {braze}",
        f"  {curl} -X POST {braze}/users/export/ids -H 'Authorization: Bearer {key}'"
        """ -H 'Content-Type: application/json' -d '{"external_ids": ["cust-one"]}'""",
        f"Rokt Calendar  {rokt}",
        f"  {curl} -X POST {rokt}/oauth2/token -u '{client}' -d grant_type=client_credentials",
        f"Inspector      {server.url('inspector')}/",
        *([f"  open it once with the token: {server.url('inspector')}/?token=TOKEN"] if is_guarded else []),
        "All            the admin API under /_mockserver/, described by /_mockserver/admin-openapi.json",
        f"""  {curl} -X POST {rokt}/_mockserver/clock/advance{shown} -d '{{"minutes": 5}}'""",
    ]
    return "\n".join(lines)


def _credentials(workspace: Workspace) -> tuple[str, str]:
    """Give those of the file: a state file's sandbox may have others too."""
    client = workspace.model.rokt.clients[0]
    exporting = next(key for key in workspace.model.braze.api_keys if "users.export.ids" in key.permissions)
    return f"{client.id}:{client.secret}", exporting.key
