"""LIQ301 to LIQ319: how tags and conditions are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from liquid.exceptions import LiquidSyntaxError
from liquid.token import TOKEN_EXPRESSION, TOKEN_OUTPUT, TOKEN_PIPE, TOKEN_TAG, Token

from mockserver.contracts.wording import nearest
from mockserver.evidence import Evidence
from mockserver.findings import Severity
from mockserver.fixes import Edit
from mockserver.lint import pages
from mockserver.lint.facts import Facts
from mockserver.lint.problems import TemplateProblem, at
from mockserver.liquid.lexer import tokenize_lines
from mockserver.liquid.tags import TAGS
from mockserver.liquid.tags.connected_content import FLAGS, FRAGMENTS, NAMES
from mockserver.liquid.tokens import KIND_OPERATOR, tokenize
from mockserver.rules import Rule, rule

_TAG_NAMES: Final = frozenset(
    {tag.name for tag in TAGS} | {tag.end for tag in TAGS if getattr(tag, "end", "")}
) | {"else", "elsif", "when", "raw", "endraw", "comment", "endcomment"}
_CONDITIONAL: Final = frozenset({"if", "elsif", "unless"})
_NO_FILTERS: Final = _CONDITIONAL | {"case", "when", "for", "tablerow"}
_OPERATORS: Final = frozenset({"==", "!=", "<>", ">", "<", ">=", "<=", "contains"})
_COMPARES: Final = frozenset({"==", "!=", "<>", ">", "<", ">=", "<="})
_CURLY: Final = re.compile("[“”„‘’‚]")
_STRAIGHT: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_PAIRS: Final = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'"}


@rule(
    "LIQ301",
    Severity.ERROR,
    "A template is not Liquid: Braze cannot parse it.",
    why="Braze refuses to save the message, or does not send it.",
    hint="a message with such a template is not sent",
    source=pages.SYNTAX,
    fails='{% if ${city} %}{"a": 1}',
    passes='{"a": 1}',
)
def not_liquid(facts: Facts) -> Iterator[TemplateProblem]:
    for fault in facts.faults:
        if not fault.tag or fault.tag in _TAG_NAMES:
            yield at(facts, fault.index, fault.message)


@rule(
    "LIQ302",
    Severity.ERROR,
    "There is no such tag.",
    why="Braze refuses to save the message, or does not send it.",
    hint="a message with an unknown tag is not sent",
    source=pages.CONDITIONS,
    fails="{\"a\": {% if ${city} == 'Oslo' %}1{% elseif ${city} == 'Rome' %}2{% endif %}}",
    passes="{\"a\": {% if ${city} == 'Oslo' %}1{% elsif ${city} == 'Rome' %}2{% endif %}}",
)
def unknown_tag(facts: Facts) -> Iterator[TemplateProblem]:
    for fault in facts.faults:
        if fault.tag and fault.tag not in _TAG_NAMES:
            near = nearest(fault.tag, _TAG_NAMES)
            hint = f"did you mean {near}?" if near else ""
            yield at(facts, fault.index, f"there is no tag {fault.tag!r}", hint=hint)


@rule(
    "LIQ303",
    Severity.ERROR,
    "Curly quotes stand where straight ones belong.",
    why="The text between them is read as something else, or not at all.",
    hint="word processors put them there; Liquid and JSON know straight quotes only",
    source=pages.SYNTAX,
    fails='{"a": "{{${user_id} | append: ‘-1’}}"}',
    passes='{"a": "{{${user_id} | append: \'-1\'}}"}',
)
def curly_quotes(facts: Facts) -> Iterator[TemplateProblem]:
    places = {index for _, markup in _markups(facts) for index in _curly_in(markup)}
    places |= {index for target in (facts.target, *facts.inner) for index in target.json.curly}
    ordered = sorted(places)
    while ordered:
        index = ordered.pop(0)
        pair = (index, ordered[0]) if ordered and _is_mendable(facts.source, index, ordered[0]) else ()
        del ordered[: len(pair) // 2]
        edits = tuple(Edit(place, place + 1, _PAIRS[facts.source[place]]) for place in pair)
        yield at(facts, index, f"{facts.source[index]} quotes nothing", edits=edits)


def _is_mendable(source: str, start: int, end: int) -> bool:
    """Tell whether two quotes are a pair with no straight one of the kind between them."""
    quote = _PAIRS[source[start]]
    between = source[start + 1 : end]
    return quote == _PAIRS[source[end]] and quote not in between and "\n" not in between


def _curly_in(markup: Token) -> Iterator[int]:
    if not _CURLY.search(markup.value):
        return
    hidden = _STRAIGHT.sub(lambda match: " " * len(match[0]), markup.value)
    for match in _CURLY.finditer(hidden):
        yield markup.start_index + match.start()


def _markups(facts: Facts) -> Iterator[tuple[str, Token]]:
    """Give the inside of every output and tag with the tag's name, lines of a ``liquid`` tag one by one."""
    name = ""
    for token in facts.tokens:
        if token.kind == TOKEN_TAG:
            name = token.value
        elif token.kind == TOKEN_OUTPUT:
            name = ""
        elif token.kind == TOKEN_EXPRESSION:
            yield from _lines(token) if name == "liquid" else [(name, token)]


def _lines(markup: Token) -> Iterator[tuple[str, Token]]:
    name = ""
    for token in tokenize_lines(markup.source, markup.start_index, markup.start_index + len(markup.value)):
        if token.kind == TOKEN_TAG:
            name = token.value
        else:
            yield name, token


@rule(
    "LIQ304",
    Severity.ERROR,
    "Conditions are joined by signs that are no operators.",
    why="Only the first condition is tested.",
    hint="write `and` or `or`; what stands behind && or || is not read",
    source=pages.OPERATORS,
    fails="{\"a\": {% if ${city} == 'Oslo' && ${language} == 'no' %}1{% else %}2{% endif %}}",
    passes="{\"a\": {% if ${city} == 'Oslo' and ${language} == 'no' %}1{% else %}2{% endif %}}",
)
def joined_by_signs(facts: Facts) -> Iterator[TemplateProblem]:
    for name, markup in _markups(facts):
        if name in _CONDITIONAL:
            for match in re.finditer(r"&&?|\|\|", _without_strings(markup.value)):
                word = "or" if match[0] == "||" else "and"
                index = markup.start_index + match.start()
                yield at(facts, index, f"{match[0]} joins nothing", hint=f"write `{word}`")


def _without_strings(text: str) -> str:
    return _STRAIGHT.sub(lambda match: " " * len(match[0]), text)


@rule(
    "LIQ305",
    Severity.ERROR,
    "A filter stands where none works: in a condition, a case or the head of a loop.",
    why="The unfiltered value is tested or looped over.",
    hint="assign the filtered value to a variable first",
    source=pages.CONDITIONS,
    fails='{"a": {% if custom_attribute.${tags} | size > 3 %}1{% else %}2{% endif %}}',
    passes='{% assign n = custom_attribute.${tags} | size %}{"a": {% if n > 3 %}1{% else %}2{% endif %}}',
)
def filter_in_condition(facts: Facts) -> Iterator[TemplateProblem]:
    for name, markup in _markups(facts):
        if name in _NO_FILTERS and "|" in markup.value and "||" not in markup.value:
            yield from (
                at(facts, token.start_index, f"a filter in {{% {name} %}} is not applied")
                for token in _tokens(markup)
                if token.kind == TOKEN_PIPE
            )


def _tokens(markup: Token) -> Iterator[Token]:
    # What the parser has read past may be no tokens at all.
    with suppress(LiquidSyntaxError):
        yield from tokenize(markup.source, markup.start_index, markup.start_index + len(markup.value))


@rule(
    "LIQ306",
    Severity.ERROR,
    "There is no such operator.",
    why="The message says `Liquid error: Unknown operator` to its reader.",
    hint="compare with == != > < >= <= or contains",
    source=pages.OPERATORS,
    fails="{\"a\": {% if ${city} = 'Oslo' %}1{% else %}2{% endif %}}",
    passes="{\"a\": {% if ${city} == 'Oslo' %}1{% else %}2{% endif %}}",
)
def unknown_operator(facts: Facts) -> Iterator[TemplateProblem]:
    for comparison in facts.comparisons:
        operator = comparison.operator
        if operator and operator not in _OPERATORS and operator != "&&":
            index = comparison.token.start_index
            hint = "write ==" if operator in ("=", "===") else ""
            yield at(facts, index, f"{operator} compares nothing", hint=hint)


@rule(
    "LIQ307",
    Severity.WARNING,
    "A comparison is written without a blank before its operator.",
    why="The condition may never hold.",
    hint="put blanks around the operator; without them it may be read as one odd name",
    source=pages.OPERATORS,
    evidence=Evidence.ASSUMED,
    fails='{% assign n = ${random_bucket_number} %}{"a": {% if n>50 %}1{% else %}2{% endif %}}',
    passes='{% assign n = ${random_bucket_number} %}{"a": {% if n > 50 %}1{% else %}2{% endif %}}',
)
def unspaced_comparison(facts: Facts) -> Iterator[TemplateProblem]:
    for comparison in facts.comparisons:
        if comparison.glued and comparison.operator in _OPERATORS:
            message = f"there is no blank before {comparison.operator}"
            yield at(facts, comparison.token.start_index, message)


@rule(
    "LIQ308",
    Severity.ERROR,
    "A condition stands behind `else`, where nothing reads it.",
    why="It is a plain else: its text is printed for everybody who gets there.",
    hint="write {% elsif … %}",
    source=pages.CONDITIONS,
    fails="{\"a\": {% if ${city} == 'Oslo' %}1{% else if ${city} == 'Rome' %}2{% endif %}}",
    passes="{\"a\": {% if ${city} == 'Oslo' %}1{% elsif ${city} == 'Rome' %}2{% endif %}}",
)
def condition_behind_else(facts: Facts) -> Iterator[TemplateProblem]:
    for name, markup in _markups(facts):
        if name == "else" and markup.value.strip():
            yield at(facts, markup.start_index, "what stands behind `else` is not read")


@rule(
    "LIQ309",
    Severity.ERROR,
    "An assignment compares, which only conditions can.",
    why="The variable holds the first value, not the outcome.",
    hint="set the variable in an {% if %}",
    source=pages.OPERATORS,
    fails='{% assign many = ${random_bucket_number} > 50 %}{"a": "{{many}}"}',
    passes='{% assign many = ${random_bucket_number} %}{"a": "{{many}}"}',
)
def comparison_in_assignment(facts: Facts) -> Iterator[TemplateProblem]:
    for name, markup in _markups(facts):
        if name == "assign":
            operators = [token for token in _tokens(markup) if token.kind == KIND_OPERATOR][1:]
            if operators and operators[0].value in _COMPARES:
                yield at(facts, operators[0].start_index, f"{operators[0].value} is not read here")


@rule(
    "LIQ310",
    Severity.ERROR,
    "Parentheses stand in a condition, where they group nothing.",
    why="The condition means something else, or never holds.",
    hint="nest two {% if %} instead; `and` and `or` are read from the right",
    source=pages.OPERATORS,
    fails="{\"a\": {% if (${city} == 'Oslo' or ${city} == 'Rome') %}1{% else %}2{% endif %}}",
    passes="{\"a\": {% if ${city} == 'Oslo' or ${city} == 'Rome' %}1{% else %}2{% endif %}}",
)
def parentheses_in_condition(facts: Facts) -> Iterator[TemplateProblem]:
    for name, markup in _markups(facts):
        found = _without_strings(markup.value).find("(") if name in _CONDITIONAL else -1
        if found >= 0 and ".." not in markup.value:
            yield at(facts, markup.start_index + found, "parentheses group nothing in a condition")


@rule(
    "LIQ311",
    Severity.ERROR,
    "connected_content has no such option.",
    why="The call is made otherwise than it was meant.",
    hint="what it does not know it leaves out of the call",
    source=pages.CALLS,
    fails="{% connected_content https://api.example.com/x :methd post :retry %}",
    passes="{% connected_content https://api.example.com/x :method post :retry %}",
)
def unknown_option(facts: Facts) -> Iterator[TemplateProblem]:
    known = [f":{name}" for name in (*FRAGMENTS, *NAMES, *FLAGS)]
    for call in facts.calls:
        for token in call.node.options.unknown:
            near = nearest(token.value, known)
            hint = f"did you mean {near}?" if near else ""
            yield at(facts, token.start_index, f"connected_content has no option {token.value}", hint=hint)


SYNTAX_RULES: Final[tuple[Rule[Facts], ...]] = (
    not_liquid,
    unknown_tag,
    curly_quotes,
    joined_by_signs,
    filter_in_condition,
    unknown_operator,
    unspaced_comparison,
    condition_behind_else,
    comparison_in_assignment,
    parentheses_in_condition,
    unknown_option,
)
