import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import WebhookTemplate
from mockserver.inspector.views.previews import draft_of
from tests.inspector.reader import readable

CREATE = "https://api.roktcalendar.com/v1/subscriptionevent/acme"
SUBSCRIPTION = "06423672-b6ba-4536-aa36-70788a7a0a36"
BODY = """{"event": {"eventId": "1", "title": "{{event_properties.${title}}}",
 "start": "2026-07-21T15:00:00", "timezone": "UTC"},
 "subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]}"""


def draft(**changed):
    headers = "Content-Type: application/json\nAuthorization: Bearer abcdefghijklmnop"
    form = {"name": "mine", "url": CREATE, "method": "POST", "headers": headers, "body": BODY}
    return {**form, "user": "existing", "external_id": "cust-one", **changed}


def test_a_saved_template_is_opened_for_a_user(reader):
    text = reader.text("/preview?template=new-event&user=cust-two")
    assert "For cust-two" in text
    assert "{% capture eventTitle %}" in text


def test_what_is_typed_is_rendered_and_checked(reader):
    shown = readable(reader.send("/preview", **draft(event_properties='{"title": "A show"}')).text)
    assert '"title": "A show"' in shown
    assert "It would be sent" in shown
    assert "event_properties.${title} A show" in shown


def test_a_finding_stands_in_the_payload_as_one_types(reader):
    page = reader.send("/preview", **draft(event_properties='{"title": "The \\"best\\" show"}')).text
    assert "It would be sent, and it is wrong" in page
    marked = readable(page[page.index('<li class="at-error"') :])
    assert marked.index('est" show') < marked.index("JSON003")


def test_liquid_that_cannot_be_parsed_is_marked_in_the_template(reader):
    page = reader.send("/preview", **draft(body="one\n  {% if %}x")).text
    assert "Nothing is sent: template_parse_error" in page
    marked = readable(page[page.index('<li class="at-error"') :])
    assert marked.index("{% if %}x") < marked.index("SEND811")


def test_nothing_is_sent_and_nothing_is_written_down(reader):
    before = reader.sandbox.ids.uuid.__self__, reader.hosted.changes.version
    shown = readable(reader.send("/preview", **draft(body="{% connected_content https://api.roktcalendar.com/oauth2/token :method post :basic_auth Rokt-Calendar-API :body grant_type=client_credentials :save token %}{{token.token_type}}")).text)  # fmt: skip  # noqa: E501
    assert "POST https://api.roktcalendar.com/oauth2/token → 200 saved as token" in shown
    assert len(reader.sandbox.journal) == 0
    assert (reader.sandbox.ids.uuid.__self__, reader.hosted.changes.version) == before


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_user_made_up_by_chance_is_the_same_for_the_same_seed(reader, seed):
    form = draft(user="random", seed=seed, body="{{${first_name}}} {{${user_id}}}")
    first, again = (readable(reader.send("/preview", **form).text) for _ in range(2))
    assert first == again
    assert first != readable(reader.send("/preview", **{**form, "seed": "3"}).text)


def test_a_user_can_be_written_down(reader):
    profile = json.dumps({"external_id": "zoe", "custom_attributes": {"colour": "teal"}})
    form = draft(user="made-up", profile=profile, body="{{custom_attribute.${colour}}}")
    assert "custom_attribute.${colour} teal" in readable(reader.send("/preview", **form).text)
    assert reader.sandbox.braze.profile("zoe") is None


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("event_properties", "{", "event properties: this is not JSON"),
        ("context", "[]", "context: this is not a JSON object"),
        ("headers", "nonsense", "is no header"),
        ("external_id", "nobody", "no Braze profile has external_id"),
        ("method", "PATCH", "Braze sends no PATCH requests"),
    ],
)
def test_what_is_not_finished_is_said_beside_the_editor(reader, field, value, complaint):
    response = reader.send("/preview", **draft(**{field: value}))
    assert response.status_code == 200
    assert complaint in readable(response.text)
    assert BODY.splitlines()[0].split('"')[1] in response.text


def test_a_template_can_be_put_in_use(reader):
    response = reader.send("/preview/save", **draft(name="new-event", body="{}"))
    assert "new-event is what campaigns send from now on" in readable(response.text)
    assert reader.sandbox.braze.state.template("new-event").body == "{}"


def test_a_test_is_sent_and_leads_to_its_message(reader):
    form = draft(name="new-event", event_properties='{"title": "A show"}')
    where = reader.path_of(reader.send("/preview/send", **form))
    assert "test send" in reader.text(where)
    assert reader.sandbox.journal.find(operation="create_event")[0].request.url == CREATE


def test_a_test_is_not_sent_to_somebody_made_up(reader):
    assert reader.send("/preview/send", **draft(user="random")).status_code == 400
    assert len(reader.sandbox.braze.messages) == 0


def test_a_body_of_pairs_is_rendered_pair_by_pair(reader):
    pairs = json.dumps({"title": "{{event_properties.${title}}}"})
    form = draft(body=pairs, body_is="pairs", event_properties='{"title": "The \\"best\\" show"}')
    shown = readable(reader.send("/preview", **form).text)
    assert "body.title: rendered" in shown
    assert '{"title": "The \\"best\\" show"}' in shown


def test_pairs_that_are_none_are_a_mistake(reader):
    for body in ("[]", "{", '{"a": 1}'):
        assert "no key-value pairs" in readable(
            reader.send("/preview", **draft(body=body, body_is="pairs")).text
        )


values = st.text("ab:{} \n", max_size=12).map(str.strip)


@settings(max_examples=100, deadline=None)
@given(
    headers=st.dictionaries(st.text("XY-", min_size=1, max_size=4), values, max_size=3),
    body=st.text(max_size=12) | st.dictionaries(st.text(max_size=4), st.text(max_size=8), max_size=3),
)
def test_a_template_that_is_opened_and_saved_is_the_same(headers, body):
    template = WebhookTemplate(name="mine", url="https://example.test/", headers=headers, body=body)
    assert draft_of(template).template() == template
