"""Checks texts as ``mockserver check`` does, at a fixed time."""

from __future__ import annotations

from collections.abc import Mapping

from mockserver.checks.configuration import Configuration
from mockserver.checks.files import Source, source_of
from mockserver.checks.kinds import kind_named
from mockserver.checks.outcome import CheckedSource
from mockserver.checks.payloads import PayloadCheck
from mockserver.evidence import Choice


def checked(
    text: str | bytes, kind: str = "", under: Mapping[str, Choice] | None = None, *, name: str = ""
) -> CheckedSource:
    """Check a text as a kind, "" for the one it is recognised as, under the given choices."""
    body = text.encode(errors="surrogatepass") if isinstance(text, str) else text
    source = source_of(body)
    if name:
        from pathlib import Path

        source = Source(Path(name), source.text, source.body)
    check = PayloadCheck(kind_named(kind) if kind else None)
    return check(source, Configuration(assumptions=under or {}))


def codes(outcome: CheckedSource) -> list[str]:
    """Give the codes of the findings in the order of the text."""
    return [finding.code for finding in outcome.ordered]
