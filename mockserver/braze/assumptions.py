"""The open questions about Braze, each a named switch."""

from __future__ import annotations

from mockserver.braze.notices import WEBHOOK_PAGE
from mockserver.contracts import CONTRACT_ASSUMPTIONS, sources
from mockserver.evidence import Assumption
from mockserver.liquid import LIQUID_ASSUMPTIONS

LIMITS_PAGE = "https://www.braze.com/docs/api/api_limits/"
BASICS_PAGE = "https://www.braze.com/docs/api/basics/"
DATA_TYPES_PAGE = "https://www.braze.com/docs/user_guide/data/activation/attributes/data_types/"
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
        name="braze.content_retry_delay",
        question="How long is the first wait before a call with :retry is tried again? It then doubles.",
        default=60,
        choices={},
        unit="seconds",
        source=CONTENT_RETRY_PAGE,
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
    *_MESSAGING,
    *LIQUID_ASSUMPTIONS,
)
"""Every open question about Braze, its payloads' and its Liquid's included."""
