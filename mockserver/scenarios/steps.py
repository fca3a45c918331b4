"""What each step of a scenario does."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from mockserver.errors import UsageError
from mockserver.http import JSON_TYPE, Headers, Request
from mockserver.scenarios.addresses import address
from mockserver.scenarios.captures import StepFailed, capture
from mockserver.scenarios.pointers import parse_pointer, resolve
from mockserver.scenarios.step_model import (
    CallStep,
    CaptureModel,
    EnterStep,
    RenderStep,
    ScenarioStepModel,
    SendStep,
    SubscribeStep,
    TrackStep,
    TriggerStep,
)
from mockserver.scenarios.trial import Trial


def take(trial: Trial, step: ScenarioStepModel) -> None:
    """Take one step, then run what is due without the clock moving.

    Raises ``MockServerError`` for a step that cannot be taken: a campaign nobody made, for one; and
    ``StepFailed`` where it comes to nothing because of what happened before.
    """
    _STEPS[step.name](trial, step.value)
    if step.name not in ("advance", "settle", "capture"):
        trial.sandbox.advance(timedelta(0))


def _subscribe(trial: Trial, step: SubscribeStep) -> None:
    url = trial.rokt_url(f"/v2/subscribe/{quote(step.account)}/{quote(step.calendar)}")
    named = {"subscriberId": step.subscriber_id, "emailAddress": step.email}
    trial.call(trial.authorized(_json_request(url, {name: value for name, value in named.items() if value})))


def _track(trial: Trial, step: TrackStep) -> None:
    payload = step.model_dump(exclude_unset=True)
    trial.call(trial.authorized(_json_request(trial.braze_url("/users/track"), payload)))


def _trigger(trial: Trial, step: TriggerStep) -> None:
    recipient = {"external_user_id": step.user, "trigger_properties": step.properties}
    payload = {"campaign_id": trial.sandbox.braze.state.campaign(step.campaign).id, "recipients": [recipient]}
    trial.call(trial.authorized(_json_request(trial.braze_url("/campaigns/trigger/send"), payload)))


def _enter(trial: Trial, step: EnterStep) -> None:
    recipient = {"external_user_id": step.user, "context": step.context}
    payload = {"canvas_id": trial.sandbox.braze.state.canvas(step.canvas).id, "recipients": [recipient]}
    trial.call(trial.authorized(_json_request(trial.braze_url("/canvas/trigger/send"), payload)))


def _send(trial: Trial, step: SendStep) -> None:
    trial.sandbox.braze.send(
        step.template,
        step.user,
        event_properties=step.event_properties or None,
        trigger_properties=step.trigger_properties or None,
    )


def _render(trial: Trial, step: RenderStep) -> None:
    rendered = trial.sandbox.braze.render(
        step.template,
        step.user,
        event_properties=step.event_properties or None,
        trigger_properties=step.trigger_properties or None,
    )
    trial.rendered.append(rendered)


def _call(trial: Trial, step: CallStep) -> None:
    to = address(step)
    content_type, body = _body(step)
    headers = Headers({"Content-Type": content_type} if content_type else {}).merged(step.headers)
    request = Request(to.method, to.url, headers, body)
    token = to.needs_token if step.token is None else step.token
    trial.call(trial.authorized(request).with_headers(step.headers) if token else request)


def _advance(trial: Trial, length: timedelta | str) -> None:
    if isinstance(length, timedelta):
        trial.sandbox.advance(length)
    elif not trial.sandbox.clock.advance_to_next():
        raise StepFailed("no work waits that the clock could move to")


def _capture(trial: Trial, wanted: Mapping[str, CaptureModel]) -> None:
    for name, model in wanted.items():
        trial.captured[name] = capture(trial, name, model)


def _settle(trial: Trial, _: bool) -> None:
    trial.sandbox.settle()


_STEPS: dict[str, Callable[[Trial, Any], None]] = {
    "subscribe": _subscribe,
    "track": _track,
    "trigger": _trigger,
    "enter": _enter,
    "send": _send,
    "render": _render,
    "call": _call,
    "advance": _advance,
    "settle": _settle,
    "capture": _capture,
}


def _body(step: CallStep) -> tuple[str, bytes]:
    if "json_" in step.model_fields_set:
        return JSON_TYPE, _json_bytes(_without(step.json_, step.without))
    if step.form is not None:
        return "application/x-www-form-urlencoded", urlencode(step.form, errors="surrogatepass").encode()
    return ("text/plain; charset=utf-8", _utf8(step.text)) if step.text is not None else ("", b"")


def _without(payload: Any, pointers: Sequence[str]) -> Any:
    """Give a payload without the members and items that pointers name.

    Raises ``UsageError`` for one that is not there.
    """
    made = deepcopy(payload)
    for pointer in pointers:
        *path, last = parse_pointer(pointer)
        parent = resolve(made, path)
        if isinstance(parent, dict) and last in parent:
            del parent[last]
        elif isinstance(parent, list) and last.isdecimal() and int(last) < len(parent):
            del parent[int(last)]
        else:
            raise UsageError(f"without: the json has no {pointer}")
    return made


def _json_request(url: str, payload: object) -> Request:
    return Request("POST", url, Headers({"Content-Type": JSON_TYPE}), _json_bytes(payload))


def _json_bytes(payload: object) -> bytes:
    return _utf8(json.dumps(payload, ensure_ascii=False))


def _utf8(text: str) -> bytes:
    # A lone surrogate, which YAML can write as an escape, becomes the faulty UTF-8 it stands for.
    return text.encode("utf-8", errors="surrogatepass")
