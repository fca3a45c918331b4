"""``[tool.mockserver]``: what is told of what is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockserver.checks.configuration import (
    Configuration,
    codes_in,
    load_configuration,
    parse_configuration,
)
from mockserver.errors import ConfigurationError, UsageError
from mockserver.findings import Finding, Severity


def findings(*codes: str) -> list[Finding]:
    return [Finding(code=code, severity=Severity.WARNING, message="m") for code in codes]


def parse(table: str) -> Configuration:
    found = parse_configuration(f"[tool.mockserver]\n{table}", Path("/p/pyproject.toml"))
    assert found is not None
    return found


def told(configuration: Configuration, *codes: str, file: str = "/p/a.json") -> list[str]:
    return [finding.code for finding in configuration.apply(findings(*codes), Path(file))]


def test_without_a_table_everything_is_told():
    assert parse_configuration("[project]\nname = 'x'", Path("pyproject.toml")) is None
    assert told(Configuration(), "ROKT120", "LIQ301") == ["ROKT120", "LIQ301"]


def test_codes_are_selected_and_ignored_by_how_they_begin():
    chosen = parse('select = ["ROKT", "TIME201"]\nignore = ["ROKT12"]')
    assert told(chosen, "ROKT110", "ROKT120", "TIME201", "TIME202") == ["ROKT110", "TIME201"]


def test_the_longer_beginning_decides():
    chosen = parse('select = ["ROKT", "ROKT120"]\nignore = ["ROKT12"]')
    assert told(chosen, "ROKT120", "ROKT121") == ["ROKT120"]


def test_severity_is_given_by_code_or_beginning():
    chosen = parse('[tool.mockserver.severity]\nROKT = "note"\nROKT133 = "error"')
    graded = {each.code: each.severity for each in chosen.apply(findings("ROKT110", "ROKT133", "TIME201"))}
    assert graded == {
        "ROKT110": Severity.NOTE,
        "ROKT133": Severity.ERROR,
        "TIME201": Severity.WARNING,
    }


@pytest.mark.parametrize(("file", "left"), [("/p/drafts/a.json", []), ("/p/a.json", ["ROKT120"])])
def test_files_may_have_codes_ignored_of_their_own(file, left):
    chosen = parse('[tool.mockserver.per-file-ignores]\n"drafts/*" = ["ROKT"]')
    assert told(chosen, "ROKT120", file=file) == left


def test_what_a_file_ignores_is_ignored_however_exactly_it_is_selected():
    chosen = parse('select = ["ROKT120"]\n[tool.mockserver.per-file-ignores]\n"drafts/*" = ["ROKT"]')
    assert told(chosen, "ROKT120", file="/p/drafts/a.json") == []


def test_a_companys_own_zones_become_the_assumption():
    chosen = parse('timezones = ["Eastern Standard Time", "UTC"]')
    assert chosen.assumptions == {
        "rokt.timezones": "listed",
        "rokt.timezone_list": "Eastern Standard Time, UTC",
    }


def test_assumptions_are_chosen():
    chosen = parse('[tool.mockserver.assumptions]\n"rokt.end_required" = "yes"\n"braze.track_limit" = 50')
    assert chosen.assumptions == {"rokt.end_required": "yes", "braze.track_limit": 50}


@pytest.mark.parametrize(
    ("table", "message", "hint"),
    [
        ('selct = ["ROKT"]', "has no `selct`", "did you mean `select`?"),
        ("zebra = 1", "has no `zebra`", "there are select, ignore"),
        ('select = "ROKT"', "`select` is a string", "an array of strings"),
        ('select = ["rokt120"]', "is no code of a rule", "ROKT120"),
        ('ignore = ["ROKT1201"]', "is no code of a rule", "ROKT120"),
        ('severity = "error"', "`severity` is a string", "write a table"),
        ('severity = {ROKT = "fatal"}', "is no severity", "error, warning, note"),
        ('timezones = ["America/New_York"]', "is not a Windows zone id", "Eastern Standard Time"),
        ('timezones = ["Nowhere Time"]', "is not a Windows zone id", ""),
        ('assumptions = {"rokt.end_requird" = "yes"}', "no assumption", "rokt.end_required"),
        ('assumptions = {"rokt.end_required" = "maybe"}', "not one of its choices", "no, yes"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_place(table, message, hint):
    with pytest.raises(ConfigurationError) as error:
        parse(table)
    assert message in str(error.value)
    assert hint in str(error.value)
    assert error.value.location.line == 2


def test_a_table_that_is_no_table_is_refused():
    with pytest.raises(ConfigurationError, match="is a number"):
        parse_configuration("[tool]\nmockserver = 1", Path("pyproject.toml"))


def test_a_file_that_is_no_toml_is_refused():
    with pytest.raises(ConfigurationError, match="is not TOML"):
        parse_configuration("[tool", Path("pyproject.toml"))


def test_the_nearest_file_with_a_table_counts(tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.mockserver]\nignore = ["ROKT"]')
    (tmp_path / "a" / "pyproject.toml").write_text("[project]\nname = 'a'")
    assert load_configuration(inner / "file.json").ignore == ("ROKT",)
    assert load_configuration(inner).folder == tmp_path


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "pyproject.toml").write_bytes(b"\xff")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_configuration(tmp_path)


def test_a_code_of_no_rule_is_refused_with_the_nearest():
    with pytest.raises(ConfigurationError, match="no rule has the code ROKT199") as error:
        parse('ignore = ["ROKT199"]').require_known(["ROKT119", "TIME201"])
    assert error.value.hint == "did you mean ROKT119?"


def test_a_beginning_of_a_known_code_is_known():
    parse('ignore = ["ROKT"]\nselect = ["TIME2"]').require_known(["ROKT119", "TIME201"])


def test_the_command_line_replaces_what_is_selected_and_adds_to_what_is_ignored():
    chosen = parse('select = ["ROKT"]\nignore = ["ROKT120"]').with_codes(
        select=codes_in("TIME, LIQ3"), ignore=codes_in("LIQ301")
    )
    assert chosen.select == ("TIME", "LIQ3")
    assert chosen.ignore == ("ROKT120", "LIQ301")


def test_a_command_line_without_codes_leaves_the_selection():
    assert parse('select = ["ROKT"]').with_codes().select == ("ROKT",)
    with pytest.raises(UsageError, match="is no code"):
        codes_in("rokt")
