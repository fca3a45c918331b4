"""Bytes of a request that are not UTF-8: taken out as Braze does with texts it keeps, or refused."""

import pytest

from mockserver.braze import Braze
from mockserver.simulator.world import World
from tests.braze.conftest import KEY

BODY = b'{"attributes": [{"external_id": "cust-42", "plan": "g\x80old\xff", "name": "\xc3\xa9"}]}'


def test_they_are_taken_out_of_the_texts_that_are_kept(call, braze: Braze, world: World):
    assert call("POST", "/users/track", body=BODY).status == 201
    assert braze.profile("cust-42").custom_attributes == {"plan": "gold", "name": "é"}
    (told,) = [finding for finding in world.journal[-1].findings if "is not UTF-8" in finding.message]
    assert (told.severity, told.message) == ("warning", "byte 0x80 at offset 53 is not UTF-8")


def test_a_key_in_such_a_body_is_read(call):
    body = BODY.replace(b"{", b'{"api_key": "%s", ' % KEY.encode(), 1)
    assert call("POST", "/users/track", body=body, headers={}).status == 201


@pytest.mark.parametrize("body", [b"\xff", b'{"a": \xff}', BODY[:-1]])
def test_what_is_no_json_without_them_is_refused(call, world: World, body):
    assert call("POST", "/users/track", body=body).status == 400
    assert world.journal[-1].findings[0].severity == "error"


def test_they_may_have_the_request_refused(call, braze: Braze, world: World):
    world.assumptions.set("braze.invalid_utf8", "refused")
    answer = call("POST", "/users/track", body=BODY)
    assert (answer.status, set(answer.json())) == (400, {"error", "message"})
    assert braze.profile("cust-42") is None
