"""The open questions about Braze, each a named switch."""

from __future__ import annotations

from mockserver.braze.notices import WEBHOOK_PAGE
from mockserver.contracts import CONTRACT_ASSUMPTIONS, sources
from mockserver.evidence import Assumption
from mockserver.liquid import LIQUID_ASSUMPTIONS

LIMITS_PAGE = "https://www.braze.com/docs/api/api_limits/"
BASICS_PAGE = "https://www.braze.com/docs/api/basics/"
DATA_TYPES_PAGE = "https://www.braze.com/docs/user_guide/data/activation/attributes/data_types/"
MESSAGE_STEP_PAGE = "https://www.braze.com/docs/user_guide/messaging/canvas/canvas_components/message_step/"
INTELLIGENT_TIMING_PAGE = "https://www.braze.com/docs/user_guide/brazeai/intelligence/intelligent_timing/"
FREQUENCY_CAPPING_PAGE = (
    "https://www.braze.com/docs/user_guide/messaging/messaging_fundamentals/frequency_capping/"
)
PROMOTION_CODES_PAGE = (
    "https://www.braze.com/docs/user_guide/messaging/design_and_edit/personalize/sources/promotion_codes/"
)
CONTENT_RETRY_PAGE = (
    "https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/connected_content/"
    "connected_content_retries/"
)

_API = (
    Assumption(
        name="braze.missing_permission",
        question="How is a key refused that lacks the endpoint's permission?",
        default="403",
        choices={"403": "403 Access Denied, as most pages say", "401": "401, as the errors page lists it"},
        source=sources.BRAZE_ERRORS,
    ),
    Assumption(
        name="braze.trailing_slash",
        question="What does a known path with a slash at its end get?",
        default="403",
        choices={"403": "403 Access Denied, as the errors page warns", "404": "404 like any unknown path"},
        source=sources.BRAZE_ERRORS,
    ),
    Assumption(
        name="braze.error_dialect",
        question="What stands in `errors[].type` of /users/track?",
        default="sentences",
        choices={
            "sentences": "the sentences that integrations see",
            "constants": "the upper-case names of the documentation",
        },
        source=sources.BRAZE_TRACK,
    ),
    Assumption(
        name="braze.invalid_utf8",
        question="What becomes of a request with bytes that are not UTF-8?",
        default="removed",
        choices={
            "removed": "they are taken out, as documented for texts that are kept",
            "refused": "400, as for a body that is no JSON",
        },
        source=DATA_TYPES_PAGE,
    ),
    Assumption(
        name="braze.rate_limit_reset",
        question="What does the header X-RateLimit-Reset of /users/track count?",
        default="epoch",
        choices={
            "epoch": "the second since 1970 at which the window ends, as on every other endpoint",
            "seconds_left": "the seconds until the window ends, as under newer contracts",
        },
        source=LIMITS_PAGE,
    ),
    Assumption(
        name="braze.link_targets",
        question="Are the targets of `Link` headers relative or absolute?",
        default="relative",
        choices={"relative": "relative, as the pages show", "absolute": "absolute, as some clients insist"},
        source=sources.BRAZE_ATTRIBUTE_NAMES,
    ),
    Assumption(
        name="braze.export_delay",
        question="How long after the call does the export of a segment run?",
        default=0,
        choices={},
        unit="seconds",
        source=sources.BRAZE_EXPORT_SEGMENT,
    ),
    Assumption(
        name="braze.throttle",
        question="Are calls above an endpoint's rate limit refused?",
        default="off",
        choices={"off": "no, they are only counted in the headers", "on": "429 until the window ends"},
        source=LIMITS_PAGE,
    ),
    Assumption(
        name="braze.inactive_campaign",
        question="What does triggering a campaign that is stopped or archived give?",
        default="notice",
        choices={
            "notice": "201 with a `notice`, nothing sent, as documented for Canvases",
            "error": "400 as for a campaign that does not exist",
        },
        source=sources.BRAZE_TRIGGER_SEND,
    ),
)

_PROFILES = (
    Assumption(
        name="braze.array_values",
        question="Does an array attribute keep a repeated value once?",
        default="set",
        choices={
            "set": "once: arrays are ordered sets, as documented",
            "list": "as often as it is sent, which keeps parallel arrays aligned",
        },
        source=sources.BRAZE_CUSTOM_ATTRIBUTES,
    ),
    Assumption(
        name="braze.array_limit",
        question="How many values may an array attribute hold before the oldest go?",
        default=500,
        choices={},
        unit="values",
        source=DATA_TYPES_PAGE,
    ),
    Assumption(
        name="braze.line_breaks",
        question="Which line breaks are taken out of an attribute's text?",
        default="ends",
        choices={"ends": "those at its start and end", "removed": "those inside too"},
        source=sources.BRAZE_CUSTOM_ATTRIBUTES,
    ),
)

_EXPORTS = (
    Assumption(
        name="braze.no_control_group",
        question="What does exporting the Global Control Group give where there is none?",
        default="empty",
        choices={"empty": "an export without users", "error": "400"},
        source=sources.BRAZE_EXPORT_CONTROL_GROUP,
    ),
)

_IDENTITY = (
    Assumption(
        name="braze.merged_aliases",
        question="Does a profile that another is merged into by /users/merge take over its aliases?",
        default="kept",
        choices={"kept": "those whose labels it has none of", "dropped": "none of them"},
        source=sources.BRAZE_MERGE,
    ),
    Assumption(
        name="braze.delete_identifiers",
        question="May one call of /users/delete name users by several kinds of identifier?",
        default="several",
        choices={
            "several": "yes, as the page's own example does",
            "one": "no, as the page's text says: such a call is refused",
        },
        source=sources.BRAZE_DELETE,
    ),
)

_MESSAGING = (
    Assumption(
        name="braze.send_delay",
        question="How long after an event or an API call is its message sent?",
        default=0,
        choices={},
        unit="seconds",
        source=sources.BRAZE_TRIGGER_SEND,
    ),
    Assumption(
        name="braze.retry_delays",
        question="How are the five retries of a webhook spread over 30 minutes?",
        default="doubling",
        choices={"doubling": "after 1, 2, 4, 8 and 15 minutes", "even": "every 6 minutes"},
        source=WEBHOOK_PAGE,
    ),
    Assumption(
        name="braze.unreachable_retries",
        question="Over what time are the retries of a webhook spread whose host gives no connection?",
        default="half_hour",
        choices={"half_hour": "30 minutes, as after an answer", "day": "24 hours, as is possible"},
        source=WEBHOOK_PAGE,
    ),
    Assumption(
        name="braze.canvas_failed_webhook",
        question="What becomes of a user in a Canvas whose webhook failed for good?",
        default="advance",
        choices={"advance": "they go on to the next step", "exit": "they leave the Canvas"},
        source=MESSAGE_STEP_PAGE,
    ),
    Assumption(
        name="braze.canvas_event_properties",
        question="Which messages of a Canvas see `event_properties`?",
        default="after_action_path",
        choices={
            "after_action_path": "the first one after an Action Path that the user took by an event",
            "first_step": "the first one after the entry too, as older pages say",
        },
        source=MESSAGE_STEP_PAGE,
    ),
    Assumption(
        name="braze.merged_journey",
        question="What becomes of a user in a Canvas who is merged into another?",
        default="continues",
        choices={
            "continues": "the user who is kept goes on, and gets messages that were held back",
            "ends": "they leave the Canvas, and messages that were held back are aborted",
        },
        source=sources.BRAZE_MERGE,
    ),
    Assumption(
        name="braze.email_recipient_retry",
        question="How long is it between the 40 tries to find the one recipient of an email address?",
        default=60,
        choices={},
        unit="seconds",
        source=sources.BRAZE_TRIGGER_SEND,
    ),
    Assumption(
        name="braze.optimal_time",
        question="When is a webhook sent that is scheduled at the optimal time? Webhooks are given none.",
        default="time_given",
        choices={
            "time_given": "at the time of the schedule, to everybody at once",
            "local_time": "at the time of the schedule on each user's own clock",
        },
        source=INTELLIGENT_TIMING_PAGE,
    ),
    Assumption(
        name="braze.unknown_send_id",
        question="What does a send with a `send_id` give that was not registered?",
        default="accepted",
        choices={"accepted": "it is sent", "refused": "400, nothing is sent"},
        source=sources.BRAZE_SEND_ID,
    ),
    Assumption(
        name="braze.past_schedule",
        question="What does scheduling a send for a time that has passed give?",
        default="refused",
        choices={"refused": "400", "sent": "it is sent at once"},
        source=sources.BRAZE_SCHEDULE,
    ),
    Assumption(
        name="braze.webhook_subscription_state",
        question="Does `recipient_subscription_state` of /messages/send leave users out of a webhook?",
        default="ignored",
        choices={
            "ignored": "no, webhooks reach users whatever their state",
            "applied": "yes, by their global email state",
        },
        source=sources.BRAZE_MESSAGES_SEND,
    ),
    Assumption(
        name="braze.content_retry_delay",
        question="How long is the first wait before a call with :retry is tried again? It then doubles.",
        default=60,
        choices={},
        unit="seconds",
        source=CONTENT_RETRY_PAGE,
    ),
    Assumption(
        name="braze.override_counts",
        question="Does a send with `override_frequency_capping` count toward the frequency caps?",
        default="no",
        choices={
            "no": "no, as by default what does not obey them",
            "yes": "yes, as any other",
        },
        source=FREQUENCY_CAPPING_PAGE,
    ),
    Assumption(
        name="braze.promotion_codes",
        question="What uses up promotion codes?",
        default="tests",
        choices={
            "messages": "messages and Canvas steps alone, as an account manager can arrange",
            "tests": "test sends too, as documented; a preview shows the next code and leaves it",
            "previews": "test sends and previews too",
        },
        source=PROMOTION_CODES_PAGE,
    ),
    Assumption(
        name="braze.webhook_ports",
        question="To which ports are webhooks sent?",
        default="standard",
        choices={"standard": "80 for http and 443 for https, as documented", "any": "any port of the URL"},
        source=WEBHOOK_PAGE,
    ),
    Assumption(
        name="braze.body_of_get",
        question="Is the body of a webhook sent with GET?",
        default="omitted",
        choices={"omitted": "it is left out", "sent": "it is sent"},
        source=WEBHOOK_PAGE,
    ),
    Assumption(
        name="braze.header_line_breaks",
        question="What becomes of a webhook with a line break inside a header's value?",
        default="abort",
        choices={"abort": "it is not sent", "blank": "the line break becomes a blank"},
        source=WEBHOOK_PAGE,
    ),
)

BRAZE_ASSUMPTIONS: tuple[Assumption, ...] = (
    *(assumption for assumption in CONTRACT_ASSUMPTIONS if assumption.name.startswith("braze.")),
    *_API,
    *_PROFILES,
    *_EXPORTS,
    *_IDENTITY,
    *_MESSAGING,
    *LIQUID_ASSUMPTIONS,
)
"""Every open question about Braze, its payloads' and its Liquid's included."""
