"""Every failing user as a row of a file."""

import json

import pytest

from mockserver.errors import UsageError
from mockserver.preflight import run_preflight
from mockserver.preflight.rows import RowFile
from tests.preflight.audiences import body, lines, profile, saved

BROKEN = '{"half": "\\ud83d", "access_token": "a-long-secret-token-1"}'


def written(tmp_path, name, spec):
    audience = lines(tmp_path / "audience.jsonl", [profile(1), profile(2)])
    with RowFile(tmp_path / name, spec.by) as file:
        run_preflight(spec, [audience], listen=[lambda result: file.write(result.rows)])
    return tmp_path / name


def test_rows_as_json_lines(tmp_path):
    file = written(tmp_path, "failed.jsonl", saved("new-event", keeps_rows=True))
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [(row["user"], row["fate"]) for row in rows] == [("u-1", "wrong"), ("u-2", "wrong")]
    assert "TIME214" in rows[0]["codes"]
    assert rows[0]["url"] == "https://api.roktcalendar.com/v1/subscriptionevent/acme"
    assert rows[0]["by_time_zone"] == "America/New_York"


def test_rows_as_parquet(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    file = written(tmp_path, "failed.parquet", body(BROKEN, keeps_rows=True))
    rows = parquet.read_table(file).to_pylist()
    assert [row["user"] for row in rows] == ["u-1", "u-2"]
    assert rows[0]["codes"][0] == "JSON008"


def test_credentials_in_rows_are_masked(tmp_path):
    file = written(tmp_path, "failed.jsonl", body(BROKEN, keeps_rows=True))
    assert "a-long-secret" not in file.read_text(encoding="utf-8")


def test_nobody_failing_leaves_an_empty_file(tmp_path):
    file = written(tmp_path, "failed.jsonl", saved("guarded-event", keeps_rows=True))
    assert file.read_text(encoding="utf-8") == ""


def test_another_kind_of_file_is_a_mistake(tmp_path):
    with pytest.raises(UsageError, match=r"neither in .parquet nor in .jsonl"):
        RowFile(tmp_path / "failed.xlsx", ())
