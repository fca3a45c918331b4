"""What a template refers to is known without rendering it."""

from mockserver.liquid import parse_template, references

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
