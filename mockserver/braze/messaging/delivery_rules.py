"""When a message that is due is not sent: quiet hours and frequency caps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from mockserver.braze.messaging.campaign import FrequencyCap, QuietHours
from mockserver.braze.profiles.profile import Profile
from mockserver.zones import iana_zone, known_zone

_UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}


def zone_of(profile: Profile, company: str) -> tzinfo:
    """Give the zone of a user's clock, the company's where the user has none that is known."""
    return iana_zone(str(profile.standard.get("time_zone") or "")) or known_zone(company)


def local_moment(wall: datetime, profile: Profile, company: str) -> datetime:
    """Give the moment at which a user's clock shows a date and a time of day."""
    return wall.replace(tzinfo=zone_of(profile, company))


def quiet_until(quiet: QuietHours, now: datetime, zone: tzinfo) -> datetime | None:
    """Give the moment at which the quiet hours that are on now end; None while there are none."""
    local = now.astimezone(zone)
    if not quiet.holds(local.timetz().replace(tzinfo=None)):
        return None
    end = local.replace(hour=quiet.end.hour, minute=quiet.end.minute, second=quiet.end.second, microsecond=0)
    # Added on the wall clock, so that a change of summer time does not move the end.
    return end if end > local else end + timedelta(days=1)


def is_reached(cap: FrequencyCap, sent: Iterable[datetime], now: datetime, zone: tzinfo) -> bool:
    """Tell whether one more message would exceed a cap, after messages sent at these moments."""
    return _counted(cap, sent, now, zone) >= cap.messages


def _counted(cap: FrequencyCap, moments: Iterable[datetime], now: datetime, zone: tzinfo) -> int:
    since = now - cap.count * _UNITS[cap.unit]
    if cap.unit != "day":
        return sum(moment > since for moment in moments)
    first = since.astimezone(zone).date()
    return sum(moment.astimezone(zone).date() > first for moment in moments)
