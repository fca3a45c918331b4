"""``mockserver assumptions``: the open questions of the vendors' documentation."""

from __future__ import annotations

from typing import Any

import click

from mockserver.cli.utf8_output import echo_json
from mockserver.evidence import Assumption

_WIDTH = 100


@click.command("assumptions")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def command(as_json: bool) -> None:
    """List what the vendors' documentation leaves open, and what is assumed.

    The choice marked * is the default. A workspace file or a scenario may choose otherwise.
    """
    from mockserver.sandbox import ALL_ASSUMPTIONS

    if as_json:
        echo_json([_record(assumption) for assumption in ALL_ASSUMPTIONS])
    else:
        click.echo("\n\n".join(_render(assumption) for assumption in ALL_ASSUMPTIONS))


def _record(assumption: Assumption) -> dict[str, Any]:
    return {
        "name": assumption.name,
        "question": assumption.question,
        "default": assumption.default,
        "choices": dict(assumption.choices),
        "unit": assumption.unit,
        "evidence": assumption.evidence,
        "source": assumption.source,
    }


def _render(assumption: Assumption) -> str:
    lines = [click.style(assumption.name, bold=True), _wrap(assumption.question, "  ", "  ")]
    lines += _render_choices(assumption)
    lines.append(
        click.style(f"  {assumption.evidence}: {assumption.source or 'no page mentions it'}", dim=True)
    )
    return "\n".join(lines)


def _render_choices(assumption: Assumption) -> list[str]:
    if not assumption.choices:
        return [click.style(f"  * {assumption.default} {assumption.unit}".rstrip(), fg="green")]
    width = max(map(len, assumption.choices))
    return [
        _render_choice(name, text, width, chosen=name == assumption.default)
        for name, text in assumption.choices.items()
    ]


def _render_choice(name: str, text: str, width: int, *, chosen: bool) -> str:
    line = _wrap(text, f"  {'*' if chosen else ' '} {name:<{width}}  ", " " * (width + 6))
    return click.style(line, fg="green") if chosen else line


def _wrap(text: str, first: str, rest: str) -> str:
    return click.wrap_text(text, _WIDTH, initial_indent=first, subsequent_indent=rest)
