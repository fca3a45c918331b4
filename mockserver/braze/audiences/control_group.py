"""The Global Control Group: users by their random buckets, who get no campaign and enter no Canvas.

Source: https://www.braze.com/docs/user_guide/engagement_tools/testing/global_control_group/
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mockserver.braze.audiences.segments import Segment
from mockserver.braze.profiles.profile import Profile
from mockserver.braze.profiles.store import RANDOM_BUCKETS
from mockserver.errors import UsageError
from mockserver.ids import Ids

NAME = "Global Control Group"
MOST_PERCENT = 15
RANGES = 5
"""How many ranges of buckets are drawn. Braze draws several and does not say how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlGroup:
    """The users in ranges of random buckets, ends included; programs with an exempt tag reach them too."""

    ranges: tuple[tuple[int, int], ...]
    exempt_tags: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for first, last in self.ranges:
            if not 0 <= first <= last < RANDOM_BUCKETS:
                raise UsageError(f"{first} to {last} are no random buckets", hint="they go from 0 to 9999")

    @classmethod
    def drawn(cls, percent: int, ids: Ids, exempt_tags: Iterable[str] = ()) -> ControlGroup:
        """Draw the buckets of so many percent of the users.

        Raises ``UsageError`` for a share that Braze does not take.
        """
        if not 1 <= percent <= MOST_PERCENT:
            raise UsageError(f"a control group takes 1 to {MOST_PERCENT} percent, not {percent}")
        section, width = RANDOM_BUCKETS // RANGES, percent * RANDOM_BUCKETS // 100 // RANGES
        starts = (index * section + ids.below(section - width + 1) for index in range(RANGES))
        return cls(
            ranges=tuple((start, start + width - 1) for start in starts), exempt_tags=frozenset(exempt_tags)
        )

    def has(self, profile: Profile) -> bool:
        """Tell whether a user is in the group."""
        return any(first <= profile.random_bucket <= last for first, last in self.ranges)

    def withholds(self, tags: Iterable[str], profile: Profile) -> bool:
        """Tell whether a campaign or a Canvas with these tags does not reach a user."""
        return self.has(profile) and self.exempt_tags.isdisjoint(tags)

    @property
    def segment(self) -> Segment:
        """The group as a segment."""
        return Segment(name=NAME, filters={"OR": [_between(first, last) for first, last in self.ranges]})


def _between(first: int, last: int) -> dict[str, Any]:
    bounds = (("greater_than_or_equal_to", first), ("less_than_or_equal_to", last))
    return {"AND": [{"random_bucket": {"comparison": name, "value": value}} for name, value in bounds]}
