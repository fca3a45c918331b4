"""Paths that public pages spell in two ways or do not give at all, each an assumption.

An operation has one path in the table; here are the others it goes by, and under which choice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from mockserver.evidence import Assumption, Choice
from mockserver.rokt import sources
from mockserver.simulator.operation import path_pattern

GET_PATH: Final = "/v1/subscription/{subscription_id}"
DEACTIVATE_PATH: Final = "/v1/subscription/{account_code}/{calendar_code}"
BY_USERNAME_PATH: Final = "/subscription/{account_code}/{calendar_code}/{username}"
DELETE_EVENT_PATH: Final = "/v1/subscriptionevent/{account_code}/{event_id}"
CALENDAR_EVENTS_PATH: Final = "/v1/calendarevents/{account_code}/{calendar_code}"
SCHEDULE_PATH: Final = "/v1/schedule/{account_code}/{subscription_id}"

PATH_ASSUMPTIONS: Final = (
    Assumption(
        name="rokt.subscription_paths",
        question="With or without a version: where is a subscription read and ended?",
        default="both",
        choices={
            "both": "/v1/subscription/… and /subscription/…",
            "versioned": "/v1/subscription/… only, as on the newer pages",
            "unversioned": "/subscription/… only, as on the older pages",
        },
        source=sources.GET_SUBSCRIPTION_MODEL,
    ),
    Assumption(
        name="rokt.update_subscription_path",
        question="Where is a subscription updated? (No page gives the path.)",
        default="both",
        choices={
            "both": "PUT /v1/subscription/{id} and PUT /subscription/{id}",
            "versioned": "PUT /v1/subscription/{id}",
            "unversioned": "PUT /subscription/{id}",
        },
        source=sources.UPDATE_SUBSCRIPTION,
    ),
    Assumption(
        name="rokt.username_path",
        question="Where are the subscriptions of a user name read? (The page lost the first two places.)",
        default="unversioned",
        choices={
            "unversioned": "/subscription/{account}/{calendar}/{username}",
            "versioned": "/v1/subscription/{account}/{calendar}/{username}",
            "calendar_first": "/subscription/{calendar}/{account}/{username}",
        },
        source=sources.BY_USERNAME,
    ),
    Assumption(
        name="rokt.delete_event_path",
        question="Where is a subscription event deleted? (The page names two parameters, no path.)",
        default="versioned",
        choices={
            "versioned": "/v1/subscriptionevent/{account}/{eventId}",
            "unversioned": "/subscriptionevent/{account}/{eventId}",
        },
        source=sources.DELETE_EVENT,
    ),
    Assumption(
        name="rokt.calendar_events_path",
        question="Where are a calendar's events read? (No page gives the path.)",
        default="calendarevents",
        choices={
            "calendarevents": "/v1/calendarevents/{account}/{calendar}",
            "calendar": "/v1/calendar/{account}/{calendar}/events",
        },
        source=sources.CALENDAR_EVENTS,
    ),
    Assumption(
        name="rokt.schedule_path",
        question="Where is a subscriber's schedule read? (No page gives the path.)",
        default="schedule",
        choices={
            "schedule": "/v1/schedule/{account}/{subscriptionId}",
            "subscription": "/v1/subscription/{account}/{subscriptionId}/schedule",
        },
        source=sources.SCHEDULE,
    ),
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One path an operation goes by under some choices of an assumption."""

    method: str
    path: str
    operation_path: str
    assumption: str
    choices: frozenset[str]
    pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", path_pattern(self.path))


def _spellings(
    method: str, operation_path: str, assumption: str, paths: Mapping[str, str]
) -> tuple[Spelling, ...]:
    """Make a spelling of each path; ``paths`` gives the choices it holds under, joined by blanks."""
    return tuple(
        Spelling(method, path, operation_path, assumption, frozenset(choices.split()))
        for path, choices in paths.items()
    )


_SPELLINGS: Final = (
    *_spellings(
        "GET",
        GET_PATH,
        "rokt.subscription_paths",
        {GET_PATH: "both versioned", "/subscription/{subscription_id}": "both unversioned"},
    ),
    *_spellings(
        "PUT",
        GET_PATH,
        "rokt.update_subscription_path",
        {GET_PATH: "both versioned", "/subscription/{subscription_id}": "both unversioned"},
    ),
    *_spellings(
        "DELETE",
        DEACTIVATE_PATH,
        "rokt.subscription_paths",
        {
            DEACTIVATE_PATH: "both versioned",
            "/subscription/{account_code}/{calendar_code}": "both unversioned",
            "/subscription/{account_code}/{calendar_code}/": "both unversioned",
        },
    ),
    # Two of these look alike and differ in what the places mean, so the choice decides which is tried.
    *_spellings(
        "GET",
        BY_USERNAME_PATH,
        "rokt.username_path",
        {
            BY_USERNAME_PATH: "unversioned",
            "/subscription/{calendar_code}/{account_code}/{username}": "calendar_first",
            "/v1/subscription/{account_code}/{calendar_code}/{username}": "versioned",
        },
    ),
    *_spellings(
        "DELETE",
        DELETE_EVENT_PATH,
        "rokt.delete_event_path",
        {DELETE_EVENT_PATH: "versioned", "/subscriptionevent/{account_code}/{event_id}": "unversioned"},
    ),
    *_spellings(
        "GET",
        CALENDAR_EVENTS_PATH,
        "rokt.calendar_events_path",
        {
            CALENDAR_EVENTS_PATH: "calendarevents",
            "/v1/calendar/{account_code}/{calendar_code}/events": "calendar",
        },
    ),
    *_spellings(
        "GET",
        SCHEDULE_PATH,
        "rokt.schedule_path",
        {
            SCHEDULE_PATH: "schedule",
            "/v1/subscription/{account_code}/{subscription_id}/schedule": "subscription",
        },
    ),
)


def operation_path(method: str, raw_path: str, choices: Mapping[str, Choice]) -> str | None:
    """Give the path in the table that a path stands for; None where the choices in force rule it out.

    A path with only one spelling is given back as it is.
    """
    matching = _matching(method, raw_path)
    for spelling, params in matching:
        if choices[spelling.assumption] in spelling.choices:
            return spelling.operation_path.format(**params)
    return None if matching else raw_path


@lru_cache(1024)  # most calls go to few paths
def _matching(method: str, raw_path: str) -> tuple[tuple[Spelling, Mapping[str, str]], ...]:
    """Give the spellings that a path may be, each with its parameters."""
    found = ((one, one.pattern.match(raw_path)) for one in _SPELLINGS if one.method == method)
    return tuple((one, match.groupdict()) for one, match in found if match is not None)
