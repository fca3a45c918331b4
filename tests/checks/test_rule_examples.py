"""Every rule shows an example that fails by it and one that passes, and both are true."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from mockserver import default_workspace
from mockserver.checks.catalogue import family_of
from mockserver.checks.kinds import KINDS, kind_named, recognise
from mockserver.checks.request_text import parse_request_text
from mockserver.cli.rules import all_rules
from mockserver.evidence import Choice
from mockserver.http import Request, Response
from mockserver.liquid import Personalization, Resources, parse_template
from mockserver.liquid.resources import BasicCredential
from mockserver.simulator.journal import all_findings
from tests.checks.checking import checked, codes

SHOWN = {
    code: rule
    for code, rule in all_rules().items()
    if family_of(code).name in ("json", "rokt", "time", "braze", "http", "flow")
    and rule.fails
    and rule.of != "requests"
}
NOT_IN_A_TEXT = {"JSON001", "HTTP615"}
"""Bytes cannot be shown as text, and only a simulator knows that there is nothing at a URL."""


def kind(rule) -> str:
    return "" if rule.of == "request" else rule.of


ALSO = {"BRAZE302"}
"""One bad object alone leaves nothing in a call that can be used."""


@pytest.mark.parametrize("rule", SHOWN.values(), ids=SHOWN)
def test_the_failing_example_of_a_rule_fails_by_it_and_by_nothing_else(rule):
    found = set(codes(checked(rule.fails, kind(rule), rule.under)))
    assert rule.code in found
    assert found - ALSO <= {rule.code}


@pytest.mark.parametrize("rule", SHOWN.values(), ids=SHOWN)
def test_the_passing_example_of_a_rule_has_no_finding(rule):
    assert codes(checked(rule.passes, kind(rule), rule.under)) == []


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_the_examples_of_a_kind_are_recognised_unless_its_members_tell_another(kind):
    told_alike = {"track-sync": "track", "track-bulk": "track", "send-id": "trigger", "delete": "export"}
    wanted = kind_named(told_alike.get(kind, kind))
    for rule in SHOWN.values():
        if rule.of == kind and rule.passes.startswith("{"):
            assert recognise(json.loads(rule.passes)) == wanted


def answer(request: Request, seconds: float) -> Response:
    texts = {
        "event": '{"title": "Semi-final"}',
        "page": "<p>Hi</p>",
        "liquid": "{}",
        "broken_liquid": "{% if",
    }
    return Response(200, body=texts.get(request.parts.path.strip("/"), "{}").encode())


def rendering_codes(template: str) -> list[str]:
    """Render an example where there is something to refer to, and give the codes of what is noted."""
    resources = Resources(
        send=answer,
        content_blocks={
            "footer": "Bye",
            "page_with_footer": "{{content_blocks.${footer}}}",
            "with_page_with_footer": "{{content_blocks.${page_with_footer}}}",
            "book": "x" * 2_000,
        },
        landing_pages={"shows": "https://example.com/shows"},
        catalogs={"games": [{"id": "semi-final"}]},
        assumptions={"liquid.content_block_size": 1_000},
        credentials={"rokt_calendar": BasicCredential("id", "secret")},
    )
    rendering = parse_template(template).render(Personalization.of({}), resources)
    return [finding.code for finding in rendering.findings]


RENDERED = {code: rule for code, rule in all_rules().items() if rule.of == "rendering"}


@pytest.mark.parametrize("rule", RENDERED.values(), ids=RENDERED)
def test_the_examples_of_what_a_rendering_notes_are_true(rule):
    assert rule.code in rendering_codes(rule.fails)
    assert rendering_codes(rule.passes) == []


def sent_codes(text: str, under: Mapping[str, Choice]) -> list[str]:
    """Send requests to the shipped workspace, one after the other, and give the codes of what is found."""
    sandbox = default_workspace().open(assumptions=under)
    for part in text.replace("{token}", sandbox.rokt.issue_token("acme-client")).split("\n\n###\n"):
        read = parse_request_text(part)
        sandbox.handle(Request(read.method, read.url, read.headers, read.body.encode()))
        sandbox.settle()
    return [finding.code for finding in all_findings(sandbox.journal)]


SENT = {code: rule for code, rule in all_rules().items() if rule.of == "requests"}


@pytest.mark.parametrize("rule", SENT.values(), ids=SENT)
def test_the_examples_of_what_only_an_account_can_tell_are_true(rule):
    assert set(sent_codes(rule.fails, rule.under)) == {rule.code}
    assert sent_codes(rule.passes, rule.under) == []


IN_A_WORLD = ("BRAZE39", "SEND8", "LIQ114", "LIQ115")
"""Only the state of a world, or a preview, can show these: no text has it."""


def test_only_what_no_text_can_show_has_no_example():
    bare = {code for code, rule in all_rules().items() if not (rule.fails and rule.passes)}
    assert {code for code in bare if not code.startswith(IN_A_WORLD)} <= NOT_IN_A_TEXT
