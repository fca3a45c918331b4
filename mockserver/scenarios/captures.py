"""Keeping values of what happened, for later steps and expectations to name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from mockserver.scenarios.pointers import parse_pointer, resolve
from mockserver.scenarios.step_model import CaptureModel
from mockserver.scenarios.trial import Trial
from mockserver.scenarios.views import (
    DEFAULT_CALLERS,
    message_view,
    rendered_view,
    request_view,
    response_view,
)
from mockserver.simulator.difference import Absent, describe
from mockserver.simulator.journal import Exchange


class StepFailed(Exception):
    """A step that came to nothing because of what happened before it; that fails the scenario.

    ``exchange`` is the request and answer it is about, where there is one.
    """

    def __init__(self, message: str, exchange: Exchange | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.exchange = exchange


def capture(trial: Trial, name: str, model: CaptureModel) -> Any:
    """Find the value to keep under a name.

    Raises ``StepFailed`` where it is not there.
    """
    view, exchange = _SOURCES[model.source](trial, model)
    if view is None:
        raise StepFailed(f"capture {name}: there is no {model.source} to take it from")
    path = getattr(model, model.source)
    value = _resolve(
        {name: found for name, found in view.items() if path or not isinstance(found, Absent)}, path
    )
    if isinstance(value, Absent):
        raise StepFailed(f"capture {name}: the {model.source} has no {path}: {value.why}", exchange)
    if model.pattern is None:
        return value
    found = re.search(model.pattern, value) if isinstance(value, str) else None
    if found is None or found[1] is None:
        raise StepFailed(
            f"capture {name}: /{model.pattern}/ finds nothing in {path} of the {model.source}, "
            f"which is {describe(value)}",
            exchange,
        )
    return found[1]


_Found = tuple[Mapping[str, Any] | None, Exchange | None]


def _response(trial: Trial, model: CaptureModel) -> _Found:  # noqa: ARG001
    latest = trial.answered[-1] if trial.answered else None
    return (response_view(latest), latest) if latest else (None, None)


def _request(trial: Trial, model: CaptureModel) -> _Found:
    sent = [
        exchange
        for exchange in trial.sandbox.journal
        if exchange.caller in DEFAULT_CALLERS and model.operation in (None, exchange.full_operation)
    ]
    return (request_view(sent[-1]), sent[-1]) if sent else (None, None)


def _rendered(trial: Trial, model: CaptureModel) -> _Found:  # noqa: ARG001
    return (rendered_view(trial.rendered[-1]) if trial.rendered else None), None


def _message(trial: Trial, model: CaptureModel) -> _Found:  # noqa: ARG001
    messages = trial.sandbox.braze.messages
    return (message_view(messages[-1]) if messages else None), None


_SOURCES: Mapping[str, Callable[[Trial, CaptureModel], _Found]] = {
    "response": _response,
    "request": _request,
    "rendered": _rendered,
    "message": _message,
}


def _resolve(view: Mapping[str, Any], pointer: str) -> Any:
    """Follow a pointer into a view; header names count in any case."""
    path = parse_pointer(pointer)
    if path[:1] == ["headers"]:
        path = [name.lower() for name in path]
    return resolve(view, path)
