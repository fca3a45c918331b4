"""Moments in time as people write them, such as ``2026-03-02T09:00:00Z``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime


def _with_a_time_in_utc(moment: datetime) -> datetime:
    try:
        moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("give a time whose year in UTC is between 1 and 9999") from None
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_with_a_time_in_utc)]
"""A date and time with Z or an offset."""
