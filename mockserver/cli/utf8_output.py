"""Printing what another program reads, or a file is made of."""

from __future__ import annotations

import json
from typing import Any

import click


def echo_utf8(text: str, *, nl: bool = True) -> None:
    """Print text in UTF-8, whatever the terminal's encoding is.

    Half of a character, which UTF-8 cannot hold, is written as the escape of JSON and of YAML.
    """
    click.echo(text.encode(errors="backslashreplace"), nl=nl)


def echo_json(value: Any) -> None:
    """Print a value as JSON."""
    echo_utf8(json.dumps(value, indent=2, ensure_ascii=False))
