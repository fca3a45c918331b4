"""The operations of Rokt Calendar's API that public pages name, whether they are simulated or not."""

from typing import Final

from mockserver.evidence import Evidence
from mockserver.rokt import sources
from mockserver.simulator.known import KnownOperation

KNOWN_OPERATIONS: Final = (
    KnownOperation("POST", "/oauth2/token", sources.OVERVIEW),
    KnownOperation("POST", "/v2/subscribe/{account_code}/{calendar_code}", sources.SUBSCRIBE),
    KnownOperation("GET", "/v1/subscription/{subscription_id}", sources.GET_SUBSCRIPTION),
    KnownOperation(
        "GET",
        "/subscription/{account_code}/{calendar_code}/{username}",
        sources.BY_USERNAME,
        "Get every subscription of a user name; the order of the parameters is not published.",
        Evidence.ASSUMED,
    ),
    KnownOperation(
        "PUT",
        "",
        sources.UPDATE_SUBSCRIPTION,
        "Update a subscription's details; the path is not published.",
    ),
    KnownOperation("DELETE", "/v1/subscription/{account_code}/{calendar_code}", sources.DEACTIVATE),
    KnownOperation(
        "DELETE",
        "/v2/subscription/{account_code}/{subscription_id}/subscriptionevent/{event_id}",
        sources.REMOVE_EVENT,
    ),
    KnownOperation("POST", "/v1/subscriptionevent/{account_code}", sources.CREATE_EVENT),
    KnownOperation("POST", "/v1/subscriptionevent/{account_code}/update", sources.UPDATE_EVENT),
    KnownOperation(
        "DELETE",
        "/v1/subscriptionevent/{account_code}/{event_id}",
        sources.DELETE_EVENT,
        evidence=Evidence.ASSUMED,
    ),
    KnownOperation(
        "GET",
        "",
        sources.SCHEDULE,
        "Get a calendar's schedule; the path is not published.",
    ),
    KnownOperation(
        "GET",
        "",
        sources.CALENDAR_EVENTS,
        "Get a calendar's events; the path is not published.",
    ),
)
"""In the order of the vendor's pages. A path that is not published is empty."""
