"""A synthetic audience: profiles as a segment export has them, some of them with a planted mistake.

The same seed gives the same users. Made for a million users, so everything is cut from a few random bits.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ZONES = {
    "America/New_York": ("Eastern Standard Time", "US", "en"),
    "America/Los_Angeles": ("Pacific Standard Time", "US", "es"),
    "Europe/London": ("GMT Standard Time", "GB", "en"),
    "Europe/Berlin": ("W. Europe Standard Time", "DE", "de"),
    "Asia/Tokyo": ("Tokyo Standard Time", "JP", "ja"),
    "Australia/Sydney": ("AUS Eastern Standard Time", "AU", "en"),
}
SHOWS = ("Hamlet", "Carmen", "Swan Lake", "The Tempest", "Don Giovanni", "Aida", "Giselle", "Macbeth")

TEMPLATE = {
    "url": (
        "{% if custom_attribute.${opted_out} %}{% abort_message('opted out') %}{% endif %}"
        "{% assign code = custom_attribute.${rokt:account_code} | first | split: '/' | first %}"
        "https://api.roktcalendar.com/v1/subscriptionevent/{{code}}"
    ),
    "body": """{
  "event": {
    "eventId": "show_{{${user_id}}}",
    "title": "{{custom_attribute.${show}}}",
    "description": "Dear {{${first_name} | json_escape}}, doors open an hour before.",
    "start": "{{custom_attribute.${show_date} | date: '%Y-%m-%d'}}T{{custom_attribute.${show_time}}}:00",
    "end": "{{custom_attribute.${show_date} | date: '%Y-%m-%d'}}T{{custom_attribute.${show_end}}}:00",
    "timezone": "{{custom_attribute.${show_zone}}}",
    "notifyBefore": 15
  },
  "subscriptionIds": ["{{custom_attribute.${rokt:subscription_id} | join: '","'}}"]
}""",
}


@dataclass(frozen=True)
class Mistake:
    """A planted mistake: what it changes in a profile, and the code and the fate it should be found by."""

    code: str
    fate: str
    changes: dict


MISTAKES = (
    Mistake("ROKT131", "refused", {"rokt:subscription_id": None}),
    Mistake("ROKT132", "refused", {"rokt:subscription_id": ["not-a-guid"]}),
    Mistake("JSON003", "refused", {"show": 'The "best" show'}),
    Mistake("ROKT111", "refused", {"show": None}),
    Mistake("TIME201", "refused", {"show_zone": "Europe/Paris"}),
    Mistake("TIME202", "refused", {"show_zone": "EST"}),
    Mistake("TIME203", "refused", {"show_zone": "Springfield Time"}),
    Mistake("TIME210", "refused", {"show_time": "half past seven"}),
    Mistake("TIME212", "wrong", {"show_date": "2026-03-29", "show_time": "02:30", "show_end": "04:00"}),
    Mistake("TIME213", "wrong", {"show_date": "2026-10-25", "show_time": "02:30", "show_end": "05:00"}),
    Mistake("TIME215", "refused", {"show_time": "22:00", "show_end": "19:30"}),
    Mistake("HTTP611", "refused", {"rokt:account_code": None}),
)


def profiles(users: int, mistakes: int = 0, *, seed: int = 0) -> Iterator[tuple[dict, Mistake | None]]:
    """Make users; so many of them, spread over the audience, have a mistake, each kind as often as can be."""
    chance = random.Random(seed)
    planted = dict(zip(sorted(chance.sample(range(users), mistakes)), range(mistakes), strict=True))
    zones = list(ZONES.items())
    for number in range(users):
        bits = chance.getrandbits(96)
        mistake = MISTAKES[planted[number] % len(MISTAKES)] if number in planted else None
        yield _profile(number, bits, zones[bits % len(zones)], mistake), mistake


def _profile(number: int, bits: int, zone: tuple, mistake: Mistake | None) -> dict:
    iana, (windows, country, language) = zone
    digits = f"{bits:024x}"
    suffix = digits[:12]
    subscription = f"{number:08x}-{digits[12:16]}-4{digits[16:19]}-a{digits[19:22]}-{suffix}"
    hour = 17 + bits // 7 % 4
    attributes = {
        "rokt:account_code": [f"acme/{suffix}"],
        "rokt:account_id": [f"d0ce4299-7d6c-4888-bfd8-c7e867a0fa6c/{suffix}"],
        "rokt:calendar_code": [f"shows/{suffix}"],
        "rokt:subscription_id": [subscription],
        "rokt:subscription_method": [f"WebCal/{suffix}"],
        "show": SHOWS[bits // 11 % len(SHOWS)],
        "show_date": f"2026-{6 + bits // 13 % 3:02}-{1 + bits // 17 % 28:02}",
        "show_time": f"{hour}:30",
        "show_end": f"{hour + 2}:00",
        "show_zone": windows,
    }
    if mistake:
        attributes.update(mistake.changes)
        if mistake.fate == "wrong":
            attributes["show_zone"] = "W. Europe Standard Time"
    return {
        "external_id": f"user-{number:07}",
        "braze_id": digits,
        "random_bucket": bits % 10_000,
        "first_name": f"Name {digits[:3]}",
        "email": f"user-{number}@example.test",
        "country": country,
        "language": language,
        "time_zone": iana,
        "custom_attributes": {name: value for name, value in attributes.items() if value is not None},
    }


def write_audience(path: Path, users: int, mistakes: int = 0, *, seed: int = 0) -> dict[str, Mistake]:
    """Write an audience as JSON lines, and give the users with a mistake."""
    planted = {}
    with path.open("w", encoding="utf-8") as file:
        for profile, mistake in profiles(users, mistakes, seed=seed):
            if mistake:
                planted[profile["external_id"]] = mistake
            file.write(json.dumps(profile, separators=(",", ":")) + "\n")
    return planted
