"""Snapshots: what happened in a scenario, written down in a readable file and compared from then on.

Those of ``new-event.scenario.yaml`` stand in ``new-event.snapshots.yaml`` beside it, by the scenarios'
names. Credentials are masked in them.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mockserver.errors import ScenarioError
from mockserver.marked_yaml import load_yaml
from mockserver.scenarios.failure import Failure
from mockserver.scenarios.plain_yaml import render_yaml
from mockserver.scenarios.suite import Scenario, Suite
from mockserver.scenarios.trial import Trial
from mockserver.scenarios.views import (
    DEFAULT_CALLERS,
    View,
    asked_for,
    job_view,
    message_view,
    rendered_view,
    request_view,
    response_view,
)
from mockserver.simulator.difference import Absent, difference
from mockserver.simulator.journal import Exchange
from mockserver.simulator.masking import mask_request, mask_response, mask_text, secrets_of

SUFFIX = ".snapshots.yaml"
_HEADING = """\
# What happened in the scenarios of {suite}, compared by `then: snapshot`.
# Written by `mockserver run --update-snapshots`; read the changes before you keep them.
"""


def snapshot_file(suite_file: Path) -> Path:
    """Give the file beside a suite's that its snapshots stand in."""
    return suite_file.with_name(suite_file.name.removesuffix(".yaml").removesuffix(".scenario") + SUFFIX)


def load_snapshots(suite_file: Path) -> Mapping[str, Mapping[str, Any]]:
    """Load a suite's snapshots by scenario; none where nothing was written down yet.

    Raises ``YamlError`` or ``ScenarioError`` for a file that holds something else.
    """
    file = snapshot_file(suite_file)
    if not file.is_file():
        return {}
    marked = load_yaml(file)
    snapshots: dict[str, Any] = marked.data if isinstance(marked.data, dict) else {"": None}
    for name, snapshot in snapshots.items():
        if not isinstance(snapshot, dict):
            place, line_text = marked.place([name])
            hint = "delete it and write it anew with --update-snapshots"
            raise ScenarioError("this is no snapshot", location=place, line_text=line_text, hint=hint)
    return snapshots


def render_snapshots(suite_file: Path, snapshots: Mapping[str, Mapping[str, Any]]) -> str:
    """Make the text of a snapshot file."""
    return _HEADING.format(suite=suite_file.name) + "\n" + render_yaml(dict(snapshots))


def take_snapshot(scenario: Scenario, trial: Trial) -> dict[str, Any]:
    """Write down what a scenario's ``snapshot`` names."""
    secrets = [found for exchange in trial.sandbox.journal for found in secrets_of(exchange.request)]
    return {part: _plain(_PARTS[part](trial), secrets) for part in scenario.then.snapshot or ()}


def check_snapshot(scenario: Scenario, trial: Trial) -> Iterator[Failure]:
    """Compare what happened with what was written down."""
    place = scenario.place("then", "snapshot")
    taken = take_snapshot(scenario, trial)
    if scenario.snapshot is None:
        yield Failure(
            place, "then.snapshot: nothing is written down yet", actual=taken, remarks=_advice(scenario)
        )
        return
    for part, actual in taken.items():
        expected = scenario.snapshot.get(part)
        found = difference({"$exactly": expected}, actual, (part,))
        if found:
            yield Failure(
                place,
                f"then.snapshot: {part} are not as they were written down",
                expected=expected,
                actual=asked_for(expected, actual),
                differences=tuple(found),
                remarks=_advice(scenario),
            )


def _advice(scenario: Scenario) -> tuple[str, ...]:
    chosen = f"{shlex.quote(scenario.location.source)} -k {shlex.quote(scenario.name)}"
    return (f"if this is how it should be: mockserver run {chosen} --update-snapshots",)


def _exchanges(exchanges: Iterator[Exchange] | list[Exchange]) -> list[View]:
    return [_brief(request_view(_masked(exchange))) for exchange in exchanges]


def _masked(exchange: Exchange) -> Exchange:
    shown = Exchange(exchange.number, exchange.at, exchange.caller, mask_request(exchange.request))
    shown.service, shown.operation, shown.failure = exchange.service, exchange.operation, exchange.failure
    if exchange.response is not None:
        shown.response = mask_response(exchange.response, exchange.request)
    return shown


_MASKED = re.compile(r"[^\s\"':/]{1,4}…")
"""A credential whose first characters are shown; a snapshot shows none, for the next token has others."""

_BODIES = ("json", "form", "text", "body")


def _brief(view: View) -> View:
    """Keep the body in one form: JSON where it is JSON, else text."""
    others = {name: value for name, value in view.items() if name not in _BODIES}
    body = next(
        ((name, view[name]) for name in ("json", "text") if not isinstance(view.get(name), Absent | None)),
        None,
    )
    return {**others, **(dict([body]) if body and body[1] != "" else {})}


def _calendars(trial: Trial) -> dict[str, Any]:
    rokt = trial.sandbox.rokt
    return {one.id: list(rokt.visible_events(one.id)) for one in rokt.state.subscriptions if one.is_active}


_PARTS: Mapping[str, Callable[[Trial], Any]] = {
    "responses": lambda trial: [_brief(response_view(_masked(exchange))) for exchange in trial.answered],
    "requests": lambda trial: _exchanges(
        [exchange for exchange in trial.sandbox.journal if exchange.caller in DEFAULT_CALLERS]
    ),
    "journal": lambda trial: _exchanges(list(trial.sandbox.journal)),
    "messages": lambda trial: [message_view(message) for message in trial.sandbox.braze.messages],
    "rendered": lambda trial: [_brief(rendered_view(rendered)) for rendered in trial.rendered],
    "jobs": lambda trial: [job_view(job) for job in trial.sandbox.rokt.jobs],
    "calendars": _calendars,
}


def _plain(value: Any, secrets: list[str]) -> Any:
    """Give a view as a file can hold it: what is absent left out, credentials masked."""
    if isinstance(value, Mapping):
        return {
            str(name): _plain(member, secrets)
            for name, member in value.items()
            if not isinstance(member, Absent)
        }
    if isinstance(value, list | tuple):
        return [_plain(item, secrets) for item in value]
    return _MASKED.sub("…", mask_text(value, secrets)) if isinstance(value, str) else value


def update_snapshots(suite: Suite, taken: Mapping[str, Mapping[str, Any]]) -> None:
    """Write down what was taken of a suite's scenarios; what is obsolete goes, the rest stays."""
    kept = {
        name: snapshot
        for name, snapshot in load_snapshots(suite.path).items()
        if name not in suite.obsolete_snapshots
    }
    file = snapshot_file(suite.path)
    if kept or taken:
        file.write_text(render_snapshots(suite.path, {**kept, **taken}), encoding="utf-8")
    else:
        file.unlink(missing_ok=True)
