"""Loads the corpus: templates with the codes of what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from mockserver.lint import Kind

FOLDER = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Case:
    """A template and every code that is found in it, in the order of codes; more where they are told."""

    id: str
    template: str
    codes: list[str]
    kind: Kind | None = None
    places: list[str] | None = None
    fixed: str | None = None


def load_corpus() -> Iterator[Case]:
    """Read every case."""
    for file in sorted(FOLDER.glob("*.yaml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
            kind = entry.pop("kind", None)
            yield Case(kind=Kind(kind) if kind else None, **entry)
