"""``mockserver lint`` as a command."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from mockserver import cli

FIXTURES = Path(__file__).parents[2] / "fixtures"
NAME = '{"n": "{{${first_name}}}"}\n'
URL = "{% assign code = 'acme' %}https://a.example/{{code}}\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*arguments, **options):
        return CliRunner().invoke(cli.main, ["lint", *map(str, arguments)], **options)

    return run


def codes(result) -> list[str]:
    return [finding["code"] for finding in json.loads(result.output)["findings"]]


def test_a_finding_shows_its_line_and_a_caret(run):
    result = run("-", input=NAME)
    assert "<stdin>:1:8 LIQ331 warning" in result.output
    assert '  1 | {"n": "{{${first_name}}}"}\n    |        ^' in result.output


def test_warnings_pass_unless_told_to_fail(run):
    assert run("-", input=NAME).exit_code == 0
    assert run("-", "--fail-on", "warning", input=NAME).exit_code == 1
    assert run("-", input="{% if %}").exit_code == 1


def test_the_published_templates_fail_for_their_placeholder(run):
    result = run(FIXTURES / "templates", "--format", "json")
    assert result.exit_code == 1
    assert codes(result).count("LIQ355") == 1


def test_files_of_one_folder_are_one_webhook(run):
    Path("url.liquid").write_text(URL)
    Path("body.liquid").write_text('{"account": "{{code}}"}')
    assert codes(run(".", "--format", "json")) == ["LIQ214"]
    assert codes(run("body.liquid", "--format", "json")) == ["LIQ214"]
    assert codes(run("url.liquid", "--format", "json")) == []


def test_a_file_may_be_said_to_be_something_else(run):
    Path("x.liquid").write_text("see {{${city}}}")
    assert codes(run("x.liquid", "--format", "json")) == []
    assert codes(run("x.liquid", "--as", "url", "--format", "json")) == ["LIQ334"]


def test_what_is_mended_is_shown_first(run):
    Path("body.liquid").write_text(NAME)
    result = run("body.liquid", "--diff")
    assert '+{"n": "{{${first_name} | json_escape}}"}' in result.output
    assert Path("body.liquid").read_text(encoding="utf-8") == NAME
    assert run("body.liquid", "--fix", "--yes").exit_code == 0
    assert Path("body.liquid").read_text(encoding="utf-8") == NAME.replace("}}}", "} | json_escape}}")


def test_a_project_chooses_among_the_rules(run):
    Path("body.liquid").write_text(NAME)
    Path("pyproject.toml").write_text('[tool.mockserver.severity]\nLIQ331 = "error"\n')
    assert run("body.liquid").exit_code == 1
    Path("pyproject.toml").write_text('[tool.mockserver]\nignore = ["LIQ331"]\n')
    assert codes(run("body.liquid", "--format", "json")) == []


def test_a_companys_own_list_of_zones_is_known(run):
    body = '{"event": {"eventId": "e", "title": "t", "start": "%s", "timezone": "UTC"}}'
    Path("body.liquid").write_text(body % f"{date.today().year + 1}-02-21T15:00:00")
    Path("pyproject.toml").write_text('[tool.mockserver]\ntimezones = ["Eastern Standard Time"]\n')
    assert codes(run("body.liquid", "--format", "json")) == ["TIME205"]


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "junit"])
def test_every_format_names_the_code(run, form):
    assert "LIQ331" in run("-", "--format", form, input=NAME).output


def test_a_rule_is_explained(run):
    result = CliRunner().invoke(cli.main, ["rule", "LIQ331"])
    assert "json_escape" in result.output


def test_a_file_that_is_no_text_is_told_with_its_place_and_the_others_are_looked_at(run):
    Path("a.liquid").write_bytes(b"Hi\nCaf\xe9")
    Path("b.liquid").write_text("{% if %}")
    result = run(".")
    assert result.exit_code == 3
    assert "a.liquid:2:4: not UTF-8\n" in result.output
    assert "b.liquid:1:" in result.output
    assert result.output.endswith("1 error in 1 of 1 file; 1 mistake kept files from being checked\n")


def test_a_byte_order_mark_is_no_mistake(run):
    assert run("-", input=b"\xef\xbb\xbfHi {{${city}}}").exit_code == 0


def test_a_folder_without_templates_is_a_usage_error(run):
    assert run(".").exit_code == 2


def test_a_workspace_is_linted_with_the_files_its_templates_lie_in(run):
    result = run(FIXTURES / "workspaces" / "acme.yaml", "--format", "json")
    files = {finding["file"] for finding in json.loads(result.output)["findings"]}
    assert (FIXTURES / "templates" / "update-event-old" / "body.liquid").as_posix() in files
    assert "LIQ355" not in codes(result)
    assert result.exit_code == 1


def test_a_workspaces_files_are_mended_and_named_once(run):
    Path("body.liquid").write_text(NAME)
    one = "{url: 'https://a.example/', headers: {X-A: '{{x}}'}, body: {file: body.liquid}}"
    Path("world.yaml").write_text(f"braze: {{templates: {{one: {one}}}}}\n")
    assert codes(run("world.yaml", "body.liquid", "--format", "json")) == ["LIQ212", "LIQ331"]
    assert run("world.yaml", "--fix", "--yes").exit_code == 0
    assert Path("body.liquid").read_text(encoding="utf-8") == NAME.replace("}}}", "} | json_escape}}")


def test_a_workspace_that_cannot_be_read_is_told_with_its_place(run):
    Path("world.yaml").write_text("brase: {}\n")
    result = run("world.yaml")
    assert result.exit_code == 3
    assert "world.yaml:1:1: unknown key 'brase'" in result.output
    assert "did you mean braze?" in result.output
