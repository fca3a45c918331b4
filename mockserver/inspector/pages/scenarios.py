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
    return _page(visit)


def download(visit: Visit) -> Response:
    """Give the scenario as a file."""
    text = scenario_text(_chosen(visit), _workspace(visit))
    disposition = f'attachment; filename="{file_name(exchange_of(visit))}"'
    headers = {"Content-Disposition": disposition}
    return Response(text, media_type="application/yaml; charset=utf-8", headers=headers)


def run(visit: Visit) -> Response:
    """Run the scenario in a fresh world of its own and show what comes of it."""
    with visit.host.lock:
        exchanges, workspace = _chosen(visit), _workspace(visit)
    runs = run_exchanges(exchanges, workspace)
    with visit.host.lock:
        return _page(visit, runs)


def _page(visit: Visit, runs: tuple[RunView, ...] = ()) -> Response:
    exchange = exchange_of(visit)
    return visit.show(
        "scenario.html",
        number=exchange.number,
        scope=_scope(visit),
        file_name=file_name(exchange),
        text=scenario_text(_chosen(visit), _workspace(visit)),
        runs=runs,
    )


def _scope(visit: Visit) -> str:
    return "all" if visit.asked("scope") == "all" else "one"


def _chosen(visit: Visit) -> list[Exchange]:
    exchange = exchange_of(visit)
    if _scope(visit) == "one":
        return [exchange]
    return [one for one in visit.sandbox.journal if one.number <= exchange.number]


def _workspace(visit: Visit) -> Workspace:
    workspace = visit.host.workspace
    if workspace is None:
        raise UsageError(
            "this server was given a sandbox, and a scenario needs a workspace to begin from",
            hint="start it with `mockserver serve --workspace FILE`",
        )
    return workspace
