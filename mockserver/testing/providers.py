"""A Faker provider for the people, calendars and profiles of the integration.

fake = Faker()
fake.add_provider(CalendarProvider)
fake.seed_instance(7)          # the same seed makes the same people
fake.braze_profile()
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from faker.providers import BaseProvider

from mockserver.clock import DEFAULT_START
from mockserver.contracts import Wall, classify, windows_zone, windows_zone_ids

AWKWARD_NAMES: Final[Sequence[str]] = (
    'Zoë "Zo" O\'Neil',
    "Robert'); DROP TABLE",
    "Back\\slash",
    "Line\nBreak",
    "Tab\tStop",
    "{{ braces }}",
    "<b>Bold</b> & Co",
    "100% {% raw %}",
    "José Ñúñez",
    "Straße Größe",
    "Łukasz Żółć",
    "Иван Иванов",
    "Ελένη Παπαδοπούλου",
    "محمد عبد الله",
    "שלום כהן",
    "李小龍",
    "たなか ひろし",
    "김민준",
    "नरेन्द्र",
    "สมชาย",
    "👩‍👩‍👧‍👦 Family",
    "e\u0301 combining",
    "\u202eright to left",
    "zero\u200bwidth",
    "non\u00a0breaking",
    "  padded  ",
    "X" * 300,
    "null",
    "0",
    "",
)
"""Names that people have, or type, and that break what is careless with text."""

_ISO: Final = "seconds"
_YEARS_AHEAD: Final = 2


class CalendarProvider(BaseProvider):
    """Makes subscribers, subscriptions, Rokt's attributes, calendar events and Braze profiles.

    Everything is valid by the contracts, which ``mockserver.testing.strategies`` does not promise of
    its invalid kinds.
    """

    def awkward_name(self) -> str:
        """Make a name that breaks what is careless with quotes, scripts, length or emptiness."""
        return str(self.random_element(AWKWARD_NAMES))

    def windows_zone(self) -> str:
        """Make a Windows time zone id, such as ``Eastern Standard Time``."""
        return str(self.random_element(windows_zone_ids()))

    def subscriber(self) -> dict[str, Any]:
        """Make the body that subscribes a person: ``POST /v2/subscribe/{account}/{calendar}``."""
        person = f"cust-{self.random_number(digits=9)}"
        return {
            "subscriberId": person,
            "emailAddress": f"{person}@example.test",
            "redirectTo": "https://example.test/thanks",
        }

    def subscription(self, *, account: str = "acme", calendar: str = "shows") -> dict[str, Any]:
        """Make a subscription in the shape of a workspace file."""
        person = f"cust-{self.random_number(digits=9)}"
        return {
            "id": self._uuid(),
            "account": account,
            "calendar": calendar,
            "subscriber_id": person,
            "email": f"{person}@example.test",
            "method": str(self.random_element(("WebCal", "Google"))),
        }

    def rokt_attributes(self, *, subscriptions: int = 1, account: str = "acme") -> dict[str, list[str]]:
        """Make the sixteen custom attributes Rokt Calendar writes: one element for each subscription."""
        rows = [self._attribute_row(account) for _ in range(subscriptions)]
        return {name: [row[name] for row in rows] for name in (rows[0] if rows else {})}

    def calendar_event(self) -> dict[str, Any]:
        """Make an event as ``POST /v1/subscriptionevent/{account}`` takes it, at times that exist once."""
        zone_id = self.windows_zone()
        start = self._start(zone_id)
        return {
            "eventId": f"Event_{self.random_number(digits=4, fix_len=True)}",
            "title": str(self.random_element(("Opening night", "Season finale", "Derby", "Release day"))),
            "description": "Doors open an hour before.",
            "location": str(self.random_element(("Main stage", "Stadium", "https://example.test/watch"))),
            "start": start.isoformat(timespec=_ISO),
            "end": self._end(start, zone_id).isoformat(timespec=_ISO),
            "timezone": zone_id,
            "notifyBefore": self.random_element((0, 15, 60)),
        }

    def braze_profile(self, *, subscriptions: int | None = None, account: str = "acme") -> dict[str, Any]:
        """Make a profile in the shape of ``/users/export/ids``, any of its optional parts missing.

        Without ``subscriptions`` it has none, one or two of them.
        """
        count = self.random_int(0, 2) if subscriptions is None else subscriptions
        person = f"cust-{self.random_number(digits=9)}"
        attributes: dict[str, Any] = dict(self.rokt_attributes(subscriptions=count, account=account))
        if self._chance():
            attributes["favourite team"] = self.awkward_name()
        optional = {
            "first_name": self.awkward_name(),
            "last_name": self.awkward_name(),
            "email": f"{person}@example.test",
            "country": str(self.random_element(("US", "AU", "DE", "JP", "BR"))),
            "language": str(self.random_element(("en", "de", "ja", "ar"))),
            "time_zone": str(self.random_element(("America/New_York", "Asia/Tokyo", "Europe/Berlin"))),
        }
        kept = {name: value for name, value in optional.items() if value and self._chance()}
        return {
            "external_id": person,
            **kept,
            **({"custom_attributes": attributes} if attributes else {}),
        }

    def _attribute_row(self, account: str) -> dict[str, str]:
        subscription = self._uuid()
        suffix = subscription[-12:]
        values = {
            "account_code": account,
            "account_id": self._uuid(),
            "account_name": account.title(),
            "calendar_code": "shows",
            "calendar_id": self._uuid(),
            "calendar_title": "Shows",
            "country_code": str(self.random_element(("AU", "US", "DE"))),
            "device_name": str(self.random_element(("Desktop", "Phone"))),
            "geo_country": str(self.random_element(("Australia", "United States", "Germany"))),
            "optIn1": str(self._chance()),
            "optIn2": str(self._chance()),
            "source": f"{account}.roktcalendar.com",
            "subscriber_email": f"cust-{self.random_number(digits=9)}@example.test",
            "subscription_method": str(self.random_element(("WebCal", "Google"))),
            "tags": "Shows/All",
        }
        row = {f"rokt:{name}": f"{value}/{suffix}" for name, value in values.items()}
        return {**row, "rokt:subscription_id": subscription}

    def _start(self, zone_id: str) -> datetime:
        first = DEFAULT_START.replace(tzinfo=None)
        while True:
            start = first + timedelta(minutes=15 * self.random_int(0, _YEARS_AHEAD * 365 * 96))
            if _exists_once(start, zone_id):
                return start

    def _end(self, start: datetime, zone_id: str) -> datetime:
        # Longer than any clock change, so that the end follows the start in UTC as well.
        hours = next(hours for hours in range(4, 30) if _exists_once(start + timedelta(hours=hours), zone_id))
        return start + timedelta(hours=hours)

    def _uuid(self) -> str:
        digits = f"{self.generator.random.getrandbits(128):032x}"
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    def _chance(self) -> bool:
        return bool(self.random_int(0, 1))


def _exists_once(wall: datetime, zone_id: str) -> bool:
    zone = windows_zone(zone_id)
    return zone is not None and classify(wall, zone.zone) is Wall.NORMAL
