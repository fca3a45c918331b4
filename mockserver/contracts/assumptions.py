"""The open questions about payloads, each a named switch, and the choices a check is made under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mockserver.clock import DEFAULT_START
from mockserver.contracts import sources
from mockserver.evidence import Assumption, Choice

CONTRACT_ASSUMPTIONS: Final[tuple[Assumption, ...]] = (
    Assumption(
        name="rokt.update_body",
        question="Which body does the update of a subscription event take?",
        default="both",
        choices={
            "both": "a flat event object, or one wrapped in `event`",
            "flat": "only the flat event object of Rokt's own page",
            "wrapped": "only the wrapped one of Braze's page",
        },
        source=sources.ROKT_UPDATE_EVENT_BODY,
    ),
    Assumption(
        name="rokt.end_required",
        question="Must an event have an `end`?",
        default="no",
        choices={"no": "without one it ends when it starts", "yes": "an event without it is refused"},
        source=sources.ROKT_CREATE_EVENT,
    ),
    Assumption(
        name="rokt.timezone_required",
        question="Must an event have a `timezone`?",
        default="unless_iana",
        choices={
            "unless_iana": "yes, unless `timezoneIanaId` is given",
            "yes": "an event without it is refused",
            "no": "without any zone its times are read as UTC",
        },
        source=sources.ROKT_EVENT_MODEL,
    ),
    Assumption(
        name="rokt.description_required",
        question="Must an event have a `description`?",
        default="no",
        choices={"no": "it may be left out or empty", "yes": "an event without it is refused"},
        source=sources.ROKT_EVENT_MODEL,
    ),
    Assumption(
        name="rokt.empty_value",
        question='What is an empty string (`""`) where an optional time, zone or number belongs?',
        default="refuse",
        choices={"refuse": "a value of the wrong form", "absent": "the same as leaving the field out"},
        source=sources.ROKT_CREATE_EVENT,
    ),
    Assumption(
        name="rokt.notify_before",
        question="In which form may `notifyBefore` be sent?",
        default="lenient",
        choices={
            "lenient": "a number, a string of digits, null, or not at all",
            "number": "a number, null, or not at all",
        },
        source=sources.ROKT_CREATE_EVENT,
    ),
    Assumption(
        name="rokt.notify_before_required",
        question="Must an event have a `notifyBefore`? (One guide asks for it, the API's own page does not.)",
        default="no",
        choices={"no": "without one there is no reminder", "yes": "an event without it is refused"},
        source=sources.INTEGRATION,
    ),
    Assumption(
        name="rokt.negative_notify_before",
        question="Is a `notifyBefore` below zero, a reminder after the start, refused?",
        default="reject",
        choices={"reject": "it is refused", "accept": "it is taken as it is"},
        source=sources.ROKT_CREATE_EVENT,
    ),
    Assumption(
        name="rokt.end_equals_start",
        question="Is an event refused that ends the moment it starts?",
        default="accept",
        choices={"accept": "it is taken", "reject": "it is refused"},
        source=sources.INTEGRATION,
    ),
    Assumption(
        name="rokt.end_before_start",
        question="Is an event refused that ends before it starts?",
        default="reject",
        choices={"reject": "it is refused", "accept": "it is taken"},
        source=sources.ROKT_CREATE_EVENT,
    ),
    Assumption(
        name="rokt.datetime_offset",
        question="What does a `Z` or an offset in `start` or `end` mean?",
        default="wall",
        choices={
            "wall": "nothing: date and time are read in the event's zone",
            "honour": "the moment it names, shown in the event's zone",
            "reject": "the time is refused",
        },
        source=sources.ROKT_CREATE_EVENT_BODY,
    ),
    Assumption(
        name="rokt.timezone_case",
        question="Does the case of letters in a Windows zone id count?",
        default="exact",
        choices={"exact": "another case is refused", "ignore": "another case is taken"},
        source=sources.ROKT_TIMEZONES,
    ),
    Assumption(
        name="rokt.timezones",
        question="Which Windows zone ids does Rokt Calendar know?",
        default="windows",
        choices={
            "windows": "the standard list of Windows",
            "documented": "only the two that public pages show, Eastern and Pacific Standard Time",
            "listed": "only those of a list of one's own, `rokt.timezone_list`",
        },
        source=sources.ROKT_TIMEZONES,
    ),
    Assumption(
        name="rokt.timezone_list",
        question="Which Windows zone ids are on one's own list, where `rokt.timezones` is `listed`?",
        default="Eastern Standard Time, Pacific Standard Time",
        choices={},
        unit="zone ids, separated by commas or line ends",
        source=sources.ROKT_TIMEZONES,
    ),
    Assumption(
        name="rokt.zone_precedence",
        question="Which zone counts where `timezone` and `timezoneIanaId` differ?",
        default="windows",
        choices={"windows": "the one in `timezone`", "iana": "the one in `timezoneIanaId`"},
        source=sources.ROKT_CREATE_EVENT_BODY,
    ),
    Assumption(
        name="rokt.gap_time",
        question="What is a local time that the clocks skip in spring?",
        default="forward",
        choices={
            "forward": "read with the offset before the change, so later by the gap (as RFC 5545 does)",
            "backward": "read with the offset after the change, so earlier by the gap",
            "reject": "it is refused",
        },
        source=sources.RFC_ICALENDAR_TIME,
    ),
    Assumption(
        name="rokt.overlap_time",
        question="Which moment is a local time that comes twice in autumn?",
        default="first",
        choices={
            "first": "the first, before the clocks go back (as RFC 5545 does)",
            "second": "the second, after the clocks went back",
            "reject": "it is refused",
        },
        source=sources.RFC_ICALENDAR_TIME,
    ),
    Assumption(
        name="rokt.unknown_subscription_ids",
        question="What becomes of subscription ids that name no subscription of the account?",
        default="ignore",
        choices={
            "ignore": "they are passed over as long as one id can be a subscription's",
            "reject": "any of them has the request refused",
        },
        source=sources.ROKT_CREATE_EVENT,
    ),
    Assumption(
        name="rokt.subscription_ids_limit",
        question="How many subscription ids may one new event name? (0: any number.)",
        default=0,
        choices={},
        unit="ids",
        source=sources.ROKT_CREATE_EVENT,
    ),
    Assumption(
        name="rokt.unknown_fields",
        question="What becomes of a field that no page knows?",
        default="ignore",
        choices={"ignore": "it is passed over", "reject": "the body is refused"},
        source=sources.ROKT_CREATE_EVENT_BODY,
    ),
    Assumption(
        name="rokt.time_zone_field",
        question="What is the zone of a new subscription called?",
        default="both",
        choices={
            "both": "`timeZoneId` or `timezoneId`",
            "timeZoneId": "only that; `timezoneId` is a field no page knows",
            "timezoneId": "only that; `timeZoneId` is a field no page knows",
        },
        source=sources.ROKT_SUBSCRIBE_WEBCAL,
    ),
    Assumption(
        name="rokt.redirect_to_required",
        question="Must a new subscription say where to send the person (`redirectTo`)?",
        default="no",
        choices={"no": "it may be left out", "yes": "a subscription without it is refused"},
        source=sources.ROKT_SUBSCRIBE,
    ),
    Assumption(
        name="braze.track_limit",
        question="How many objects may one call of /users/track hold?",
        default=75,
        choices={},
        unit="objects",
        source=sources.BRAZE_TRACK,
    ),
    Assumption(
        name="braze.track_limit_scope",
        question="Is the limit of /users/track for all objects together or for each array?",
        default="total",
        choices={"total": "for the three arrays together", "array": "for each array, as in older contracts"},
        source=sources.BRAZE_TRACK,
    ),
    Assumption(
        name="braze.string_limit",
        question="What becomes of an attribute's text that is too long?",
        default="truncate",
        choices={
            "truncate": "it is cut at 479 bytes",
            "unchanged": "above 255 characters the attribute keeps its old value",
        },
        source=sources.BRAZE_CUSTOM_ATTRIBUTES,
    ),
    Assumption(
        name="braze.export_fields_required",
        question="Must an export of profiles name its `fields_to_export`?",
        default="no",
        choices={
            "no": "without them every field is exported, as for older customers",
            "yes": "an export without them is refused, as for customers since 22 August 2024",
        },
        source=sources.BRAZE_EXPORT_IDS,
    ),
)

_DEFAULTS: Final = {assumption.name: assumption.default for assumption in CONTRACT_ASSUMPTIONS}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a payload is checked under: the choices in force and the time it is.

    ``choices`` may leave assumptions out; their defaults hold.
    """

    choices: Mapping[str, Choice]
    now: datetime = DEFAULT_START

    def __getitem__(self, name: str) -> Choice:
        choice = self.choices.get(name)
        return _DEFAULTS[name] if choice is None else choice

    def chosen(self, name: str, choice: str) -> bool:
        """Tell whether the choice in force for an assumption is this one."""
        return self.choices.get(name, _DEFAULTS.get(name)) == choice
