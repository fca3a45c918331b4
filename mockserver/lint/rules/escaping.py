"""LIQ331 to LIQ339: texts that go into JSON, URLs and forms, and the JSON around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mockserver.contracts.wording import shown
from mockserver.evidence import Evidence
from mockserver.findings import Severity
from mockserver.fixes import Edit
from mockserver.lint import pages
from mockserver.lint.facts import Facts, Sink
from mockserver.lint.knowledge import MACHINE, PROSE, attribute_key
from mockserver.lint.problems import TemplateProblem, at
from mockserver.lint.target import Into
from mockserver.lint.values import Danger, breaks_json
from mockserver.liquid.variables import STANDARD
from mockserver.rules import Rule, rule

_HINT: Final = "write {{… | json_escape}}"
_TEXTS: Final = frozenset(
    attribute_key("", name) for name, kind in STANDARD.items() if kind in ("string", "date", "IANA name")
)
"""The standard attributes that hold a text."""


def _leaf(sink: Sink) -> str:
    names = [part for part in sink.place.path if isinstance(part, str)]
    return names[-1] if names else ""


def _in_string(facts: Facts) -> Iterator[Sink]:
    return (sink for sink in facts.sinks if sink.place.into is Into.JSON and sink.place.quoted)


@rule(
    "LIQ331",
    Severity.WARNING,
    "A text goes into JSON without json_escape.",
    why="The first user with a quote or a line break in it gets nothing: the body is refused.",
    hint=_HINT,
    source=pages.ADVANCED_FILTERS,
    fails='{"name": "{{${first_name}}}"}',
    passes='{"name": "{{${first_name} | json_escape}}"}',
)
def not_escaped_for_json(facts: Facts) -> Iterator[TemplateProblem]:
    for sink in _in_string(facts):
        name = _leaf(sink)
        if _breaks_for_certain(sink):
            continue
        where = f"the JSON string `{name}`" if name else "a JSON string"
        if sink.value.json > (Danger.SENDER if name in MACHINE else Danger.NONE):
            yield _unescaped(facts, sink, f"a quote or a line break in this text breaks {where}")
        elif name in PROSE and sink.value.named and sink.value.literals and not sink.value.escaped:
            yield _unescaped(facts, sink, f"this text goes into {where}; a quote put into it breaks that")


def _unescaped(facts: Facts, sink: Sink, message: str) -> TemplateProblem:
    return at(facts, sink.index, message, edits=_json_escape(facts, sink))


def _json_escape(facts: Facts, sink: Sink) -> tuple[Edit, ...]:
    """Give the edit that adds the filter; none where a part is escaped already or makes JSON of its own."""
    value = sink.value
    if not sink.end or value.partly_escaped or value.is_json or value.is_array:
        return ()
    end = sink.end - 2
    end -= facts.source[end - 1] == "-"
    while facts.source[end - 1].isspace():
        end -= 1
    return (Edit(end, end, " | json_escape"),)


def _breaks_for_certain(sink: Sink) -> bool:
    value = sink.value
    return not value.escaped and any(breaks_json(literal.text) for literal in value.literals)


@rule(
    "LIQ332",
    Severity.ERROR,
    "A constant text holds a character that breaks the JSON it goes into.",
    why="The body is refused for every user.",
    hint=_HINT,
    source=pages.ADVANCED_FILTERS,
    fails='{% capture note %}The "best" show{% endcapture %}{"note": "{{note}}"}',
    passes='{% capture note %}The "best" show{% endcapture %}{"note": "{{note | json_escape}}"}',
)
def constant_breaks_json(facts: Facts) -> Iterator[TemplateProblem]:
    for sink in _in_string(facts):
        if _breaks_for_certain(sink):
            text = next(item.text for item in sink.value.literals if breaks_json(item.text))
            yield at(facts, sink.index, f"{shown(text)} breaks the JSON", edits=_json_escape(facts, sink))
    for target in (facts.target, *facts.inner):
        for index in target.json.breaks:
            message = "a line break or a tab stands inside a JSON string"
            yield at(facts, index, message, hint="write \\n or \\t, or close the string before it")


@rule(
    "LIQ333",
    Severity.WARNING,
    "A text is escaped for JSON twice.",
    why="People read backslashes that nobody wrote.",
    hint="escape it once, where it goes into the JSON",
    source=pages.ADVANCED_FILTERS,
    fails='{% assign n = ${first_name} | json_escape %}{"name": "{{n | json_escape}}"}',
    passes='{% assign n = ${first_name} | json_escape %}{"name": "{{n}}"}',
)
def escaped_twice(facts: Facts) -> Iterator[TemplateProblem]:
    for index in facts.escaped_twice:
        yield at(facts, index, "this text went through json_escape before: its backslashes are doubled")


@rule(
    "LIQ334",
    Severity.WARNING,
    "A text goes into a URL or a form without being escaped.",
    why="For some users the request goes to another address or says something else.",
    hint="write {{… | url_param_escape}}",
    source=pages.ADVANCED_FILTERS,
    fails="https://api.example.com/find?name={{${first_name}}}",
    passes="https://api.example.com/find?name={{${first_name} | url_param_escape}}",
)
def not_escaped_for_url(facts: Facts) -> Iterator[TemplateProblem]:
    for sink in facts.sinks:
        place = sink.place
        if place.into not in (Into.URL, Into.FORM) or (place.into is Into.URL and place.first):
            continue
        what = "the URL" if place.into is Into.URL else "the form"
        if sink.value.url:
            yield at(facts, sink.index, f"a blank, &, / or # in this text changes {what}")
        elif any(_odd_in_url(literal.text) for literal in sink.value.literals if sink.value.named):
            yield at(facts, sink.index, f"this text holds a character that changes {what}")


def _odd_in_url(text: str) -> bool:
    return any(character in ' "<>#%{}|\\^`&?' for character in text.strip())


@rule(
    "LIQ335",
    Severity.WARNING,
    "A value that may be missing stands in JSON without quotes.",
    why="For users without it the body is refused.",
    hint="give it a default: {{… | default: 0}}",
    source=pages.SYNTAX,
    fails='{"age": {{custom_attribute.${age}}}}',
    passes='{"age": {{custom_attribute.${age} | default: 0}}}',
)
def hole_in_json(facts: Facts) -> Iterator[TemplateProblem]:
    for sink in facts.sinks:
        bare = sink.place.into is Into.JSON and not sink.place.quoted and sink.place.path
        if bare and sink.value.absent and not sink.value.is_json:
            is_text = any(source.key in _TEXTS for source in sink.value.sources)
            hint = "it is a text: write it between quotes" if is_text else ""
            yield at(facts, sink.index, "without a value this leaves a hole in the JSON", hint=hint)


@rule(
    "LIQ336",
    Severity.ERROR,
    "The template's own text is not JSON.",
    why="The body is refused for every user.",
    hint="see the place named; nobody can read what is sent",
    source=pages.WEBHOOKS,
    fails='{"user": {"id": "{{${user_id}}}"}',
    passes='{"user": {"id": "{{${user_id}}}"}}',
)
def not_json(facts: Facts) -> Iterator[TemplateProblem]:
    # With something taken out that could not be parsed, what is left may well be no JSON.
    targets = () if facts.faults else (facts.target, *facts.inner)
    for target in targets:
        for index, message in target.json.faults[:1]:
            yield at(facts, index, message)


@rule(
    "LIQ337",
    Severity.WARNING,
    "An array is printed without `join`.",
    why="The elements may run into each other, or come in brackets and quotes.",
    hint="write {{… | join: ','}}, or take one element",
    source=pages.FILTERS,
    evidence=Evidence.ASSUMED,
    fails='{% assign parts = ${user_id} | split: \'-\' %}{"parts": "{{parts}}"}',
    passes="{% assign parts = ${user_id} | split: '-' %}{\"parts\": \"{{parts | join: ','}}\"}",
)
def array_not_joined(facts: Facts) -> Iterator[TemplateProblem]:
    for sink in facts.sinks:
        if sink.value.is_array and not sink.value.is_json:
            yield at(facts, sink.index, "how an array prints is not documented")


@rule(
    "LIQ338",
    Severity.ERROR,
    "JSON text is printed inside a JSON string.",
    why="The body is refused.",
    hint="leave the quotes around it out, or escape it: {{… | as_json_string | json_escape}}",
    source=pages.ADVANCED_FILTERS,
    fails='{"all": "{{context.${items} | as_json_string}}"}',
    passes='{"all": {{context.${items} | as_json_string}}}',
)
def json_in_string(facts: Facts) -> Iterator[TemplateProblem]:
    for sink in _in_string(facts):
        if sink.value.is_json and not sink.value.escaped and sink.end:
            yield at(facts, sink.index, "the quotes in this JSON end the string it stands in")


ESCAPING_RULES: Final[tuple[Rule[Facts], ...]] = (
    not_escaped_for_json,
    constant_breaks_json,
    escaped_twice,
    not_escaped_for_url,
    hole_in_json,
    not_json,
    array_not_joined,
    json_in_string,
)
