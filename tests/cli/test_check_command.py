"""``mockserver check`` as people and CI run it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mockserver.cli import checking, main

SOON = f"{date.today().year + 1}-12-21T15:00:00"
EVENT = {"eventId": "e", "title": "t", "start": SOON, "timezone": "UTC"}
WRONG = {**EVENT, "timezone": "America/New_York"}


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def check(*arguments: str, stdin: str | bytes = "") -> Result:
        return CliRunner().invoke(main, ["check", *arguments], input=stdin, catch_exceptions=False)

    return check


def write(name: str, *payloads: object) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(map(json.dumps, payloads)), encoding="utf-8")
    return path


def test_a_clean_file_exits_with_0(run):
    write("a.json", EVENT)
    result = run("a.json")
    assert (result.exit_code, result.output) == (0, "nothing found in 1 file\n")


def test_an_error_exits_with_1_and_a_warning_does_not(run):
    write("a.json", WRONG)
    assert run("a.json").exit_code == 1
    write("a.json", {**EVENT, "end": EVENT["start"]})
    assert run("a.json").exit_code == 0
    assert run("a.json", "--fail-on", "warning").exit_code == 1


def test_standard_input_is_read(run):
    result = run("-", "--format", "github", stdin=json.dumps(WRONG))
    assert result.exit_code == 1
    assert result.output.startswith("::error file=<stdin>,line=1,")


URL = "https://api.roktcalendar.com/v1/subscriptionevent/acme"
CURL = f"curl {URL} -H 'Authorization: Bearer x' --json @body.json"


def test_a_curl_command_is_checked_as_the_request_it_sends(run):
    write("body.json", {"event": WRONG, "subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]})
    result = run("-", stdin=CURL)
    assert "<stdin> is read as a new event" in result.output
    assert "TIME201 error at /event/timezone" in result.output
    Path("event.curl").write_text(CURL.replace("acme", "") + "\n")
    assert "event.curl:1:6 HTTP611" in run(".").output


def test_a_body_in_a_file_that_is_not_there_keeps_the_command_from_being_checked(run):
    result = run("-", stdin=CURL)
    assert result.exit_code == 3
    assert "<stdin>:1:1: the body of the curl command lies in the file 'body.json'" in result.output


def test_a_command_in_place_of_a_file_is_told_where_to_go(run):
    result = run(CURL)
    assert (result.exit_code, "`mockserver check -`" in result.output) == (2, True)


def test_a_request_to_another_known_operation_is_no_mistake(run):
    for url in (
        "https://rest.iad-01.braze.com/campaigns/list?page=1",
        f"{URL.partition('/v1')[0]}/v1/subscription/x",
    ):
        assert run("-", stdin=f"GET {url}\nAuthorization: Bearer x\n").output == "nothing found in 1 file\n"
    for url in ("campaigns/lists", "lists", ""):
        assert "HTTP613" in run("-", stdin=f"GET https://rest.iad-01.braze.com/{url}\n").output


def test_a_url_that_cannot_be_read_is_no_other_operation(run):
    result = run("-", stdin=f"POST https://[x/y\nAuthorization: Bearer x\n\n{json.dumps(WRONG)}")
    assert result.exit_code == 1
    assert "<stdin>:1:6 HTTP" in result.output


def test_folders_are_looked_through_for_payloads(run):
    write("sent/a.json", EVENT)
    write("sent/more/b.jsonl", EVENT, WRONG)
    write("sent/notes.txt", WRONG)
    result = run("sent", "sent/a.json")
    assert "sent/more/b.jsonl:2:" in result.output
    assert result.output.endswith("1 error in 1 of 2 files; 1 can be mended with --fix\n")


def test_hidden_and_installed_folders_are_passed_over_unless_they_are_named(run):
    write("a.json", EVENT)
    write("node_modules/x/b.json", WRONG)
    write(".cache/c.json", WRONG)
    assert run(".").output == "nothing found in 1 file\n"
    assert "TIME201" in run(".cache").output


def test_a_file_of_no_known_kind_is_passed_over_unless_it_is_named(run):
    write("sent/a.json", WRONG)
    write("sent/package.json", {"dependencies": {}})
    result = run("sent")
    assert result.exit_code == 1
    assert result.output.endswith("1 can be mended with --fix; 1 file of no known kind passed over\n")
    result = run("sent", "sent/package.json")
    assert result.exit_code == 3
    assert "sent/package.json:1:1: it cannot be told what kind of payload this is" in result.output
    assert "TIME201" in result.output


@pytest.mark.parametrize("folder_first", [True, False])
def test_a_file_is_named_too_where_its_folder_is(run, folder_first):
    file = str(write("package.json", {"dependencies": {}}).absolute())
    result = run(*((".", file) if folder_first else (file, ".")))
    assert result.exit_code == 3
    assert f"{file}:1:1: it cannot be told what kind" in result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["none.json"], "none.json does not exist"),
        (["empty"], "has no file *.json"),
        (["-", "--kind", "evnt"], "did you mean event?"),
        (["-", "--select", "ROKT199"], "no rule has the code ROKT199"),
        (["-", "--ignore", "rokt"], "is no code of a rule"),
        (["-", "--watch"], "standard input cannot be watched"),
        (["a.json", "-o", "."], "'.' is a directory"),
        (["a.json", "-o", "-"], "a file is written, not standard output"),
        (["a.har"], "a.har holds no payload\n  hint: `mockserver capture`"),
        (["curl https://a.test"], "a curl command is no file"),
        (["curl", "-X", "POST", "https://a.test"], "run `mockserver check -`, paste the command"),
    ],
)
def test_a_wrong_command_line_exits_with_2(run, arguments, told):
    Path("empty").mkdir()
    write("a.json", EVENT)
    result = run(*arguments, stdin="[1]")
    assert result.exit_code == 2
    assert told in result.output


def test_what_the_project_selects_is_told(run):
    write("a.json", {**WRONG, "notifyBefore": "15"})
    Path("pyproject.toml").write_text(
        '[tool.mockserver]\nselect = ["TIME", "LIQ301"]\n[tool.mockserver.severity]\nTIME201 = "note"\n'
    )
    result = run("a.json")
    assert "TIME201 note" in result.output
    assert "ROKT120" not in result.output
    assert result.exit_code == 0
    assert "ROKT120" in run("a.json", "--select", "ROKT").output


def test_a_wrong_configuration_exits_with_3_and_its_place(run):
    write("a.json", EVENT)
    Path("pyproject.toml").write_text('[tool.mockserver]\nignor = ["TIME"]\n')
    result = run("a.json")
    assert result.exit_code == 3
    assert "pyproject.toml:2:1: [tool.mockserver] has no `ignor`" in result.output


def test_a_code_of_no_rule_in_a_configuration_is_told_with_its_file(run):
    write("a.json", EVENT)
    Path("pyproject.toml").write_text('[tool.mockserver]\nignore = ["ROKT199"]\n')
    result = run("a.json", "a.json")
    assert result.exit_code == 3
    assert "pyproject.toml: no rule has the code ROKT199" in result.output


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "junit"])
def test_a_file_that_cannot_be_read_does_not_keep_others_from_being_checked(run, form, monkeypatch):
    read = Path.read_bytes
    write("a.json", WRONG)
    write("b.json", WRONG)

    def read_or_refuse(file: Path) -> bytes:
        if file.name == "b.json":
            raise PermissionError(13, "Permission denied")
        return read(file)

    monkeypatch.setattr(Path, "read_bytes", read_or_refuse)
    result = run("a.json", "b.json", "--format", form)
    assert result.exit_code == 3
    assert "b.json: cannot be read: Permission denied" in result.output
    assert "TIME201" in result.output


def test_a_file_that_cannot_be_mended_is_told(run, monkeypatch):
    write("a.json", WRONG)

    def refuse(file: Path, body: bytes) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    result = run("a.json", "--fix", "--yes")
    assert result.exit_code == 3
    assert "a.json: cannot be written: Permission denied" in result.output


def test_a_companys_zones_are_those_that_are_known(run):
    write("a.json", EVENT)
    Path("pyproject.toml").write_text('[tool.mockserver]\ntimezones = ["Tokyo Standard Time"]\n')
    assert "TIME205 error" in run("a.json").output


def test_a_diff_is_shown_and_nothing_changed(run):
    file = write("a.json", WRONG)
    before = file.read_text(encoding="utf-8")
    result = run("a.json", "--diff")
    assert '+{"eventId": "e"' in result.output
    assert '"timezone": "Eastern Standard Time"}' in result.output
    assert file.read_text(encoding="utf-8") == before


def test_without_anybody_to_ask_a_fix_needs_a_yes(run):
    file = write("a.json", WRONG)
    result = run("a.json", "--fix")
    assert "add --yes" in result.output
    assert json.loads(file.read_text(encoding="utf-8")) == WRONG
    assert result.exit_code == 1


def test_a_fix_is_made_and_checked_again(run):
    file = write("a.json", WRONG)
    result = run("a.json", "--fix", "--yes")
    assert json.loads(file.read_text(encoding="utf-8")) == {**WRONG, "timezone": "Eastern Standard Time"}
    assert result.output.endswith("nothing found in 1 file\n")
    assert result.exit_code == 0


@pytest.mark.parametrize(("answer", "zone"), [("y", "Eastern Standard Time"), ("n", "America/New_York")])
def test_a_person_is_asked(run, monkeypatch, answer, zone):
    file = write("a.json", WRONG)
    monkeypatch.setattr(checking, "_somebody_answers", lambda: True)
    run("a.json", "--fix", stdin=answer)
    assert json.loads(file.read_text(encoding="utf-8"))["timezone"] == zone


def test_a_rule_that_is_ignored_mends_nothing(run):
    file = write("a.json", {**WRONG, "notifyBefore": "15"})
    run("a.json", "--fix", "--yes", "--ignore", "TIME201")
    assert json.loads(file.read_text(encoding="utf-8")) == {**WRONG, "notifyBefore": 15}


def test_a_byte_order_mark_outlives_a_fix(run):
    Path("a.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(WRONG).encode())
    run("a.json", "--fix", "--yes")
    assert Path("a.json").read_bytes().startswith(b'\xef\xbb\xbf{"eventId"')


def test_a_report_is_written_to_a_file_without_colours(run):
    write("a.json", WRONG)
    result = run("a.json", "-o", "out/report.txt")
    assert result.output == ""
    assert Path("out/report.txt").read_text(encoding="utf-8").startswith("a.json is read as")


def test_the_kinds_are_listed(run):
    result = run("--kinds")
    assert "event" in result.output.split()
    assert "a new event, for /v1/subscriptionevent/{account}" in result.output


def test_watching_checks_again_when_a_file_is_saved(run, monkeypatch, capsys):
    file = write("a.json", WRONG)
    rounds = []

    def change(seconds: float) -> None:
        rounds.append(seconds)
        if len(rounds) > 1:
            raise KeyboardInterrupt
        file.write_text(json.dumps(EVENT) + "\n")

    monkeypatch.setattr(checking, "_pause", change)
    result = run("a.json", "--watch")
    assert "1 error in 1 of 1 file" in result.output
    assert "checking again" in result.output
    assert "nothing found in 1 file" in result.output


def test_watching_outlives_a_file_that_is_replaced_and_a_broken_configuration(run, monkeypatch):
    file = write("a.json", WRONG)
    write("folder/b.json", EVENT)
    changes = [
        file.unlink,
        lambda: Path("folder/b.json").unlink(),
        lambda: write("folder/b.json", EVENT),
        lambda: Path("pyproject.toml").write_text("[tool.mockserver"),
        lambda: write("a.json", EVENT),
        lambda: Path("pyproject.toml").unlink(),
        lambda: write("a.json", EVENT, WRONG),
    ]

    def change(seconds: float) -> None:
        if not changes:
            raise KeyboardInterrupt
        changes.pop(0)()

    monkeypatch.setattr(checking, "_pause", change)
    told = run("a.json", "folder", "--watch").output
    assert "a.json does not exist" in told
    assert "is not TOML" in told
    assert "1 error in 1 of 2 files" in told.rpartition("is not TOML")[2]


def test_the_report_in_a_folder_that_is_checked_is_not_checked_itself(run):
    write("a.json", EVENT)
    for _ in range(2):
        run(".", "--format", "json", "-o", "report.json")
        assert json.loads(Path("report.json").read_text(encoding="utf-8"))["files"] == 1


@pytest.mark.parametrize(
    ("path", "told"),
    [("world.yaml", "`mockserver lint` reads"), ("curl https://a.test -d '{}'", "`mockserver check -`")],
)
def test_what_is_no_payload_is_sent_where_it_is_read(run, path, told):
    result = run(path)
    assert result.exit_code == 2
    assert told in result.output


def test_standard_input_is_not_mended(run):
    result = run("-", "--fix", "--yes", stdin=json.dumps(WRONG))
    assert "standard input is only read" in result.output
    assert '"Eastern Standard Time"' in result.output


def test_many_files_show_a_progress_bar_where_somebody_looks(run, monkeypatch):
    for number in range(25):
        write(f"many/{number}.json", EVENT)
    monkeypatch.setattr(checking, "_somebody_looks", lambda: True)
    # click draws the bar itself only where it sees a terminal too.
    assert run("many").output == "checking\nnothing found in 25 files\n"
    monkeypatch.setattr(checking, "_somebody_looks", lambda: False)
    assert run("many").output == "nothing found in 25 files\n"
