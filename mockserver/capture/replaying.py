"""Recorded exchanges sent to the simulator again, and where its answers differ."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, Final
from urllib.parse import urlencode

from mockserver.capture.fitting import Fitted, Fitting
from mockserver.capture.recording import Recorded
from mockserver.capture.scenario import choose
from mockserver.clock import Clock
from mockserver.http import Request, Response
from mockserver.sandbox import Sandbox
from mockserver.scenarios.trial import Trial
from mockserver.simulator.difference import difference
from mockserver.simulator.journal import Exchange
from mockserver.simulator.masking import mask_text
from mockserver.workspace import Workspace

_IDENTIFIER: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-f]{24,64}")
_LINE_END: Final = re.compile(r"\r?\n")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_SECRET: Final = re.compile(r".*token|.*secret|.*password|api_key", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Replayed:
    """One recorded exchange, what the simulator made of it, and each difference in a sentence."""

    recorded: Recorded
    exchange: Exchange
    differences: tuple[str, ...]


def replay(story: Sequence[Recorded], workspace: Workspace) -> list[Replayed]:
    """Send what was recorded from outside to a fresh world, on a clock that stands as it stood then.

    Credentials are the workspace's own. Identifiers, times and tokens that a service makes up are no
    difference, and later requests that name a recorded one name the simulator's in its place. Raises
    ``UsageError`` for a recording without a request to one of the vendors.
    """
    first = next((each.at for each in story if each.at), None)
    trial = Trial(workspace.open(clock=Clock(first) if first else None))
    fitting = Fitting(trial.sandbox)
    player = _Player(trial, fitting)
    return [player.play(recorded) for recorded in choose(story, fitting)]


class _Player:
    """Replays requests into one world and remembers which identifier became which."""

    def __init__(self, trial: Trial, fitting: Fitting) -> None:
        self._trial = trial
        self._fitting = fitting
        self._renamed: dict[str, str] = {}

    def play(self, recorded: Recorded) -> Replayed:
        sandbox = self._trial.sandbox
        if recorded.at and recorded.at > sandbox.clock.now():
            sandbox.advance_to(recorded.at)
        fitted = self._fitting.fit(self._renamed_in(recorded))
        self._trial.call(self._request(fitted))
        sandbox.advance()
        exchange = self._trial.answered[-1]
        return Replayed(recorded, exchange, tuple(self._differences(recorded, exchange)))

    def _renamed_in(self, recorded: Recorded) -> Recorded:
        asked = recorded.request
        text = self._with_new_names(asked.text)
        body = text.encode() if text != asked.text else asked.body
        return replace(recorded, request=replace(asked, url=self._with_new_names(asked.url), body=body))

    def _with_new_names(self, text: str) -> str:
        for old, new in self._renamed.items():
            text = text.replace(old, new)
        return text

    def _request(self, fitted: Fitted) -> Request:
        if fitted.asks_for_token:
            return _with_client(fitted.request, self._trial.sandbox)
        return self._trial.authorized(fitted.request) if fitted.with_token else fitted.request

    def _differences(self, recorded: Recorded, exchange: Exchange) -> Iterator[str]:
        was, now = recorded.response, exchange.response
        if was is None:
            return
        if now is None:
            yield f"recorded {was.status}, got no answer: {exchange.outcome}"
            return
        if was.status != now.status:
            yield f"status: recorded {was.status}, got {now.status}"
        yield from self._body_differences(was, now, recorded.request)

    def _body_differences(self, was: Response, now: Response, asked: Request) -> Iterator[str]:
        one, other = _parsed(was.text), _parsed(now.text)
        if one is None or other is None:
            pairs = [*zip_longest(_lines(was), _lines(now), fillvalue="")]
            aligned = [(self._aligned(*pair, asked), pair[1]) for pair in pairs]
            yield from _first_difference(aligned)
            return
        wanted = self._aligned(one, other, asked)
        for found in difference({"$exactly": wanted}, other):
            yield mask_text(found.sentence.replace("expected", "recorded", 1))

    def _aligned(self, was: Any, now: Any, asked: Request, name: str = "") -> Any:
        """Give the recorded value with what a service makes up taken from the simulator's."""
        if isinstance(was, dict) and isinstance(now, dict):
            return {key: self._aligned(item, now.get(key), asked, key) for key, item in was.items()}
        if isinstance(was, list) and isinstance(now, list):
            pairs = zip(was, [*now, *[None] * len(was)], strict=False)
            return [self._aligned(item, other, asked, name) for item, other in pairs]
        if isinstance(was, str) and self._with_new_names(was) == now:
            return now
        if isinstance(was, str) and isinstance(now, str) and _is_made_up(was, now, asked, name):
            self._renamed |= zip(_IDENTIFIER.findall(was), _IDENTIFIER.findall(now), strict=False)
            return now
        return was


def _is_made_up(was: str, now: str, asked: Request, name: str) -> bool:
    """Tell whether two texts differ only because a service made both up."""
    if "…" in was or _SECRET.fullmatch(name):
        return True
    if _MOMENT.fullmatch(was) and _MOMENT.fullmatch(now):
        return was not in asked.text
    made = _IDENTIFIER.findall(was)
    alike = _IDENTIFIER.sub("", was) == _IDENTIFIER.sub("", now)
    return bool(made) and alike and not any(each in f"{asked.url} {asked.text}" for each in made)


def _with_client(request: Request, sandbox: Sandbox) -> Request:
    client = next(iter(sandbox.rokt.state.clients.values()), None)
    if client is None:
        return request
    form = {
        "grant_type": "client_credentials",
        "client_id": client.client_id,
        "client_secret": client.client_secret,
    }
    kept = [pair for pair in request.headers.pairs if pair[0].lower() != "authorization"]
    return Request(request.method, request.url, type(request.headers)(kept), urlencode(form).encode())


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _lines(answer: Response) -> list[str]:
    return _LINE_END.split(mask_text(answer.text.strip()))


def _first_difference(lines: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Tell where two texts, given line by line, begin to differ, if they do."""
    for number, (was, now) in enumerate(lines, 1):
        if was != now:
            pairs = enumerate(zip(was, now, strict=False))
            at = next((at for at, (one, other) in pairs if one != other), min(len(was), len(now)))
            place = f"body, line {number}" if len(lines) > 1 else "body"
            yield f"{place}: recorded {_cut(was, at)}, got {_cut(now, at)}"
            return


def _cut(text: str, at: int) -> str:
    """Give what of a text stands around a place in it, quoted."""
    first, last = max(0, at - 60), at + 140
    shown = f"{'…' * (first > 0)}{text[first:last]}{'…' * (last < len(text))}"
    return json.dumps(shown, ensure_ascii=False)


def render_replay(replayed: Sequence[Replayed]) -> str:
    """Write a line for each exchange, its differences below it, and the counts."""
    lines: list[str] = []
    for number, each in enumerate(replayed, 1):
        was = each.recorded.response.status if each.recorded.response else "no answer recorded"
        url = mask_text(each.recorded.request.url)
        mark = "≠" if each.differences else "="
        lines.append(f"{mark} {number} {each.recorded.request.method} {url}: {was} | {each.exchange.outcome}")
        lines += [f"    {sentence}" for sentence in each.differences]
        if each.differences:
            lines += [f"    {mask_text(str(finding))}" for finding in each.exchange.findings]
    different = sum(bool(each.differences) for each in replayed)
    lines.append(f"{len(replayed) - different} alike, {different} different")
    return "\n".join(lines)
