"""Hypothesis strategies for the payloads, profiles and templates of the integration.

What is called valid gives no finding at all by the contracts; what is called invalid is valid but for
one named mistake, and gives exactly the finding that the mistake is named with.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from hypothesis import strategies as st

from mockserver.clock import DEFAULT_START
from mockserver.contracts import Wall, classify, windows_zone, windows_zone_ids
from mockserver.testing.mistakes import EVENT_MISTAKES, TRACK_MISTAKES, Mistake, Payload
from mockserver.testing.providers import AWKWARD_NAMES

_LIQUID: Final = ("{{", "{%", "${", "Liquid error:")
_SPAN: Final = timedelta(days=700)
_AWKWARD_SIGNS: Final = sorted({sign for name in AWKWARD_NAMES for sign in name if not sign.isalnum()})
_IANA: Final = ("America/New_York", "Europe/Berlin", "Asia/Tokyo", "Australia/Sydney")


def texts(*, min_size: int = 0, max_size: int = 60) -> st.SearchStrategy[str]:
    """Make texts as people type them: any script, quotes, line breaks, emoji; never a lone surrogate."""
    signs = st.characters(exclude_categories=["Cs"]) | st.sampled_from(_AWKWARD_SIGNS)
    return st.text(signs, min_size=min_size, max_size=max_size)


def _plain_texts() -> st.SearchStrategy[str]:
    return texts(min_size=1).filter(
        lambda text: text.strip() != "" and not any(mark in text for mark in _LIQUID)
    )


def _uuids() -> st.SearchStrategy[str]:
    return st.uuids(version=4).map(str)


def rokt_attributes(
    *, account: str = "acme", min_size: int = 0, max_size: int = 2
) -> st.SearchStrategy[dict[str, list[str]]]:
    """Make the custom attributes Rokt Calendar writes for so many subscriptions; empty for none."""
    return st.lists(_uuids(), min_size=min_size, max_size=max_size, unique_by=lambda text: text[-12:]).map(
        lambda ids: _attributes_of(account, ids)
    )


def _attributes_of(account: str, ids: list[str]) -> dict[str, list[str]]:
    if not ids:
        return {}
    values = {
        "account_code": account,
        "calendar_code": "shows",
        "calendar_title": "Shows",
        "optIn1": "True",
        "source": f"{account}.roktcalendar.com",
        "subscription_method": "WebCal",
    }
    suffixed = {f"rokt:{name}": [f"{value}/{one[-12:]}" for one in ids] for name, value in values.items()}
    return {**suffixed, "rokt:subscription_id": ids}


# Made once: hypothesis works out what a strategy can give anew for each that is made while it draws.
_IDS: Final = st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True)
_PROFILE_IDS: Final = st.just("cust") | _IDS
_PROFILE_PARTS: Final[st.SearchStrategy[dict[str, Any]]] = st.fixed_dictionaries(
    {},
    optional={
        "first_name": texts(min_size=1),
        "last_name": texts(min_size=1),
        "email": st.just("somebody@example.test"),
        "country": st.sampled_from(["US", "AU", "DE", "JP"]),
        "language": st.sampled_from(["en", "de", "ja"]),
        "time_zone": st.sampled_from(_IANA),
    },
)


@st.composite
def profiles(draw: st.DrawFn, *, account: str = "acme") -> dict[str, Any]:
    """Make profiles in the shape of ``/users/export/ids``, any of their optional parts missing.

    The simplest one has an external id and nothing else.
    """
    profile = {"external_id": draw(_PROFILE_IDS), **draw(_PROFILE_PARTS)}
    attributes = draw(rokt_attributes(account=account))
    return {**profile, "custom_attributes": attributes} if attributes else profile


_ZONES: Final = st.sampled_from(windows_zone_ids())
_TITLES: Final = _plain_texts()
_EVENT_IDS: Final = _plain_texts().map(str.strip)
_EVENT_PARTS: Final[st.SearchStrategy[dict[str, Any]]] = st.fixed_dictionaries(
    {},
    optional={
        "description": _plain_texts() | st.none(),
        "location": _plain_texts(),
        "notifyBefore": st.integers(0, 10_000) | st.none(),
        "allDayEvent": st.booleans(),
    },
)


@st.composite
def calendar_events(draw: st.DrawFn) -> dict[str, Any]:
    """Make valid events, their times neither in a gap nor in an overlap of the clocks."""
    zone_id = draw(_ZONES)
    start = draw(_times(zone_id, DEFAULT_START.replace(tzinfo=None)))
    # Later than any clock change moves it, so that it is later in UTC as well.
    end = draw(_times(zone_id, start + timedelta(hours=4)))
    return {
        "eventId": draw(_EVENT_IDS),
        "title": draw(_TITLES),
        "start": start.isoformat(timespec="seconds"),
        "end": end.isoformat(timespec="seconds"),
        "timezone": zone_id,
        **draw(_EVENT_PARTS),
    }


def _times(zone_id: str, first: datetime) -> st.SearchStrategy[datetime]:
    zone = windows_zone(zone_id)
    assert zone is not None  # noqa: S101 - the id is out of the list
    rules = zone.zone
    return st.datetimes(first, first + _SPAN).filter(lambda wall: classify(wall, rules) is Wall.NORMAL)


def subscription_events() -> st.SearchStrategy[Payload]:
    """Make valid bodies that create an event: ``{"event": {…}, "subscriptionIds": […]}``."""
    ids = st.lists(_uuids(), min_size=1, max_size=3, unique=True)
    return st.fixed_dictionaries({"event": calendar_events(), "subscriptionIds": ids})


def invalid_subscription_events(name: str | None = None) -> st.SearchStrategy[tuple[Mistake, Payload]]:
    """Make bodies that are valid but for one mistake, with the mistake; of one kind if it is named.

    ``EVENT_MISTAKES`` has the names. Raises ``KeyError`` for another.
    """
    return _invalid(subscription_events(), EVENT_MISTAKES, name)


@st.composite
def track_requests(draw: st.DrawFn) -> Payload:
    """Make valid bodies of ``/users/track`` with at least one attributes and one event object."""
    who = draw(st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True))
    optional: dict[str, st.SearchStrategy[Any]] = {
        "first_name": texts(min_size=1),
        "time_zone": st.sampled_from(_IANA),
        "visits": st.integers(0, 1000),
        "team": texts(min_size=1),
    }
    named = st.fixed_dictionaries({"external_id": st.just(who)}, optional=optional)
    pushed = st.tuples(named, rokt_attributes()).map(lambda pair: {**pair[0], **pair[1]})
    moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 1, 1)).map(
        lambda moment: f"{moment.isoformat(timespec='seconds')}Z"
    )
    event = st.fixed_dictionaries(
        {
            "external_id": st.just(who),
            "name": st.sampled_from(["subscribe", "event_announced"]),
            "time": moments,
        },
        optional={"properties": st.fixed_dictionaries({"title": texts(), "rank": st.integers(0, 9)})},
    )
    return {
        "attributes": draw(st.lists(pushed, min_size=1, max_size=2)),
        "events": draw(st.lists(event, min_size=1, max_size=2)),
    }


def invalid_track_requests(name: str | None = None) -> st.SearchStrategy[tuple[Mistake, Payload]]:
    """Make bodies that are valid but for one mistake, with the mistake; of one kind if it is named.

    ``TRACK_MISTAKES`` has the names. Raises ``KeyError`` for another.
    """
    return _invalid(track_requests(), TRACK_MISTAKES, name)


def _invalid(
    valid: st.SearchStrategy[Payload], mistakes: Mapping[str, Mistake], name: str | None
) -> st.SearchStrategy[tuple[Mistake, Payload]]:
    chosen = st.sampled_from(list(mistakes.values())) if name is None else st.just(mistakes[name])
    return st.tuples(chosen, valid).map(lambda pair: (pair[0], pair[0].made_in(pair[1])))


_HEAD: Final = (
    "{% if custom_attribute.${rokt:subscription_id} == blank %}"
    "{% abort_message('no subscription') %}{% endif %}\n"
)
_ESCAPED_FIELDS: Final = {
    "title": ("\"{{ ${first_name} | default: 'You' | json_escape }}'s event\"", '"Opening night"'),
    "description": ('"For {{ ${first_name} | json_escape }} {{ ${last_name} | json_escape }}"',),
    "location": ('"{{ ${country} | json_escape }}"', '"Main stage"'),
    "notifyBefore": ("15", '"15"'),
}


@st.composite
def templates(draw: st.DrawFn) -> str:
    """Make webhook bodies that survive every profile: guarded, escaped, with optional fields or without."""
    zone = draw(st.sampled_from(["Eastern Standard Time", "Tokyo Standard Time", "UTC"]))
    day = draw(st.integers(1, 28))
    fields = {
        "eventId": '"Event_{{ ${user_id} }}"',
        "title": draw(st.sampled_from(_ESCAPED_FIELDS["title"])),
        "start": f'"2026-06-{day:02}T15:00:00"',
        "end": f'"2026-06-{day:02}T16:00:00"',
        "timezone": f'"{zone}"',
    }
    optional = [name for name in ("description", "location", "notifyBefore") if draw(st.booleans())]
    fields |= {name: draw(st.sampled_from(_ESCAPED_FIELDS[name])) for name in optional}
    members = ", ".join(f'"{name}": {value}' for name, value in fields.items())
    ids = '["{{ custom_attribute.${rokt:subscription_id} | join: \'","\' }}"]'
    return f'{_HEAD}{{"event": {{{members}}}, "subscriptionIds": {ids}}}'
