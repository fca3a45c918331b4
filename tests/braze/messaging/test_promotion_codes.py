"""Promotion codes: each is used up by one message, however often that is rendered or sent."""

from datetime import timedelta

import pytest

from mockserver.braze import (
    Braze,
    Campaign,
    Canvas,
    ContextStep,
    QuietHours,
    UserUpdateStep,
    WebhookStep,
    WebhookTemplate,
)
from mockserver.http import Failure, NoResponse, Response
from mockserver.sandbox import Sandbox
from mockserver.simulator.world import World

CODE = "{% promotion('spring') %}"


@pytest.fixture
def codes(braze: Braze, receiver):
    """Five codes, and a campaign that sends one of them to ana."""
    braze.state.profiles.load({"external_id": "ana"})
    braze.state.promotions.add("spring", [f"S{number}" for number in range(1, 6)])
    body = CODE + CODE
    template = WebhookTemplate(name="t", url=f"https://example.test/{CODE}", headers={"X": CODE}, body=body)
    braze.state.add_template(template)
    braze.state.add_campaign(Campaign(name="c", template="t"))
    return braze.state.promotions


def sent(receiver):
    return [request.text for request in receiver.requests]


def trigger(braze: Braze, world: World):
    message = braze.trigger("c", "ana")
    world.clock.advance(timedelta())
    return message


def test_a_message_has_one_code_in_all_its_fields(codes, braze: Braze, world: World, receiver):
    trigger(braze, world)
    (request,) = receiver.requests
    assert (request.raw_path, request.headers["x"], request.text) == ("/S1", "S1", "S1S1")
    trigger(braze, world)
    assert (sent(receiver), codes.remaining("spring")) == (["S1S1", "S2S2"], 3)


@pytest.mark.parametrize("answer", [Response(503), NoResponse(Failure.REFUSED)])
def test_a_message_that_is_sent_again_keeps_its_code(codes, braze: Braze, world: World, receiver, answer):
    receiver.answers = [answer, answer]
    message = trigger(braze, world)
    world.clock.advance(timedelta(minutes=30))
    assert (message.outcome, message.attempts) == ("sent", 3)
    assert (set(sent(receiver)), codes.remaining("spring")) == ({"S1S1"}, 4)


def test_a_message_that_is_rendered_again_keeps_its_code(codes, braze: Braze, world: World, receiver):
    call = "{% connected_content https://example.test/c :retry :no_cache %}"
    braze.state.add_template(WebhookTemplate(name="t", url="https://example.test/", body=call + CODE))
    receiver.answers = [Response(500), Response(500), Response.of_text(200, "ok/")]
    message = trigger(braze, world)
    world.clock.advance(timedelta(hours=1))
    assert (len(message.renderings), sent(receiver)[-1]) == (3, "ok/S1")
    assert codes.remaining("spring") == 4


def test_a_failed_message_has_used_its_code_up(codes, braze: Braze, world: World, receiver):
    receiver.answers = [Response(400)]
    assert trigger(braze, world).outcome == "failed"
    assert codes.remaining("spring") == 4


def test_a_message_that_is_held_back_has_none_yet(codes, braze: Braze, world: World):
    now = world.clock.now()
    quiet = QuietHours((now - timedelta(hours=1)).time(), (now + timedelta(hours=1)).time())
    braze.state.add_campaign(Campaign(name="c", template="t", quiet_hours=quiet))
    trigger(braze, world)
    assert codes.remaining("spring") == 5
    world.clock.advance(timedelta(hours=1))
    assert codes.remaining("spring") == 4


def test_a_message_is_given_up_when_its_list_is_empty(codes, braze: Braze, world: World, receiver):
    for _ in range(5):
        trigger(braze, world)
    message = trigger(braze, world)
    assert (message.outcome, message.abort_type) == ("aborted", "promotion_list_empty")
    assert len(receiver.requests) == 5


def test_the_codes_of_an_expired_list_are_gone(codes, braze: Braze, world: World):
    codes.add("spring", ["S6"], expires=world.clock.now() + timedelta(hours=1))
    assert trigger(braze, world).outcome == "sent"
    world.clock.advance(timedelta(hours=1))
    assert trigger(braze, world).abort_type == "promotion_list_empty"
    assert codes.remaining("spring") == 0
    assert braze.render("t", "ana").abort is not None


def test_a_message_that_needs_no_code_is_sent_all_the_same(codes, braze: Braze, world: World, receiver):
    body = "{% if false %}{% promotion('none') %}{% endif %}x"
    braze.state.add_template(WebhookTemplate(name="t", url="https://example.test/", body=body))
    assert trigger(braze, world).outcome == "sent"


@pytest.mark.parametrize(
    ("choice", "after_preview", "after_test"), [("tests", 5, 4), ("messages", 5, 5), ("previews", 4, 3)]
)
def test_previews_and_test_sends_use_codes_up_as_assumed(receiver, choice, after_preview, after_test):
    sandbox = Sandbox(assumptions={"braze.promotion_codes": choice})
    sandbox.braze.world.network.stub("example.test", receiver)
    state = sandbox.braze.state
    state.profiles.load({"external_id": "ana"})
    state.promotions.add("spring", ["S1", "S2", "S3", "S4", "S5"])
    state.add_template(WebhookTemplate(name="t", url="https://example.test/", body=CODE))
    assert sandbox.braze.render("t", "ana").request.text == "S1"
    assert state.promotions.remaining("spring") == after_preview
    assert sandbox.braze.send("t", "ana").request.text == f"S{6 - after_preview}"
    assert state.promotions.remaining("spring") == after_test


def test_a_preview_says_that_a_list_is_empty(braze: Braze):
    braze.state.profiles.load({"external_id": "ana"})
    shown = braze.render(WebhookTemplate(name="t", url="https://example.test/", body=CODE), "ana")
    assert shown.abort is not None
    assert shown.abort.type == "promotion_list_empty"


def test_each_visit_of_a_canvas_step_uses_up_one_code(codes, braze: Braze, world: World, receiver):
    body = "{{context.${a}}}{{context.${b}}}{{custom_attribute.${c}}}" + CODE
    braze.state.add_template(WebhookTemplate(name="t", url="https://example.test/", body=body))
    steps = (
        ContextStep(name="set", variables={"a": CODE, "b": CODE}),
        UserUpdateStep(name="keep", attributes={"c": CODE, "d": CODE}),
        WebhookStep(name="send", template="t"),
    )
    braze.state.add_canvas(Canvas(name="v", steps=steps))
    braze.enter("v", "ana")
    world.clock.advance(timedelta())
    assert (sent(receiver), codes.remaining("spring")) == (["S1S1S2S3"], 2)
