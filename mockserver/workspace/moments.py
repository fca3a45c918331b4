"""Moments in time as people write them, such as ``2026-03-02T09:00:00Z``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

from mockserver.clock import EARLIEST, LATEST


def _written(value: object) -> object:
    if isinstance(value, int | float):
        raise ValueError("give a time such as 2026-03-02T09:00:00Z")  # pydantic counts seconds from 1970
    return value


def _with_a_time_in_utc(moment: datetime) -> datetime:
    try:
        moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("give a time whose year in UTC is between 1 and 9999") from None
    return moment


Moment = Annotated[AwareDatetime, BeforeValidator(_written), AfterValidator(_with_a_time_in_utc)]
"""A date and time with Z or an offset."""


def _reachable(moment: datetime) -> datetime:
    if not EARLIEST <= moment < LATEST:
        raise ValueError(f"give a time whose year in UTC is between {EARLIEST.year} and {LATEST.year - 1}")
    return moment


Start = Annotated[Moment, AfterValidator(_reachable)]
"""A moment at which a clock can start."""
