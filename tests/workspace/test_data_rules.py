"""What a workspace fixes about its data: types, limits, blocklists and subscription groups."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mockserver.errors import MockServerError
from mockserver.http import Headers, Request, Response
from mockserver.sandbox import Sandbox
from mockserver.workspace import WorkspaceModel, load_workspace

GROUP = "11111111-2222-3333-4444-555555555555"
DATA = f"""\
braze:
  api_keys: [{{key: k, permissions: [users.track, custom_attributes.get, subscription.status.set]}}]
  subscription_groups: [{{name: News, id: {GROUP}, channel: sms}}]
  custom_attributes:
    score: {{type: number, description: How much they like us}}
    "rokt:account_code": {{array_limit: 2}}
    secret: {{blocked: true}}
  blocked_events: [noise]
  blocked_external_ids: ["null"]
"""


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    (tmp_path / "w.yaml").write_text(DATA, encoding="utf-8")
    return load_workspace(tmp_path / "w.yaml").open()


def post(sandbox: Sandbox, path: str, body: object) -> Response:
    headers = Headers({"Authorization": "Bearer k", "Content-Type": "application/json"})
    url = "https://rest.iad-01.braze.com" + path
    return sandbox.handle(Request("POST", url, headers, json.dumps(body).encode()))


def track(sandbox: Sandbox, **attributes: Any) -> Response:
    return post(sandbox, "/users/track", {"attributes": [{"external_id": "ann", **attributes}]})


def kept(sandbox: Sandbox) -> dict[str, Any]:
    profile = sandbox.braze.profile("ann")
    assert profile is not None
    return dict(profile.custom_attributes)


def test_a_forced_type_converts_and_ignores(sandbox: Sandbox) -> None:
    track(sandbox, score="12")
    track(sandbox, score="many")
    assert kept(sandbox) == {"score": 12}


def test_an_array_loses_its_oldest_values_beyond_its_limit(sandbox: Sandbox) -> None:
    track(sandbox, **{"rokt:account_code": ["a", "b", "c"]})
    assert kept(sandbox) == {"rokt:account_code": ["b", "c"]}


def test_what_is_blocked_is_thrown_away(sandbox: Sandbox) -> None:
    event = {"external_id": "ann", "name": "noise", "time": "2026-01-01T00:00:00Z"}
    answer = post(sandbox, "/users/track", {"events": [event]})
    assert (track(sandbox, secret="x").status, answer.status) == (201, 201)
    profile = sandbox.braze.profile("ann")
    assert profile is not None
    assert (kept(sandbox), dict(profile.custom_events)) == ({}, {})


def test_a_blocked_external_id_is_refused(sandbox: Sandbox) -> None:
    answer = post(sandbox, "/users/track", {"attributes": [{"external_id": "null", "score": 1}]})
    assert answer.status == 400
    assert "blacklisted" in answer.text


def test_only_the_groups_named_are_there(sandbox: Sandbox) -> None:
    def subscribe(group: str) -> int:
        state = {"subscription_group_id": group, "subscription_state": "subscribed", "external_id": ["ann"]}
        return post(sandbox, "/subscription/status/set", state).status

    track(sandbox, score=1)
    assert (subscribe(GROUP), subscribe(GROUP.replace("1", "9"))) == (201, 400)


def test_what_is_named_is_listed_before_it_is_sent(sandbox: Sandbox) -> None:
    request = Request(
        "GET", "https://rest.iad-01.braze.com/custom_attributes", Headers({"Authorization": "Bearer k"}), b""
    )
    rows = {row["name"]: row for row in sandbox.handle(request).json()["attributes"]}
    assert rows["score"]["data_type"] == "Number"
    assert rows["score"]["description"] == "How much they like us"
    assert rows["rokt:account_code"]["array_length"] == 2
    assert rows["secret"]["status"] == "Blocklisted"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("custom_attributes: {x: {type: text}}", "w.yaml:2:27"),
        ("custom_attributes: {x: {array_limit: 501}}", "w.yaml:2:27"),
        (f"blocked_events: {[f'e{n}' for n in range(301)]}", "w.yaml:2:3"),
        (f"subscription_groups: [{{name: a, id: {GROUP}}}, {{name: b, id: {GROUP}}}]", "w.yaml:2:"),
    ],
)
def test_a_rule_that_cannot_be_is_told_at_its_place(tmp_path: Path, line: str, place: str) -> None:
    path = tmp_path / "w.yaml"
    path.write_text(f"braze:\n  {line}\n", encoding="utf-8")
    with pytest.raises(MockServerError) as caught:
        load_workspace(path).open()
    assert str(caught.value).startswith(f"{tmp_path}/{place}")


def test_every_key_of_a_workspace_is_described() -> None:
    definitions = WorkspaceModel.model_json_schema()["$defs"].values()
    bare = [
        (one["title"], key)
        for one in definitions
        for key, member in one.get("properties", {}).items()
        if "description" not in member
    ]
    assert bare == []
