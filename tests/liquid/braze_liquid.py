"""Strategies for templates with Braze's own markers and tags, and the world they are rendered in."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from mockserver.http import Failure, NoResponse, Request, Response
from mockserver.ids import Ids
from mockserver.liquid import LIQUID_ASSUMPTIONS, Personalization, PromotionLists, Resources
from tests.liquid import plain_liquid

PERSON = Personalization(
    {
        "first_name": "Ana",
        "user_id": "u-1",
        "language": "de",
        "last_used_app_date": datetime(2026, 1, 2, 3, tzinfo=UTC),
    },
    {
        "custom_attribute": {
            "codes": ["a/b", "c/d"],
            "n": 3,
            "plan": {"name": "gold", "list": [1, {"x": "y"}]},
            "zip code": "10115",
            "empty": "",
            "no": False,
            "nothing": None,
            "long": "x" * 600,
        },
        "context": {"id": 7},
        "content_blocks": {"greeting": "not the block"},
    },
)
BLOCKS = {
    "greeting": "Hi {{${first_name}}}{% assign x = 'of the block' %}",
    "leaves": "a{% if x %}{% break %}{% endif %}b",
    "inner": "{{content_blocks.${greeting}}}{{x}}{{item}}",
}
MARKERS = st.sampled_from(
    [
        "${first_name}",
        "${missing}",
        "${last_used_app_date}",
        "custom_attribute.${codes}",
        "custom_attribute.${codes}[0]",
        "content_blocks.${greeting}",
        "custom_attribute.${n}",
        "custom_attribute.${plan}",
        "custom_attribute.${plan}.name",
        "custom_attribute.${plan}.list[1].x",
        "custom_attribute.${plan.list[1].x}",
        "custom_attribute.${zip code}",
        "custom_attribute.${empty}",
        "custom_attribute.${no}",
        "custom_attribute.${nothing}",
        "custom_attribute.${missing}.deep",
        "custom_attribute.${long}",
        "canvas_entry_properties.${id}",
        "event_properties.${none}",
        "connected.id",
        "connected.list[0]",
        "connected.__http_status_code__",
        "h.${k}",
        "custom_attribute[key]",
        "forloop.index",
        "forloop.last",
        "forloop.parentloop.index0",
        "tablerowloop.col",
    ]
)
FILTERS = st.one_of(
    plain_liquid.filter_calls(),
    st.sampled_from(
        [
            "| join: ','",
            "| default: 'x'",
            "| plus: n",
            "| append: x",
            "| json_escape",
            "| pluralize",
            "| lstrip",
            "| divided_by: 0",
            "| time_zone: 'Europe/Berlin' | date: '%R'",
        ]
    ),
)
VALUES = st.one_of(
    st.sampled_from(
        [" {{y | append: 'b'}}.size", " {{n | plus: 1}}[0]", " {{custom_attribute.${plan}}}.name"]
    ),
    st.sampled_from(["x", "y", "item", "n", "1", "'b'", "forloop.first", "forloop.index"]),
    MARKERS,
    MARKERS.map(" {{{{{}}}}}".format),
    plain_liquid.VALUES,
)
FILTERED = st.builds("{} {}".format, VALUES, st.one_of(st.just(""), st.just(""), FILTERS))
COMPARED = st.builds(
    "{} {} {}".format,
    VALUES,
    st.sampled_from(["==", "!=", "contains", "<", ">=", "and", "or", "&&", "=>"]),
    VALUES,
)
CONDITIONS = st.one_of(
    VALUES,
    COMPARED,
    COMPARED,
    st.builds("{} {} {}".format, COMPARED, st.sampled_from(["and", "or"]), COMPARED),
    st.builds("{}>{}".format, VALUES, VALUES),
    st.builds("{{{{{}}}}} == {}".format, FILTERED, VALUES),
)
OUTPUTS = st.builds("{{{{{}}}}}".format, FILTERED)
ASSIGNMENTS = st.one_of(
    st.builds("{{% assign {} = {} %}}".format, st.sampled_from(["x", "y", "item"]), FILTERED),
    st.builds("{{% capture {} %}}c{}{{% endcapture %}}".format, st.sampled_from(["x", "y"]), OUTPUTS),
)
CALLS = st.builds(
    "{{% connected_content https://{}/{{{{{}}}}} {} %}}".format,
    st.sampled_from(["a.com", "text.com", "fails.com", "down.com"]),
    VALUES,
    st.sampled_from(
        [
            "",
            ":save x",
            ":retry",
            ":no_cache",
            ":method post :body a={{x}} :save y",
            ":rerender",
            ":basic_auth no",
        ]
    ),
)
OTHERS = st.sampled_from(
    [
        "${first_name}",
        "{% message_extras :key k :value {{x}} %}",
        "{% cycle 'a', 'b' %}",
        "{% increment x %}",
        "{% increment n %}",
        "{% break %}",
        "{% continue %}",
        "{% random 5 %}",
        "{% promotion('spring') %}",
        "{% catalog_items games 1 {{n}} :rerender %}{{items[0].text}}",
        "{% landing_page_url {{x}} %}",
        "{% shopping_cart c %}{{shopping_cart.id}}",
        "{% translation t %}{{x}}{% endtranslation %}",
        "{% liquid\n assign x = 'line'\n echo x\n if x\n break\n endif %}",
        "{% liquid\n assign y = n\n echo y %}",
        "text",
        "\n",
    ]
)
INCLUDED = st.builds("{{{{content_blocks.${{{}}}}}}}".format, st.sampled_from([*BLOCKS, "none"]))
TAGS = st.one_of(OUTPUTS, ASSIGNMENTS, OTHERS, CALLS, INCLUDED)
FORMS = st.sampled_from(
    [
        "{{% if {c} %}}{a}{{% else %}}{b}{{% endif %}}",
        "{{% if {c} %}}{a}{{% elsif {d} %}}{b}{{% else %}}-{{% endif %}}",
        "{{% unless {c} %}}{a}{{% elsif {d} %}}{b}{{% endunless %}}",
        "{{% for item in nums %}}{{% if {c} %}}{{% break %}}{{% elsif {d} %}}{{% continue %}}{{% endif %}}{a}"
        "{{{{forloop.index}}}}{{% endfor %}}{b}",
        "{{% for x in (1..2) %}}{{% assign x = {v} %}}{{{{x}}}}{a}{{% endfor %}}{{{{x}}}}{b}",
        "{{% assign y = {v} %}}{{% if {c} %}}{{% assign y = {w} | divided_by: n %}}{a}{{% endif %}}{{{{y}}}}",
        "{{% if {c} %}}{a}{{% break %}}{{% else %}}{b}{{% continue %}}{{% endif %}}",
        "{{% if {c} %}}{a}{{% abort_message('enough') %}}{{% endif %}}{b}",
        "{{% for item in {v} limit:3 %}}{a}{{% else %}}{b}{{% endfor %}}",
        "{{% for item in (1..3) %}}{a}{{% endfor %}}",
        "{{% for x in custom_attribute.${{codes}} %}}{a}{{% endfor %}}{b}",
        "{{% for y in nums reversed offset:1 %}}{{{{forloop.rindex}}}}{a}{{% endfor %}}",
        "{{% tablerow item in {v} cols:2 %}}{a}{{% endtablerow %}}{b}",
        "{{% capture x %}}{a}{{% endcapture %}}{b}",
        "{{% case {v} %}}{{% when {w}, {v} %}}{a}{{% when 1 %}}{b}{{% else %}}-{{% endcase %}}",
        "{{% case {v} %}}{{% when 'b' %}}{a}{{% else %}}{b}{{% endcase %}}",
    ]
)


@st.composite
def bodies(draw: st.DrawFn, depth: int = 2) -> str:
    """Give some tags and blocks, one behind another."""
    return "".join(draw(st.lists(st.one_of(TAGS, blocks(depth)) if depth else TAGS, min_size=1, max_size=4)))


@st.composite
def blocks(draw: st.DrawFn, depth: int) -> str:
    """Give a block of Liquid's own with Braze's markers in it."""
    inside = bodies(depth - 1)
    return draw(FORMS).format(
        a=draw(inside),
        b=draw(inside),
        c=draw(CONDITIONS),
        d=draw(CONDITIONS),
        v=draw(VALUES),
        w=draw(VALUES),
    )


TEMPLATES = st.builds("{}{}{}[{{{{x}}}}|{{{{y}}}}|{{{{item}}}}]".format, ASSIGNMENTS, blocks(2), bodies())
"""Templates that print at their end what became of their variables."""
CHOICES = {one.name: list(one.choices) for one in LIQUID_ASSUMPTIONS if one.choices}
ASSUMPTIONS = st.dictionaries(st.sampled_from(sorted(CHOICES)), st.integers(0, 2), max_size=3).map(
    lambda drawn: {name: CHOICES[name][index % len(CHOICES[name])] for name, index in drawn.items()}
)


def _send(request: Request, timeout: float) -> Response:
    if request.host == "down.com":
        raise NoResponse(Failure.TIMEOUT)
    if request.host == "fails.com":
        return Response.of_json(503, {"id": 1})
    if request.host == "text.com":
        return Response.of_text(200, "Hi {{${first_name}}} {{x}}")
    return Response.of_json(200, {"id": 7, "list": ["first"], "name": "{{${user_id}}}"})


def resources(assumptions: dict[str, str]) -> Resources:
    """Give a world that is the same every time."""
    return Resources(
        send=_send,
        ids=Ids(1),
        assumptions=assumptions,
        content_blocks=BLOCKS,
        catalogs={
            "Games": [{"id": 1, "text": "for {{${first_name}}} {{${user_id}}}"}, {"id": 7, "text": "seven"}]
        },
        promotions=PromotionLists({"spring": ["A"]}).for_message(),
        shopping_carts={"c": {"id": "c", "abandoned": True}},
        landing_pages={"word": "https://page"},
        translations={"t": {"de": "Hallo"}},
    )
