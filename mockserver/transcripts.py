"""Texts written inside other texts, such as a template in YAML: what they say, and where each part stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mockserver.fixes import Edit

Quoting = Callable[[str], str | None]
"""Writes a text the way it has to be written in the source; None where that cannot be said."""


def as_it_is(text: str) -> str:
    """Write a text as it is."""
    return text


def not_at_all(_: str) -> None:
    """Refuse to write anything."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A text, and for each of its characters and its end the index in the source where it is written.

    ``quotings`` tells of each character how the source writes what stands there; what is not the source's
    own, but put in its place, is written ``not_at_all``.
    """

    text: str
    indexes: Sequence[int]
    quotings: tuple[Quoting, ...]

    @classmethod
    def of(cls, text: str, start: int = 0, *, quoting: Quoting = as_it_is) -> Transcript:
        """Transcribe a stretch that stands in the source as it is, from an index on."""
        return cls(text, range(start, start + len(text) + 1), (quoting,) * len(text))

    @classmethod
    def made_up(cls, text: str, at: int) -> Transcript:
        """Give a text that the source does not have; ``at`` is the index that stands for it."""
        return cls(text, (at,) * (len(text) + 1), (not_at_all,) * len(text))

    def __add__(self, other: Transcript) -> Transcript:
        """Put another text of the same source behind this one."""
        indexes = (*self.indexes[:-1], *other.indexes)
        return Transcript(self.text + other.text, indexes, self.quotings + other.quotings)

    def __getitem__(self, stretch: slice) -> Transcript:
        """Give a stretch of the text."""
        start, end, _ = stretch.indices(len(self.text))
        indexes = self.indexes[start : max(start, end) + 1]
        return Transcript(self.text[start:end], indexes, self.quotings[start:end])

    def replaced(self, old: str, new: str) -> Transcript:
        """Put one text in the place of another, as ``str.replace`` does."""
        if not old or old not in self.text:
            return self
        first, *rest = self._between(old)
        for part in rest:
            first += Transcript.made_up(new, first.indexes[-1]) + part
        return first

    def _between(self, old: str) -> Iterator[Transcript]:
        start = 0
        for part in self.text.split(old):
            yield self[start : start + len(part)]
            start += len(part) + len(old)

    def edit(self, edit: Edit) -> Edit | None:
        """Give an edit of the text as one of the source; None where it would touch what is not its own."""
        around = self.quotings[max(edit.start - 1, 0) : edit.end + 1]
        # White space at an edge may be taken for the source's own.
        at_edge = edit.start == 0 or edit.end == len(self.text)
        if len(set(around)) != 1 or (at_edge and edit.text != edit.text.strip()):
            return None
        text = around[0](edit.text)
        return None if text is None else Edit(self.indexes[edit.start], self.indexes[edit.end], text)
