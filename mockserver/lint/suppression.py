"""Comments that switch findings off: ``{% comment %} mockserver: ignore LIQ331, LIQ341 {% endcomment %}``.

A comment holds for the findings on the line it stands on and, alone on its line, on the next one. Without
codes it holds for all. ``{% # mockserver: ignore LIQ331 %}`` does the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from mockserver.findings import Finding, Severity
from mockserver.lint.fields import Text
from mockserver.lint.problems import TemplateProblem
from mockserver.rules import rule

_COMMENT: Final = re.compile(
    r"\{%-?\s*(?:comment\s*-?%\}\s*mockserver:\s*ignore\b(?P<codes>[^{%]*)\{%-?\s*endcomment\s*-?%\}"
    r"|#\s*mockserver:\s*ignore\b(?P<inline>[^%]*?)-?%\})"
)
_CODE: Final = re.compile(r"[A-Z]+\d*")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment: the lines it holds for, and the codes, or beginnings of codes; none means all."""

    text: Text
    index: int
    lines: frozenset[int]
    codes: tuple[str, ...]

    def covers(self, finding: Finding) -> bool:
        """Tell whether the comment switches a finding off."""
        place = finding.location
        here = place is not None and place.source == self.text.name and place.line in self.lines
        return here and (not self.codes or finding.code.startswith(self.codes))


def suppressions_in(text: Text) -> Iterator[Suppression]:
    """Give the comments of a text that switch findings off."""
    if "mockserver:" not in text.text:
        return
    for match in _COMMENT.finditer(text.text):
        first, last = text.locate(match.start()).line, text.locate(match.end()).line
        start = text.text.rfind("\n", 0, match.start()) + 1
        end = text.text.find("\n", match.end())
        around = text.text[start : match.start()] + text.text[match.end() : end if end >= 0 else None]
        lines = range(first, last + 1 + (not around.strip()))
        codes = tuple(_CODE.findall(match["codes"] or match["inline"] or ""))
        yield Suppression(text, match.start(), frozenset(lines), codes)


@rule(
    "LIQ391",
    Severity.NOTE,
    "A comment switches off what is not found.",
    why="Somebody who relies on it may switch off the next mistake on that line.",
    hint="take it out, or correct its code or its line",
    source="https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/using_liquid/",
    fails='{"a": 1} {% comment %} mockserver: ignore LIQ331 {% endcomment %}',
    passes='{"a": "{{${first_name}}}"} {% comment %} mockserver: ignore LIQ331 {% endcomment %}',
)
def unused_suppression(unused: Iterable[Suppression]) -> Iterator[TemplateProblem]:
    for suppression in unused:
        codes = ", ".join(suppression.codes) or "anything"
        location = suppression.text.locate(suppression.index)
        yield TemplateProblem(message=f"{codes} is not found on its line", location=location)
