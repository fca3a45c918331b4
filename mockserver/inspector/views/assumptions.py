"""The open questions of the vendors' documentation, and what is assumed."""

from __future__ import annotations

from dataclasses import dataclass

from mockserver.evidence import Assumption, Choice
from mockserver.inspector.views.findings import web_address
from mockserver.sandbox import Sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionView:
    """One open question; ``choices`` are name and explanation, empty where a number or a text is chosen."""

    name: str
    question: str
    choices: tuple[tuple[str, str], ...]
    chosen: str
    default: str
    unit: str
    evidence: str
    source: str
    is_number: bool

    @property
    def is_changed(self) -> bool:
        """Whether something else than the default is in force."""
        return self.chosen != self.default


def assumption_views(sandbox: Sandbox, text: str = "") -> tuple[AssumptionView, ...]:
    """Give the assumptions that a text occurs in, those that were changed first."""
    wanted = text.strip().casefold()
    views = [
        _view(one, sandbox.assumptions[one.name])
        for one in sandbox.assumptions.declared
        if wanted in f"{one.name} {one.question} {' '.join(one.choices)}".casefold()
    ]
    return tuple(sorted(views, key=lambda one: not one.is_changed))


def chosen_value(sandbox: Sandbox, name: str, text: str) -> Choice:
    """Read what a form says as a choice: a number where the assumption is one."""
    declared = {one.name: one for one in sandbox.assumptions.declared}
    known = declared.get(name)
    if known is None or known.choices or isinstance(known.default, str):
        return text
    try:
        return int(text) if text.strip().isdigit() else float(text)
    except ValueError:
        return text


def _view(assumption: Assumption, chosen: Choice) -> AssumptionView:
    return AssumptionView(
        name=assumption.name,
        question=assumption.question,
        choices=tuple(assumption.choices.items()),
        chosen=str(chosen),
        default=str(assumption.default),
        unit=assumption.unit,
        evidence=str(assumption.evidence),
        source=web_address(assumption.source),
        is_number=not assumption.choices and not isinstance(assumption.default, str),
    )
