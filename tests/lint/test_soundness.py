"""What the lint passes as escaped is JSON for every user, and what it calls unreachable is never printed."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.lint import lint_template
from mockserver.liquid import Personalization, Resources, parse_template, references

NAMES = st.sampled_from(["${city}", "${first_name}", "custom_attribute.${team}", "event_properties.${x}"])
FILTERS = st.lists(
    st.sampled_from(["json_escape", "upcase", "strip", "append: 'x'", "md5", "default: 'y'", "truncate: 9"]),
    max_size=3,
)
TEXTS = st.text(alphabet='ab "\\\n', max_size=6)


def personalization(template, value) -> Personalization:
    return Personalization.of({str(reference): value for reference in references(template)})


def render(source: str, value):
    template = parse_template(source)
    return template.render(personalization(template, value), Resources())


@settings(max_examples=120, deadline=None)
@given(name=NAMES, filters=FILTERS, captured=st.booleans(), value=TEXTS)
def test_a_string_that_is_passed_never_breaks_its_json(name, filters, captured, value):
    expression = " | ".join([name, *filters])
    if captured:
        source = f'{{% capture t %}}{{{{{expression}}}}}{{% endcapture %}}{{"a": "{{{{t}}}}"}}'
    else:
        source = f'{{"a": "{{{{{expression}}}}}"}}'
    if not lint_template(source):
        assert "a" in json.loads(render(source, value).text)


@settings(max_examples=120, deadline=None)
@given(
    first=st.sampled_from(["a", "b"]),
    second=st.sampled_from(["a", "b"]),
    joint=st.sampled_from(["and", "or"]),
    operators=st.tuples(*[st.sampled_from(["==", "!="])] * 3),
    value=st.sampled_from([None, "a", "b", "c", ""]),
)
def test_a_branch_called_unreachable_is_never_printed(first, second, joint, operators, value):
    one, two, three = operators
    source = (
        f"{{% if ${{city}} {one} '{first}' {joint} ${{city}} {two} '{second}' %}}1"
        f"{{% elsif ${{city}} {three} 'a' %}}2{{% else %}}3{{% endif %}}"
    )
    dead = [finding.location.column for finding in lint_template(source) if finding.code == "LIQ321"]
    printed = render(source, value).text
    places = {"1": source.index("${city}") + 1, "2": source.index("elsif") + 7, "3": source.index("3{%") + 1}
    assert places[printed] not in dead


@settings(max_examples=120, deadline=None)
@given(
    guard=st.sampled_from(
        [
            "{% if A == blank %}{% abort_message %}{% endif %}",
            "{% if A == nil %}{% abort_message %}{% endif %}",
            "{% if A == empty %}{% abort_message %}{% endif %}",
            "{% if A == '' %}{% abort_message %}{% endif %}",
            "{% unless A %}{% abort_message %}{% endunless %}",
            "{% if A.size == 0 %}{% abort_message %}{% endif %}",
            "{% assign n = A | size %}{% if n < 1 %}{% abort_message %}{% endif %}",
            "{% if A contains 'x' %}{% else %}{% abort_message %}{% endif %}",
            "{% if A[0] == blank %}{% abort_message %}{% endif %}",
            "{% if A != blank %}{% abort_message %}{% endif %}",
        ]
    ),
    output=st.sampled_from(["{{A[0]}}", "{{A | first}}", "{{A | join: ','}}", "{% assign a = A[0] %}{{a}}"]),
)
def test_a_list_that_is_passed_is_never_missing(guard, output):
    source = (guard + "https://a.example/" + output).replace("A", "custom_attribute.${t_id}")
    if "LIQ341" not in {finding.code for finding in lint_template(source)}:
        assert render(source, None).aborted
