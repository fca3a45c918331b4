"""Exporting profiles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mockserver.braze.profiles.profile import Alias, Profile
from mockserver.braze.profiles.store import ProfileStore
from mockserver.braze.rest import answers
from mockserver.braze.rest.rate_limits import EXPORT_RATE, FIELDS_EXPORT_RATE
from mockserver.contracts import EXPORT_IDS, ExportIds, sources
from mockserver.http import Response
from mockserver.simulator.operation import Call, operation
from mockserver.simulator.rates import RateLimit

if TYPE_CHECKING:
    from mockserver.braze.service import Braze


_SLOW_FIELDS = frozenset({"campaigns_received", "canvases_received"})


def _rate(request: ExportIds) -> tuple[RateLimit, ...]:
    fields = set(request.fields_to_export or _SLOW_FIELDS)
    return (EXPORT_RATE if fields & _SLOW_FIELDS else FIELDS_EXPORT_RATE,)


@operation(
    "POST",
    "/users/export/ids",
    permission="users.export.ids",
    contract=EXPORT_IDS,
    answer=answers.Exported,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    rate=EXPORT_RATE,
    rate_for=_rate,
    source=sources.BRAZE_EXPORT_IDS,
)
def users_export_ids(braze: Braze, call: Call) -> Response:
    """Export the profiles of users by their identifiers."""
    request: ExportIds = call.body
    store, now = braze.state.profiles, braze.world.clock.now()
    found = dict.fromkeys(_found(store, request))
    unknown = [given for given in request.external_ids or () if store.by_external_id(given) is None]
    users = [_chosen(profile.exported(now=now), request.fields_to_export) for profile in found]
    invalid = {"invalid_user_ids": unknown} if unknown else {}
    return Response.of_json(201, {"users": users, **invalid, "message": "success"})


def _found(store: ProfileStore, request: ExportIds) -> Iterator[Profile]:
    named = [store.by_external_id(given) for given in request.external_ids or ()]
    named += [store.by_alias(Alias(a.alias_name, a.alias_label)) for a in request.user_aliases or ()]
    named.append(store.by_braze_id(request.braze_id or ""))
    yield from (profile for profile in named if profile)
    if request.email_address:
        yield from store.all_by_email(request.email_address)
    if request.phone:
        yield from store.all_by_phone(request.phone)


def _chosen(exported: dict[str, Any], fields: list[str] | None) -> dict[str, Any]:
    return exported if not fields else {name: exported[name] for name in exported if name in fields}
