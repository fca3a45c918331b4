"""``mockserver preflight``: the verdict as text, as JSON and as the exit code."""

import json
import signal

import pytest
from click.testing import CliRunner

from mockserver.cli import main
from mockserver.preflight.checkpoint import Checkpoint
from mockserver.preflight.partitions import cut
from tests.preflight.audiences import lines, profile


@pytest.fixture
def audience(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lines(tmp_path / "audience.jsonl", [profile(number) for number in range(10)])


@pytest.fixture(autouse=True)
def interactive():
    """Have Ctrl-C mean what it does in a terminal: a shell has what it runs in the background ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def run(*arguments):
    return CliRunner().invoke(main, ["preflight", *map(str, arguments)])


def test_a_sound_campaign_may_be_sent(audience):
    result = run("guarded-event", "--audience", audience)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("SEND")


def test_one_user_is_no_users(audience):
    lines(audience, [profile(1)])
    assert "\n1 user, " in run("guarded-event", "--audience", audience).stdout


def test_an_attribute_that_nobody_has_is_told(audience):
    result = run("guarded-event", "--audience", audience, "--by", "time_zne", "--by", "time_zone")
    assert "--by time_zne: no user has it" in result.stderr
    assert "--by time_zone" not in result.stderr


def test_any_error_is_too_many_unless_some_are_allowed(audience):
    assert run("new-event", "--audience", audience).exit_code == 1
    lines(audience, [profile(1), profile(2, custom_attributes={"rokt:account_code": ["acme/1"]})])
    body = audience.with_name("body.liquid")
    body.write_text('{"event": {"eventId": "e", "title": "t", "start": "2026-07-21T15:00:00", '
                    '"timezone": "Eastern Standard Time"}, '
                    '"subscriptionIds": ["{{custom_attribute.${rokt:subscription_id}}}"]}')  # fmt: skip
    assert run(body, "--audience", audience).exit_code == 1
    assert run(body, "--audience", audience, "--max-failed", "50%").exit_code == 0
    assert run(body, "--audience", audience, "--max-failed", "1").exit_code == 0


def test_many_left_out_can_be_too_many(audience):
    lines(audience, [profile(1), profile(2, custom_attributes={})])
    assert run("guarded-event", "--audience", audience).exit_code == 0
    result = run("guarded-event", "--audience", audience, "--max-aborted", "10%")
    assert result.exit_code == 1
    assert "1 of 2 users (50%) would be left out" in result.stdout


def test_reports_are_written_to_files(audience):
    result = run(
        "new-event", "--audience", audience, "--json", "a.json", "--html", "b.html", "--failed", "c.jsonl"
    )
    assert result.exit_code == 1
    record = json.loads(audience.with_name("a.json").read_text(encoding="utf-8"))
    assert (record["verdict"], record["users"], record["failed"]) == ("do not send", 10, 10)
    assert "<h1>Do not send</h1>" in audience.with_name("b.html").read_text(encoding="utf-8")
    assert len(audience.with_name("c.jsonl").read_text(encoding="utf-8").splitlines()) == 10


@pytest.mark.parametrize("option", ["--json", "--html", "--failed"])
def test_a_report_may_be_written_to_a_new_folder(audience, option):
    run("guarded-event", "--audience", audience, option, "new/folder/report.jsonl")
    assert (audience.parent / "new/folder/report.jsonl").is_file()


def test_a_folder_of_users_is_no_place_for_a_report(audience):
    folder = audience.parent
    assert run("guarded-event", "--audience", folder, "--failed", folder / "failed.jsonl").exit_code == 2
    assert run("guarded-event", "--audience", folder, "--html", folder / "report.html").exit_code == 0


def test_json_on_standard_output_is_nothing_but_json(audience):
    record = json.loads(run("guarded-event", "--audience", audience, "--json", "-").stdout)
    assert record["fates"]["right"] == 10
    assert not audience.with_name("-").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["none-such"], 2, "none-such"),
        (["new-event", "--max-failed", "many"], 2, "no share of users"),
        (["new-event", "--resume"], 2, "nothing to resume"),
        (["new-event", "--failed", "x.csv"], 2, "neither in .parquet nor in .jsonl"),
        (["new-event", "--failed", "audience.jsonl"], 2, "would be read as a file of the audience"),
        (["new-event", "--json", "audience.jsonl/x"], 2, "audience.jsonl/x cannot be written: "),
        (["new-event", "--html", "audience.jsonl/x"], 2, "audience.jsonl/x cannot be written: "),
        (["new-event", "--context", "{"], 2, "--context is not JSON"),
        (["new-event", "--audience", "none.jsonl"], 2, "there is no file none.jsonl"),
        (["broken.liquid"], 3, "broken.liquid.body:1"),
        (["new-event", "--audience", "broken.zip"], 3, "broken.zip"),
        (["new-event", "--workspace", "none.yaml"], 2, "'--workspace': File 'none.yaml' does not exist"),
        (["new-event", "--answers", "none.yaml"], 2, "'--answers': File 'none.yaml' does not exist"),
    ],
)
def test_mistakes_and_their_exit_codes(audience, arguments, code, told):
    audience.with_name("broken.liquid").write_text("{% if %}")
    audience.with_name("broken.zip").write_text("no zip")
    result = run(*arguments, "--audience", audience)
    assert result.exit_code == code, result.output
    assert told in result.stderr
    assert "Error: " in result.stderr


def test_half_of_a_character_breaks_no_report(audience):
    half = "half \ud83d"
    lines(audience, [profile(1, external_id=half, first_name=half, country=half)])
    body = audience.with_name("body.liquid")
    body.write_text(
        "{% message_extras :key note :value {{${first_name}}} %}{{${first_name}}}"
        "{% connected_content https://x.test/{{${first_name}}} :method post :body {{${first_name}}} %}"
    )
    options = ("--json", "a.json", "--html", "b.html", "--failed", "failed.jsonl")
    result = run(body, "--audience", audience, *options)
    assert result.exit_code == 1, result.output
    assert "half \\ud83d" in result.stdout
    assert json.loads(audience.with_name("a.json").read_bytes())["findings"][0]["samples"][0]["user"] == half


def test_csv_needs_no_profile_of_braze(audience):
    path = audience.with_suffix(".csv")
    path.write_text(
        'external_id,rokt:account_code,rokt:subscription_id\nu-1,"[""acme/1""]",06423672b6ba4536aa3670788a7a0a36\n'
    )
    result = run("guarded-event", "--audience", path, "--json", "-")
    assert json.loads(result.stdout)["fates"]["right"] == 1


@pytest.fixture
def stopped_after_two(audience, monkeypatch):
    monkeypatch.setattr(cut, "__kwdefaults__", {"piece": 1_000})
    write, written = Checkpoint.write, []

    def pressing(checkpoint, result):
        write(checkpoint, result)
        written.append(result)
        if len(written) == 2:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Checkpoint, "write", pressing)
    return lambda *options: run("guarded-event", "--audience", audience, "-n", "1", *options)


def test_ctrl_c_stops_with_a_report_and_resume_goes_on(stopped_after_two):
    stopped = stopped_after_two()
    assert stopped.exit_code == 130, stopped.output
    assert stopped.stdout.startswith("DO NOT SEND  The preflight was stopped before the last user.")
    assert "--resume goes on" in stopped.stderr
    again, whole = stopped_after_two("--json", "-", "--resume"), stopped_after_two("--json", "-")
    assert (again.exit_code, again.stdout) == (0, whole.stdout)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_folder_that_cannot_be_written_to_keeps_nothing(stopped_after_two, audience, monkeypatch):
    monkeypatch.setattr(Checkpoint, "is_possible", False)
    stopped = stopped_after_two()
    assert stopped.exit_code == 130
    assert stopped.stderr.endswith("stopped; nothing is kept here\n")
    assert list(audience.parent.iterdir()) == [audience]


def test_ctrl_c_pressed_again_ends_at_once(audience, monkeypatch):
    def pressing(*given):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Checkpoint, "write", pressing)
    result = run("guarded-event", "--audience", audience, "-n", "1")
    assert result.exit_code == 130
    assert result.stderr.startswith("stopping after the users in work")
    assert "ended; if users were done" in result.stderr
