"""Templates broken at random, for the fuzz test."""

from __future__ import annotations

from random import Random

PIECES = (
    "{{",
    "}}",
    "{%",
    "%}",
    "{{-",
    "-%}",
    "${",
    "}",
    "{",
    "'",
    '"',
    "|",
    ":",
    ",",
    ".",
    "[",
    "]",
    "(",
    ")",
    "..",
    "<!--",
    "-->",
    "{% if ",
    "{% endif %}",
    "{% for x in (1..99999999) %}",
    "{% endfor %}",
    "{% raw %}",
    "{% comment %}",
    "{% endcomment %}",
    "{% liquid\n",
    "{% capture x %}",
    "{% endcapture %}",
    "{% case ",
    "{% when ",
    "{% else %}",
    "{% break %}",
    "{{ x | ",
    "{% assign x = x | append: x | append: 'abcdefgh' %}",
    "{% assign n = n | times: n | plus: 99 %}",
    "{% cycle ",
    " | times: 99999999999999999999",
    " | split: ''",
    " | join: x",
    " | replace: '', x",
    " | date: '%99999d'",
    " | round: 99999999",
    " | json_parse",
    " | sort",
    " | slice: -1, 9e9",
    "(1..9999999999999)",
    " | time_zone: '../x'",
    " | truncate: -5",
    "\u00a0",
    "é",
    "\0",
    '{% connected_content https://x.y/{{x}} :method post :headers {"a": "{{b}}"} :body {{c}} :save d %}',
    "{{content_blocks.${loop}}}",
    "{% tablerow r in (1..9999) cols:2 %}",
    "{% endtablerow %}",
    " :rerender",
    " and ",
    " or ",
    " contains ",
    "== ",
    "\n",
    "0",
    "-",
)


def mutate(template: str, other: str, random: Random) -> str:
    """Give a template with one to three accidents."""
    for _ in range(random.randint(1, 3)):
        start = random.randint(0, len(template))
        end = min(len(template), start + random.choice((0, 1, 2, 5, 20)))
        piece = random.choice(
            (random.choice(PIECES), random.choice(PIECES), "", template[start:end] * 2, _part(other, random))
        )
        template = template[:start] + piece + template[end:]
    return template


def _part(text: str, random: Random) -> str:
    start = random.randint(0, len(text))
    return text[start : start + random.randint(0, 60)]
