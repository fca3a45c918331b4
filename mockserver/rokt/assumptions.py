"""What nobody outside knows about Rokt Calendar, each question a switch."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Final

from mockserver.contracts import CONTRACT_ASSUMPTIONS
from mockserver.evidence import Assumption, Assumptions
from mockserver.rokt import sources
from mockserver.rokt.paths import PATH_ASSUMPTIONS
from mockserver.rokt.subscription_assumptions import SUBSCRIPTION_ASSUMPTIONS
from mockserver.rokt.webhook_assumptions import WEBHOOK_ASSUMPTIONS

_TOKENS: Final = (
    Assumption(
        name="rokt.access_token_ttl",
        question="How long does an access token live? (Five minutes are documented, subject to change.)",
        default=300,
        choices={},
        unit="seconds",
        source=sources.OAUTH,
    ),
    Assumption(
        name="rokt.refresh_token_ttl",
        question="How long does a refresh token live? (An hour is documented, subject to change.)",
        default=3600,
        choices={},
        unit="seconds",
        source=sources.OAUTH,
    ),
    Assumption(
        name="rokt.earlier_access_tokens",
        question="What becomes of a client's access tokens when it gets another?",
        default="keep",
        choices={"keep": "each is valid until it expires", "revoke": "only the latest is valid"},
        source=sources.OAUTH,
    ),
    Assumption(
        name="rokt.refresh_token_rotation",
        question="What becomes of a refresh token that is used?",
        default="rotate",
        choices={"rotate": "it is spent, the answer holds a new one", "keep": "the answer holds it again"},
        source=sources.OAUTH,
    ),
    Assumption(
        name="rokt.token_latency",
        question="How long does the token endpoint take to answer? (Connected Content waits 2 seconds.)",
        default=0,
        choices={},
        unit="seconds",
        source=sources.OVERVIEW,
    ),
    Assumption(
        name="rokt.token_auth",
        question="How may a client name itself to the token endpoint?",
        default="both",
        choices={
            "both": "in a Basic header or with client_id and client_secret in the form",
            "basic": "only in a Basic header",
            "body": "only in the form",
        },
        source=sources.OVERVIEW,
    ),
    Assumption(
        name="rokt.token_error_body",
        question="What does a refusal of the token endpoint look like?",
        default="rfc6749",
        choices={
            "rfc6749": "`error` and `error_description`, as RFC 6749 section 5.2 has it",
            "code_reason": "`Code` and `Reason`, as from the rest of the API",
        },
        source=sources.RFC_OAUTH + "#section-5.2",
    ),
    Assumption(
        name="rokt.resource_auth",
        question="What authenticates a call of the API?",
        default="bearer",
        choices={
            "bearer": "a bearer token and nothing else",
            "bearer_or_basic": "also Basic with client id and secret, in a header spelled `Authorization` "
            "or `Authorisation`, as another partner's page has it",
        },
        source=sources.MOENGAGE,
    ),
)

_REQUESTS: Final = (
    Assumption(
        name="rokt.unknown_account",
        question="How is an account or calendar answered that does not exist or is not the client's?",
        default="bad_request",
        choices={
            "bad_request": "400",
            "unauthorized": "401",
            "forbidden": "403",
            "not_found": "404",
        },
        source=sources.CREATE_EVENT,
    ),
    Assumption(
        name="rokt.wrong_content_type",
        question="How is a body answered that is declared as something other than JSON?",
        default="unsupported_media_type",
        choices={
            "unsupported_media_type": "415",
            "bad_request": "400",
            "accept": "it is read as JSON all the same",
        },
        source=sources.CREATE_EVENT,
    ),
    Assumption(
        name="rokt.accepted_body",
        question="What is in the body of a 202?",
        default="empty",
        choices={
            "empty": "nothing, as text/plain",
            "text": "`Accepted`, as text/plain",
            "json": "an empty JSON object",
            "negotiated": "an empty JSON object where `Accept` asks for JSON, else nothing, as text/plain",
        },
        source=sources.DELETE_EVENT,
    ),
    Assumption(
        name="rokt.rate_limit",
        question="How many requests a minute does the API answer? (0: any number; what is beyond gets 429.)",
        default=0,
        choices={},
        unit="requests",
        source=sources.OVERVIEW,
    ),
    Assumption(
        name="rokt.processing_delay",
        question="How long does the background work of an accepted request take? (Up to a few minutes.)",
        default=5,
        choices={},
        unit="seconds",
        source=sources.CREATE_EVENT,
    ),
)

_EVENTS: Final = (
    Assumption(
        name="rokt.create_existing_event",
        question="What becomes of a new event whose `eventId` the account already has?",
        default="upsert",
        choices={
            "upsert": "its details replace the old ones and its subscriptions are added",
            "reject": "400",
            "duplicate": "there are two events of that id",
        },
        source=sources.CREATE_EVENT,
    ),
    Assumption(
        name="rokt.all_unknown_subscription_ids",
        question="Is a new event refused where every id could be a subscription's and none is the account's?",
        default="accept",
        choices={"accept": "202, and the background work finds nobody to give it to", "reject": "400"},
        source=sources.CREATE_EVENT,
    ),
    Assumption(
        name="rokt.update_unknown_event",
        question="How is the update of an event answered that the account does not have?",
        default="ignore",
        choices={"ignore": "202, and the background work finds nothing to update", "reject": "400"},
        source=sources.UPDATE_EVENT,
    ),
    Assumption(
        name="rokt.update_omitted_fields",
        question="What becomes of an optional field that an update leaves out?",
        default="clear",
        choices={"clear": "it is emptied: the update is the whole event", "keep": "it stays as it was"},
        source=sources.UPDATE_EVENT,
    ),
    Assumption(
        name="rokt.update_visible_from",
        question="What becomes of `visibleFromDateTimeUtc`, which the update's page does not list?",
        default="keep",
        choices={
            "keep": "it stays as it was unless the update names it",
            "as_others": "the same as of any field that an update leaves out",
        },
        source=sources.UPDATE_EVENT,
    ),
    Assumption(
        name="rokt.delete_unknown_event",
        question="How is a deletion or removal answered of an event that is not there?",
        default="ignore",
        choices={"ignore": "202, and the background work finds nothing to delete", "reject": "400"},
        source=sources.DELETE_EVENT,
    ),
)

_SUBSCRIPTIONS: Final = (
    Assumption(
        name="rokt.merge_subscriptions",
        question="What does it do to subscribe again to the same calendar by the same method? (Merge flag.)",
        default="existing",
        choices={
            "existing": "gives the active subscription of that subscriber id, or email, unchanged",
            "update": "gives that subscription with what is sent now",
            "new": "makes one more subscription",
        },
        source=sources.INTEGRATION,
    ),
    Assumption(
        name="rokt.subscription_method_numbers",
        question="Which methods are meant by the numbers of `subscriptionMethod`?",
        default="webcal_first",
        choices={
            "webcal_first": "0 WebCal, 1 Google, 2 Microsoft",
            "google_first": "0 Google, 1 WebCal, 2 Microsoft",
        },
        source=sources.SUBSCRIBE,
    ),
    Assumption(
        name="rokt.subscription_url",
        question="Which scheme has the `subscriptionUrl` of a WebCal subscription?",
        default="webcal",
        choices={"webcal": "webcal://, which opens a calendar program", "https": "https://"},
        source=sources.SUBSCRIBE,
    ),
    Assumption(
        name="rokt.get_unknown_subscription",
        question="How is the reading of a subscription answered that does not exist?",
        default="bad_request",
        choices={"bad_request": "400, the only error documented", "not_found": "404"},
        source=sources.GET_SUBSCRIPTION,
    ),
    Assumption(
        name="rokt.absent_fields",
        question="How does a subscription show fields that hold nothing?",
        default="null",
        choices={"null": "as null", "omit": "not at all"},
        source=sources.GET_SUBSCRIPTION_MODEL,
    ),
    Assumption(
        name="rokt.deactivate_nobody",
        question="How is a deactivation answered that names neither a subscription nor a user name?",
        default="reject",
        choices={"reject": "400", "ignore": "202, and nothing is deactivated"},
        source=sources.DEACTIVATE,
    ),
    Assumption(
        name="rokt.deactivate_id_and_username",
        question="Which subscriptions end where a deactivation names an id and a user name?",
        default="id",
        choices={"id": "the one of that id", "both": "that one and all of that user", "reject": "none: 400"},
        source=sources.DEACTIVATE,
    ),
    Assumption(
        name="rokt.deactivation_effect",
        question="What becomes of the events that a deactivated subscription already shows?",
        default="keep_events",
        choices={
            "keep_events": "they stay; only later ones are not delivered",
            "remove_events": "they are removed from the calendar",
        },
        source=sources.DEACTIVATE,
    ),
)

_PUSH: Final = (
    Assumption(
        name="rokt.push_delay",
        question="How long after somebody subscribes does Braze hear of it?",
        default=1,
        choices={},
        unit="seconds",
        source=sources.INTEGRATION,
    ),
    Assumption(
        name="rokt.push_arrays",
        question="How are the attributes of a user with several subscriptions written?",
        default="set",
        choices={
            "set": "as whole arrays, one element per subscription",
            "add": 'as {"add": […]} with the new subscription only, {"remove": […]} when it ends',
        },
        source=sources.INTEGRATION,
    ),
    Assumption(
        name="rokt.push_subscription_id",
        question="Is the attribute `rokt:subscription_id` an array too? (One page has it both ways.)",
        default="array",
        choices={
            "array": "the ids of all of the user's subscriptions, as the guide's template reads it",
            "single": "the id of the latest subscription, as the guide's table shows it",
        },
        source=sources.INTEGRATION,
    ),
    Assumption(
        name="rokt.push_suffix",
        question="Where do the twelve hexadecimal digits at the end of each value come from?",
        default="subscription_id",
        choices={
            "subscription_id": "they are the last twelve of the subscription id",
            "digest": "they are the subscription's own, unlike its id, as in the guide's example",
        },
        source=sources.INTEGRATION,
    ),
    Assumption(
        name="rokt.subscriber_id_fallback",
        question="Which Braze user is meant where somebody subscribed without a subscriber id? "
        "(SubscriberID fallback flag.)",
        default="email",
        choices={
            "email": "the one of that email address",
            "subscription_id": "the one whose external id is the subscription id",
            "none": "none: nothing is pushed",
        },
        source=sources.INTEGRATION,
    ),
    Assumption(
        name="rokt.push_on_repeat",
        question="Is Braze told when somebody subscribes who already is subscribed?",
        default="no",
        choices={"no": "nothing is pushed", "yes": "as if the subscription were new"},
        source=sources.INTEGRATION,
    ),
    Assumption(
        name="rokt.push_on_update",
        question="Is Braze told when a subscription's preferences change?",
        default="no",
        choices={
            "no": "nothing is pushed",
            "yes": "the attributes are written anew; where they are only added to, old values stay too",
        },
        source=sources.INTEGRATION,
    ),
    Assumption(
        name="rokt.push_on_unsubscribe",
        question="Is Braze told when a subscription ends?",
        default="yes",
        choices={"yes": "the attributes no longer name it; no event is sent", "no": "nothing is pushed"},
        source=sources.INTEGRATION,
    ),
    Assumption(
        name="rokt.subscribe_event_properties",
        question="Which properties does the custom event `subscribe` have?",
        default="identifiers",
        choices={
            "identifiers": "account_code, calendar_code, subscription_id and subscription_method",
            "none": "none",
        },
        source=sources.INTEGRATION,
    ),
    Assumption(
        name="rokt.unknown_origin",
        question="What is pushed for the country and device of a subscriber of whom they are not known?",
        default="example",
        choices={
            "example": "the values of the guide's example: AU, Australia, Desktop",
            "blank": "nothing before the suffix",
        },
        source=sources.INTEGRATION,
    ),
    Assumption(
        name="rokt.push_retry_interval",
        question="How long after a failed push is it tried again? (0: never.)",
        default=300,
        choices={},
        unit="seconds",
        source=sources.WEBHOOK_RETRIES,
    ),
    Assumption(
        name="rokt.push_retry_period",
        question="For how long is a failed push tried again?",
        default=1800,
        choices={},
        unit="seconds",
        source=sources.WEBHOOK_RETRIES,
    ),
)

ROKT_ASSUMPTIONS: Final[tuple[Assumption, ...]] = (
    *(assumption for assumption in CONTRACT_ASSUMPTIONS if assumption.name.startswith("rokt.")),
    *_TOKENS,
    *_REQUESTS,
    *_EVENTS,
    *_SUBSCRIPTIONS,
    *_PUSH,
    *SUBSCRIPTION_ASSUMPTIONS,
    *WEBHOOK_ASSUMPTIONS,
    *PATH_ASSUMPTIONS,
)
"""Every open question about Rokt Calendar, those about its payloads first."""

# Beyond this a duration is never waited for; a larger number would not fit into a date.
_NEVER: Final = timedelta(days=36_500)


def duration(assumptions: Assumptions, name: str) -> timedelta:
    """Give the duration an assumption in seconds is set to, a hundred years at most."""
    return _seconds(assumptions.number(name))


@lru_cache(64)  # asked for with every request that is done in the background
def _seconds(number: float) -> timedelta:
    return timedelta(seconds=min(number, _NEVER.total_seconds()))
