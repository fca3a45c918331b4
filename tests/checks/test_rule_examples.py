"""Every rule shows an example that fails by it and one that passes, and both are true."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from mockserver import default_workspace
from mockserver.bundled import default_workspace_path
from mockserver.checks.catalogue import family_of
from mockserver.checks.kinds import KINDS, kind_named, recognise
from mockserver.checks.request_text import parse_request_text
from mockserver.cli.rules import all_rules
from mockserver.evidence import Choice
from mockserver.http import Request, Response
from mockserver.lint import RULES as LINT_RULES
from mockserver.liquid import Personalization, Resources, parse_template
from mockserver.liquid.resources import BasicCredential
from mockserver.preflight import Spec, run_preflight
from mockserver.scenarios.loader import load_suites
from mockserver.scenarios.steps import take
from mockserver.scenarios.trial import open_trial
from mockserver.simulator.journal import all_findings
from mockserver.testing.webhooks import webhook_template
from tests.checks.checking import checked, codes

SHOWN = {
    code: rule
    for code, rule in all_rules().items()
    if family_of(code).name in ("json", "rokt", "time", "braze", "http", "flow")
    and rule.fails
    and rule.of not in ("requests", "scenario", "bytes")
}


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
    if request.host.startswith("down."):
        return Response(503)
    texts = {
        "event": '{"title": "Semi-final"}',
        "page": "<p>Hi</p>",
        "liquid": "{}",
        "broken_liquid": "{% if",
    }
    return Response(200, body=texts.get(request.parts.path.strip("/"), "{}").encode())


def rendering_codes(template: str, *, preview: bool = False) -> list[str]:
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
        preview=preview,
    )
    rendering = parse_template(template).render(Personalization.of({}), resources)
    return [finding.code for finding in rendering.findings]


RENDERED = {code: rule for code, rule in all_rules().items() if rule.of in ("rendering", "preview")}


@pytest.mark.parametrize("rule", RENDERED.values(), ids=RENDERED)
def test_the_examples_of_what_a_rendering_notes_are_true(rule):
    preview = rule.of == "preview"
    assert rule.code in rendering_codes(rule.fails, preview=preview)
    assert rendering_codes(rule.passes, preview=preview) == []


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


@pytest.fixture
def played(tmp_path):
    """Give a function that plays a scenario on the shipped workspace and gives the codes of what is found."""

    def play(text: str) -> set[str]:
        file = tmp_path / "example.scenario.yaml"
        scenario = {"name": "example", **yaml.safe_load(text), "then": {"responses": []}}
        suite = {"suite": "Examples", "workspace": str(default_workspace_path()), "scenarios": [scenario]}
        file.write_text(yaml.safe_dump(suite), encoding="utf-8")
        (loaded,) = load_suites([file])
        trial = open_trial(loaded.scenarios[0])
        for step in loaded.scenarios[0].steps:
            take(trial, step)
        trial.sandbox.settle()
        messages = [finding for message in trial.sandbox.braze.messages for finding in message.findings]
        return {finding.code for finding in (*all_findings(trial.sandbox.journal), *messages)}

    return play


PLAYED = {code: rule for code, rule in all_rules().items() if rule.of == "scenario"}


@pytest.mark.parametrize("rule", PLAYED.values(), ids=PLAYED)
def test_the_examples_of_what_only_a_world_shows_are_true(rule, played):
    assert played(rule.fails) == {rule.code}
    assert played(rule.passes) == set()


AFTERNOON = (
    '{"event": {"eventId": "e", "title": "t", "start": "2026-07-21T15:00:00", "timezone": "Eastern Standard '
    'Time"}, "subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]}'
)
BEFORE_A_SEND = {code: rule for code, rule in all_rules().items() if rule.of == "audience"}


def audience_codes(users: str, file: Path) -> list[str]:
    file.write_text(users + "\n", encoding="utf-8")
    template = webhook_template(AFTERNOON, url="https://api.roktcalendar.com/v1/subscriptionevent/acme")
    template = replace(template, headers={"Authorization": "Bearer 5f0c", "Content-Type": "application/json"})
    spec = Spec(template=template, workspace=default_workspace_path(), in_own_zone=True)
    return [problem.code for problem in run_preflight(spec, [file]).problems]


@pytest.mark.parametrize("rule", BEFORE_A_SEND.values(), ids=BEFORE_A_SEND)
def test_the_examples_of_what_an_audience_shows_are_true(rule, tmp_path):
    assert audience_codes(rule.fails, tmp_path / "users.jsonl") == [rule.code]
    assert audience_codes(rule.passes, tmp_path / "users.jsonl") == []


def test_the_examples_in_bytes_are_true():
    (rule,) = [rule for rule in all_rules().values() if rule.of == "bytes"]
    fails, passes = (ascii_with_escapes(text) for text in (rule.fails, rule.passes))
    assert codes(checked(fails, "update")) == [rule.code]
    assert codes(checked(passes, "update")) == []


def ascii_with_escapes(text: str) -> bytes:
    return text.encode("ascii").decode("unicode_escape").encode("latin-1")


def test_every_rule_has_an_example_that_fails_and_one_that_passes_and_a_test_runs_them():
    rules = all_rules()
    assert [code for code, rule in rules.items() if not (rule.fails and rule.passes)] == []
    here = {*SHOWN, *RENDERED, *SENT, *PLAYED, *BEFORE_A_SEND, "JSON001"}
    # Those of templates are run beside the lint.
    assert set(rules) - here == set(LINT_RULES)
