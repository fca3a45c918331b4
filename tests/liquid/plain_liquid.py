"""Strategies for templates in plain Liquid, the part Braze shares with Shopify's engine, and their data."""

from __future__ import annotations

from datetime import datetime

from hypothesis import strategies as st

DATA: dict[str, object] = {
    "n": 7,
    "m": -3,
    "zero": 0,
    "f": 2.5,
    "g": -0.125,
    "big": 1e15,
    "small": 0.00001,
    "t": True,
    "no": False,
    "s": "Hello, World",
    "e": "",
    "w": "  \t ",
    "d": "12",
    "fd": "3.50x",
    "html": "<p class=\"a\">Tom & 'Ann'</p>",
    "lines": "a\nb\r\nc",
    "u": "Grüße, 世界",
    "a": ["b", "a", "C", None, "a"],
    "nums": [3, 1, 2.5, 10],
    "mixed": [1, "1", True, None, [2, ["x"]]],
    "empty_list": [],
    "h": {"k": "v", "n": 1, "z": None, "size": 9},
    "empty_hash": {},
    "objects": [{"id": 2, "k": "x"}, {"id": 1, "k": "y", "on": True}, {"id": 3}],
    "date": "2024-02-29T23:05:06Z",
    "key": "k",
    "reversed": "word",
    "limit": 2,
}

NAMES = st.sampled_from([*DATA, "missing", "loop", "item", "x", "y", "now"])
TEXTS = st.sampled_from(
    [
        "",
        " ",
        "a",
        "b",
        "ab",
        ",",
        "k",
        "id",
        "12",
        "-4",
        "2.5",
        "x y  z",
        "x y ",
        "Hello",
        "%Y-%m-%d",
        "<b>&amp;</b>",
        "\\",
        "\\0-",
        "é",
    ]
)


def quoted(text: str) -> str:
    return f'"{text}"'


LITERALS = st.one_of(
    st.integers(-20, 20).map(str),
    st.sampled_from(
        [
            "1.5",
            "-0.5",
            "0.0",
            "10.25",
            "true",
            "false",
            "nil",
            "blank",
            "empty",
            "(1..3)",
            "(n..10)",
            "(3..1)",
        ]
    ),
    TEXTS.map(quoted),
)
STEPS = st.sampled_from(
    [
        "",
        "",
        "",
        ".k",
        ".size",
        ".first",
        ".last",
        "[0]",
        "[-1]",
        "[1].k",
        "['k']",
        "[key]",
        ".missing.deep",
        "[n]",
        ".0",
    ]
)
PATHS = st.builds(lambda name, step: name + step, NAMES, STEPS)
VALUES = st.one_of(PATHS, PATHS, LITERALS)
BY_PROPERTY = frozenset({"map", "where", "sort", "sort_natural", "uniq", "compact"})
KEYS = st.one_of(
    st.sampled_from(["nil", "key", "1.5", "missing"]), TEXTS.map(quoted), st.integers(-2, 3).map(str)
)
FILTERS = {
    0: [
        "abs",
        "capitalize",
        "ceil",
        "compact",
        "downcase",
        "escape",
        "escape_once",
        "first",
        "floor",
        "last",
        "lstrip",
        "newline_to_br",
        "reverse",
        "round",
        "rstrip",
        "size",
        "sort",
        "sort_natural",
        "strip",
        "strip_html",
        "strip_newlines",
        "uniq",
        "upcase",
        "url_encode",
        "base64_encode",
        "join",
        "split",
        "default",
        "nothing_known",
        "truncate",
        "truncatewords",
        "compact",
    ],
    1: [
        "append",
        "at_least",
        "at_most",
        "concat",
        "default",
        "divided_by",
        "join",
        "map",
        "minus",
        "modulo",
        "plus",
        "prepend",
        "remove",
        "remove_first",
        "remove_last",
        "round",
        "slice",
        "split",
        "times",
        "truncate",
        "truncatewords",
        "where",
        "sort",
        "sort_natural",
        "uniq",
        "compact",
    ],
    2: ["replace", "replace_first", "replace_last", "slice", "truncate", "truncatewords", "where", "default"],
}


@st.composite
def filter_calls(draw: st.DrawFn) -> str:
    count = draw(st.sampled_from([0, 0, 1, 1, 1, 2]))
    name = draw(st.sampled_from(FILTERS[count]))
    first = KEYS if name in BY_PROPERTY else VALUES
    arguments = [draw(VALUES if index else first) for index in range(count)]
    return f" | {name}" + (": " + ", ".join(arguments) if arguments else "")


DATES = st.one_of(
    st.sampled_from(["date", "nil", "f", "t", "nums", "''", "missing", "'x'", "h"]),
    st.integers(-(10**6), 10**10).map(str),
    st.datetimes().map(lambda moment: quoted(moment.isoformat(draw_separator(moment)))),
    st.dates().map(lambda day: quoted(f"{day:%d %b} {day.year:04}")),
    st.dates().map(lambda day: quoted(f"{day.day}/{day.month}/{day.year:04} 5:07 pm")),
)
FORMS = st.text("YmdHMSjyBbAaeIlpPsFTDuwUWVGCZzkLN%- ^0_12#", max_size=8)


def draw_separator(moment: datetime) -> str:
    return "T" if moment.second % 2 else " "


EXPRESSIONS = st.one_of(
    st.builds(lambda value, calls: value + "".join(calls), VALUES, st.lists(filter_calls(), max_size=3)),
    st.builds(
        lambda left, sign, right: f"{left}{sign}{right}", NAMES, st.sampled_from(["+", "*", " - "]), NAMES
    ),
    st.builds(lambda value, form: f"{value} | date: {quoted('%Y %' + form)}", DATES, FORMS),
)
OPERATORS = st.sampled_from(["==", "!=", "<>", "<", ">", "<=", ">=", "contains"])
PLAIN_COMPARISONS = st.one_of(VALUES, st.builds(lambda a, op, b: f"{a} {op} {b}", VALUES, OPERATORS, VALUES))
COMPARISONS = st.one_of(
    PLAIN_COMPARISONS,
    PLAIN_COMPARISONS,
    st.builds("({})".format, st.builds(lambda a, op, b: f"{a} {op} {b}", PATHS, OPERATORS, VALUES)),
    PATHS.map("!{}".format),
)
CONDITIONS = st.builds(
    lambda first, rest: first + "".join(f" {joint} {other}" for joint, other in rest),
    COMPARISONS,
    st.lists(st.tuples(st.sampled_from(["and", "or"]), COMPARISONS), max_size=2),
)
TEXT = st.sampled_from(["", " ", "\n", "text ", " a\n  b ", "}", "{ ", "%", "'"])
OPEN, CLOSE = st.sampled_from(["{%", "{%-"]), st.sampled_from(["%}", "-%}"])


@st.composite
def tags(draw: st.DrawFn, markup: str) -> str:
    return f"{draw(OPEN)} {markup} {draw(CLOSE)}"


OUTPUTS = st.builds(
    lambda opening, expression, closing: f"{opening} {expression} {closing}",
    st.sampled_from(["{{", "{{-"]),
    EXPRESSIONS,
    st.sampled_from(["}}", "-}}"]),
)
LOOP_OPTIONS = st.lists(
    st.sampled_from(
        ["reversed", "limit:2", "offset:1", "limit: n", "offset: continue", "limit:0", "offset: limit"]
    ),
    max_size=3,
).map(" ".join)


@st.composite
def single_tags(draw: st.DrawFn) -> str:
    markup = draw(
        st.one_of(
            st.builds("assign {} = {}".format, st.sampled_from(["x", "y", "n", "s"]), EXPRESSIONS),
            st.builds("echo {}".format, EXPRESSIONS),
            st.sampled_from(
                [
                    "increment i",
                    "decrement i",
                    "increment n",
                    "cycle 'a', 'b'",
                    "cycle 'g': 1, 2, 3",
                    "cycle n, s",
                ]
            ),
            st.sampled_from(["break", "continue", "# a note"]),
        )
    )
    return draw(tags(markup))


@st.composite
def blocks(draw: st.DrawFn, children: st.SearchStrategy[str]) -> str:
    body = draw(children)
    other = draw(children)
    kind = draw(
        st.sampled_from(
            ["if", "unless", "elsif", "case", "for", "for", "capture", "comment", "raw", "tablerow"]
        )
    )
    tag = lambda markup: draw(tags(markup))  # noqa: E731 - the drawing is the point
    if kind in ("if", "unless"):
        return tag(f"{kind} {draw(CONDITIONS)}") + body + tag("else") + other + tag(f"end{kind}")
    if kind == "elsif":
        return tag(f"if {draw(CONDITIONS)}") + body + tag(f"elsif {draw(CONDITIONS)}") + other + tag("endif")
    if kind == "case":
        when = tag(f"when {draw(VALUES)}{draw(st.sampled_from([', ', ' or ']))}{draw(VALUES)}")
        body = body.replace("break", "# x").replace("continue", "# x")
        return tag(f"case {draw(VALUES)}") + when + body + tag("else") + other + tag("endcase")
    if kind == "for":
        return (
            tag(f"for item in {draw(VALUES)} {draw(LOOP_OPTIONS)}")
            + body
            + tag("else")
            + other
            + tag("endfor")
        )
    if kind == "tablerow":
        return tag(f"tablerow item in {draw(PATHS)} cols:2") + draw(OUTPUTS) + tag("endtablerow")
    if kind == "raw":
        return "{% raw %}" + body.replace("{% endraw", "{% end") + "{% endraw %}"
    return tag(f"{kind} x" if kind == "capture" else kind) + body + tag(f"end{kind}")


NODES = st.one_of(TEXT, OUTPUTS, OUTPUTS, single_tags())
TEMPLATES = st.recursive(
    st.lists(NODES, max_size=4).map("".join),
    lambda children: st.lists(st.one_of(NODES, blocks(children)), max_size=4).map("".join),
    max_leaves=6,
)
