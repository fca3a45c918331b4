"""Recording what users are and do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mockserver.braze import notices
from mockserver.braze.attributes import AttributeRules
from mockserver.braze.errors import rejections
from mockserver.braze.identification import address
from mockserver.braze.profiles import Profile
from mockserver.braze.tracking import apply_attributes, count_event, count_purchase, moment_of
from mockserver.contracts import TRACK, Accepted, TrackRequest, sources
from mockserver.findings import Finding, pointer
from mockserver.http import Response
from mockserver.simulator.operation import Call, operation
from mockserver.simulator.rates import RateLimit

if TYPE_CHECKING:
    from mockserver.braze.service import Braze

TRACK_RATE = RateLimit("users.track", 3_000, timedelta(seconds=3))


@operation(
    "POST",
    "/users/track",
    permission="users.track",
    contract=TRACK,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    rate=TRACK_RATE,
    source=sources.BRAZE_TRACK,
)
def users_track(braze: Braze, call: Call) -> Response:
    """Record attributes, custom events and purchases of users."""
    request: TrackRequest = call.body
    # Read before anything is added: what the contract found is what the answer lists.
    errors = rejections(call.exchange.findings, constants=braze.answers_with_constants)
    call.exchange.findings += _apply_all(braze, request)
    return Response.of_json(201, {
        **_counted("attributes", request.attributes),
        **_counted("events", request.events),
        **_counted("purchases", request.purchases),
        "message": "success",
        **({"errors": errors} if errors else {}),
    })  # fmt: skip


def _apply_all(braze: Braze, request: TrackRequest) -> list[Finding]:
    """Apply attributes before events, so that a message sees what came with its event, and purchases last."""
    findings = []
    for array, apply in (("attributes", _attributes), ("events", _event), ("purchases", _purchase)):
        for accepted in getattr(request, array):
            at = pointer(array, accepted.index)
            addressed = address(braze.state.profiles, accepted.data)
            if addressed.profile is None:
                findings.append(notices.nobody_addressed(at, addressed.reason))
            else:
                findings += apply(braze, addressed.profile, accepted, at)
    return findings


def _attributes(braze: Braze, profile: Profile, accepted: Accepted, at: str) -> list[Finding]:
    rules = AttributeRules.chosen(braze.world.assumptions)
    dropped = apply_attributes(braze.state.profiles, profile, accepted.data, rules, at)
    told = {finding.pointer for finding in accepted.findings}
    return [finding for finding in dropped if finding.pointer not in told]


def _event(braze: Braze, profile: Profile, accepted: Accepted, at: str) -> list[Finding]:  # noqa: ARG001
    data: Any = accepted.data
    count_event(profile, data["name"], moment_of(data, braze.world.clock.now()))
    braze.state.profiles.touch(profile)
    return braze.messaging.event_happened(profile, data["name"], data.get("properties") or {})


def _purchase(braze: Braze, profile: Profile, accepted: Accepted, at: str) -> list[Finding]:  # noqa: ARG001
    count_purchase(profile, accepted.data, moment_of(accepted.data, braze.world.clock.now()))
    braze.state.profiles.touch(profile)
    return []


def _counted(array: str, accepted: Sequence[Accepted]) -> dict[str, int]:
    return {f"{array}_processed": len(accepted)} if accepted else {}
