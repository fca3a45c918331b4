"""Renaming external ids, and removing those deprecated by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.braze.profiles.store import ProfileStore
from mockserver.braze.rest.rate_limits import REMOVE_RATE, RENAME_RATE
from mockserver.contracts import REMOVE, RENAME, Remove, Rename, sources
from mockserver.http import Response
from mockserver.simulator.operation import Call, operation

if TYPE_CHECKING:
    from mockserver.braze.service import Braze


@operation(
    "POST",
    "/users/external_ids/rename",
    permission="users.external_ids.rename",
    contract=RENAME,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    rate=RENAME_RATE,
    source=sources.BRAZE_RENAME,
)
def users_external_ids_rename(braze: Braze, call: Call) -> Response:
    """Give users other external ids; the former ones are deprecated and go on leading to them."""
    request: Rename = call.body
    errors, renamed = [], []
    for index, row in enumerate(request.external_id_renames):
        fault = _rename(braze.state.profiles, row.current_external_id, row.new_external_id)
        if fault:
            errors.append(_error(fault, "external_id_renames", index))
        else:
            renamed.append(row.model_dump())
    return Response.of_json(201, {"rename_errors": errors, "external_ids": renamed, "message": "success"})


@operation(
    "POST",
    "/users/external_ids/remove",
    permission="users.external_ids.remove",
    contract=REMOVE,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    rate=REMOVE_RATE,
    source=sources.BRAZE_REMOVE,
)
def users_external_ids_remove(braze: Braze, call: Call) -> Response:
    """Remove deprecated external ids."""
    request: Remove = call.body
    errors, removed = [], []
    for index, external_id in enumerate(request.external_ids):
        fault = _remove(braze.state.profiles, external_id)
        if fault:
            errors.append(_error(fault, "external_ids", index))
        else:
            removed.append(external_id)
    return Response.of_json(201, {"removed_ids": removed, "removal_errors": errors, "message": "success"})


def _rename(store: ProfileStore, current: str, new: str) -> str:
    profile = store.by_external_id(current)
    if profile is None or profile.external_id != current:
        return "'current_external_id' is not the external_id of a user"
    if not new or store.by_external_id(new):
        return "'new_external_id' is already in use"
    store.rename(profile, new)
    return ""


def _remove(store: ProfileStore, external_id: str) -> str:
    profile = store.by_external_id(external_id)
    if profile is None or external_id not in profile.deprecated_ids:
        return "'external_id' is not a deprecated external_id"
    store.remove_deprecated(external_id)
    return ""


def _error(text: str, array: str, index: int) -> dict[str, Any]:
    return {"type": text, "input_array": array, "index": index}
