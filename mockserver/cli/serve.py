"""``mockserver serve``: both simulated services and the inspector on ports of this machine."""

from __future__ import annotations

import gc
import re
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import click

from mockserver.cli.given_file import GIVEN_FILE
from mockserver.cli.report_file import ReportFile
from mockserver.cli.serving_notice import render_notice
from mockserver.cli.workspace_option import workspace_option

if TYPE_CHECKING:
    from mockserver.server.asgi import AsgiApp
    from mockserver.server.worlds import Worlds

_PORT = click.IntRange(0, 65535)
_FILE = ReportFile()
_TOKEN = re.compile(r"[A-Za-z0-9_.~-]{16,}")


@click.command("serve")
@workspace_option
@click.option("--reload", is_flag=True, help="Bring the workspace file in again whenever it changes.")
@click.option(
    "--port",
    metavar="PORT",
    type=_PORT,
    help="One port for everything, by host name or path, instead of three.",
)
@click.option(
    "--braze-port",
    metavar="PORT",
    type=_PORT,
    default=8101,
    show_default=True,
    help="Port of Braze; 0: a free one.",
)
@click.option(
    "--rokt-port", metavar="PORT", type=_PORT, default=8102, show_default=True, help="Port of Rokt Calendar."
)
@click.option(
    "--inspector-port",
    metavar="PORT",
    type=_PORT,
    default=8103,
    show_default=True,
    help="Port of the inspector.",
)
@click.option(
    "--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Address to listen on."
)
@click.option(
    "--token",
    envvar="MOCKSERVER_TOKEN",
    show_envvar=True,
    help="What the admin API and the inspector ask for.",
)
@click.option(
    "--clock", metavar="PACE", default="wall", show_default=True, help="wall, frozen, or a pace such as 60x."
)
@click.option(
    "--state",
    metavar="FILE",
    type=_FILE,
    help="File that keeps everything that was answered, for the next run.",
)
@click.option(
    "--journal",
    metavar="FILE",
    type=_FILE,
    help="File that every exchange is added to, one JSON object a line.",
)
@click.option(
    "--allow-host",
    "hosts",
    metavar="HOST",
    multiple=True,
    help="Real host that requests may go to; repeatable.",
)
@click.option("--tls", is_flag=True, help="Serve HTTPS with a certificate made for this run.")
@click.option(
    "--tls-cert", metavar="FILE", type=GIVEN_FILE, help="Certificate chain (PEM) to serve HTTPS with."
)
@click.option("--tls-key", metavar="FILE", type=GIVEN_FILE, help="Its key (PEM).")
def command(
    path: Path | None,
    reload: bool,
    port: int | None,
    braze_port: int,
    rokt_port: int,
    inspector_port: int,
    host: str,
    token: str | None,
    clock: str,
    state: Path | None,
    journal: Path | None,
    hosts: tuple[str, ...],
    tls: bool,
    tls_cert: Path | None,
    tls_key: Path | None,
) -> None:
    """Serve the simulated Braze and Rokt Calendar on local ports, until Ctrl-C."""
    _collect_rarely()  # importing, too, makes much that stays
    from mockserver.server.live_server import LiveServer

    own_ports = {"braze": braze_port, "rokt": rokt_port, "inspector": inspector_port}
    chain, key, authority = _certificate(tls, tls_cert, tls_key, host)
    server = LiveServer(
        worlds=_worlds(path, clock, state, journal, hosts),
        ports=own_ports if port is None else {"all": port},
        host=host,
        token=_checked_token(token),
        mounts={"inspector": _inspector},
        public={"inspector": ("subscribe/", "static/")},
        certificate=(chain, key) if chain and key else None,
        watch=reload,
    )
    gc.freeze()
    click.echo(
        render_notice(
            server,
            clock=clock,
            show_credentials=path is None,
            is_guarded=bool(token),
            authority=authority,
        )
    )
    server.run_until_signal()
    server.close()
    click.echo("Stopped.")


def _worlds(
    path: Path | None, clock: str, state: Path | None, journal: Path | None, hosts: tuple[str, ...]
) -> Worlds:
    from mockserver.cli.loading_bar import loading_bar
    from mockserver.server.admin.clock import parse_pace
    from mockserver.server.journal_file import JournalFile
    from mockserver.server.origin import WorkspaceOrigin
    from mockserver.server.outside import outside_of
    from mockserver.server.state_file import StateFile
    from mockserver.server.worlds import Worlds
    from mockserver.workspace import default_workspace, load_workspace

    pace, outside = parse_pace(clock), outside_of(hosts)
    bar = loading_bar()
    workspace = load_workspace(path, progress=bar) if path else default_workspace()
    for written in filter(None, (state, journal)):
        written.parent.mkdir(parents=True, exist_ok=True)
    kept = StateFile(state) if state else None
    return Worlds(
        WorkspaceOrigin(workspace, pace=pace, kept_in=kept),
        state=kept,
        journal=JournalFile(journal) if journal else None,
        outside=outside,
        progress=bar,
    )


def _collect_rarely() -> None:
    """Look for garbage seldom while the command runs.

    Going through a large world takes tenths of a second, in which clients wait, and finds little. The
    first number is more than what a journal that is full and the work of some seconds consist of: from
    then on as much is let go of as comes in, and nothing is looked through at all.
    """
    closing = click.get_current_context().call_on_close
    closing(partial(gc.set_threshold, *gc.get_threshold()))
    closing(gc.unfreeze)
    gc.set_threshold(1_000_000, 50, 50)


def _inspector() -> AsgiApp:
    from mockserver.inspector import inspector_app
    from mockserver.testing.preview import random_profile

    return inspector_app(random_profile=random_profile)


def _checked_token(token: str | None) -> str:
    if token and not _TOKEN.fullmatch(token):
        hint = "such as the output of: python -c 'import secrets; print(secrets.token_urlsafe())'"
        raise click.UsageError(f"--token takes at least 16 letters, digits and _ . ~ -; {hint}")
    return token or ""


def _certificate(
    tls: bool, chain: Path | None, key: Path | None, host: str
) -> tuple[Path | None, Path | None, Path | None]:
    if (chain is None) != (key is None):
        raise click.UsageError("--tls-cert and --tls-key go together")
    if chain and key:
        _require_certificate(chain, key)
    if not tls or chain:
        return chain, key, None
    from mockserver.server.certificate import make_certificate

    named = ["localhost", "*.localhost", "*.braze.localhost", "*.rokt.localhost", "127.0.0.1", "::1"]
    made = make_certificate(dict.fromkeys([*named, host]))
    forget = partial(rmtree, made.key.parent, ignore_errors=True)
    click.get_current_context().call_on_close(forget)
    return made.chain, made.key, made.authority


def _require_certificate(chain: Path, key: Path) -> None:
    """Raise ``SourceError`` unless they are a certificate chain and its key."""
    import ssl

    from mockserver.errors import SourceError

    if b"ENCRYPTED" in key.read_bytes():
        return  # its password is asked for when it is served with
    chain.read_bytes()  # what cannot be read is told of by its name
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(chain, key)
    except ssl.SSLError as error:
        hint = "give a certificate chain and the key that belongs to it, each as PEM"
        raise SourceError(f"{chain} and {key} cannot be served with: {error}", hint=hint) from None
