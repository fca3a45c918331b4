"""Values of context variables: the types a Context step gives them, and the delays they make.

Sources: https://www.braze.com/docs/user_guide/messaging/canvas/canvas_components/context/ and
https://www.braze.com/docs/user_guide/messaging/canvas/canvas_components/delay_step/#personalized-delays
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any, Literal

from mockserver.braze.number_text import parse_number
from mockserver.braze.times import parse_local_time, parse_time, render_time
from mockserver.contracts import parse_json

ContextType = Literal["string", "number", "boolean", "time", "array", "object"]


def typed(text: str, kind: ContextType) -> Any:
    """Read what a Context step rendered as a value of its type.

    Raises ``ValueError`` where it is none or empty.
    """
    if not text.strip():
        raise ValueError("it is empty")
    value = text if kind == "string" else _READERS[kind](text.strip())
    if value is None:
        raise ValueError(f"{text.strip()!r} is no {kind}")
    return value


def read_length(value: object, unit: str) -> timedelta:
    """Read how long a delay is from a variable that counts seconds, minutes, hours, days or weeks.

    Raises ``ValueError`` for what is no number or less than none.
    """
    number = _number(value) if isinstance(value, str) else value
    if number is None or isinstance(number, bool) or not isinstance(number, int | float):
        raise ValueError(f"{value!r} is no number of {unit}s")
    if number < 0:
        raise ValueError(f"{value!r} {unit}s from now is in the past")
    try:
        return timedelta(**{f"{unit}s": number})
    except OverflowError:
        raise ValueError(f"{value!r} {unit}s are too many") from None


def read_moment(value: object, zone: tzinfo) -> datetime:
    """Read until when a delay lasts, in the zone the variable names or else in ``zone``.

    Raises ``ValueError`` for what is no date.
    """
    moment = parse_local_time(value, zone) if isinstance(value, str) else None
    if moment is None:
        raise ValueError(f"{value!r} is no date")
    return moment


def _number(text: str) -> int | float | None:
    number = parse_number(text)
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _boolean(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text.lower())


def _time(text: str) -> str | None:
    # A time is kept in UTC, whatever zone it was written in.
    moment = parse_time(text)
    return render_time(moment) if moment is not None else None


def _array(text: str) -> list[Any] | None:
    value = _json(text)
    return value if isinstance(value, list) else None


def _object(text: str) -> dict[str, Any] | None:
    value = _json(text)
    return value if isinstance(value, dict) else None


def _json(text: str) -> Any:
    parsed = parse_json(text.encode(errors="replace"))
    return parsed.value if parsed.ok else None


_READERS: Mapping[ContextType, Callable[[str], Any]] = {
    "number": _number,
    "boolean": _boolean,
    "time": _time,
    "array": _array,
    "object": _object,
}
