"""What is not quite Liquid is read as far as Ruby's lax engine reads it, and no further."""

from __future__ import annotations

import pytest

from mockserver.errors import TemplateError
from mockserver.liquid import parse_template
from tests.liquid.liquid_rendering import text

DATA = {"n": 7, "t": True, "s": "Hello", "a": ["x", "y"]}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("(n == 7)", False),
        ("(s == 'Hello')", True),
        ("('Hello' == s)", False),
        ("(n > 5 and t) or s == 'x'", True),
        ("(n)", True),
        ("t == (true)", False),
        ("(true or false) and false", False),
        ("!t", True),
        ("!nobody", False),
        ("n == 7 and !nobody", False),
    ],
)
def test_a_parenthesis_makes_a_name_of_what_it_touches(condition: str, holds: bool) -> None:
    assert text(f"{{% if {condition} %}}yes{{% endif %}}", **DATA) == ("yes" if holds else "")


def test_a_parenthesis_by_itself_is_a_value() -> None:
    assert text("{% if ( n == 7 ) %}yes{% endif %}", **DATA) == "Liquid error: Unknown operator n"


@pytest.mark.parametrize("condition", ["n == 7 and", "n == 7 or n == 8 or", "and n", "t and and t"])
def test_a_condition_stands_on_both_sides_of_a_joint(condition: str) -> None:
    with pytest.raises(TemplateError, match="on both sides"):
        parse_template(f"{{% if {condition} %}}{{% endif %}}")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ n+1 }}|{{ n*2 }}|{{ n/2 }}|{{ n%2 }}|{{ s&t }}", "||||"),
        ("{{ n + 1 }}|{{ n - 1 }}|{{ n -1 }}|{{ !n }}|{{ 5+1 }}|{{ true*2 }}", "7|7|7|7||"),
        ("{{ $s }}|{{ #s }}|{{ &s }}|{{ -s }}", "Hello|Hello|Hello|"),
        ("{{ s | append: ('b') }}", "Hello"),
        ("{% case n %}{% when > 5 %}a{% else %}b{% endcase %}", "b"),
        ("{% case n %}{% when (7) %}a{% when 7 %}b{% endcase %}", "b"),
        ("{% for i in (1 .. 3) %}{{i}}{% endfor %}|{% for i in ( 1..3 ) %}{{i}}{% endfor %}", "|"),
        ("{% for i in (1.7..3.9) %}{{i}}{% endfor %}", "123"),
        ("{% for i in (1.0..2) %}{{i}}{% endfor %}|{{ 1.5.5 }}", "12|1.5"),
        ("{% for i in (1..{{ n }}) limit:2 %}{{i}}{% endfor %}", "12"),
    ],
)
def test_what_means_nothing_is_read_past(source: str, expected: str) -> None:
    assert text(source, **DATA) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ 'one ' | truncatewords: 1 }}|{{ 'a b ' | truncatewords: 2 }}|{{ ' a b' | truncatewords: 2 }}",
         "one...|a b...| a b"),
        ("{{ 'ΑΣ ΟΣ' | downcase }}|{{ 'ΑΣ' | capitalize }}", "ασ οσ|Ασ"),
        ("{{ '%ff' | url_decode }}", "Liquid error: invalid byte sequence in UTF-8"),
        ("{{ 'a-_b' | base64_url_safe_decode | size }}|{{ 'YQ' | base64_url_safe_decode }}", "3|a"),
        ("{{ 'Y Q' | base64_url_safe_decode }}",
         "Liquid error: invalid base64 provided to base64_url_safe_decode"),
        ("{{ 'abcdefghijk' | slice: 0, '010' }}|{{ 'abc' | slice: '09' }}",
         "abcdefgh|Liquid error: invalid integer"),
        ("{{ 1000000000000000000000000000000 | size }}|{{ n | size }}", "13|8"),
        ("{{ ' now' | date: '%Y' }}", " now"),
    ],
)  # fmt: skip
def test_filters_keep_to_rubys_letter(source: str, expected: str) -> None:
    assert text(source, **DATA) == expected


def test_what_cannot_be_printed_is_escaped_inside_a_collection() -> None:
    assert text("{{ h }}", h={"a": "\u2028\x80\x85é"}) == '{"a"=>"\\u2028\\u0080\x85é"}'
