"""What rules of templates yield: problems with a place, and edits that mend them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mockserver.clock import DEFAULT_START
from mockserver.evidence import Choice
from mockserver.fixes import Edit
from mockserver.lint.facts import Facts
from mockserver.lint.fields import Kind
from mockserver.rules import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateProblem(Problem):
    """A problem at an index of a text, with the edits that mend it where that is safe."""

    edits: tuple[Edit, ...] = ()
    index: int = 0


@dataclass(frozen=True)
class WebhookFacts:
    """Every field of a webhook, walked through, and the terms it is linted under.

    ``now`` is what far past and far future are measured from.
    """

    fields: tuple[Facts, ...]
    assumptions: Mapping[str, Choice] = field(default_factory=dict)
    now: datetime = DEFAULT_START

    def of_kind(self, kind: Kind) -> Iterator[Facts]:
        """Give the fields of a kind."""
        return (facts for facts in self.fields if facts.field.kind is kind)

    @property
    def url(self) -> str:
        """The text of the URL, `acme` in place of what is not known; empty without a URL field."""
        return next((approximate(facts, "acme") for facts in self.of_kind(Kind.URL)), "")

    @property
    def goes_to_rokt(self) -> bool:
        """Whether the URL is one of Rokt Calendar's."""
        url = self.url
        return "roktcalendar" in url or "/subscriptionevent" in url


def approximate(facts: Facts, unknown: str) -> str:
    """Write what a field prints, with a word in place of what is not known."""
    parts = (part.only.text if part.only else unknown for part in facts.target.parts)
    return "".join(parts).strip()


def at(
    facts: Facts, index: int, message: str, *, hint: str = "", edits: tuple[Edit, ...] = ()
) -> TemplateProblem:
    """Make a problem at an index of a field's text."""
    location = facts.field.text.locate(index)
    return TemplateProblem(message=message, location=location, hint=hint, edits=edits, index=index)
