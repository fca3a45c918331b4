"""Profiles, subscriptions and feeds over the admin API: what people have and do, without a vendor's key."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from mockserver.errors import UsageError
from mockserver.http import Response
from mockserver.rokt import Subscription
from mockserver.sandbox import Sandbox
from mockserver.server.admin.operation import AdminCall, Payload, admin_operation, checked

PAGE = 100
"""How many profiles or subscriptions are given where nobody says how many."""

_PAGED = {"limit": f"How many to give at most; {PAGE} without it.", "skip": "How many to leave out first."}


class Subscribe(Payload):
    """Who subscribes on a page, and to what."""

    account: str = Field(description="The account's code.")
    calendar: str = Field(description="The calendar's code.")
    subscriber_id: str = Field("", description="The client's own id of the person: Braze's external_id.")
    email: str = Field("", description="The person's email address.")
    method: str = Field("WebCal", description="WebCal, Google or Microsoft.")
    subscription_id: str | None = Field(None, description="The subscription's UUID; made up without it.")
    username: str = Field("", description="The person's name in a third party's system.")
    time_zone_id: str = Field("", description="The Windows id of the person's time zone.")
    marketing_allowed: bool = Field(False, description="Whether the person agreed to marketing.")
    additional_opt_in: bool = Field(False, description="Whether the second box was ticked.")
    country_code: str = Field("", description="The country, as the page's form has it.")
    device_name: str = Field("", description="The device the page was opened on.")
    source: str = Field("", description="Where the person came from.")


class Unsubscribe(Payload):
    """Why a subscription ends."""

    reason: str = Field("", description="What the person says.")


@admin_operation("GET", "profiles", query={"external_id": "Only this user.", **_PAGED})
def profiles(sandbox: Sandbox, call: AdminCall) -> object:
    """Show Braze's users as an export does."""
    store, now = sandbox.braze.state.profiles, sandbox.clock.now()
    if "external_id" in call.query:
        found = store.by_external_id(call.query["external_id"])
        return {"total": len(store), "profiles": [found.exported(now=now)] if found else []}
    page = _page(list(store), call)
    return {"total": len(store), "profiles": [profile.exported(now=now) for profile in page]}


@admin_operation("POST", "profiles", changes=True)
def add_profile(sandbox: Sandbox, call: AdminCall) -> object:
    """Add a user, described as an export does."""
    if not isinstance(call.payload, dict):
        raise UsageError("the body is not a JSON object", hint='such as {"external_id": "cust-one"}')
    profile = sandbox.braze.state.profiles.load(call.payload)
    return profile.exported(now=sandbox.clock.now())


@admin_operation("DELETE", "profiles/{external_id}", changes=True)
def delete_profile(sandbox: Sandbox, call: AdminCall) -> object:
    """Delete a user."""
    store, wanted = sandbox.braze.state.profiles, call.params["external_id"]
    profile = store.by_external_id(wanted)
    if profile is None:
        raise UsageError(f"no Braze profile has external_id {wanted!r}")
    store.delete(profile)
    return {"deleted": wanted}


@admin_operation("GET", "subscriptions", query={"subscriber_id": "Only this person's.", **_PAGED})
def subscriptions(sandbox: Sandbox, call: AdminCall) -> object:
    """Show Rokt Calendar's subscriptions as the API does, ended ones too."""
    every = sandbox.rokt.state.subscriptions
    person = call.query.get("subscriber_id")
    found = [one for one in every if person in (None, one.subscriber_id)]
    return {"total": len(found), "subscriptions": [_view(sandbox, one) for one in _page(found, call)]}


@admin_operation("POST", "subscriptions", changes=True, body=Subscribe)
def subscribe(sandbox: Sandbox, call: AdminCall) -> object:
    """Subscribe a person as a page does; what follows is what follows the API's call."""
    wanted: Subscribe = checked(Subscribe, call.payload)
    return _view(sandbox, sandbox.rokt.subscribe(**wanted.model_dump()))


@admin_operation("GET", "subscriptions/{subscription_id}")
def subscription(sandbox: Sandbox, call: AdminCall) -> object:
    """Show one subscription, with the events its subscriber sees."""
    return _view(sandbox, sandbox.rokt.subscription(call.params["subscription_id"]))


@admin_operation("POST", "subscriptions/{subscription_id}/unsubscribe", changes=True, body=Unsubscribe)
def unsubscribe(sandbox: Sandbox, call: AdminCall) -> object:
    """End a subscription as its subscriber would."""
    wanted: Unsubscribe = checked(Unsubscribe, call.payload)
    return _view(sandbox, sandbox.rokt.unsubscribe(call.params["subscription_id"], reason=wanted.reason))


@admin_operation("GET", "feeds/{subscription_id}", media_type="text/calendar")
def feed(sandbox: Sandbox, call: AdminCall) -> Response:
    """Give the iCalendar feed of a subscription."""
    ics = sandbox.rokt.feed(call.params["subscription_id"])
    return Response.of_text(200, ics.decode(), "text/calendar; charset=utf-8")


def _view(sandbox: Sandbox, one: Subscription) -> dict[str, object]:
    return {**sandbox.rokt.view(one), "isActive": one.is_active}


def _page(found: list[Any], call: AdminCall) -> list[Any]:
    skip, limit = call.whole_number("skip", 0), call.whole_number("limit", PAGE)
    return found[skip : skip + limit]
