"""A report made into a scenario that says what should have happened."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from mockserver.braze import ApiTrigger
from mockserver.capture.fitting import Fitted, Fitting
from mockserver.capture.recording import LostMessage, Recorded, Story
from mockserver.capture.yaml_text import escape_variables, render_yaml
from mockserver.contracts.wording import plural
from mockserver.errors import UsageError
from mockserver.http import Response
from mockserver.sandbox import Sandbox
from mockserver.simulator.masking import mask_text
from mockserver.workspace import Workspace

_OUTSIDE: Final = ("client", "braze webhook")
"""Whose requests become steps, those of a server's clients first: what Braze sends follows from them."""


def render_scenario(
    story: Story,
    workspace: Workspace,
    *,
    name: str = "",
    source: str = "a report",
    folder: Path | None = None,
    default: bool = False,
) -> str:
    """Write the scenario file for a report.

    It expects what should have happened: every request succeeds, nothing found is an error or a warning,
    and work that was put off is applied. Between requests whose times are known as much time goes by. The
    workspace is named relative to ``folder``, or not at all where it is the ``default``. Raises
    ``UsageError`` for a report that does not fit the workspace.
    """
    sandbox = workspace.open()
    if isinstance(story, LostMessage):
        scenario = _of_message(story, sandbox, name, source)
    else:
        scenario = _of_requests(story, sandbox, name, source)
    base = {} if default else {"workspace": _relative(workspace.path, folder)}
    return render_yaml({"suite": "Captured", **base, "scenarios": [escape_variables(scenario)]})


def _relative(path: Path, folder: Path | None) -> str:
    return Path(os.path.relpath(path.resolve(), (folder or Path()).resolve())).as_posix()


def _of_requests(story: Sequence[Recorded], sandbox: Sandbox, name: str, source: str) -> dict[str, Any]:
    fitting = Fitting(sandbox)
    chosen = choose(story, fitting)
    fitted = [(recorded, fitting.fit(recorded)) for recorded in chosen]
    told = [(recorded, each) for recorded, each in fitted if not each.asks_for_token]
    if not told:
        raise UsageError("the report holds nothing but token requests", hint="capture what came after them")
    steps = [each for _, each in told]
    given = _given(told[0][0].at, list(fitting.subscriptions(steps)))
    return {
        "name": name or _title(steps),
        "description": " ".join(_description(source, told, skipped=len(fitted) - len(told))),
        "tags": ["captured"],
        **({"given": given} if given else {}),
        "when": list(_steps(told)),
        "then": _expected(steps),
    }


def choose(story: Sequence[Recorded], fitting: Fitting) -> list[Recorded]:
    """Choose the requests of a report that came from outside and go to one of the vendors.

    Raises ``UsageError`` if there are none.
    """
    here = [recorded for recorded in story if fitting.belongs_here(recorded.request)]
    for caller in _OUTSIDE:
        if found := [recorded for recorded in here if recorded.caller == caller]:
            return found
    raise UsageError(
        "the report holds no request to Braze or Rokt Calendar",
        hint="see that it was recorded where they are called",
    )


def _given(at: datetime | None, subscriptions: list[dict[str, str]]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if at is not None:
        given["now"] = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if subscriptions:
        given["subscriptions"] = subscriptions
    return given


def _title(steps: Sequence[Fitted]) -> str:
    first = steps[0]
    what = f"{first.service.name}.{first.operation.name}" if first.operation else first.request.raw_path
    more = f" and {len(steps) - 1} more" if len(steps) > 1 else ""
    return f"{what}{more} should succeed"


def _description(source: str, told: Sequence[tuple[Recorded, Fitted]], *, skipped: int) -> Iterator[str]:
    yield f"Captured from {source}."
    for number, (recorded, _) in enumerate(told, 1):
        if recorded.response is not None:
            which = f"Request {number}" if len(told) > 1 else "It"
            yield f"{which} was answered {_answer(recorded.response)}."
    notes = dict.fromkeys(note for _, each in told for note in each.notes)
    yield from (f"{note[0].upper()}{note[1:]}." for note in notes)
    if skipped:
        yield "Its token requests are left out: `token: true` gets one."


def _answer(response: Response) -> str:
    """Give the status and, where something went wrong, how the answer begins."""
    text = " ".join(mask_text(response.text).split())[:200] if response.status >= 400 else ""
    return f"{response.status}, {text}" if text else str(response.status)


def _steps(told: Sequence[tuple[Recorded, Fitted]]) -> Iterator[dict[str, Any]]:
    waits = [*_waits([recorded.at for recorded, _ in told]), None]
    for (_, each), wait in zip(told, waits, strict=True):
        yield each.step()
        if wait:
            yield {"advance": _duration(wait)}
        # Where no times tell how long it took, what was put off is done before the next request relies on it.
        elif wait is None and (each.is_put_off or each is told[-1][1]):
            yield {"settle": True}


def _waits(moments: Sequence[datetime | None]) -> Iterator[int | None]:
    """Give the seconds from each request to the next, None where they are not known."""
    for earlier, later in pairwise(moments):
        seconds = _second(later) - _second(earlier) if earlier and later else None
        yield None if seconds is None else max(seconds, 0)


def _second(moment: datetime) -> int:
    return int(moment.timestamp())


def _duration(seconds: int) -> str:
    """Write a length of time as people do: ``1 hour 30 minutes``."""
    parts = []
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count} {plural(count, unit)}")
    return " ".join(parts)


def _expected(fitted: Sequence[Fitted]) -> dict[str, Any]:
    applied = {"outcome": "applied"}
    jobs = [applied for each in fitted if each.is_put_off]
    # What Braze is told may have it send events of its own.
    alone = all(each.service.name == "rokt" for each in fitted)
    return {
        "responses": [{"status": each.success} for each in fitted],
        **({"jobs": jobs if alone else {"each": applied}} if jobs else {}),
        "findings": [],
    }


def _of_message(lost: LostMessage, sandbox: Sandbox, name: str, source: str) -> dict[str, Any]:
    user = lost.user or _user_named(lost.text, sandbox)
    if not user:
        raise UsageError(
            f"the text is taken for {source}, but names no user of the workspace",
            hint="write a line such as `User: cust-one`, or say with --kind what the text is",
        )
    if sandbox.braze.profile(user) is None:
        raise UsageError(
            f"the workspace has no user {user!r}",
            hint="add the profile to it, or choose another --workspace",
        )
    what = lost.source or _source_named(lost.text, sandbox)
    step, sent = _sending(what, user, sandbox)
    given = _given(lost.at, [])
    return {
        "name": name or f"{what} should reach {user}",
        "description": f"Captured from {source}. {mask_text(lost.detail)}".strip(),
        "tags": ["captured"],
        **({"given": given} if given else {}),
        "when": [step, {"settle": True}],
        "then": {"messages": [{"user": user, **sent, "outcome": "sent"}], "findings": []},
    }


def _user_named(text: str, sandbox: Sandbox) -> str:
    words = (word.strip(".,:;()[]<>\"'") for word in text.split())
    return next((word for word in words if sandbox.braze.profile(word) is not None), "")


def _source_named(text: str, sandbox: Sandbox) -> str:
    names = [name for name in _sources(sandbox) if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)]
    if names:
        return max(names, key=len)
    raise UsageError(
        "the text names no campaign and no template of the workspace",
        hint=f"it has {', '.join(_sources(sandbox))}; write a line such as `Campaign: welcome`",
    )


def _sources(sandbox: Sandbox) -> list[str]:
    state = sandbox.braze.state
    return list(dict.fromkeys([*(each.name for each in state.campaigns), *state.templates]))


def _sending(source: str, user: str, sandbox: Sandbox) -> tuple[dict[str, Any], dict[str, str]]:
    """Give the step that sends the message again, and how the message log names its source."""
    state = sandbox.braze.state
    campaign = next((each for each in state.campaigns if each.name == source), None)
    if campaign is not None and isinstance(campaign.trigger, ApiTrigger):
        return {"trigger": {"campaign": source, "user": user}}, {"campaign": source}
    template = campaign.template if campaign is not None else source
    if template not in state.templates:
        raise UsageError(
            f"the workspace has neither a campaign nor a template {source!r}",
            hint=f"it has {', '.join(_sources(sandbox))}",
        )
    return {"send": {"template": template, "user": user}}, {"template": template}
