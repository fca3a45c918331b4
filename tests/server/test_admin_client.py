"""Every operation of the admin API, asked by its Python client, and the document that describes them."""

import re
import threading
import time

import httpx
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from mockserver.errors import UsageError
from mockserver.server.admin_client import AdminClient, WaitTimeout
from mockserver.server.live_server import live_server
from tests.server.serving import SUBSCRIPTION


@pytest.fixture(scope="module")
def server(acme):
    with live_server(acme.open(), reopen=acme.open) as running:
        yield running


@pytest.fixture
def admin(server):
    with AdminClient(server.rokt_url) as client:
        client.reset()
        yield client


def test_the_document_is_valid_openapi(admin):
    OpenAPIV31SpecValidator(admin.document()).validate()


def test_the_client_has_a_method_for_every_operation_of_the_document(admin):
    asked = set()

    def note(request: httpx.Request) -> httpx.Response:
        asked.add((request.method, request.url.path))
        everything = ("sandboxes", "snapshots", "assumptions", "faults", "exchanges", "messages", "profiles")
        lists = {name: [] for name in (*everything, "subscriptions", "templates")}
        return httpx.Response(200, json={**lists, "changed": True, "found": True})

    client = AdminClient("http://nowhere.test", transport=httpx.MockTransport(note))
    for name, given in CALLS.items():
        getattr(client, name)(*given)
    asked.add(("GET", "/_mockserver/admin-openapi.json"))
    for path, members in admin.document()["paths"].items():
        pattern = re.compile(re.sub(r"\{\w+\}", "[^/]+", path))
        for method in members.keys() - {"parameters"}:
            assert any(verb == method.upper() and pattern.fullmatch(to) for verb, to in asked), (method, path)


CALLS = {
    "health": (), "ready": (), "openapi": ("rokt",), "sandboxes": (), "delete_sandbox": ("w",), "reload": (),
    "reset": (), "snapshots": (), "snapshot": ("s",), "restore": ("s",), "assumptions": (),
    "assume": ("a", "b"), "clock": (), "advance": (), "set_clock_mode": ("wall",), "faults": (),
    "fault": ("rokt",), "clear_faults": (), "journal": (), "exchange": (1,), "find": (), "wait_for": (),
    "messages": (), "jobs": (), "profiles": (), "add_profile": (), "delete_profile": ("p",),
    "subscriptions": (), "subscription": ("s",), "subscribe": ("a", "c"), "unsubscribe": ("s",),
    "feed": ("s",), "templates": (), "save_template": ("t",), "send_message": ("t", "u"),
}  # fmt: skip


def test_the_server_tells_that_it_is_up_and_ready(admin):
    assert admin.health()["status"] == "ok"
    assert admin.ready() == {"ready": True, "troubles": []}
    assert admin.openapi("braze")["info"]["title"]


def test_the_clock_is_told_moved_and_set_going(admin):
    now = admin.clock()["now"]
    assert admin.advance(minutes=5)["now"] > now
    assert admin.advance(to="2026-03-03T00:00:00Z")["now"] == "2026-03-03T00:00:00.000Z"
    assert admin.set_clock_mode("60x")["mode"] == "60x"
    first = admin.clock()["now"]
    time.sleep(0.05)
    assert admin.clock()["now"] > first
    assert admin.set_clock_mode("frozen")["mode"] == "frozen"
    assert admin.clock()["now"] == admin.clock()["now"]


def test_the_clock_moves_to_the_next_piece_of_work(admin):
    admin.subscribe("acme", "shows", subscriber_id="cust-new")
    due = admin.clock()["waiting"][0]["due"]
    told = admin.advance(next=True)
    assert told["now"] == due
    assert told["ran"] >= 1


@pytest.mark.parametrize(
    "how_far", [{}, {"minutes": 1, "next": True}, {"to": "yesterday"}, {"to": "2100-01-01T00:00:00Z"}]
)
def test_a_move_that_cannot_be_meant_is_refused(admin, how_far):
    with pytest.raises(UsageError):
        admin.advance(**how_far)


@pytest.mark.parametrize("mode", ["", "x", "0x", "-1x", "1e9x", "fast", "9999999x", "infx"])
def test_a_mode_that_there_is_none_of_is_refused(admin, mode):
    with pytest.raises(UsageError, match="no way for time to pass"):
        admin.set_clock_mode(mode)


def test_assumptions_are_listed_and_chosen(admin, server):
    admin.assume("rokt.unknown_fields", "reject")
    told = {one["name"]: one["value"] for one in admin.assumptions()}
    assert told["rokt.unknown_fields"] == "reject"
    assert server.sandbox.assumptions["rokt.unknown_fields"] == "reject"
    with pytest.raises(UsageError, match="not one of its choices"):
        admin.assume("rokt.unknown_fields", "maybe")


def test_people_are_added_shown_and_deleted(admin):
    admin.add_profile(external_id="ada", first_name="Ada")
    assert admin.profiles(external_id="ada")[0]["first_name"] == "Ada"
    assert len(admin.profiles(limit=2, skip=1)) == 2
    admin.delete_profile("ada")
    assert admin.profiles(external_id="ada") == []
    with pytest.raises(UsageError, match="no Braze profile"):
        admin.delete_profile("ada")


def test_people_subscribe_and_unsubscribe(admin):
    made = admin.subscribe("acme", "shows", subscriber_id="ada", email="ada@example.test")
    [found] = admin.subscriptions(subscriber_id="ada")
    assert (found["subscriptionId"], found["isActive"]) == (made["subscriptionId"], True)
    ended = admin.unsubscribe(made["subscriptionId"], reason="moved")
    assert admin.subscription(made["subscriptionId"]) == ended
    assert ended["isActive"] is False
    with pytest.raises(UsageError, match="no calendar"):
        admin.subscribe("acme", "nothing")


def test_the_feed_is_given_as_it_is(admin):
    assert admin.feed(SUBSCRIPTION).startswith("BEGIN:VCALENDAR")
    with pytest.raises(UsageError):
        admin.feed("nobody")


def test_a_template_is_saved_and_sent(admin):
    admin.save_template("mine", url="https://api.roktcalendar.com/{{${user_id}}}", body="Hi")
    assert [one["body"] for one in admin.templates() if one["name"] == "mine"] == ["Hi"]
    told = admin.send_message("mine", "cust-one")
    assert (told["outcome"], told["status"]) == ("failed", 404)
    assert admin.messages()[-1]["template"] == "mine"
    assert admin.find(caller="braze webhook")[0]["request"]["url"].endswith("/cust-one")


def test_a_template_says_its_method_and_a_request_is_found_by_it(admin):
    admin.save_template("mine", url="https://api.roktcalendar.com/none", method="PUT", body="Hi")
    admin.send_message("mine", "cust-one")
    assert [one["request"]["method"] for one in admin.find(path="/none", method="PUT")] == ["PUT"]
    assert admin.find(path="/none", method="POST") == []


def test_faults_are_put_in_force_and_lifted(admin):
    admin.fault("rokt.obtain_token", status=503)
    assert [one["target"] for one in admin.faults()] == ["rokt.obtain_token"]
    admin.clear_faults()
    assert admin.faults() == []


def test_a_snapshot_is_restored(admin):
    admin.snapshot("start")
    admin.add_profile(external_id="ada")
    admin.restore("start")
    assert admin.profiles(external_id="ada") == []
    assert admin.snapshots() == ["start"]


def test_exchanges_are_found_by_what_their_body_holds(admin, server):
    for name in ("one", "two"):
        httpx.post(f"{server.rokt_url}/oauth2/token", json={"name": name}, trust_env=False)
    [found] = admin.find(operation="rokt.obtain_token", body={"name": "two"}, status=400)
    assert admin.exchange(found["number"]) == found
    assert [one["number"] for one in admin.journal(operation="obtain_token", limit=1)] == [found["number"]]
    with pytest.raises(UsageError, match="unknown matcher"):
        admin.find(body={"$nothing": 1})
    with pytest.raises(UsageError, match="holds no exchange 99"):
        admin.exchange(99)


def test_a_wait_ends_when_what_is_waited_for_has_come(admin, server):
    timer = threading.Timer(0.2, httpx.get, [f"{server.rokt_url}/late"], {"trust_env": False})
    timer.start()
    began = time.monotonic()
    assert admin.wait_for(path="/late", timeout=20)[0]["outcome"] == "404"
    assert time.monotonic() - began < 10
    timer.join()


def test_a_wait_sees_what_is_done_to_the_sandbox_in_the_same_process(admin, server):
    timer = threading.Timer(0.1, lambda: server.sandbox.braze.send("new-event", "cust-one"))
    timer.start()
    assert admin.wait_for(caller="braze webhook", timeout=20)
    timer.join()


def test_a_wait_in_vain_tells_what_came_nearest(admin, server):
    httpx.get(f"{server.rokt_url}/near", trust_env=False)
    with pytest.raises(WaitTimeout, match="path: expected"):
        admin.wait_for(path="/far", timeout=0.1)


def test_another_sandbox_has_a_client_of_its_own(admin):
    with admin.sandbox("w1") as other:
        other.add_profile(external_id="ada")
        assert other.profiles(external_id="ada")
    assert admin.profiles(external_id="ada") == []
    admin.delete_sandbox("w1")
    assert [one["name"] for one in admin.sandboxes()] == ["default"]


def test_a_server_without_a_workspace_file_has_none_to_load_again(admin):
    with pytest.raises(UsageError, match="no workspace to load again"):
        admin.reload()


def test_an_answer_that_is_not_the_servers_is_told():
    client = AdminClient(
        "http://x.test", transport=httpx.MockTransport(lambda _: httpx.Response(502, text="gateway"))
    )
    with pytest.raises(UsageError, match="502: gateway"):
        client.clock()


def test_a_server_that_is_not_there_is_told():
    with (
        AdminClient("http://127.0.0.1:1") as client,
        pytest.raises(UsageError, match=r"127\.0\.0\.1:1: ") as told,
    ):
        client.reset()
    assert "mockserver serve" in told.value.hint
