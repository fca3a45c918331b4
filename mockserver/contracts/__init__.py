"""What a valid payload of the Rokt Calendar and Braze integration is, as pure functions giving findings.

A contract checks a parsed body and gives every finding and, unless the body is refused, its value:

    checked = CREATE_EVENT.check(parse_json(body).value, assumptions)
"""

from mockserver.contracts.assumptions import CONTRACT_ASSUMPTIONS
from mockserver.contracts.braze.models import ExportIds, Recipient, TriggerSend, UserAlias
from mockserver.contracts.braze.requests import EXPORT_IDS, EXPORTABLE_FIELDS, TRIGGER_SEND
from mockserver.contracts.braze.track import TRACK, Accepted, Rejected, TrackRequest, track_place
from mockserver.contracts.braze.track_field_rules import CONTROL_KEYS, STANDARD_ATTRIBUTES
from mockserver.contracts.braze.track_object import parse_event_time
from mockserver.contracts.catalogue import RULES
from mockserver.contracts.checked import Checked, Contract
from mockserver.contracts.json_text.reading import parse_json
from mockserver.contracts.rokt.http_rules import check_event_url, check_headers
from mockserver.contracts.rokt.models import (
    CalendarTag,
    CreateEvent,
    CreateSubscription,
    EventDetail,
    TokenRequest,
    UpdateEvent,
    UpdateShape,
)
from mockserver.contracts.rokt.payloads import CREATE_EVENT, CREATE_SUBSCRIPTION, UPDATE_EVENT
from mockserver.contracts.rokt.subscription_rules import is_email, is_guid
from mockserver.contracts.rokt.token_request import TOKEN_REQUEST, parse_form
from mockserver.contracts.rules import Rule
from mockserver.contracts.times.event_times import EventTimes, event_times
from mockserver.contracts.times.local_time import LocalTime, Wall, classify, parse_local, to_utc
from mockserver.contracts.times.timezones import (
    WindowsZone,
    suggest_windows_id,
    windows_id_for,
    windows_zone,
    windows_zone_ids,
)

__all__ = [
    "CONTRACT_ASSUMPTIONS",
    "CONTROL_KEYS",
    "CREATE_EVENT",
    "CREATE_SUBSCRIPTION",
    "EXPORTABLE_FIELDS",
    "EXPORT_IDS",
    "RULES",
    "STANDARD_ATTRIBUTES",
    "TOKEN_REQUEST",
    "TRACK",
    "TRIGGER_SEND",
    "UPDATE_EVENT",
    "Accepted",
    "CalendarTag",
    "Checked",
    "Contract",
    "CreateEvent",
    "CreateSubscription",
    "EventDetail",
    "EventTimes",
    "ExportIds",
    "LocalTime",
    "Recipient",
    "Rejected",
    "Rule",
    "TokenRequest",
    "TrackRequest",
    "TriggerSend",
    "UpdateEvent",
    "UpdateShape",
    "UserAlias",
    "Wall",
    "WindowsZone",
    "check_event_url",
    "check_headers",
    "classify",
    "event_times",
    "is_email",
    "is_guid",
    "parse_event_time",
    "parse_form",
    "parse_json",
    "parse_local",
    "suggest_windows_id",
    "to_utc",
    "track_place",
    "windows_id_for",
    "windows_zone",
    "windows_zone_ids",
]
