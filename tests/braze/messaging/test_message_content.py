"""What messages are made of: key-value bodies, Liquid in properties, Content Blocks, catalogs, codes."""

import pytest

from mockserver.braze import Braze, Catalog, CatalogField, ContentBlock, WebhookTemplate


@pytest.fixture
def made(braze: Braze, receiver):
    """Send a body to a user, and give the text that arrives."""
    braze.state.profiles.load({"external_id": "ana", "first_name": 'A"na', "custom_attributes": {"id": "1"}})

    def send(body, **data):
        braze.state.add_template(WebhookTemplate(name="t", url="https://example.test/", body=body))
        message = braze.send("t", "ana", **data)
        return receiver.requests[-1].text if receiver.requests else message

    return send


def test_key_value_pairs_become_a_json_object_of_strings(made, receiver):
    body = {"name": "{{${first_name}}}", "n": "{{ 1 | plus: 1 }}", "{{x}}": "é"}
    assert made(body) == '{"name": "A\\"na", "n": "2", "{{x}}": "é"}'
    assert receiver.requests[0].headers["content-type"] == "application/json"


def test_each_value_is_a_field_of_its_own(made):
    assert made({"a": "{% assign x = 1 %}", "b": "{{x}}"}) == '{"a": "", "b": ""}'


def test_liquid_in_trigger_properties_is_rendered(made):
    properties = {"text": "Hi {{${first_name}}}", "deep": [{"n": "{{ 1 | plus: 1 }}"}], "number": 3}
    body = "{{api_trigger_properties.${text}}} {{api_trigger_properties.${deep}[0].n}}"
    assert made(body, trigger_properties=properties) == 'Hi A"na 2'


def test_liquid_in_event_properties_is_not(made):
    assert made("{{event_properties.${x}}}", event_properties={"x": "{{1}}"}) == "{{1}}"


@pytest.mark.parametrize(
    ("value", "kind"),
    [("{% abort_message('no') %}", "liquid_abort_message"), ("{% if %}{{", "template_parse_error")],
)
def test_a_property_can_give_the_message_up(made, value, kind):
    assert made("x", trigger_properties={"a": value}).abort_type == kind


def test_content_blocks_are_put_in_but_for_drafts(made, braze: Braze):
    braze.state.content_blocks.add(ContentBlock(name="hi", content="Hi {{${first_name}}}"))
    braze.state.content_blocks.add(ContentBlock(name="later", content="x", state="draft"))
    assert made("{{content_blocks.${hi}}}/{{content_blocks.${later}}}") == 'Hi A"na/'


def test_catalogs_are_read(made, braze: Braze):
    fields = (CatalogField("id"), CatalogField("title"))
    braze.state.catalogs.add(Catalog(name="games", fields=fields, items={"1": {"id": "1", "title": "Tales"}}))
    assert made("{% catalog_items games {{custom_attribute.${id}}} %}{{items[0].title}}") == "Tales"
