"""What a template refers to is known without rendering it, and what can never work is reported."""

import pytest

from mockserver.liquid import check_webhook_template, parse_template, references

TEMPLATE = """{% assign a = {{custom_attribute.${zip code}}}[0] | append: ${first_name} %}
{% if ${language} == 'en' and event_properties.${x} %}{{canvas.${name}}}{% endif %}
{% for i in {{context.${items}}} limit: ${random_bucket_number} %}${city}{% endfor %}
{% connected_content https://x.com/{{${user_id}}} :body {{a[custom_attribute.${k}]}}
   :headers {"a": "{{${country}}}"} %}"""


def test_every_marker_is_listed_in_order() -> None:
    assert [str(reference) for reference in references(parse_template(TEMPLATE))] == [
        "custom_attribute.${zip code}",
        "${first_name}",
        "${language}",
        "event_properties.${x}",
        "canvas.${name}",
        "context.${items}",
        "${random_bucket_number}",
        "${city}",
        "${user_id}",
        "custom_attribute.${k}",
        "${country}",
    ]


def test_a_marker_has_a_place() -> None:
    assert str(references(parse_template("a\n  {{ ${city} }}", name="url"))[0].location) == "url:2:6"


def test_what_a_webhook_may_use_is_not_reported() -> None:
    assert check_webhook_template(parse_template(TEMPLATE)) == ()


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        ("{{targeted_device.${id}}}", "LIQ201", "push"),
        ("{{card.${name}}}", "LIQ201", "Content Cards"),
        ("{{${set_user_to_unsubscribed_url}}}", "LIQ201", "e-mails only"),
        ("{{${external_id}}}", "LIQ202", "${user_id}"),
        ("{{${frist_name}}}", "LIQ202", "did you mean ${first_name}?"),
        ("{{${zzz}}}", "LIQ202", "custom_attribute"),
        ("{{custom_atribute.${x}}}", "LIQ202", "did you mean custom_attribute?"),
        ("{{campaign.${title}}}", "LIQ202", ""),
        ("{{campaign.${api_ids}}}", "LIQ202", "did you mean api_id?"),
    ],
)
def test_what_never_has_a_value_is_reported(source: str, code: str, words: str) -> None:
    (finding,) = check_webhook_template(parse_template(source))
    assert finding.code == code
    assert words in finding.message + finding.hint


def test_members_of_plain_variables_are_not_reported() -> None:
    assert check_webhook_template(parse_template("{{result.${a name}}}")) == ()
