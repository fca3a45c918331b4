"""The templates of a workspace linted where they stand."""

from pathlib import Path

import pytest

from mockserver.checks.configuration import Configuration
from mockserver.checks.files import load_source
from mockserver.checks.templates import TemplateCheck
from mockserver.errors import SourceError
from mockserver.fixes import apply_fixes
from mockserver.workspace.template_lint import WorkspaceLint, parse_templates

NAME = '{"n": "{{${first_name}}}"}\n'
COMMENT = "{% comment %} mockserver: ignore LIQ212 {% endcomment %}"


@pytest.fixture
def lint(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    linting = WorkspaceLint(TemplateCheck())

    def lint(text, name="world.yaml"):
        Path("world.yaml").write_text(text)
        linting.files_of(Path("world.yaml"))
        return linting(load_source(Path(name)), Configuration())

    return lint


def workspace(*templates):
    return "braze:\n  templates:\n" + "\n".join(templates) + "\n"


def told(checked):
    return [(one.code, one.location.line, one.location.column) for one in checked.ordered]


@pytest.mark.parametrize(
    "body",
    [
        r'"{\"n\": \"{{${first_name}}}\"}"',
        '\'{"n": "{{${first_name}}}"}\'',
        '!!str \'{"n": "{{${first_name}}}"}\'',
    ],
)
def test_a_finding_stands_in_the_yaml(lint, body):
    template = f"    one: {{url: 'https://a.example/', body: {body}}}"
    assert told(lint(workspace(template))) == [("LIQ331", 3, template.index("{{$") + 1)]


def test_a_block_is_read_without_its_indentation_and_mended_with_it(lint):
    text = workspace("    one:", "      url: https://a.example/", "      body: |", f"        {NAME}")
    found = lint(text)
    assert told(found) == [("LIQ331", 6, 16)]
    assert apply_fixes(text, found.fixes).text == text.replace("}}}", "} | json_escape}}")


def test_a_header_of_another_language_is_found_at_its_key_and_renamed(lint):
    text = workspace("    one:", "      url: https://a.example/", "      headers: {Autorisation: Porteur x}")
    found = lint(text)
    assert told(found) == [("HTTP602", 5, 17), ("HTTP603", 5, 31)]
    assert "headers: {Authorization: Bearer x}" in apply_fixes(text, found.fixes).text


def test_a_file_that_templates_share_is_told_of_once(lint):
    Path("body.liquid").write_text(NAME)
    one = "{url: https://a.example/, body: {file: ./body.liquid}}"
    text = workspace(f"    one: &one {one}", "    two: {<<: *one, url: https://b.example/}")
    assert told(lint(text)) == []
    assert told(lint(text, "body.liquid")) == [("LIQ331", 1, 8)]


def test_a_file_may_be_named_otherwise(lint, tmp_path):
    Path("body.liquid").write_text(NAME)
    found = lint(
        workspace("    one: {url: https://a.example/, body: {file: body.liquid}}"), tmp_path / "body.liquid"
    )
    assert (told(found), len(found.fixes)) == ([("LIQ331", 1, 8)], 1)
    assert found.findings[0].location.source == found.name == (tmp_path / "body.liquid").as_posix()


def test_a_file_is_read_as_it_is_now(lint):
    text = workspace("    one: {url: https://a.example/, body: {file: body.liquid}}")
    for body, expected in ((NAME, [("LIQ331", 1, 8)]), ("hello", []), (f"\n{NAME}", [("LIQ331", 2, 8)])):
        Path("body.liquid").write_text(body)
        assert told(lint(text, "body.liquid")) == expected


def test_what_is_put_in_place_of_a_text_is_linted_but_not_mended(lint):
    Path("body.liquid").write_text(NAME)
    one = "{url: https://a.example/, body: {file: body.liquid}, replace: {first_name: last_name}}"
    found = lint(workspace(f"    one: {one}"), "body.liquid")
    assert told(found) == [("LIQ331", 1, 8)]
    assert apply_fixes(NAME, found.fixes).text == NAME.replace("}}}", "} | json_escape}}")


def test_a_comment_is_unused_only_if_no_template_uses_it(lint):
    Path("body.liquid").write_text(f"{{{{code}}}} {COMMENT}")
    body = "body: {file: body.liquid}"
    first = f"    one: {{url: https://a.example/, {body}}}"
    second = f"    two: {{url: https://a.example/, {body}, replace: {{'{{{{code}}}}': hi}}}}"
    assert told(lint(workspace(first, second), "body.liquid")) == []
    assert told(lint(workspace(second), "body.liquid")) == [("LIQ391", 1, 10)]


def test_every_text_of_one_file_may_have_comments(lint):
    url, body = f"      url: 'https://a.example/{{{{a}}}}{COMMENT}'", "      body: '{{b}}'"
    assert told(lint(workspace("    one:", url, body))) == [("LIQ212", 5, body.index("b}}") + 1)]


def test_a_file_that_its_workspace_names_no_more_is_linted_alone(lint):
    Path("body.liquid").write_text(NAME)
    assert told(lint(workspace("    one: {url: https://a.example/, body: {file: body.liquid}}"))) == []
    assert told(lint(workspace("    one: {url: https://a.example/}"), "body.liquid")) == [("LIQ331", 1, 8)]


def test_a_workspaces_choices_count(lint):
    event = '{"event": {"eventId": "e", "title": "t", "start": "2026-07-21T15:00:00", "timezone": "UTC"}}'
    text = workspace("    one:", "      url: https://a.example/", f"      body: '{event}'")
    chosen = "assumptions: {rokt.timezones: listed, rokt.timezone_list: Eastern Standard Time}\n"
    assert "TIME205" in [code for code, _, _ in told(lint(chosen + text))]
    assert "TIME205" not in [code for code, _, _ in told(lint(text))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("suite: s\nscenarios: []\n", "world.yaml:2:1: this is a scenario file"),
        ("a: [", "world.yaml:1:5: not YAML"),
        ("brase: {}", "world.yaml:1:1: unknown key 'brase'"),
        (
            workspace("    one: {url: {file: no.liquid}}"),
            "world.yaml:3:17: no.liquid: cannot be read: No such",
        ),
        ("assumptions: {nothing: 1}", "world.yaml:1:15: there is no assumption"),
    ],
)
def test_what_is_no_workspace_is_told_with_its_place(lint, text, message):
    with pytest.raises(SourceError) as caught:
        lint(text)
    assert str(caught.value).startswith(message)


def test_the_webhooks_are_those_of_the_workspace(tmp_path):
    text = workspace("    one: {url: 'https://a.example/{{x}}', headers: {X-A: b}, body: {k: v}}")
    webhook = parse_templates(text, tmp_path / "w.yaml").webhook("one")
    assert [(each.kind.value, each.header, each.source) for each in webhook] == [
        ("url", "", "https://a.example/{{x}}"),
        ("header", "X-A", "b"),
        ("pair", "", "v"),
    ]


def test_other_files_are_linted_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("body.liquid").write_text(NAME)
    found = WorkspaceLint(TemplateCheck())(load_source(Path("body.liquid")), Configuration())
    assert told(found) == [("LIQ331", 1, 8)]
