"""What nobody outside knows about Rokt Calendar's webhooks."""

from __future__ import annotations

from typing import Final

from mockserver.evidence import Assumption
from mockserver.rokt import sources

WEBHOOK_ASSUMPTIONS: Final = (
    Assumption(
        name="rokt.webhook_types",
        question="Which types of notification are sent?",
        default="eight",
        choices={
            "eight": "all that the payload's page lists",
            "two": "Subscribe and Unsubscribe only, as the settings' page has it",
        },
        source=sources.WEBHOOK_SETTINGS,
    ),
    Assumption(
        name="rokt.webhook_type_names",
        question="What are the types called that one page's table and example spell differently?",
        default="tables",
        choices={
            "tables": "SubscriptionDetailsUpdated and SubscriptionEventDeleted",
            "examples": "SubscriptionDetailsUpdate and SubscriptionEventRemoved",
        },
        source=sources.WEBHOOK_EVENT_DELETED,
    ),
    Assumption(
        name="rokt.webhook_subscription_id_place",
        question="Where in `eventDetails` does `calendarSubscriptionId` stand?",
        default="both",
        choices={
            "both": "at the top and inside `subscription`",
            "details": "at the top, as the tables have it",
            "subscription": "inside `subscription`, as the examples have it",
        },
        source=sources.WEBHOOK_EVENT_ADDED,
    ),
    Assumption(
        name="rokt.webhook_method_name",
        question="How is WebCal spelled in `subscriptionMethod`?",
        default="webcal_as_in_webhooks",
        choices={
            "webcal_as_in_webhooks": "`Webcal`, as on the page of the webhooks' objects",
            "webcal_as_in_api": "`WebCal`, as from the API",
        },
        source=sources.WEBHOOK_OBJECTS,
    ),
    Assumption(
        name="rokt.webhook_details",
        question="Which members has an object whose page could be read only in part?",
        default="full",
        choices={
            "full": "those known and what else Rokt Calendar knows",
            "documented": "only those known",
        },
        source=sources.WEBHOOK_OBJECTS,
    ),
    Assumption(
        name="rokt.webhook_action_type",
        question="What is the `actionType` of a notification?",
        default="origin",
        choices={
            "origin": "where it comes from: SubscriptionViaWebApi, SubscriptionWithEventsViaWebApi or "
            "SubscriptionViaCalendarPage",
            "sent": "the `actionType` that the request's body names, else where it comes from",
            "example": "always SubscriptionViaCalendarPage, as in every example",
        },
        source=sources.WEBHOOK_SUBSCRIBE,
    ),
    Assumption(
        name="rokt.webhook_on_create_event",
        question="Does creating an event by API send SubscriptionEventAdded?",
        default="per_subscription",
        choices={"per_subscription": "one for each subscription that gets it", "no": "none"},
        source=sources.WEBHOOK_EVENT_ADDED,
    ),
    Assumption(
        name="rokt.webhook_on_replaced_event",
        question="Does creating an event that is there already send SubscriptionEventUpdated?",
        default="yes",
        choices={"yes": "one for the event", "no": "none"},
        source=sources.WEBHOOK_EVENT_UPDATED,
    ),
    Assumption(
        name="rokt.webhook_on_remove_event",
        question="Does removing an event from a subscription by API send SubscriptionEventRemoved?",
        default="yes",
        choices={"yes": "as when the subscriber removes it", "no": "none"},
        source=sources.WEBHOOK_EVENT_REMOVED,
    ),
    Assumption(
        name="rokt.webhook_on_changed_event",
        question="How often are the update and the deletion of an event told?",
        default="once",
        choices={
            "once": "once, naming no subscription, as in the examples",
            "per_subscription": "once for each subscription that has it, naming it, as in the tables",
        },
        source=sources.WEBHOOK_EVENT_DELETED,
    ),
    Assumption(
        name="rokt.webhook_acknowledgement",
        question="Which answers acknowledge a notification?",
        default="any_2xx",
        choices={"any_2xx": "200 to 299", "only_200": "200"},
        source=sources.WEBHOOK_SETTINGS,
    ),
    Assumption(
        name="rokt.webhook_duplicates",
        question="Which notifications are delivered twice though the first was acknowledged?",
        default="sometimes",
        choices={"sometimes": "every tenth", "never": "none", "always": "all"},
        source=sources.WEBHOOK_PRACTICES,
    ),
    Assumption(
        name="rokt.webhook_delay",
        question="How long after something happened is it told?",
        default=0,
        choices={},
        unit="seconds",
        source=sources.WEBHOOK_RETRIES,
    ),
    Assumption(
        name="rokt.webhook_timeout",
        question="How long may an endpoint take to answer? (Slow ones time out, after how long is not told.)",
        default=30,
        choices={},
        unit="seconds",
        source=sources.WEBHOOK_PRACTICES,
    ),
    Assumption(
        name="rokt.webhook_retry_interval",
        question="How long after a failed delivery is it tried again? (A few minutes; 0: never.)",
        default=300,
        choices={},
        unit="seconds",
        source=sources.WEBHOOK_RETRIES,
    ),
    Assumption(
        name="rokt.webhook_retry_period",
        question="For how long is a failed delivery tried again? (30 minutes are documented.)",
        default=1800,
        choices={},
        unit="seconds",
        source=sources.WEBHOOK_RETRIES,
    ),
)
