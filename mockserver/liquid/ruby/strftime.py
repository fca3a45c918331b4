"""Ruby's ``strftime``, in the English of the C locale, without the C library.

Directives: https://docs.ruby-lang.org/en/3.1/strftime_formatting_rdoc.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone

from mockserver.liquid.failures import LimitReached, LiquidFailure

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WIDEST = 1024
_DIRECTIVE = re.compile(
    r"%(?P<flags>[-0^#_]*)(?P<width>[0-9]*)"
    r"(?:(?P<colons>:{0,3})(?:E(?=[cCxXyY])|O(?=[deHkIlmMSuUVwWy]))?(?P<sign>[a-zA-Z%+])|(?P<unfinished>\Z))"
)


def strftime(moment: datetime, pattern: str) -> str:
    """Write a moment in a form; a directive that does not exist is kept as it stands.

    Raises ``LiquidFailure`` for a form that ends in the middle of a directive.
    """
    return _DIRECTIVE.sub(lambda match: _directive(moment, match), pattern)


def _directive(moment: datetime, match: re.Match[str]) -> str:
    if match["unfinished"] is not None:
        raise LiquidFailure(f"invalid format: {match.string}")
    sign, flags = match["sign"], match["flags"]
    width = int(match["width"][:9]) if match["width"] else 0
    if width > _WIDEST:
        raise LimitReached(f"a date field of more than {_WIDEST} characters")
    if sign == "z":
        return _offset(moment, len(match["colons"]), flags, width)
    if match["colons"]:
        return match[0]
    if sign in _NUMBERS:
        number, digits, padding = _NUMBERS[sign](moment)
        return _padded(str(number), flags, width or digits, padding)
    if sign in "NL":
        return _fraction(moment, width or (3 if sign == "L" else 9))
    if sign in _COMPOSED:
        text = strftime(moment, _COMPOSED[sign])
        # A minus takes back the padding asked for before it, and no more.
        return _padded(text.upper() if "^" in flags else text, flags.rpartition("-")[2], width, " ")
    if sign in _WORDS:
        return _padded(_cased(_WORDS[sign](moment), sign, flags), flags, width, " ")
    return match[0]


def _cased(text: str, sign: str, flags: str) -> str:
    if "#" in flags and sign in ("p", "Z"):
        return text.lower()
    return text.upper() if "^" in flags or "#" in flags else text


def _padded(text: str, flags: str, width: int, padding: str) -> str:
    if "-" in flags:
        return text
    padding = next((_PADDINGS[flag] for flag in reversed(flags) if flag in _PADDINGS), padding)
    return text.zfill(width) if padding == "0" else text.rjust(width)


def _fraction(moment: datetime, digits: int) -> str:
    return f"{moment.microsecond:06}000".ljust(digits, "0")[:digits]


def _offset(moment: datetime, colons: int, flags: str, width: int) -> str:
    seconds = int((moment.utcoffset() or timedelta(0)).total_seconds())
    sign, seconds = "-" if seconds < 0 else "+", abs(seconds)
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    text = (f"{hours:02}{minutes:02}", f"{hours:02}:{minutes:02}", f"{hours:02}:{minutes:02}:{rest:02}")
    shown = text[min(colons, 2)] if colons < 3 else _shortest(hours, minutes, rest)
    if "_" in flags:
        return f"{sign}{shown.removeprefix('0')}".rjust(max(width, 1 + len(shown)))
    return sign + shown.zfill(width - 1)


def _shortest(hours: int, minutes: int, seconds: int) -> str:
    if seconds:
        return f"{hours:02}:{minutes:02}:{seconds:02}"
    return f"{hours:02}:{minutes:02}" if minutes else f"{hours:02}"


def _zone_name(moment: datetime) -> str:
    # An offset has no name.
    has_name = not moment.utcoffset() or not isinstance(moment.tzinfo, timezone)
    return moment.tzname() or "" if has_name else ""


def _hour12(moment: datetime) -> int:
    return moment.hour % 12 or 12


def _week(moment: datetime, first_weekday: int) -> int:
    """Count weeks that begin on a weekday (Monday is 0); days before the first are in week 0."""
    day_of_year = moment.timetuple().tm_yday
    return (day_of_year + 6 - (moment.weekday() - first_weekday) % 7) // 7


def _epoch(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)


_PADDINGS = {"0": "0", "_": " "}
_COMPOSED: Mapping[str, str] = {
    "c": "%a %b %e %H:%M:%S %Y",
    "D": "%m/%d/%y",
    "F": "%Y-%m-%d",
    "r": "%I:%M:%S %p",
    "R": "%H:%M",
    "T": "%H:%M:%S",
    "v": "%e-%^b-%Y",
    "x": "%m/%d/%y",
    "X": "%H:%M:%S",
}
_WORDS: Mapping[str, Callable[[datetime], str]] = {
    "A": lambda moment: DAYS[moment.weekday()],
    "a": lambda moment: DAYS[moment.weekday()][:3],
    "B": lambda moment: MONTHS[moment.month - 1],
    "b": lambda moment: MONTHS[moment.month - 1][:3],
    "h": lambda moment: MONTHS[moment.month - 1][:3],
    "n": lambda _: "\n",
    "P": lambda moment: "am" if moment.hour < 12 else "pm",
    "p": lambda moment: "AM" if moment.hour < 12 else "PM",
    "t": lambda _: "\t",
    "Z": _zone_name,
    "%": lambda _: "%",
}
_NUMBERS: Mapping[str, Callable[[datetime], tuple[int, int, str]]] = {
    "C": lambda moment: (moment.year // 100, 2, "0"),
    "d": lambda moment: (moment.day, 2, "0"),
    "e": lambda moment: (moment.day, 2, " "),
    "G": lambda moment: (moment.isocalendar().year, 4, "0"),
    "g": lambda moment: (moment.isocalendar().year % 100, 2, "0"),
    "H": lambda moment: (moment.hour, 2, "0"),
    "I": lambda moment: (_hour12(moment), 2, "0"),
    "j": lambda moment: (moment.timetuple().tm_yday, 3, "0"),
    "k": lambda moment: (moment.hour, 2, " "),
    "l": lambda moment: (_hour12(moment), 2, " "),
    "M": lambda moment: (moment.minute, 2, "0"),
    "m": lambda moment: (moment.month, 2, "0"),
    "S": lambda moment: (moment.second, 2, "0"),
    "s": lambda moment: (_epoch(moment), 1, "0"),
    "U": lambda moment: (_week(moment, 6), 2, "0"),
    "u": lambda moment: (moment.isoweekday(), 1, "0"),
    "V": lambda moment: (moment.isocalendar().week, 2, "0"),
    "W": lambda moment: (_week(moment, 0), 2, "0"),
    "w": lambda moment: (moment.isoweekday() % 7, 1, "0"),
    "Y": lambda moment: (moment.year, 4, "0"),
    "y": lambda moment: (moment.year % 100, 2, "0"),
}
