"""LIQ201 to LIQ229: names of variables and filters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Final

from mockserver.contracts.wording import nearest
from mockserver.evidence import Evidence
from mockserver.findings import Severity
from mockserver.lint import pages
from mockserver.lint.facts import Facts, UndefinedName
from mockserver.lint.knowledge import attribute_key
from mockserver.lint.problems import TemplateProblem, at
from mockserver.liquid.expressions import Constant
from mockserver.liquid.filters import FILTERS, UNMENTIONED, UNSUPPORTED
from mockserver.liquid.variables import EMAIL_ONLY, NAMESPACES, STANDARD, Presence
from mockserver.rules import Rule, rule

_NAME: Final = re.compile(r"\w[\w-]*\??")
_SET_BY_TAGS: Final = {
    "connected": "a connected_content tag without :save sets it",
    "items": "a catalog_items tag sets it",
    "shopping_cart": "a shopping_cart tag sets it",
    "now": "the current time is the text 'now', in quotes: {{'now' | date: '%F'}}",
    "today": "the current day is the text 'today', in quotes",
}


@rule(
    "LIQ201",
    Severity.WARNING,
    "A variable never has a value in a webhook.",
    why="It prints nothing, for every user.",
    hint="leave it out: in a webhook it prints nothing",
    source=pages.VARIABLES,
    fails='{"device": "{{targeted_device.${id}}}"}',
    passes='{"device": "{{most_recently_used_device.${id}}}"}',
)
def never_in_webhooks(facts: Facts) -> Iterator[TemplateProblem]:
    for attribute in facts.attributes:
        name = attribute_key(attribute.namespace, attribute.name)
        index = attribute.token.start_index
        namespace = NAMESPACES.get(attribute.namespace)
        if not attribute.namespace and _first_name(attribute.name) in EMAIL_ONLY:
            yield at(facts, index, f"{name} has a value in e-mails only")
        elif namespace is not None and namespace.in_webhooks is Presence.NEVER:
            yield at(facts, index, f"{name} never has a value in a webhook: {namespace.condition}")


@rule(
    "LIQ202",
    Severity.WARNING,
    "Braze has no such variable.",
    why="It prints nothing, for every user.",
    hint="see Braze's list of personalization tags; it prints nothing",
    source=pages.VARIABLES,
    fails='{"name": "{{${frist_name} | json_escape}}"}',
    passes='{"name": "{{${first_name} | json_escape}}"}',
)
def unknown_variable(facts: Facts) -> Iterator[TemplateProblem]:
    for attribute in facts.attributes:
        meant = _meant(attribute.namespace, attribute.name)
        if meant is not None:
            name = attribute_key(attribute.namespace, attribute.name)
            yield at(facts, attribute.token.start_index, f"Braze has no variable {name}", hint=meant)


def _first_name(name: str) -> str:
    return name.partition(".")[0].partition("[")[0]


def _meant(namespace: str, name: str) -> str | None:
    """Say what was probably meant by an unknown variable; ``None`` for a known one."""
    if "|" in name:
        return "filters stand behind the marker: {{${…} | default: '…'}}"
    if not namespace:
        return _meant_standard(_first_name(name))
    known = NAMESPACES.get(namespace)
    if known is None:
        near = get_close_matches(namespace, NAMESPACES, n=1)
        # A plain variable may have members that only a marker can name.
        return f"did you mean {near[0]}?" if near else None
    if known.in_webhooks is Presence.NEVER or not known.names or name in known.names:
        return None
    return _guess(name, known.names, "did you mean {}?")


def _meant_standard(name: str) -> str | None:
    if name in STANDARD:
        return None
    if name == "external_id":
        return "the external id is ${user_id}"
    if name == "email":
        return "the e-mail address is ${email_address}"
    return _guess(name, STANDARD, "did you mean ${{{}}}?") or "custom_attribute.${…} may be meant"


def _guess(name: str, known: Iterable[str], words: str) -> str:
    near = nearest(name, known)
    return words.format(near) if near else ""


@rule(
    "LIQ211",
    Severity.ERROR,
    "A name differs from a variable's by its case or a letter.",
    why="The other spelling prints nothing; the guide itself calls one variable eventTz and eventTZ.",
    hint="names are case-sensitive; a name that nothing was assigned to prints nothing",
    source=pages.SYNTAX,
    fails='{% assign eventTZ = \'Eastern Standard Time\' %}{"timezone": "{{eventTz}}"}',
    passes='{% assign eventTZ = \'Eastern Standard Time\' %}{"timezone": "{{eventTZ}}"}',
)
def misspelt_variable(facts: Facts) -> Iterator[TemplateProblem]:
    for used in _first_uses(facts):
        near = _near(used, facts)
        if near:
            message = f"{used.name} is never assigned; {near} is"
            yield at(facts, used.index, message, hint=f"did you mean {near}?")


def _first_uses(facts: Facts) -> Iterable[UndefinedName]:
    return {used.name: used for used in reversed(facts.undefined)}.values()


def _near(used: UndefinedName, facts: Facts) -> str | None:
    others = [name for name in facts.definitions if name != used.name]
    if used.name in _SET_BY_TAGS or used.name in facts.definitions:
        return None
    folded = {name.casefold().replace("_", ""): name for name in others}
    same = folded.get(used.name.casefold().replace("_", ""))
    close = get_close_matches(used.name, others, n=1, cutoff=0.85)
    return same or (close[0] if close else None)


@rule(
    "LIQ212",
    Severity.WARNING,
    "A variable is used that nothing was assigned to.",
    why="It prints nothing, for every user.",
    hint="assign or capture it before it is used; it prints nothing",
    source=pages.SYNTAX,
    fails='{"title": "{{eventTitle}}"}',
    passes='{% assign eventTitle = \'Premiere\' %}{"name": "{{eventTitle}}"}',
)
def unassigned_variable(facts: Facts) -> Iterator[TemplateProblem]:
    for used in _first_uses(facts):
        if _near(used, facts) is None and _NAME.fullmatch(used.name):
            late = facts.definitions.get(used.name, -1) > used.index
            when = "is used before it is assigned" if late else "is never assigned in this field"
            yield at(facts, used.index, f"{used.name} {when}", hint=_way_out(used))


def _way_out(used: UndefinedName) -> str:
    if used.name in _SET_BY_TAGS:
        return _SET_BY_TAGS[used.name]
    if used.name in STANDARD:
        return f"a profile's field is written ${{{used.name}}}"
    if used.name in NAMESPACES:
        member = used.path.removeprefix(used.name).lstrip(".") or "…"
        return f"a member of {used.name} is written {used.name}.${{{member}}}"
    return ""


@rule(
    "LIQ213",
    Severity.WARNING,
    "A variable is assigned and never used.",
    why="What it holds goes nowhere; often the place that was to use it names another variable.",
    hint="use it, or take the assignment out",
    source=pages.SYNTAX,
    fails='{% assign eventTZ = \'UTC\' %}{"timezone": "UTC"}',
    passes='{% assign eventTZ = \'UTC\' %}{"timezone": "{{eventTZ}}"}',
)
def unused_variable(facts: Facts) -> Iterator[TemplateProblem]:
    meant = {_near(used, facts) for used in facts.undefined}
    for name, index in facts.definitions.items():
        if name not in facts.uses and name not in meant and not facts.open_ended:
            yield at(facts, index, f"{name} is assigned and never used in this field")


@rule(
    "LIQ221",
    Severity.ERROR,
    "There is no such filter.",
    why="The value is printed as if the filter were not there.",
    hint="see Braze's list of filters; an unknown one leaves the value as it is",
    source=pages.FILTERS,
    fails='{"title": "{{${user_id} | to_json}}"}',
    passes='{"title": "{{${user_id} | upcase}}"}',
)
def unknown_filter(facts: Facts) -> Iterator[TemplateProblem]:
    for call in facts.filters:
        if call.name not in FILTERS:
            near = nearest(call.name, FILTERS)
            hint = f"did you mean {near}?" if near else ""
            yield at(facts, call.token.start_index, f"there is no filter {call.name!r}", hint=hint)


@rule(
    "LIQ222",
    Severity.WARNING,
    "Braze lists a filter as not supported.",
    why="The value is printed as if the filter were not there.",
    hint="do without it",
    source=pages.FILTERS,
    fails='{"title": "{{${user_id} | lstrip}}"}',
    passes='{"title": "{{${user_id} | strip}}"}',
)
def unsupported_filter(facts: Facts) -> Iterator[TemplateProblem]:
    hints = {"lstrip": "strip takes blanks off both ends", "rstrip": "strip takes blanks off both ends"}
    for call in facts.filters:
        if call.name in UNSUPPORTED:
            message = f"Braze does not support the filter {call.name!r}"
            yield at(facts, call.token.start_index, message, hint=hints.get(call.name, ""))


@rule(
    "LIQ223",
    Severity.NOTE,
    "Braze says nothing of a filter that Liquid has.",
    why="It may work here and not in Braze.",
    hint="try it in Braze's preview before you count on it",
    source=pages.FILTERS,
    evidence=Evidence.ASSUMED,
    fails='{"title": "{{${user_id} | url_decode}}"}',
    passes='{"title": "{{${user_id} | downcase}}"}',
)
def unmentioned_filter(facts: Facts) -> Iterator[TemplateProblem]:
    for call in facts.filters:
        if call.name in UNMENTIONED:
            yield at(facts, call.token.start_index, f"no page of Braze mentions the filter {call.name!r}")


@rule(
    "LIQ224",
    Severity.ERROR,
    "A filter has too many or too few arguments.",
    why="The message says `Liquid error` to its reader.",
    hint="a wrong number of arguments prints `Liquid error` in place of the value",
    source=pages.FILTERS,
    evidence=Evidence.ASSUMED,
    fails='{"title": "{{${user_id} | append}}"}',
    passes='{"title": "{{${user_id} | append: \'-1\'}}"}',
)
def wrong_number_of_arguments(facts: Facts) -> Iterator[TemplateProblem]:
    for call in facts.filters:
        known = FILTERS.get(call.name)
        given = len(call.arguments) + bool(call.keywords)
        if known is not None and not known.minimum <= 1 + given <= known.maximum:
            least, most = known.minimum - 1, known.maximum - 1
            wanted = str(least) if least == most else f"{least} to {most}"
            message = f"the filter {call.name!r} has {given} arguments, not {wanted}"
            yield at(facts, call.token.start_index, message)


@rule(
    "LIQ225",
    Severity.WARNING,
    "A time is moved into a zone after it was written out.",
    why="The form is lost, or the hour is that of UTC.",
    hint="time_zone stands before date: {{… | time_zone: … | date: …}}",
    source=pages.FILTERS,
    fails="{\"at\": \"{{'now' | date: '%T' | time_zone: 'Europe/Oslo'}}\"}",
    passes="{\"at\": \"{{'now' | time_zone: 'Europe/Oslo' | date: '%T'}}\"}",
)
def zone_behind_form(facts: Facts) -> Iterator[TemplateProblem]:
    for index in facts.zoned_late:
        yield at(facts, index, "time_zone stands behind date")


@rule(
    "LIQ226",
    Severity.WARNING,
    "A form of a date holds no directive.",
    why="The form itself is printed, for every user.",
    hint="a directive begins with a percent sign, as in %Y-%m-%d",
    source=pages.FILTERS,
    fails="{\"day\": \"{{'now' | date: 'YYYY-MM-DD'}}\"}",
    passes="{\"day\": \"{{'now' | date: '%Y-%m-%d'}}\"}",
)
def form_without_directive(facts: Facts) -> Iterator[TemplateProblem]:
    for call in facts.filters:
        form = call.arguments[0] if call.name == "date" and call.arguments else None
        written = form.constant if isinstance(form, Constant) else None
        if isinstance(written, str) and written.strip() and "%" not in written:
            yield at(facts, call.token.start_index, f"{written!r} is printed as it stands")


REFERENCE_RULES: Final[tuple[Rule[Facts], ...]] = (
    never_in_webhooks,
    unknown_variable,
    misspelt_variable,
    unassigned_variable,
    unused_variable,
    unknown_filter,
    unsupported_filter,
    unmentioned_filter,
    wrong_number_of_arguments,
    zone_behind_form,
    form_without_directive,
)
