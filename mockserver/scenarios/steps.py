"""What each step of a scenario does."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from mockserver.http import JSON_TYPE, Headers, Request
from mockserver.scenarios.model import (
    CallStep,
    RenderStep,
    SendStep,
    StepModel,
    SubscribeStep,
    TrackStep,
    TriggerStep,
)
from mockserver.scenarios.trial import Trial


def take(trial: Trial, step: StepModel) -> None:
    """Take one step, then run what is due without the clock moving.

    Raises ``MockServerError`` for a step that cannot be taken: a campaign nobody made, for one.
    """
    _STEPS[step.name](trial, step.value)
    if step.name not in ("advance", "settle"):
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
    content_type, body = _body(step)
    headers = Headers({"Content-Type": content_type} if content_type else {}).merged(step.headers)
    request = Request(step.method, step.url, headers, body)
    trial.call(trial.authorized(request).with_headers(step.headers) if step.token else request)


def _advance(trial: Trial, length: timedelta) -> None:
    trial.sandbox.advance(length)


def _settle(trial: Trial, _: bool) -> None:
    trial.sandbox.settle()


_STEPS: dict[str, Callable[[Trial, Any], None]] = {
    "subscribe": _subscribe,
    "track": _track,
    "trigger": _trigger,
    "send": _send,
    "render": _render,
    "call": _call,
    "advance": _advance,
    "settle": _settle,
}


def _body(step: CallStep) -> tuple[str, bytes]:
    if "json_" in step.model_fields_set:
        return JSON_TYPE, _json_bytes(step.json_)
    if step.form is not None:
        return "application/x-www-form-urlencoded", urlencode(step.form).encode()
    return ("text/plain; charset=utf-8", _utf8(step.text)) if step.text is not None else ("", b"")


def _json_request(url: str, payload: object) -> Request:
    return Request("POST", url, Headers({"Content-Type": JSON_TYPE}), _json_bytes(payload))


def _json_bytes(payload: object) -> bytes:
    return _utf8(json.dumps(payload, ensure_ascii=False))


def _utf8(text: str) -> bytes:
    # A lone surrogate, which YAML can write as an escape, becomes the faulty UTF-8 it stands for.
    return text.encode("utf-8", errors="surrogatepass")
