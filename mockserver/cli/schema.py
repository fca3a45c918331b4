"""``mockserver schema``: what the simulators take and answer, and what files may hold, for other tools."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from mockserver.cli.utf8_output import echo_json

NAMES = ("rokt", "braze", "scenario", "workspace", "cases", "event", "track")


@click.command("schema")
@click.argument("name", type=click.Choice(NAMES))
def command(name: str) -> None:
    """Print an OpenAPI 3.1 document or a JSON Schema.

    \b
    rokt, braze  OpenAPI documents of the simulated APIs
    scenario     scenario suites          workspace  workspace files
    cases        Liquid case files        event      the body that creates a Rokt Calendar event
    track        the body of /users/track
    """
    echo_json(_DOCUMENTS[name]())


def _rokt() -> dict[str, Any]:
    from mockserver.rokt import RoktCalendar
    from mockserver.simulator.openapi import openapi_document

    return openapi_document(RoktCalendar)


def _braze() -> dict[str, Any]:
    from mockserver.braze import Braze
    from mockserver.simulator.openapi import openapi_document

    return openapi_document(Braze)


def _scenario() -> dict[str, Any]:
    from mockserver.scenarios.schema import scenario_schema

    return scenario_schema()


def _workspace() -> dict[str, Any]:
    from mockserver.simulator.json_schema import json_schema
    from mockserver.workspace.model import WorkspaceModel

    return json_schema(WorkspaceModel, "mockserver workspace")


def _cases() -> dict[str, Any]:
    from mockserver.liquid.cases import CaseFile
    from mockserver.simulator.json_schema import json_schema

    return json_schema(CaseFile, "mockserver Liquid cases")


def _event() -> dict[str, Any]:
    from mockserver.contracts import CREATE_EVENT
    from mockserver.simulator.json_schema import json_schema

    return json_schema(CREATE_EVENT.model, "Rokt Calendar: create a subscription event")


def _track() -> dict[str, Any]:
    from mockserver.contracts import TRACK
    from mockserver.simulator.json_schema import json_schema

    return json_schema(TRACK.model, "Braze: /users/track")


_DOCUMENTS: dict[str, Callable[[], dict[str, Any]]] = {
    "rokt": _rokt,
    "braze": _braze,
    "scenario": _scenario,
    "workspace": _workspace,
    "cases": _cases,
    "event": _event,
    "track": _track,
}
