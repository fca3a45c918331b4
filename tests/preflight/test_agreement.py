"""What preflight says of a user is what preview says."""

import json

import pytest

from mockserver.preflight import run_preflight
from mockserver.preflight.judging import FAILED
from mockserver.testing.preview import preview
from mockserver.workspace import default_workspace
from tests.preflight.audiences import USERS, saved

TEMPLATES = tuple(default_workspace().open().braze.state.templates)


@pytest.mark.parametrize("file", sorted(USERS.glob("*.json")), ids=lambda file: file.stem)
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_user_of_the_fixtures(name, file):
    rows = []
    report = run_preflight(saved(name, keeps_rows=True), [file], listen=[lambda done: rows.extend(done.rows)])
    shown = preview(default_workspace().open(), name, json.loads(file.read_text(encoding="utf-8")))
    assert {one.code for one in report.problems} == {one.code for one in shown.findings}
    assert [row["fate"] for row in rows if row["fate"] == "refused"] == (
        [] if shown.is_sound or shown.request is None else ["refused"]
    )
    if rows:
        assert rows[0]["fate"] in FAILED
        assert rows[0]["body"] == shown.request.text
