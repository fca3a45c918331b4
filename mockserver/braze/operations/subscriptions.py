"""Users' states in subscription groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from mockserver.braze.profiles.profile import Profile
from mockserver.braze.rest import queries
from mockserver.braze.rest.errors import error_response
from mockserver.braze.rest.query import Query
from mockserver.braze.rest.rate_limits import SUBSCRIPTION_RATE
from mockserver.contracts import (
    SUBSCRIPTION_SET,
    SUBSCRIPTION_SET_V2,
    SubscriptionSet,
    SubscriptionSetV2,
    sources,
)
from mockserver.http import Response
from mockserver.simulator.operation import Call, operation
from mockserver.simulator.service import Refusal

if TYPE_CHECKING:
    from mockserver.braze.service import Braze

MOST_USERS = 50
MOST_LISTED = 100
_PAGE = sources.BRAZE_SUBSCRIPTIONS
_UNKNOWN_GROUP = "Invalid subscription group ID"


@operation(
    "GET",
    "/subscription/status/get",
    permission="subscription.status.get",
    query=queries.StateInGroup,
    refusals=(400, 401, 403, 429),
    source=_PAGE + "get_list_user_subscription_group_status/",
)
def subscription_status_get(braze: Braze, call: Call) -> Response:
    """Give the states of users in one subscription group."""
    query = Query(call.request)
    group = query.one("subscription_group_id")
    _check_group(braze, group)
    users = _asked(braze, query)
    status = {given: _state(profile, group) for given, profile in users}
    return Response.of_json(200, {"status": status, "message": "success"})


@operation(
    "GET",
    "/subscription/user/status",
    permission="subscription.groups.get",
    query=queries.StatesInGroups,
    refusals=(400, 401, 403, 429),
    source=_PAGE + "get_list_user_subscription_groups/",
)
def subscription_user_status(braze: Braze, call: Call) -> Response:
    """Give the states of users in every subscription group."""
    query = Query(call.request)
    limit, offset = min(query.number("limit", MOST_LISTED), MOST_LISTED), query.number("offset")
    found = list(dict.fromkeys(profile for _, profile in _asked(braze, query) if profile))
    users = [_user(braze, profile) for profile in found[offset : offset + limit]]
    return Response.of_json(200, {"users": users, "total_count": len(found), "message": "success"})


@operation(
    "POST",
    "/subscription/status/set",
    permission="subscription.status.set",
    contract=SUBSCRIPTION_SET,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    rate=SUBSCRIPTION_RATE,
    source=_PAGE + "post_update_user_subscription_group_status/",
)
def subscription_status_set(braze: Braze, call: Call) -> Response:
    """Set the state of users in one subscription group."""
    request: SubscriptionSet = call.body
    given = [_listed(value) for value in (request.external_id, request.email, request.phone)]
    _check(braze, request.subscription_group_id, *given)
    _set(braze, request.subscription_group_id, request.subscription_state, *given)
    return Response.of_json(201, {"message": "success"})


@operation(
    "POST",
    "/v2/subscription/status/set",
    permission="subscription.status.set",
    contract=SUBSCRIPTION_SET_V2,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    rate=SUBSCRIPTION_RATE,
    source=_PAGE + "post_update_user_subscription_group_status_v2/",
)
def subscription_status_set_v2(braze: Braze, call: Call) -> Response:
    """Set the states of users in several subscription groups."""
    request: SubscriptionSetV2 = call.body
    changes = [
        (group, [list(named or ()) for named in (group.external_ids, group.emails, group.phones)])
        for group in request.subscription_groups
    ]
    for group, given in changes:
        _check(braze, group.subscription_group_id, *given)
    for group, given in changes:  # a call that is refused for one of its groups changes none
        _set(braze, group.subscription_group_id, group.subscription_state, *given)
    return Response.of_json(201, {"message": "success"})


def _check_group(braze: Braze, group: str) -> None:
    if braze.state.subscription_groups.find(group) is None:
        raise Refusal(error_response(400, _UNKNOWN_GROUP))


def _check(braze: Braze, group: str, external_ids: list[str], emails: list[str], phones: list[str]) -> None:
    """Refuse a change that cannot be made.

    Raises ``Refusal``.
    """
    _check_group(braze, group)
    if emails and phones:
        raise Refusal(error_response(400, "'email' and 'phone' cannot be given together"))
    if not (external_ids or emails or phones):
        raise Refusal(error_response(400, "No Recipients"))
    _check_count(external_ids, emails, phones)


def _set(
    braze: Braze, group: str, state: str, external_ids: list[str], emails: list[str], phones: list[str]
) -> None:
    for profile in dict.fromkeys(_profiles(braze, external_ids, emails, phones)):
        braze.state.profiles.set_group_state(profile, group, state)


def _profiles(
    braze: Braze, external_ids: list[str], emails: list[str], phones: list[str]
) -> Iterable[Profile]:
    store = braze.state.profiles
    yield from filter(None, map(store.by_external_id, external_ids))
    for email in emails:
        yield from store.all_by_email(email)
    for phone in phones:
        yield from store.all_by_phone(phone)


def _asked(braze: Braze, query: Query) -> list[tuple[str, Profile | None]]:
    """Give each identifier asked for with a profile that has it; ``external_id`` goes before the others."""
    store = braze.state.profiles
    external_ids, emails, phones = (query.many(name) for name in ("external_id", "email", "phone"))
    _check_count(external_ids, emails, phones)
    if external_ids:
        return [(given, store.by_external_id(given)) for given in external_ids]
    if emails and phones:
        raise Refusal(error_response(400, "'email' and 'phone' cannot be given together"))
    if not emails and not phones:
        raise Refusal(error_response(400, "No Recipients"))
    found = [(email, store.all_by_email(email)) for email in emails]
    found += [(phone, store.all_by_phone(phone)) for phone in phones]
    return [(given, profile) for given, profiles in found for profile in profiles or (None,)]


def _check_count(*lists: list[str]) -> None:
    if any(len(given) > MOST_USERS for given in lists):
        raise Refusal(error_response(400, "The max number of ids per request was exceeded"))


def _state(profile: Profile | None, group: str) -> str:
    state = profile.subscription_groups.get(group) if profile else None
    return state.capitalize() if state else "unknown"


def _user(braze: Braze, profile: Profile) -> dict[str, Any]:
    return {
        "email": profile.standard.get("email"),
        "phone": profile.standard.get("phone"),
        "external_id": profile.external_id or None,
        "subscription_groups": [
            {
                "id": group.id,
                "name": group.name,
                "channel": group.channel,
                "status": _state(profile, group.id),
            }
            for group in braze.state.subscription_groups
            if group.id in profile.subscription_groups
        ],
    }


def _listed(value: str | list[str] | None) -> list[str]:
    return list(value) if isinstance(value, list) else [value] if value else []
