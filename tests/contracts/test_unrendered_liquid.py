"""FLOW701 looks through all of the text of a body at once, and tells of each place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.contracts.rokt.flow_rules import strings_in, unrendered_liquid
from mockserver.findings import pointer

SIGNS = ("{{", "{%", "${", "Liquid error:")
TEXTS = st.sampled_from([*SIGNS, "{", "%", "$", "{ {", "Liquid", " error:", "", "a {{b}}", "x\n{%"])
BODIES = st.recursive(
    TEXTS | st.none() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def test_a_sign_does_not_span_two_texts() -> None:
    assert (
        list(unrendered_liquid.findings({"title": "{", "location": "{", "ids": ["Liquid", " error:"]})) == []
    )


def test_the_name_of_a_member_is_not_looked_at() -> None:
    assert list(unrendered_liquid.findings({"{{name}}": "Ada"})) == []


@settings(deadline=None, max_examples=200)
@given(body=BODIES)
def test_exactly_the_texts_with_a_sign_are_told(body: object) -> None:
    wanted = {pointer(*path) for path, text in strings_in(body) if any(sign in text for sign in SIGNS)}
    assert {finding.pointer for finding in unrendered_liquid.findings(body)} == wanted
