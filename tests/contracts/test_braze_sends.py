"""The bodies that send and schedule messages."""

import pytest

from mockserver.contracts import CANVAS_SEND, MESSAGES_SCHEDULE_UPDATE, MESSAGES_SEND, SEND_ID_CREATE
from mockserver.contracts.braze.sends import CANVAS_SCHEDULE

WEBHOOK = {"webhook": {"url": "https://example.test", "request_method": "POST"}}
CANVAS = {"canvas_id": "c", "recipients": [{"external_user_id": "a"}]}


def codes(contract, body):
    return [finding.code for finding in contract.check(body, {}).findings]


@pytest.mark.parametrize(
    ("contract", "body", "found"),
    [
        (CANVAS_SEND, CANVAS, []),
        (CANVAS_SEND, {"canvas_id": "c"}, ["BRAZE370"]),
        (CANVAS_SEND, {**CANVAS, "broadcast": True}, ["BRAZE371"]),
        (CANVAS_SEND, {**CANVAS, "context": {"a": "x" * 60_000}}, ["BRAZE430"]),
        (
            CANVAS_SEND,
            {**CANVAS, "recipients": [{"external_user_id": "a", "context": {"a": "x" * 60_000}}]},
            ["BRAZE430"],
        ),
        (CANVAS_SEND, {**CANVAS, "canvas": 1}, ["BRAZE309"]),
        (CANVAS_SEND, {"recipients": []}, ["BRAZE361"]),
        (CANVAS_SEND, [], ["BRAZE400"]),
        (MESSAGES_SEND, {"external_user_ids": ["a"], "messages": WEBHOOK}, []),
        (MESSAGES_SEND, {"messages": WEBHOOK}, ["BRAZE431"]),
        (MESSAGES_SEND, {"broadcast": True, "segment_id": "s", "messages": WEBHOOK}, []),
        (MESSAGES_SEND, {"external_user_ids": ["a"] * 51, "messages": WEBHOOK}, ["BRAZE432"]),
        (MESSAGES_SEND, {"external_user_ids": ["a"]}, ["BRAZE433"]),
        (MESSAGES_SEND, {"external_user_ids": ["a"], "campaign_id": "c", "messages": WEBHOOK}, ["BRAZE434"]),
        (CANVAS_SCHEDULE, {**CANVAS, "schedule": {"time": "soon"}}, ["BRAZE435"]),
        (
            CANVAS_SCHEDULE,
            {**CANVAS, "schedule": {"time": "2026-01-15T15:00:00Z", "in_local_time": True}},
            ["BRAZE436"],
        ),
        (MESSAGES_SCHEDULE_UPDATE, {"schedule_id": "s"}, ["BRAZE437"]),
        (SEND_ID_CREATE, {"campaign_id": "c", "send_id": "é"}, ["BRAZE438"]),
        (SEND_ID_CREATE, {"campaign_id": "c"}, []),
    ],
)
def test_what_is_found(contract, body, found):
    assert codes(contract, body) == found
