"""LIQ301 to LIQ319: how tags and conditions are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from liquid.exceptions import LiquidSyntaxError
from liquid.token import (
    TOKEN_EXPRESSION,
    TOKEN_FLOAT,
    TOKEN_ILLEGAL,
    TOKEN_INTEGER,
    TOKEN_LBRACKET,
    TOKEN_OUTPUT,
    TOKEN_PIPE,
    TOKEN_RBRACKET,
    TOKEN_RPAREN,
    TOKEN_STRING,
    TOKEN_TAG,
    TOKEN_WORD,
    Token,
)

from mockserver.contracts.wording import nearest
from mockserver.evidence import Evidence
from mockserver.findings import Severity
from mockserver.fixes import Edit
from mockserver.lint import pages
from mockserver.lint.facts import Facts
from mockserver.lint.problems import TemplateProblem, at
from mockserver.liquid.syntax.lexer import tokenize_lines
from mockserver.liquid.syntax.tokens import KIND_CLOSE, KIND_MARKER, KIND_OPEN, KIND_OPERATOR, tokenize
from mockserver.liquid.tags import TAGS
from mockserver.liquid.tags.connected_content import FLAGS, FRAGMENTS, NAMES
from mockserver.liquid.tags.output import ISO_TIMESTAMP
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
    for name, markup in _markups(facts):
        tokens = list(_tokens(markup))
        if name == "when" and tokens[:1] and tokens[0].kind == KIND_OPERATOR:
            hint = "write the values alone, as in {% when 5, 6 %}, or use {% if %}"
            yield at(facts, tokens[0].start_index, f"{tokens[0].value} compares nothing", hint=hint)
        elif name in _CONDITIONAL:
            for token in (token for token in tokens if token.value == "!" and token.kind == KIND_OPERATOR):
                hint = "write {% unless … %}, or compare: … == false, … == blank"
                yield at(facts, token.start_index, "! negates nothing", hint=hint)
    for comparison in facts.comparisons:
        operator = comparison.operator
        if operator and operator not in _OPERATORS and operator not in ("&&", "!"):
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


_ARITHMETIC: Final = {
    "+": "for a sum write {{… | plus: …}}, for a text {{… | append: …}}",
    "-": "write {{… | minus: …}}",
    "*": "write {{… | times: …}}",
    "/": "write {{… | divided_by: …}}",
    "%": "write {{… | modulo: …}}",
}
_SIGNS: Final = frozenset("!#$%&*+-/;?@\\^`~")
_OUTPUT: Final = re.compile(r"\{\{|\$\{")
_VALUES: Final = frozenset(
    {TOKEN_WORD, TOKEN_STRING, TOKEN_INTEGER, TOKEN_FLOAT, TOKEN_LBRACKET, KIND_MARKER, KIND_OPEN}
)
_ENDS_OF_VALUES: Final = _VALUES - {TOKEN_LBRACKET, KIND_OPEN} | {TOKEN_RBRACKET, TOKEN_RPAREN, KIND_CLOSE}


@rule(
    "LIQ312",
    Severity.ERROR,
    "Something is written where Liquid does not read it.",
    why="The message says something else than it was meant to.",
    hint="a filter's arguments stand behind a colon, with commas between them",
    source=pages.SYNTAX,
    fails='{% assign n = ${random_bucket_number} + 1 %}{"a": "{{n}}"}',
    passes='{% assign n = ${random_bucket_number} | plus: 1 %}{"a": "{{n}}"}',
)
def read_past(facts: Facts) -> Iterator[TemplateProblem]:
    for name, markup in _markups(facts):
        if name in ("", "echo", "assign") and markup.value.strip() != ISO_TIMESTAMP:
            yield from _unread(facts, list(_tokens(markup)))
        elif name == "abort_message" and _OUTPUT.search(markup.value):
            hint = "the reason is a fixed text"
            yield at(facts, markup.start_index, "the output in this reason is not read", hint=hint)
        elif name in ("for", "tablerow"):
            for match in re.finditer(r"\((?=[^()]*\s)[^(){}]*\.\.[^(){}]*\)", markup.value):
                index = markup.start_index + match.start()
                hint = "write it without a blank, as in (1..3)"
                yield at(facts, index, "a range in which blanks stand is none", hint=hint)


def _unread(facts: Facts, tokens: list[Token]) -> Iterator[TemplateProblem]:
    """Tell of the first sign that means nothing, or value that stands right behind another."""
    for before, token in zip([None, *tokens], tokens, strict=False):
        index = token.start_index
        if token.kind == TOKEN_ILLEGAL and token.value in "'\"":
            yield at(facts, index, "this quote is never closed", hint="close it with the same sign")
            return
        if token.kind in (TOKEN_ILLEGAL, KIND_OPERATOR) and token.value in _SIGNS:
            yield at(facts, index, f"{token.value} is not read", hint=_ARITHMETIC.get(token.value, ""))
            return
        if before is not None and _is_apart(before, token):
            yield at(facts, index, f"{token.value[:30]!r} is not read")
            return
        is_first = before is None or before.value == "="
        if is_first and token.kind == TOKEN_STRING and _OUTPUT.search(token.value):
            hint = "write a variable without the quotes, and join texts with append or {% capture %}"
            yield at(facts, index, "the output in this text is not read", hint=hint)
            return


def _is_apart(before: Token, token: Token) -> bool:
    """Tell whether a token begins a value where the one before it ends one."""
    if before.kind not in _ENDS_OF_VALUES or token.kind not in _VALUES:
        return False
    return token.kind != TOKEN_LBRACKET or before.kind == TOKEN_STRING


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
    read_past,
)
