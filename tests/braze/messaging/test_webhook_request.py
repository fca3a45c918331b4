"""The request a webhook template becomes."""

import re

import pytest

from mockserver.braze import Braze, WebhookTemplate
from mockserver.errors import UsageError
from mockserver.simulator.world import World


@pytest.fixture(autouse=True)
def user(braze: Braze):
    return braze.state.profiles.load(
        {"external_id": "cust-42", "first_name": "Ana", "custom_attributes": {"plan": "gold"}}
    )


def rendered(braze: Braze, **fields):
    template = WebhookTemplate(**{"name": "t", "url": "https://example.test/", **fields})
    return braze.render(template, "cust-42")


def test_url_and_header_values_are_trimmed_and_the_body_is_not(braze: Braze):
    request = rendered(
        braze,
        url=" https://example.test/{{${user_id}}} \n",
        headers={"X-Plan": "\n{{custom_attribute.${plan}}} "},
        body="\n\n{}\n",
    ).request
    assert request.url == "https://example.test/cust-42"
    assert request.headers["X-Plan"] == "gold"
    assert request.body == b"\n\n{}\n"


def test_braze_adds_its_own_headers(braze: Braze):
    request = rendered(braze, body="{}").request
    assert re.fullmatch("Braze Sender [0-9a-f]{40}", request.headers["User-Agent"])
    assert request.headers["Accept"] == "*/*"


def test_configured_headers_go_before_brazes(braze: Braze):
    assert rendered(braze, headers={"user-agent": "Mine"}).request.headers["User-Agent"] == "Mine"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ('{"a": 1}', "application/json"),
        ("a=1&b=2", "application/x-www-form-urlencoded"),
        ("Hello you", "text/plain"),
        ('{"a": "b" c}', "text/plain"),
    ],
)
def test_the_content_type_is_inferred_where_none_is_configured(braze: Braze, body, content_type):
    assert rendered(braze, body=body).request.headers["Content-Type"] == content_type


def test_a_configured_content_type_stays(braze: Braze):
    request = rendered(braze, body="{}", headers={"content-type": "text/x-mine"}).request
    assert request.headers["Content-Type"] == "text/x-mine"


def test_an_empty_body_gets_no_content_type(braze: Braze):
    assert "Content-Type" not in rendered(braze).request.headers


@pytest.mark.parametrize(("choice", "body"), [("omitted", b""), ("sent", b"{}")])
def test_the_body_of_a_get_is_left_out(braze: Braze, world: World, choice, body):
    world.assumptions.set("braze.body_of_get", choice)
    assert rendered(braze, method="GET", body="{}").request.body == body


def test_a_variable_of_one_field_is_unknown_in_another(braze: Braze):
    webhook = rendered(braze, headers={"X-A": "{% assign a = 'x' %}{{a}}"}, body="[{{a}}]")
    assert webhook.request.headers["X-A"] == "x"
    assert webhook.request.body == b"[]"


def test_an_abort_in_any_field_gives_up_the_whole(braze: Braze):
    webhook = rendered(braze, body="{% abort_message('no plan') %}")
    assert webhook.request is None
    assert (webhook.abort.type, webhook.abort.reason) == ("liquid_abort_message", "no plan")
    assert str(webhook) == "t: aborted, liquid_abort_message: no plan"


def test_liquid_that_cannot_be_parsed_gives_up_the_message_and_is_located(braze: Braze):
    webhook = rendered(braze, body="line one\n{% if %}{% unknown %}")
    assert webhook.abort.type == "template_parse_error"
    (finding,) = webhook.findings
    assert finding.code == "SEND811"
    assert finding.location.source == "t.body"
    assert finding.location.line == 2


def test_nothing_is_called_where_a_later_field_cannot_be_parsed(braze: Braze, receiver):
    content = "{% connected_content https://example.test/token :save token %}"
    rendered(braze, headers={"X-A": content}, body="{% nonsense %}")
    assert receiver.requests == []


@pytest.mark.parametrize("url", ["", "example.test/x", "ftp://example.test/", "https:///v1", "http://[::1"])
def test_a_url_without_a_host_cannot_be_sent_to(braze: Braze, url):
    webhook = rendered(braze, url=url)
    assert webhook.abort.type == "missing_hostname"
    assert [finding.code for finding in webhook.findings] == ["SEND812"]


@pytest.mark.parametrize(("choice", "blocked"), [("standard", True), ("any", False)])
@pytest.mark.parametrize("url", ["https://example.test:8443/", "http://example.test:443/"])
def test_only_the_standard_ports_are_reached(braze: Braze, world: World, url, choice, blocked):
    world.assumptions.set("braze.webhook_ports", choice)
    abort = rendered(braze, url=url).abort
    assert (abort is not None and abort.type == "blocked_webhook_url") is blocked


def test_a_line_break_inside_a_header_is_not_sent(braze: Braze, world: World):
    headers = {"X-A": "one\ntwo"}
    assert rendered(braze, headers=headers).abort.type == "invalid_header"
    world.assumptions.set("braze.header_line_breaks", "blank")
    assert rendered(braze, headers=headers).request.headers["X-A"] == "one two"


def test_a_method_braze_does_not_offer_is_a_mistake():
    with pytest.raises(UsageError, match="sends no PATCH requests"):
        WebhookTemplate(name="t", url="https://example.test/", method="PATCH")


def test_a_rendered_webhook_shows_its_request(braze: Braze):
    text = str(rendered(braze, body="{}"))
    assert text.startswith("POST https://example.test/\n")
    assert text.endswith("\n\n{}")


def test_a_preview_sends_nothing(braze: Braze, receiver):
    rendered(braze, body="{}")
    assert receiver.requests == []
    assert braze.messages == ()
