"""Time zones by their IANA names, with the rules of the package tzdata: the same on every machine.

A machine's own database may be years old, or there may be none; `zoneinfo` would take either first.
Source: https://docs.python.org/3/library/zoneinfo.html#data-sources
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from mockserver.errors import UsageError

_DATABASE: Final = files("tzdata")


@cache
def iana_names() -> frozenset[str]:
    """Give the name of every IANA zone, links included."""
    names = (_DATABASE / "zones").read_text(encoding="utf-8").split()
    return frozenset(names) - {"Factory"}


def iana_zone(name: str) -> ZoneInfo | None:
    """Give the IANA zone of that exact name, if there is one."""
    return known_zone(name) if name in iana_names() else None


def named_zone(name: str) -> ZoneInfo:
    """Give the IANA zone that a person named; raises ``UsageError`` for a name that is none of IANA's."""
    zone = iana_zone(name)
    if zone is None:
        raise UsageError(f"{name!r} is not an IANA time zone", hint="write it like Europe/Berlin")
    return zone


@cache
def known_zone(name: str) -> ZoneInfo:
    """Give the IANA zone of one of the names there are, always the same object."""
    with _DATABASE.joinpath("zoneinfo", *name.split("/")).open("rb") as rules:
        return _Zone.from_file(rules, key=name)


class _Zone(ZoneInfo):
    """A zone that can be pickled and copied, which `zoneinfo` leaves out for those of files."""

    def __reduce__(self) -> tuple[object, ...]:
        return known_zone, (self.key,)
