"""Send ids: names under which Braze counts what is sent for a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.braze import notices
from mockserver.braze.rest import answers
from mockserver.braze.rest.errors import INVALID_CAMPAIGN, error_response
from mockserver.braze.rest.rate_limits import SEND_ID_RATE
from mockserver.contracts import SEND_ID_CREATE, SendIdCreate, sources
from mockserver.http import Response
from mockserver.simulator.operation import Call, operation
from mockserver.simulator.service import Refusal

if TYPE_CHECKING:
    from mockserver.braze.service import Braze

INVALID_SEND_ID = "Invalid send ID"


@operation(
    "POST",
    "/sends/id/create",
    permission="sends.id.create",
    contract=SEND_ID_CREATE,
    answer=answers.SendId,
    success=201,
    refusals=(400, 401, 403, 413, 415, 429),
    rate=SEND_ID_RATE,
    source=sources.BRAZE_SEND_ID,
)
def sends_id_create(braze: Braze, call: Call) -> Response:
    """Register a send id for a campaign."""
    request: SendIdCreate = call.body
    if braze.state.find_campaign(request.campaign_id) is None:
        return error_response(400, INVALID_CAMPAIGN)
    send_id = request.send_id or braze.world.ids.hex(24)
    braze.state.add_send_id(send_id, request.campaign_id)
    return Response.of_json(201, {"message": "success", "send_id": send_id})


def chosen_send_id(braze: Braze, call: Call, given: str | None, *, broadcast: bool) -> str:
    """Give the send id of a send: the caller's, one made for a broadcast, or none.

    Raises ``Refusal`` for one that was not registered, where that is chosen.
    """
    if not given:
        return braze.world.ids.hex(24) if broadcast else ""
    if given not in braze.state.send_ids:
        if braze.world.assumptions.is_set("braze.unknown_send_id", "refused"):
            raise Refusal(error_response(400, INVALID_SEND_ID))
        call.exchange.findings.append(notices.unknown_send_id(given))
    return given
