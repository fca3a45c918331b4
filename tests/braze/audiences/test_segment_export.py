"""POST /users/export/segment: a ZIP of JSON lines, downloaded from where the answer says."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from mockserver.braze import Braze
from mockserver.braze.audiences.segments import Segment
from mockserver.http import Request
from mockserver.sandbox import Sandbox
from mockserver.simulator.world import World

GOLD = {"custom_attribute": {"custom_attribute_name": "plan", "comparison": "equals", "value": "gold"}}


@pytest.fixture
def segment(braze: Braze):
    for external_id, plan in (("ana", "gold"), ("eva", "gold"), ("tom", "silver")):
        attributes = {"plan": plan, "size": 3}
        braze.state.profiles.load(
            {"external_id": external_id, "email": f"{external_id}@x.test", "custom_attributes": attributes}
        )
    return braze.state.add_segment(Segment(name="gold", filters=GOLD))


def downloaded(sandbox, url):
    """Download as a client does; one of a live server finds it on that server."""
    service = sandbox.braze if url.startswith("http://") else None
    answer = sandbox.handle(Request("GET", url), service=service)
    if not answer.ok:
        return answer.status
    with ZipFile(BytesIO(answer.body)) as archive:
        lines = [line for name in archive.namelist() for line in archive.read(name).splitlines(keepends=True)]
    assert all(line.endswith(b"\n") for line in lines)
    return [json.loads(line) for line in lines]


def export(call, segment, **members):
    return call("POST", "/users/export/segment", json={"segment_id": segment.id, **members})


def test_the_users_of_a_segment_are_downloaded(call, segment, sandbox: Sandbox, braze: Braze):
    users = downloaded(sandbox, export(call, segment).json()["url"])
    assert users == [braze.profile("ana").exported(), braze.profile("eva").exported()]


def test_only_what_was_asked_for_is_exported(call, segment, sandbox: Sandbox):
    chosen = {"fields_to_export": ["external_id"], "custom_attributes_to_export": ["plan"]}
    users = downloaded(sandbox, export(call, segment, **chosen).json()["url"])
    assert users[0] == {"external_id": "ana", "custom_attributes": {"plan": "gold"}}


def test_an_export_expires_after_four_hours(call, segment, sandbox: Sandbox):
    url = export(call, segment).json()["url"]
    sandbox.advance(hours=4, seconds=1)
    assert downloaded(sandbox, url) == 404


def test_an_export_that_takes_time_can_be_downloaded_when_it_has_run(
    call, segment, sandbox: Sandbox, world: World
):
    world.assumptions.set("braze.export_delay", 60)
    answer = export(call, segment)
    assert downloaded(sandbox, answer.json()["url"]) == 404
    assert export(call, segment).status == 429
    sandbox.braze.state.profiles.delete(sandbox.braze.profile("ana"))
    sandbox.advance(minutes=1)
    assert [user["external_id"] for user in downloaded(sandbox, answer.json()["url"])] == ["eva"]


def test_a_cancelled_export_never_runs(call, segment, sandbox: Sandbox, world: World):
    world.assumptions.set("braze.export_delay", 60)
    url = export(call, segment).json()["url"]
    assert call("POST", "/export/segment/cancel", json={"segment_id": segment.id}).status == 201
    sandbox.advance(minutes=2)
    assert downloaded(sandbox, url) == 404
    assert export(call, segment).status == 201


def test_who_asked_is_called_back(call, segment, sandbox: Sandbox, receiver):
    url = export(call, segment, callback_endpoint="https://example.test/ready").json()["url"]
    sandbox.advance(seconds=1)
    (request,) = receiver.requests
    assert json.loads(request.body) == {"success": True, "url": url}


def test_an_unknown_segment_is_refused(call, segment):
    assert call("POST", "/users/export/segment", json={"segment_id": "x"}).status == 400
    assert call("GET", "/segments/details?segment_id=x").status == 400


def test_a_segment_is_told_of(call, segment):
    answer = call("GET", f"/segments/details?segment_id={segment.id}").json()
    assert (answer["name"], answer["message"]) == ("gold", "success")
    assert '"plan"' in answer["text_description"]
