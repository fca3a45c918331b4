"""A mistake in a workspace file is reported where it stands, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockserver.errors import MockServerError
from mockserver.workspace import load_workspace

ROKT = """\
rokt:
  accounts:
    acme: {calendars: {shows: {}}}
"""
BRAZE = """\
braze:
  templates:
    hello: {url: "https://example.test/"}
"""


def complaint(folder: Path, text: str) -> str:
    path = folder / "w.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MockServerError) as caught:
        load_workspace(path).open()
    return str(caught.value).replace(str(folder) + "/", "")


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("rokkt: {}", "w.yaml:1:1", "did you mean rokt?"),
        ("now: 2026-01-01T00:00:00", "w.yaml:1:1", "with Z or an offset"),
        ("now: 2026", "w.yaml:1:1", "give a time such as 2026-03-02T09:00:00Z"),
        ("now: 0999-12-31T23:59:59Z", "w.yaml:1:1", "between 1000 and 8999"),
        ("now: 9999-12-31T23:59:59-14:00", "w.yaml:1:1", "between 1 and 9999"),
        ("assumptions: {rokt.end_requird: yes}", "w.yaml:1:15", "did you mean rokt.end_required?"),
        ("assumptions: {rokt.end_required: perhaps}", "w.yaml:1:15", "choose one of: no, yes"),
        ("rokt:\n  accounts:\n    a/b: {calendars: {}}", "w.yaml:3:5", "pattern"),
        (
            "rokt:\n  clients:\n    - {id: x, secret: y, accounts: [nope]}",
            "w.yaml:3:7",
            "no Rokt Calendar account 'nope'",
        ),
        (ROKT + "  subscriptions:\n    - {account: acme, calendar: nope}", "w.yaml:5:7", "there is shows"),
        (
            ROKT + "  subscriptions:\n    - {account: acme, calendar: shows, id: 7}",
            "w.yaml:5:40",
            "must be text, not a number; put it in quotes",
        ),
        (
            "rokt: {accounts: {a: {calendars: {c: {events: [\n"
            "  {title: t, start: '2026-07-21T15:00:00', reminder_minutes: 1000000000}]}}}}}",
            "w.yaml:2:44",
            "999999999",
        ),
        (
            BRAZE + "  campaigns:\n    - name: c\n      template: hello\n"
            "      trigger: {schedule: 2026-03-03T09:00:00Z, every: 300000 days, times: 100}",
            "w.yaml:5:7",
            "before the year 10000",
        ),
        (
            "braze:\n  credentials:\n    c: {username: u}",
            "w.yaml:3:5",
            "give username and password, or headers",
        ),
        ("braze:\n  api_keys:\n    - {key: k, permissions: [users.trakc]}", "w.yaml:3:7", "users.track"),
        (BRAZE + "  campaigns:\n    - {name: c, template: helo}", "w.yaml:5:7", "did you mean 'hello'?"),
        ("braze:\n  users:\n    - {first_name: Nobody}", "w.yaml:3:7", "external_id"),
        ("braze:\n  users:\n    - {file: nowhere.json}", "w.yaml:3:8", "nowhere.json: No such file"),
        ("braze:\n  templates:\n    t: {url: {file: nowhere.liquid}}", "w.yaml:3:15", "No such file"),
        ("braze:\n  templates:\n    t: {url: {file: '" + "x" * 500 + "'}}", "w.yaml:3:15", "too long"),
        ('braze:\n  templates:\n    t: {url: {file: "\\0"}}', "w.yaml:3:15", "no file can be called so"),
    ],
)
def test_a_mistake_has_a_place_and_a_way_out(tmp_path: Path, text: str, place: str, message: str) -> None:
    said = complaint(tmp_path, text)
    assert said.startswith(place + ":"), said
    assert message in said, said


def test_a_users_file_that_is_not_json_is_named_with_its_own_place(tmp_path: Path) -> None:
    (tmp_path / "u.json").write_text('{"external_id": }')
    said = complaint(tmp_path, "braze:\n  users:\n    - {file: u.json}")
    assert said.startswith("w.yaml:3:8: u.json:1:17: not JSON"), said


def test_a_users_file_without_profiles_says_what_it_may_hold(tmp_path: Path) -> None:
    (tmp_path / "u.json").write_text("[1]")
    assert "write one object, a list of them" in complaint(tmp_path, "braze:\n  users:\n    - {file: u.json}")
