"""A text is read as the field, the headers or the request that it is."""

import pytest

from mockserver.errors import UsageError
from mockserver.fixes import Edit
from mockserver.lint import Kind, Text, WrittenText, parse_webhook, webhook_of
from mockserver.transcripts import Transcript


def kinds(source: str, name: str = "t") -> list[Kind]:
    return [field.kind for field in parse_webhook(source, name=name)]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("https://a.example/x", Kind.URL),
        ("{% assign a = 1 %}\n  https://a.example/{{a}}", Kind.URL),
        ("{{base}}/v1/x", Kind.URL),
        ("Bearer {{token}}", Kind.HEADER),
        ('{"a": 1}', Kind.BODY),
        ("Hi there", Kind.BODY),
        ("", Kind.BODY),
    ],
)
def test_a_text_tells_what_it_is(source, kind):
    assert kinds(source) == [kind]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("url.liquid", Kind.URL),
        ("new-event/url.liquid", Kind.URL),
        ("update-url.liquid", Kind.URL),
        ("authorization.liquid", Kind.HEADER),
        ("body.liquid", Kind.BODY),
    ],
)
def test_a_files_name_tells_what_it_holds(name, kind):
    assert kinds("{{content_blocks.${shared}}}", name) == [kind]


def test_a_kind_that_is_given_counts():
    assert parse_webhook("https://a.example", kind=Kind.BODY)[0].kind is Kind.BODY


def test_a_list_of_headers_is_a_field_each():
    fields = parse_webhook("X-A: 1\n\nX-B: {% connected_content https://a.example\n :retry %}b\nX-C: 3")
    assert [(field.header, field.source) for field in fields] == [
        ("X-A", "1"),
        ("X-B", "{% connected_content https://a.example\n :retry %}b"),
        ("X-C", "3"),
    ]


def test_a_request_is_a_field_each_at_its_place():
    source = 'POST https://a.example/x\nX-A: 1\n\n{"a": 1}\n'
    fields = parse_webhook(source)
    assert [field.kind for field in fields] == [Kind.URL, Kind.HEADER, Kind.BODY]
    assert [field.source for field in fields] == ["https://a.example/x", "1", '{"a": 1}\n']
    assert str(fields[1].text.locate(fields[1].header_at)) == "template:2:1"


def test_edits_are_made_together_and_each_in_one_of_the_texts_it_is_written_in():
    name, value = Text("w.yaml", "Name"), Text("value", "Bearer")
    text = WrittenText.of((name, Transcript.of("Name")), (value, Transcript.of("Bearer")))
    within, across = Edit(4, 5, "P"), Edit(3, 5, "x")
    assert text.written((within,)) == (Edit(0, 1, "P"),)
    assert text.written((across,)) == text.written((within, across)) == ()


def test_a_request_may_have_no_headers_and_no_body():
    assert kinds("GET https://a.example/x") == [Kind.URL]
    assert kinds("POST https://a.example/x\n\nHi: there") == [Kind.URL, Kind.BODY]


def test_the_fields_of_a_webhook_have_names():
    fields = webhook_of({"url": "a", "headers.X-A": "b", "body": "c", "body.key": "d"}, name="w")
    assert [field.kind for field in fields] == [Kind.URL, Kind.HEADER, Kind.BODY, Kind.PAIR]
    assert [field.text.name for field in fields] == ["w.url", "w.headers.X-A", "w.body", "w.body.key"]
    assert fields[1].header == "X-A"


def test_prose_with_a_colon_in_it_is_no_list_of_headers():
    assert kinds("Dear customer: thanks\nfor everything") == [Kind.BODY]


def test_a_field_that_no_webhook_has_is_refused():
    with pytest.raises(UsageError, match="bodyy"):
        webhook_of({"bodyy": "x"})
