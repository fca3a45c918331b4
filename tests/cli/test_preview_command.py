import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mockserver.cli import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["preview", *arguments])


def test_the_request_is_shown_as_it_would_be_sent_with_masked_credentials():
    result = run("new-event", "--user", "cust-one")
    lines = result.output.splitlines()
    assert lines[0] == "POST https://api.roktcalendar.com/v1/subscriptionevent/acme"
    assert any(line.startswith("Authorization: Bearer ") and line.endswith("…") for line in lines)
    assert "Calls     POST https://api.roktcalendar.com/oauth2/token -> 200" in lines
    assert "Sent      no; --send sends it to the simulated services" in lines
    found = next(index for index, line in enumerate(lines) if "TIME214 warning at /event/end" in line)
    assert lines[found + 1] == "            hint: the published template's sample does so; set the end"
    assert result.exit_code == 0


def test_the_same_seed_makes_the_same_user():
    assert run("new-event", "--seed", "3").output == run("new-event", "--seed", "3").output


def test_json_tells_everything():
    result = run("guarded-event", "--user", "cust-none", "--json")
    told = json.loads(result.output)
    assert told["aborted"] == {"type": "liquid_abort_message", "reason": "no Rokt Calendar account"}
    assert (told["request"], told["sent"], result.exit_code) == (None, None, 1)


def test_json_tells_where_in_a_template_something_was_found(tmp_path: Path):
    body = tmp_path / "body.liquid"
    body.write_text("{\n{{ 1 | nofilter }}}", encoding="utf-8")
    findings = json.loads(run(str(body), "--user", "cust-one", "--json").output)["findings"]
    assert "body.liquid.body:2:8" in [finding["location"] for finding in findings]


def test_it_is_sent_when_asked():
    result = run("new-event", "--user", "cust-one", "--send", "--json")
    sent = json.loads(result.output)["sent"]
    assert (sent["outcome"], sent["status"]) == ("sent", 202)


def test_a_made_up_user_and_properties_come_from_files_and_options(tmp_path: Path):
    user, body = tmp_path / "user.json", tmp_path / "body.liquid"
    user.write_text('{"external_id": "mine", "first_name": "Ana"}')
    body.write_text("{{${first_name}}} {{event_properties.${a}}} {{context.${b}}}")
    given = ["--event-properties", '{"a": 1}', "--context", '{"b": 2}', "--json"]
    told = json.loads(run(str(body), "--user", str(user), *given).output)
    assert told["request"]["body"] == "Ana 1 2"


def test_a_made_up_user_may_stand_on_the_command_line():
    user = {"first_name": "Ana", "custom_attributes": {"rokt:account_code": ["acme"], "note": "x" * 400}}
    told = json.loads(run("new-event", "--user", json.dumps(user), "--json").output)
    assert told["user"]["first_name"] == "Ana"
    assert told["request"]["url"].endswith("/acme")


def test_a_file_that_is_no_text_is_told(tmp_path: Path):
    file = tmp_path / "body.liquid"
    file.write_bytes(b"{\n\xff}")
    result = run(str(file))
    assert (result.exit_code, result.stderr) == (
        3,
        f"Error: {file}:2:1: not UTF-8\n  hint: save it as UTF-8\n",
    )
    result = run("new-event", "--user", str(file))
    assert (result.exit_code, f"Error: {file}: not UTF-8" in result.stderr) == (3, True)


def test_a_file_that_is_no_profile_is_told(tmp_path: Path):
    file = tmp_path / "ada.json"
    file.write_text("[]")
    result = run("new-event", "--user", str(file))
    assert (result.exit_code, f"Error: --user {file} is not a JSON object" in result.stderr) == (3, True)


def test_another_workspace(tmp_path: Path):
    workspace = tmp_path / "w.yaml"
    workspace.write_text("braze:\n  templates: {t: {url: 'https://example.test/{{${user_id}}}'}}\n")
    result = run("t", "--workspace", str(workspace), "--seed", "1")
    assert result.output.startswith("POST https://example.test/cust-")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["new-evnt"], "did you mean 'new-event'?"),
        (["body.liquid"], "no webhook template 'body.liquid', and no file of that name"),
        (["new-event", "--user", "ada.json"], "ada.json: No such file"),
        (["new-event", "--user", "nobody"], "no Braze profile has external_id 'nobody'"),
        (["new-event", "--user", '{"a": }'], "--user is not JSON"),
        (["new-event", "--user", "[]{"], "no Braze profile"),
        (["new-event", "--user", "{"], 'such as \'{"external_id": "ada", "first_name": "Ada"}\''),
        (["new-event", "--context", "x"], "--context is not JSON"),
        (["new-event", "--context", "[]"], "--context is not a JSON object"),
    ],
)
def test_a_mistake_is_explained(arguments, complaint):
    result = run(*arguments)
    assert complaint in result.output
    assert result.exit_code == 2
