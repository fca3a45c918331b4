"""The fixtures agree with each other and with what Braze publishes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mockserver.bundled import bundled_folder
from mockserver.workspace import default_workspace

FIXTURES = bundled_folder("fixtures")
USERS = sorted((FIXTURES / "users").glob("*.json"))
ATTRIBUTES = 16


@pytest.mark.parametrize("path", USERS, ids=lambda path: path.stem)
def test_a_user_s_subscriptions_exist_on_rokt_s_side(path: Path) -> None:
    user = json.loads(path.read_text(encoding="utf-8"))
    sandbox = default_workspace().open()
    ids = user.get("custom_attributes", {}).get("rokt:subscription_id", [])
    found = [sandbox.rokt.state.subscription(one) for one in ids]
    assert [one and one.subscriber_id for one in found] == [user["external_id"]] * len(ids)


@pytest.mark.parametrize("path", USERS, ids=lambda path: path.stem)
def test_a_user_s_arrays_run_in_parallel(path: Path) -> None:
    attributes = json.loads(path.read_text(encoding="utf-8")).get("custom_attributes", {})
    ids = attributes.get("rokt:subscription_id", [])
    assert len(attributes) in (0, ATTRIBUTES)
    for name, values in attributes.items():
        assert len(values) == len(ids), name
        if name != "rokt:subscription_id":
            assert [value.rpartition("/")[2] for value in values] == [one[-12:] for one in ids], name


def test_the_old_update_lacks_exactly_its_last_brace() -> None:
    old, new = (
        (FIXTURES / "templates" / name / "body.liquid").read_text(encoding="utf-8")
        for name in ("update-event-old", "update-event")
    )
    assert old.rstrip() + "\n}" == new.rstrip()
