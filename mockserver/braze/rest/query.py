"""The query of a GET request, read as Braze reads it: arrays as ``name[]=a&name[]=b``."""

from __future__ import annotations

from datetime import datetime

from mockserver.braze.rest.errors import error_response
from mockserver.braze.times import parse_time
from mockserver.http import Request
from mockserver.simulator.service import Refusal


class Query:
    """The parameters of one request."""

    def __init__(self, request: Request) -> None:
        self._pairs = request.query

    def one(self, name: str) -> str:
        """Give a parameter's last value, empty where it is missing."""
        return next((value for key, value in reversed(self._pairs) if key == name), "")

    def many(self, name: str) -> list[str]:
        """Give every value of an array; a single one may come without brackets."""
        return [value for key, value in self._pairs if key in (name, f"{name}[]")]

    def number(self, name: str, otherwise: int = 0) -> int:
        """Give a whole number that is not negative.

        Raises ``Refusal`` for anything else.
        """
        value = self.one(name)
        if not value:
            return otherwise
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise Refusal(error_response(400, f"'{name}' is not valid"))
        return int(value)

    def flag(self, name: str) -> bool:
        """Give a boolean, false where it is missing.

        Raises ``Refusal`` for anything but ``true`` and ``false``.
        """
        value = self.one(name)
        if value not in ("", "true", "false"):
            raise Refusal(error_response(400, f"'{name}' is not valid"))
        return value == "true"

    def moment(self, name: str) -> datetime | None:
        """Give a date and time, None where it is missing.

        Raises ``Refusal`` for a text that is none.
        """
        value = self.one(name)
        # An unescaped plus of a zone arrives as a blank.
        moment = parse_time(value.replace(" ", "+") if value.count(" ") == 1 and "T" in value else value)
        if value and moment is None:
            raise Refusal(error_response(400, f"'{name}' is not valid"))
        return moment
