"""JSON pointers (RFC 6901) followed into plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.simulator.difference import ABSENT, Absent


def parse_pointer(text: str) -> list[str]:
    """Split a pointer into names and indexes; an empty one has none."""
    return [part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:]]


def resolve(value: Any, path: Sequence[str]) -> Any:
    """Follow a path; ``Absent`` where it leads nowhere."""
    for name in path:
        if isinstance(value, Mapping):
            value = value.get(name, ABSENT)
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return value if isinstance(value, Absent) else ABSENT
    return value
