"""One object of a /users/track body as it was sent, with the questions its rules ask of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from mockserver.contracts.assumptions import Terms
from mockserver.findings import pointer

PRIMARY: Final = ("external_id", "user_alias", "braze_id")
SECONDARY: Final = ("email", "phone")

_TIME: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(?:[.:,]([0-9]{1,9}))?"
    r" ?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)


def parse_event_time(text: str) -> datetime | None:
    """Read the time of an event or purchase, in UTC; without a zone it is UTC already.

    Takes ISO 8601 and `yyyy-MM-dd'T'HH:mm:ss:SSSZ`, a blank in place of the T too; see
    https://www.braze.com/docs/api/objects_filters/event_object/. None for anything else.
    """
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    date, minutes, seconds, fraction, zone = match.groups()
    micros = ((fraction or "") + "000000")[:6]
    offset = "+00:00" if zone in (None, "Z") else zone
    try:
        moment = datetime.fromisoformat(f"{date}T{minutes or '00:00'}{seconds or ':00'}.{micros}{offset}")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Tracked:
    """An object of one of the arrays, its place, and the terms it is checked under."""

    array: str
    index: int
    data: Mapping[str, object]
    terms: Terms

    def pointer(self, *parts: str | int) -> str:
        """Give the JSON pointer of the object, or of something within it."""
        return pointer(self.array, self.index, *parts)

    def identifiers(self, names: tuple[str, ...]) -> list[str]:
        """Give those of the names that identify a profile here: neither null nor an empty string."""
        return [name for name in names if self.data.get(name) not in (None, "")]

    @property
    def imports_tokens(self) -> bool:
        """Whether the object imports push tokens of somebody unknown."""
        return self.array == "attributes" and self.data.get("push_token_import") is True
