"""Who a profile is: aliases, identifying, merging and deleting.

An entry that leads nowhere changes nothing, and the call succeeds all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mockserver.braze import notices
from mockserver.braze.profiles.identification import prioritized
from mockserver.braze.profiles.merging import merge
from mockserver.braze.profiles.profile import Alias, Profile
from mockserver.braze.profiles.store import ProfileStore
from mockserver.braze.rest.errors import error_response
from mockserver.braze.rest.rate_limits import IDENTITY_RATE
from mockserver.contracts import (
    ALIAS_NEW,
    ALIAS_UPDATE,
    DELETE,
    IDENTIFY,
    MERGE,
    AliasNew,
    AliasUpdate,
    Delete,
    Identify,
    Merge,
    MergeIdentifier,
    UserAlias,
    sources,
)
from mockserver.findings import Finding, pointer
from mockserver.http import Response
from mockserver.simulator.operation import Call, operation

if TYPE_CHECKING:
    from mockserver.braze.service import Braze

_BOTH_RECENCIES = (
    "Request can not contain both of 'most_recently_updated' and 'least_recently_updated' values in the "
    "'prioritization' array"
)
_REFUSALS = (400, 401, 403, 413, 415, 429)


@operation(
    "POST",
    "/users/alias/new",
    permission="users.alias.new",
    contract=ALIAS_NEW,
    success=201,
    refusals=_REFUSALS,
    rate=IDENTITY_RATE,
    source=sources.BRAZE_ALIAS_NEW,
)
def users_alias_new(braze: Braze, call: Call) -> Response:
    """Give users aliases, and make alias-only profiles."""
    request: AliasNew = call.body
    for index, row in enumerate(request.user_aliases):
        reason = _add_alias(braze.state.profiles, _alias(row), row.external_id)
        call.exchange.findings += _told(pointer("user_aliases", index), reason)
    return Response.of_json(201, {"aliases_processed": len(request.user_aliases), "message": "success"})


@operation(
    "POST",
    "/users/alias/update",
    permission="users.alias.update",
    contract=ALIAS_UPDATE,
    success=201,
    refusals=_REFUSALS,
    rate=IDENTITY_RATE,
    source=sources.BRAZE_ALIAS_UPDATE,
)
def users_alias_update(braze: Braze, call: Call) -> Response:
    """Rename aliases."""
    request: AliasUpdate = call.body
    for index, row in enumerate(request.alias_updates):
        old, new = Alias(row.old_alias_name, row.alias_label), Alias(row.new_alias_name, row.alias_label)
        reason = _rename_alias(braze.state.profiles, old, new)
        call.exchange.findings += _told(pointer("alias_updates", index), reason)
    return Response.of_json(201, {"aliases_processed": len(request.alias_updates), "message": "success"})


@operation(
    "POST",
    "/users/identify",
    permission="users.identify",
    contract=IDENTIFY,
    success=201,
    refusals=_REFUSALS,
    rate=IDENTITY_RATE,
    source=sources.BRAZE_IDENTIFY,
)
def users_identify(braze: Braze, call: Call) -> Response:
    """Identify anonymous users by an external id, or merge them into the one who has it."""
    request: Identify = call.body
    counts: dict[str, int] = {}
    errors: list[dict[str, Any]] = []
    for array, rows, counter in (
        ("aliases_to_identify", request.aliases_to_identify, "aliases_processed"),
        ("emails_to_identify", request.emails_to_identify, "emails_processed"),
        ("phone_numbers_to_identify", request.phone_numbers_to_identify, "phone_numbers_processed"),
    ):
        faults = [_identify_row(braze, call, array, index, row) for index, row in enumerate(rows or ())]
        if rows is not None:
            counts[counter] = faults.count("")
        errors += [
            {"type": fault, "input_array": "user_identifiers", "index": index}
            for index, fault in enumerate(faults)
            if fault
        ]
    return Response.of_json(201, {**counts, "message": "success", **({"errors": errors} if errors else {})})


@operation(
    "POST",
    "/users/merge",
    permission="users.merge",
    contract=MERGE,
    success=202,
    refusals=_REFUSALS,
    rate=IDENTITY_RATE,
    source=sources.BRAZE_MERGE,
)
def users_merge(braze: Braze, call: Call) -> Response:
    """Merge users into others."""
    request: Merge = call.body
    for index, update in enumerate(request.merge_updates):
        gone, kept = (_named(braze, each) for each in (update.identifier_to_merge, update.identifier_to_keep))
        reason = _why_not_merged(braze, gone, kept)
        if gone is None or kept is None or reason:
            call.exchange.findings += _told(pointer("merge_updates", index), reason)
        else:
            aliases = braze.world.assumptions.is_set("braze.merged_aliases", "kept")
            merge(braze.state.profiles, gone, kept, aliases=aliases)
    return Response.of_json(202, {"message": "success"})


@operation(
    "POST",
    "/users/delete",
    permission="users.delete",
    contract=DELETE,
    success=201,
    refusals=_REFUSALS,
    rate=IDENTITY_RATE,
    source=sources.BRAZE_DELETE,
)
def users_delete(braze: Braze, call: Call) -> Response:
    """Delete users; identifiers nobody has are counted too."""
    request: Delete = call.body
    lists = [getattr(request, name) for name in Delete.model_fields]
    given = [entries for entries in lists if entries]
    if len(given) > 1 and braze.world.assumptions.is_set("braze.delete_identifiers", "one"):
        return error_response(400)
    for profile in dict.fromkeys(_to_delete(braze.state.profiles, request)):
        braze.state.profiles.delete(profile)
    return Response.of_json(201, {"deleted": sum(map(len, given)), "message": "success"})


def _add_alias(store: ProfileStore, alias: Alias, external_id: str | None) -> str:
    """Add an alias; say why not where it is not added."""
    if store.by_alias(alias):
        return "the alias is taken"
    if external_id is None:
        store.create(alias=alias)
        return ""
    profile = store.by_external_id(external_id)
    if profile is None:
        return f"no profile has external_id {external_id!r}"
    if alias.label in profile.aliases:
        return f"the profile has an alias of label {alias.label!r} already"
    store.add_alias(profile, alias)
    store.touch(profile)
    return ""


def _rename_alias(store: ProfileStore, old: Alias, new: Alias) -> str:
    profile = store.by_alias(old)
    if profile is None:
        return "no profile has the alias"
    if store.by_alias(new):
        return "the new name is taken"
    store.add_alias(profile, new)
    store.touch(profile)
    return ""


def _identify_row(braze: Braze, call: Call, array: str, index: int, row: Any) -> str:
    """Identify one user; give the error of a row that is rejected."""
    order = getattr(row, "prioritization", None) or []
    key = {"aliases_to_identify": "user_alias", "emails_to_identify": "email"}.get(array, "phone")
    missing = next((name for name in ("external_id", key) if not getattr(row, name)), "")
    if missing:
        return f"'{missing}' is required"
    if {"most_recently_updated", "least_recently_updated"} <= set(order):
        return _BOTH_RECENCIES
    found, label = _anonymous(braze.state.profiles, key, getattr(row, key), order)
    reason = _identify(braze.state.profiles, found, row.external_id, label)
    call.exchange.findings += _told(pointer(array, index), reason)
    return ""


def _anonymous(store: ProfileStore, key: str, value: Any, order: list[str]) -> tuple[Profile | None, str]:
    if key == "user_alias":
        return store.by_alias(_alias(value)), value.alias_label
    return prioritized(_with(store, key, value), order), ""


def _identify(store: ProfileStore, found: Profile | None, external_id: str, label: str) -> str:
    target = store.by_external_id(external_id)
    if found is None:
        return "no single profile is named"
    if found.external_id:
        return "the profile has an external_id already"
    if target is None:
        store.identify(found, external_id)
    elif label in target.aliases:
        return f"the profile of {external_id!r} has an alias of label {label!r} already"
    else:
        merge(store, found, target, aliases=True)
    return ""


def _named(braze: Braze, identifier: MergeIdentifier) -> Profile | None:
    store = braze.state.profiles
    if identifier.external_id:
        return store.by_external_id(identifier.external_id)
    if identifier.user_alias:
        return store.by_alias(_alias(identifier.user_alias))
    key = "email" if identifier.email else "phone"
    return prioritized(_with(store, key, getattr(identifier, key) or ""), identifier.prioritization or [])


def _why_not_merged(braze: Braze, gone: Profile | None, kept: Profile | None) -> str:
    """Say why two users are not merged; a merge would change who is in the control group.

    Source: https://www.braze.com/docs/user_guide/audience/manage_audience/merge_duplicate_users/merge_behavior/
    """
    group = braze.state.control_group
    if gone is None or kept is None:
        return "no single profile is named"
    if gone is kept:
        return "one user is named twice"
    if group and (group.has(gone) or group.has(kept)):
        return "users in the Global Control Group are not merged"
    return ""


def _to_delete(store: ProfileStore, request: Delete) -> Iterator[Profile]:
    found = [store.by_external_id(external_id) for external_id in request.external_ids or ()]
    found += [store.by_alias(_alias(alias)) for alias in request.user_aliases or ()]
    found += [store.by_braze_id(braze_id) for braze_id in request.braze_ids or ()]
    for email in request.email_addresses or ():
        found.append(prioritized(store.all_by_email(email.email), email.prioritization or []))
    for phone in request.phone_numbers or ():
        found.append(prioritized(store.all_by_phone(phone.phone), phone.prioritization or []))
    return (profile for profile in found if profile)


def _with(store: ProfileStore, key: str, value: str) -> tuple[Profile, ...]:
    return store.all_by_email(value) if key == "email" else store.all_by_phone(value)


def _alias(sent: UserAlias) -> Alias:
    return Alias(sent.alias_name, sent.alias_label)


def _told(at: str, reason: str) -> list[Finding]:
    return [notices.nobody_addressed(at, reason)] if reason else []
