"""What is found by its API identifier and by its name: campaigns, Canvases and segments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import Generic, TypeVar

from mockserver.braze.audiences.segments import Segment
from mockserver.braze.messaging.campaign import Campaign
from mockserver.braze.messaging.canvas import Canvas
from mockserver.errors import UsageError
from mockserver.ids import Ids

T = TypeVar("T", Campaign, Canvas, Segment)


class Registry(Generic[T]):
    """The campaigns, the Canvases or the segments of one workspace, in the order added."""

    def __init__(self, what: str, ids: Ids) -> None:
        self._what = what
        self._ids = ids
        self._by_id: dict[str, T] = {}
        self._by_name: dict[str, T] = {}

    def __iter__(self) -> Iterator[T]:
        return iter(tuple(self._by_id.values()))

    def __len__(self) -> int:
        return len(self._by_id)

    def add(self, given: T) -> T:
        """Add one, in place of one of the same name, and give it an id if it has none.

        What takes another's place keeps the id of that one unless it has its own. Raises ``UsageError``
        for an id taken already.
        """
        former = self._by_name.get(given.name)
        added = given if given.id else replace(given, id=former.id if former else self._ids.uuid())
        taken = self._by_id.get(added.id)
        if taken is not None and taken is not former:
            raise UsageError(f"there are two {self._what} with id {added.id}")
        if former is not None:
            del self._by_id[former.id]
        self._by_id[added.id] = self._by_name[added.name] = added
        return added

    def find(self, identifier: str) -> T | None:
        """Find one by its API identifier."""
        return self._by_id.get(identifier)

    def named(self, name: str) -> T:
        """Give one by its name.

        Raises ``UsageError`` for a name there is none of.
        """
        if name not in self._by_name:
            raise unknown(self._what, name, self._by_name)
        return self._by_name[name]


def unknown(what: str, name: str, known: Iterable[str]) -> UsageError:
    """Make the error for a name there is none of, with the nearest there is."""
    names = list(known)
    near = get_close_matches(name, names, n=1)
    there = f"there are: {', '.join(sorted(names))}" if names else f"no {what} was added"
    return UsageError(f"there is no {what} {name!r}", hint=f"did you mean {near[0]!r}?" if near else there)
