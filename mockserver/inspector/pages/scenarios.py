"""\"Make a scenario of this\"."""

from __future__ import annotations

from starlette.responses import Response

from mockserver.errors import UsageError
from mockserver.inspector.pages.exchanges import exchange_of
from mockserver.inspector.views.scenarios import RunView, file_name, run_exchanges, scenario_text
from mockserver.inspector.visit import Visit
from mockserver.simulator.journal import Exchange
from mockserver.workspace import Workspace


def show(visit: Visit) -> Response:
    """Show the scenario made of an exchange, or of all that happened up to it."""
    exchanges, workspace = _chosen(visit)
    # A page that looks for news takes the clock from it; a long journal would be written again each time.
    text = "" if visit.is_refresh else scenario_text(exchanges, workspace)
    return _page(visit, exchanges[-1], text)


def download(visit: Visit) -> Response:
    """Give the scenario as a file."""
    exchanges, workspace = _chosen(visit)
    disposition = f'attachment; filename="{file_name(exchanges[-1])}"'
    headers = {"Content-Disposition": disposition}
    text = scenario_text(exchanges, workspace)
    return Response(text, media_type="application/yaml; charset=utf-8", headers=headers)


def run(visit: Visit) -> Response:
    """Run the scenario in a fresh world of its own and show what comes of it."""
    exchanges, workspace = _chosen(visit)
    runs = run_exchanges(exchanges, workspace)
    return _page(visit, exchanges[-1], scenario_text(exchanges, workspace), runs)


def _page(visit: Visit, exchange: Exchange, text: str, runs: tuple[RunView, ...] = ()) -> Response:
    with visit.host.lock:
        return visit.show(
            "scenario.html",
            number=exchange.number,
            scope=_scope(visit),
            file_name=file_name(exchange),
            text=text,
            runs=runs,
        )


def _scope(visit: Visit) -> str:
    return "all" if visit.asked("scope") == "all" else "one"


def _chosen(visit: Visit) -> tuple[list[Exchange], Workspace]:
    """Give the exchanges a scenario is made of, the last one that of the path, and where it begins."""
    with visit.host.lock:
        last, workspace = exchange_of(visit), _workspace(visit)
        if _scope(visit) == "one":
            return [last], workspace
        return [one for one in visit.sandbox.journal if one.number <= last.number], workspace


def _workspace(visit: Visit) -> Workspace:
    workspace = visit.host.workspace
    if workspace is None:
        raise UsageError(
            "this server was given a sandbox, and a scenario needs a workspace to begin from",
            hint="start it with `mockserver serve --workspace FILE`",
        )
    return workspace
