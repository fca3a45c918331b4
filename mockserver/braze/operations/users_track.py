"""Recording what users are and do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mockserver.braze import notices
from mockserver.braze.profiles.identification import address
from mockserver.braze.profiles.profile import Profile
from mockserver.braze.profiles.tracking import touched_state
from mockserver.braze.rest import answers
from mockserver.braze.rest.errors import NOTHING_USABLE, error_response, rejections
from mockserver.braze.rest.rate_limits import TRACK_BULK_RATE, TRACK_RATE, TRACK_SYNC_RATE
from mockserver.contracts import TRACK, TRACK_BULK, TRACK_SYNC, Accepted, TrackRequest, sources
from mockserver.findings import Finding, pointer
from mockserver.http import Response
from mockserver.simulator.operation import Call, operation
from mockserver.simulator.service import Refusal

if TYPE_CHECKING:
    from mockserver.braze.service import Braze

LARGEST_BULK = 2 * 1024 * 1024
"""Bytes a body of /users/track/bulk may have."""
_ARRAYS = ("attributes", "events", "purchases")
_IDENTIFIERS = ("external_id", "user_alias", "braze_id", "email", "phone")


@operation(
    "POST",
    "/users/track",
    permission="users.track",
    contract=TRACK,
    answer=answers.Tracked,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    rate=TRACK_RATE,
    source=sources.BRAZE_TRACK,
)
def users_track(braze: Braze, call: Call) -> Response:
    """Record attributes, custom events and purchases of users."""
    return _track(braze, call)


@operation(
    "POST",
    "/users/track/bulk",
    permission="users.track.bulk",
    contract=TRACK_BULK,
    answer=answers.Tracked,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    rate=TRACK_BULK_RATE,
    source=sources.BRAZE_TRACK_BULK,
)
def users_track_bulk(braze: Braze, call: Call) -> Response:
    """Record up to a thousand attributes, custom events and purchases of users."""
    if len(call.request.body) > LARGEST_BULK:
        return error_response(400, "Max Input Length Exceeded")
    return _track(braze, call)


@operation(
    "POST",
    "/users/track/sync",
    permission="users.track.sync",
    contract=TRACK_SYNC,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    rate=TRACK_SYNC_RATE,
    source=sources.BRAZE_TRACK_SYNC,
)
def users_track_sync(braze: Braze, call: Call) -> Response:
    """Record one object of one user and give what it changed."""
    request = _admitted(braze, call)
    users = []
    for array, accepted in _objects(request):
        profile, findings = _apply(braze, array, accepted)
        call.exchange.findings += findings
        if profile is not None:
            named = {name: accepted.data[name] for name in _IDENTIFIERS if accepted.data.get(name)}
            users.append({**named, **touched_state(profile, array, accepted.data)})
    return Response.of_json(201, {"users": users, "message": "success"})


def _track(braze: Braze, call: Call) -> Response:
    request = _admitted(braze, call)
    for array, accepted in _objects(request):
        call.exchange.findings += _apply(braze, array, accepted)[1]
    errors = rejections(call.exchange.findings, constants=braze.answers_with_constants)
    return Response.of_json(201, {
        **_counted("attributes", request.attributes),
        **_counted("events", request.events),
        **_counted("purchases", request.purchases),
        "message": "success",
        **({"errors": errors} if errors else {}),
    })  # fmt: skip


def _admitted(braze: Braze, call: Call) -> TrackRequest:
    """Take out the objects of external ids that the workspace refuses.

    Raises ``Refusal`` where nothing is left.
    """
    request: TrackRequest = call.body
    blocks = braze.state.profiles.names.blocks_external_id
    refused = [each for each in _objects(request) if blocks(each[1].data.get("external_id"))]
    call.exchange.findings += [
        notices.external_id_refused(pointer(array, one.index)) for array, one in refused
    ]
    kept = {
        array: tuple(one for one in getattr(request, array) if (array, one) not in refused)
        for array in _ARRAYS
    }
    if refused and not any(kept.values()):
        errors = rejections(call.exchange.findings, constants=braze.answers_with_constants)
        raise Refusal(error_response(400, NOTHING_USABLE, errors=errors))
    return replace(request, **kept)


def _objects(request: TrackRequest) -> Iterator[tuple[str, Accepted]]:
    """Give attributes before events, so that a message sees what came with its event, and purchases last."""
    return ((array, accepted) for array in _ARRAYS for accepted in getattr(request, array))


def _apply(braze: Braze, array: str, accepted: Accepted) -> tuple[Profile | None, list[Finding]]:
    at = pointer(array, accepted.index)
    addressed = address(braze.state.profiles, accepted.data)
    if addressed.profile is None:
        return None, [notices.nobody_addressed(at, addressed.reason)]
    return addressed.profile, braze.messaging.apply(addressed.profile, array, accepted)


def _counted(array: str, accepted: Sequence[Accepted]) -> dict[str, int]:
    return {f"{array}_processed": len(accepted)} if accepted else {}
