"""What nobody outside knows about Rokt Calendar's subscriptions, calendars and feeds."""

from __future__ import annotations

from typing import Final

from mockserver.evidence import Assumption
from mockserver.rokt import sources

_FIELDS: Final = (
    Assumption(
        name="rokt.deactivate_username_field",
        question="What is the user's name called in a deactivation?",
        default="both",
        choices={
            "both": "`userName` or `username`",
            "userName": "only `userName`; the other is passed over",
            "username": "only `username`; the other is passed over",
        },
        source=sources.DEACTIVATE_OLD,
    ),
    Assumption(
        name="rokt.microsoft_subscriptions",
        question="Can one subscribe with Microsoft? (The page on subscribing names WebCal and Google only.)",
        default="accept",
        choices={"accept": "yes", "reject": "no: 400"},
        source=sources.SUBSCRIBE,
    ),
    Assumption(
        name="rokt.email_capture",
        question="What becomes of the email address of a new subscriber? (Email capture.)",
        default="keep",
        choices={
            "keep": "it is kept where it is given",
            "require": "a subscription without it is refused",
            "discard": "it is not kept",
        },
        source=sources.INTEGRATION,
    ),
    Assumption(
        name="rokt.consent_url",
        question="What is the `subscriptionUrl` of a Google or Microsoft subscription?",
        default="consent",
        choices={"consent": "the company's page that asks for consent", "null": "null"},
        source=sources.SUBSCRIBE,
    ),
    Assumption(
        name="rokt.deactivate_inactive",
        question="How is the deactivation of a subscription answered that has ended already?",
        default="ignore",
        choices={"ignore": "202, and nothing is done", "reject": "400"},
        source=sources.DEACTIVATE,
    ),
    Assumption(
        name="rokt.update_subscription_answer",
        question="What does the update of a subscription answer?",
        default="subscription",
        choices={
            "subscription": "200 and the subscription as it is read",
            "accepted": "what other changes answer: 202; its effect is immediate all the same",
        },
        source=sources.UPDATE_SUBSCRIPTION,
    ),
    Assumption(
        name="rokt.username_answer",
        question="In which form does a user name's list of subscriptions come?",
        default="array",
        choices={"array": "an array", "object": "an object with the array as `subscriptions`"},
        source=sources.BY_USERNAME,
    ),
    Assumption(
        name="rokt.unknown_username",
        question="How is a user name answered that has no subscription?",
        default="empty",
        choices={"empty": "200 and an empty list", "bad_request": "400", "not_found": "404"},
        source=sources.BY_USERNAME,
    ),
    Assumption(
        name="rokt.undocumented_auth",
        question="Is a token needed where the page says nothing of it: to read subscriptions, to remove "
        "an event from one?",
        default="required",
        choices={"required": "yes", "open": "no: who sends none is let in everywhere"},
        source=sources.GET_SUBSCRIPTION,
    ),
)

_CALENDARS: Final = (
    Assumption(
        name="rokt.included_events_filtered",
        question="Do tags and time zone still filter the events that a subscription includes by id?",
        default="no",
        choices={"no": "it has exactly those", "yes": "it has those of them that pass"},
        source=sources.GET_SUBSCRIPTION_MODEL,
    ),
    Assumption(
        name="rokt.reminder_precedence",
        question="Whose reminder counts where event and subscription both have one?",
        default="event",
        choices={"event": "the event's", "subscription": "the subscription's"},
        source=sources.SUBSCRIBE,
    ),
    Assumption(
        name="rokt.offset_minutes",
        question="Which offset is a zone's `offsetMinutes`?",
        default="standard",
        choices={
            "standard": "that of its standard time",
            "at_start": "the one in force when the event starts",
        },
        source=sources.CALENDAR_EVENTS,
    ),
    Assumption(
        name="rokt.schedule_range",
        question="Which query parameters limit a schedule to a range of dates?",
        default="from_to",
        choices={"from_to": "`from` and `to`", "start_end": "`startDateTimeUtc` and `endDateTimeUtc`"},
        source=sources.SCHEDULE,
    ),
    Assumption(
        name="rokt.schedule_of_others",
        question="How is the schedule of a subscriber answered who did not subscribe with Microsoft?",
        default="bad_request",
        choices={"bad_request": "400", "empty": "200 and an empty list"},
        source=sources.SCHEDULE,
    ),
)

_EVENTS: Final = (
    Assumption(
        name="rokt.synced_after_update",
        question="Whose calendars show the update of a pushed event?",
        default="all",
        choices={
            "all": "all that have it",
            "google": "those of Google subscribers, which are written to, and feeds, which are fetched; "
            "Microsoft ones keep the old details",
        },
        source=sources.UPDATE_EVENT_OLD,
    ),
    Assumption(
        name="rokt.updates_after_deactivation",
        question="Does a deactivated subscription show how the events it has left change later?",
        default="yes",
        choices={"yes": "as every other that has them", "no": "they stay as they were"},
        source=sources.DEACTIVATE,
    ),
    Assumption(
        name="rokt.event_id_scope",
        question="Within what is an `eventId` unique?",
        default="account",
        choices={
            "account": "the account",
            "calendar": "the calendar: the same id sent to subscriptions of another is another event",
        },
        source=sources.CREATE_EVENT,
    ),
)

_FEEDS: Final = (
    Assumption(
        name="rokt.all_day_end",
        question="Which is the last day of an all-day event that ends at midnight?",
        default="exclusive",
        choices={"exclusive": "the day before that midnight", "inclusive": "the day that then begins"},
        source=sources.RFC_ICALENDAR,
    ),
    Assumption(
        name="rokt.ended_feed",
        question="What does the feed of a deactivated subscription answer?",
        default="serve",
        choices={"serve": "what is left in it", "gone": "410"},
        source=sources.DEACTIVATE,
    ),
)

SUBSCRIPTION_ASSUMPTIONS: Final = (*_FIELDS, *_CALENDARS, *_EVENTS, *_FEEDS)
