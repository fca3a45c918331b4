"""What a workspace file describes is there in every sandbox opened from it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from mockserver.clock import Clock
from mockserver.workspace import Workspace, default_workspace, load_workspace


def loaded(folder: Path, text: str) -> Workspace:
    path = folder / "w.yaml"
    path.write_text(text, encoding="utf-8")
    return load_workspace(path)


def test_sandboxes_of_one_workspace_never_meet() -> None:
    workspace = default_workspace()
    first, second = workspace.open(), workspace.open()
    first.braze.trigger("new-event", "cust-one")
    first.advance(minutes=5)
    assert (len(first.braze.messages), len(second.braze.messages), len(second.journal)) == (1, 0, 0)
    assert first.clock.now() != second.clock.now()


def test_the_same_workspace_opens_the_same_world() -> None:
    first, second = default_workspace().open(), default_workspace().open()
    for sandbox in (first, second):
        sandbox.braze.trigger("new-event", "cust-one")
        sandbox.advance(minutes=5)
    assert [exchange.request for exchange in first.journal] == [
        exchange.request for exchange in second.journal
    ]


def test_time_seed_and_assumptions_of_the_file_give_way_to_the_call_s(tmp_path: Path) -> None:
    workspace = loaded(tmp_path, "now: 2026-05-01T00:00:00+02:00\nassumptions: {rokt.end_required: yes}\n")
    assert workspace.open().clock.now() == datetime(2026, 4, 30, 22, tzinfo=UTC)
    assert workspace.open().assumptions["rokt.end_required"] == "yes"
    clock = Clock(datetime(2030, 1, 1, tzinfo=UTC))
    opened = workspace.open(clock=clock, assumptions={"rokt.end_required": "no"})
    assert (opened.clock.now().year, opened.assumptions["rokt.end_required"]) == (2030, "no")


def test_users_come_inline_as_one_as_several_and_as_an_export(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(json.dumps([{"external_id": "b"}, {"external_id": "c"}]))
    (tmp_path / "export.json").write_text(json.dumps({"message": "success", "users": [{"external_id": "d"}]}))
    text = "braze:\n  users:\n    - {external_id: a}\n    - {file: list.json}\n    - {file: export.json}\n"
    sandbox = loaded(tmp_path, text).open()
    assert all(sandbox.braze.profile(name) for name in "abcd")


def test_a_template_s_texts_are_replaced_in_every_field(tmp_path: Path) -> None:
    text = """\
braze:
  users: [{external_id: a}]
  templates:
    t:
      url: https://HOST/x
      headers: {X-Host: HOST}
      body: '{"host": "HOST"}'
      replace: {HOST: example.test}
"""
    sandbox = loaded(tmp_path, text).open()
    request = sandbox.braze.render("t", "a").request
    assert request is not None
    assert (request.url, request.headers["x-host"], request.text) == (
        "https://example.test/x",
        "example.test",
        '{"host": "example.test"}',
    )


def test_a_client_without_accounts_may_act_on_all() -> None:
    clients = default_workspace().open().rokt.state.clients
    assert clients["agency-client"].accounts == {"acme", "beta"}
    assert clients["acme-client"].accounts == {"acme"}
