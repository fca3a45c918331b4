"""Half of a character, as a cut text in JSON can hold one, is rendered like any other text."""

import pytest

from mockserver.http import Response
from mockserver.liquid import Personalization, Resources, parse_template
from mockserver.liquid.filters import FILTERS

HALF = "half \ud83d"
PERSON = Personalization({"first_name": HALF})
CALL = "{% connected_content https://x.test/{{${first_name}}} :method post :body {{${first_name}}} :save x %}"


def render(source):
    asked = []

    def send(request, timeout):
        asked.append(request)
        return Response.of_text(200, r'{"text": "half \ud83d"}')

    rendering = parse_template(source).render(PERSON, Resources(send=send, content_blocks={"b": HALF}))
    return rendering, asked


@pytest.mark.parametrize(
    "source",
    [
        HALF,
        "{{${first_name}}}",
        "{{content_blocks.${b}}}",
        "{% capture x %}{{${first_name}}}{% endcapture %}{{x}}",
    ],
)
def test_it_is_printed_as_it_is(source):
    assert render(source)[0].text == HALF


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_every_filter_takes_it(name):
    for arguments in ("", ": ${first_name}", ": ${first_name}, ${first_name}", ": 3, 'x'"):
        source = f"<{{{{${{first_name}} | {name}{arguments}}}}}>"
        assert render(source)[0].text.startswith("<")


def test_extras_hold_it():
    assert render("{% message_extras :key k :value {{${first_name}}} %}")[0].extras == {"k": HALF}


def test_a_call_is_sent_with_a_question_mark_in_its_place():
    rendering, asked = render(CALL + "{{x.text}}")
    assert asked[0].body == b"half ?"
    assert rendering.text == HALF
