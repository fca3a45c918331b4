"""Checks a file with Liquid, together with the files beside it that are fields of the same webhook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from mockserver.checks.configuration import Configuration
from mockserver.checks.files import Source, load_source
from mockserver.checks.outcome import CheckedSource
from mockserver.clock import DEFAULT_START
from mockserver.lint import Field, Kind, lint_webhook, parse_webhook

FIELD_FILES: Final = ("url.liquid", "headers.liquid", "authorization.liquid", "body.liquid")
"""Files of these names in one folder are the fields of one webhook."""
_SHOWN: Final = {Kind.URL: "a URL", Kind.HEADER: "headers", Kind.BODY: "a body", Kind.PAIR: "a value"}


@dataclass(frozen=True)
class TemplateCheck:
    """Checks templates of one kind of field, or of the kind each is taken for.

    ``now`` is what far past and far future are measured from.
    """

    kind: Kind | None = None
    now: datetime = DEFAULT_START

    def __call__(self, source: Source, configuration: Configuration) -> CheckedSource:
        """Check a text; what is found in the files beside it is left to these.

        Raises ``SourceError`` for what is no text, and for a file beside it that cannot be read.
        """
        source.require_text()
        own = parse_webhook(source.text, name=source.name, kind=self.kind)
        webhook = (*own, *_fields_beside(source.file)) if self.kind is None else own
        linted = lint_webhook(
            tuple(sorted(webhook, key=_rank)), assumptions=configuration.assumptions, now=self.now
        )
        here = [each for each in linted.findings if each.location and each.location.source == source.name]
        told = frozenset(here)
        fixes = tuple(fix for fix in linted.fixes if fix.finding in told)
        shown = (
            "" if self.kind or source.file else " and ".join(dict.fromkeys(_SHOWN[each.kind] for each in own))
        )
        return CheckedSource(source.name, source.text, tuple(here), fixes, shown)


def _rank(field: Field) -> int:
    return list(Kind).index(field.kind)


def _fields_beside(file: Path | None) -> Iterator[Field]:
    if file is None or file.name not in FIELD_FILES:
        return
    for name in FIELD_FILES:
        beside = file.with_name(name)
        if beside != file and beside.is_file():
            yield from parse_webhook(load_source(beside).text, name=beside.as_posix())
