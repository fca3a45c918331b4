"""Campaigns and Canvases, and every run of one step by step."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Final

from mockserver.braze import ApiTrigger, Campaign, Canvas, Message
from mockserver.braze.messaging.canvas import Step
from mockserver.braze.messaging.journey import Journey
from mockserver.inspector.views.messages import MessageLine, message_line
from mockserver.inspector.views.texts import moment, span, value_text
from mockserver.sandbox import Sandbox

MOST_LISTED: Final = 200
_WAITS: Final = re.compile(r"^waits until (\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?\+00:00$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramLine:
    """A campaign or a Canvas in a line; ``outcomes`` counts its messages."""

    name: str
    kind: str
    status: str
    trigger: str
    templates: tuple[str, ...]
    outcomes: tuple[tuple[str, int], ...]
    runs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step of a Canvas; ``here`` is how many users stand at it, ``passed`` how many ever did."""

    name: str
    kind: str
    settings: tuple[tuple[str, str], ...]
    ways: tuple[str, ...]
    here: int
    passed: int


@dataclass(frozen=True, slots=True)
class JourneyLine:
    """A user's way through a Canvas in a line."""

    number: int
    user: str
    braze_id: str
    canvas: str
    entered: str
    whereabouts: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramView:
    """A campaign or a Canvas with its runs."""

    line: ProgramLine
    facts: tuple[tuple[str, str], ...]
    steps: tuple[StepView, ...]
    journeys: tuple[JourneyLine, ...]
    messages: tuple[MessageLine, ...]


@dataclass(frozen=True, slots=True)
class StageView:
    """One thing that happened on a journey."""

    at: str
    step: str
    what: str
    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyView:
    """A user's way through a Canvas, step by step."""

    line: JourneyLine
    variant: str
    reason: str
    stages: tuple[StageView, ...]
    context: tuple[tuple[str, str], ...]
    messages: tuple[MessageLine, ...]


def program_lines(sandbox: Sandbox) -> tuple[ProgramLine, ...]:
    """Give every campaign and every Canvas."""
    state = sandbox.braze.state
    programs: list[Campaign | Canvas] = [*state.campaigns, *state.canvases]
    return tuple(_line(sandbox, one) for one in programs)


def latest_messages(sandbox: Sandbox) -> tuple[MessageLine, ...]:
    """Give the latest messages, the last first."""
    return tuple(map(message_line, reversed(sandbox.braze.messages[-MOST_LISTED:])))


def journey_lines(sandbox: Sandbox) -> tuple[JourneyLine, ...]:
    """Give the latest journeys, the last first."""
    return tuple(map(_journey_line, reversed(sandbox.braze.journeys[-MOST_LISTED:])))


def program_view(sandbox: Sandbox, program: Campaign | Canvas) -> ProgramView:
    """Make the view of a campaign or a Canvas."""
    journeys = _journeys(sandbox, program)
    messages = _messages(sandbox, program)[-MOST_LISTED:]
    steps = program.steps if isinstance(program, Canvas) else ()
    return ProgramView(
        line=_line(sandbox, program),
        facts=tuple(_facts(program)),
        steps=tuple(_step_view(step, journeys) for step in steps),
        journeys=tuple(map(_journey_line, reversed(journeys[-MOST_LISTED:]))),
        messages=tuple(map(message_line, reversed(messages))),
    )


def journey_view(sandbox: Sandbox, journey: Journey) -> JourneyView:
    """Make the view of a user's way through a Canvas."""
    own = [
        message
        for message in _messages(sandbox, journey.canvas)
        if message.braze_id == journey.profile.braze_id and message.at >= journey.entered_at
    ]
    return JourneyView(
        line=_journey_line(journey),
        variant=journey.variant,
        reason=journey.reason,
        stages=tuple(
            StageView(moment(one.at), one.step, _told(one.what), _told_message(one.what))
            for one in journey.stages
        ),
        context=tuple((name, value_text(value)) for name, value in journey.context.items()),
        messages=tuple(map(message_line, own)),
    )


def find_journey(sandbox: Sandbox, number: int) -> Journey | None:
    """Find a journey by its number."""
    return next((one for one in sandbox.braze.journeys if one.number == number), None)


def _line(sandbox: Sandbox, program: Campaign | Canvas) -> ProgramLine:
    messages = _messages(sandbox, program)
    canvas = isinstance(program, Canvas)
    trigger = program.entry if isinstance(program, Canvas) else program.trigger
    return ProgramLine(
        name=program.name,
        kind="canvas" if canvas else "campaign",
        status=program.status,
        trigger="an API call" if isinstance(trigger, ApiTrigger) else str(trigger),
        templates=tuple(
            dict.fromkeys(program.templates if isinstance(program, Canvas) else (program.template,))
        ),
        outcomes=tuple(Counter(str(one.outcome) for one in messages).items()),
        runs=len(_journeys(sandbox, program)) if canvas else len(messages),
    )


def _messages(sandbox: Sandbox, program: Campaign | Canvas) -> list[Message]:
    if isinstance(program, Canvas):
        return [one for one in sandbox.braze.messages if one.canvas == program.name]
    return [one for one in sandbox.braze.messages if one.campaign == program.name]


def _journeys(sandbox: Sandbox, program: Campaign | Canvas) -> list[Journey]:
    return [one for one in sandbox.braze.journeys if one.canvas.name == program.name]


def _facts(program: Campaign | Canvas) -> Iterable[tuple[str, str]]:
    yield "API identifier", program.id
    if program.description:
        yield "Description", program.description
    if program.audience:
        yield "Audience", value_text(program.audience)
    if program.quiet_hours:
        yield "Quiet hours", f"{program.quiet_hours.start:%H:%M} to {program.quiet_hours.end:%H:%M}"


def _step_view(step: Step, journeys: list[Journey]) -> StepView:
    kind = type(step).__name__.removesuffix("Step")
    settings = {one.name: getattr(step, one.name) for one in fields(step) if one.name not in ("name", "next")}
    return StepView(
        name=step.name,
        kind="".join(f" {letter.lower()}" if letter.isupper() else letter for letter in kind).strip(),
        settings=tuple((name, _setting(value)) for name, value in settings.items() if value),
        ways=tuple(way for way in step.ways() if way),
        here=sum(one.step == step.name and str(one.whereabouts) == "under way" for one in journeys),
        passed=sum(step.name in one.path for one in journeys),
    )


def _setting(value: object) -> str:
    return span(value) if isinstance(value, timedelta) else value_text(value)


def _journey_line(journey: Journey) -> JourneyLine:
    return JourneyLine(
        journey.number,
        str(journey.profile),
        journey.profile.braze_id,
        journey.canvas.name,
        moment(journey.entered_at),
        str(journey.whereabouts),
        journey.step,
    )


def _told(what: str) -> str:
    """Write what a step did; a moment that it waits until as pages write moments."""
    return value_text(_WAITS.sub(r"waits until \1 \2Z", what))


def _told_message(what: str) -> int:
    """Give the number of the message that a stage tells of; 0 for none."""
    word, _, rest = what.partition(" ")
    number = rest.partition(" ")[0]
    return int(number) if word == "message" and number.isdigit() else 0
