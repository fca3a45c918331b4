"""Previews: a webhook rendered for a user, checked, and sent only when asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockserver.braze import Outcome
from mockserver.errors import UsageError
from mockserver.sandbox import Sandbox
from mockserver.testing.preview import preview, random_profile
from mockserver.workspace import default_workspace


@pytest.fixture
def world() -> Sandbox:
    return default_workspace().open()


def test_an_existing_user(world: Sandbox) -> None:
    shown = preview(world, "new-event", "cust-one")
    assert shown.request is not None
    assert shown.request.url == "https://api.roktcalendar.com/v1/subscriptionevent/acme"
    assert '"eventId": "Event_0001_cust-one"' in shown.request.text
    assert [call.request.raw_path for call in shown.rendered.calls] == ["/oauth2/token"]


def test_nothing_is_sent_unless_asked(world: Sandbox) -> None:
    assert preview(world, "new-event", "cust-one").message is None
    assert [exchange.caller for exchange in world.journal] == ["braze connected content"]
    sent = preview(world, "new-event", "cust-one", send=True)
    assert sent.message is not None
    assert sent.answer is not None
    assert (sent.message.outcome, sent.answer.status) == (Outcome.SENT, 202)


def test_a_random_user_is_the_same_for_the_same_seed_and_nobody_is_added(world: Sandbox) -> None:
    before = len(world.braze.state.profiles)
    bodies = [preview(world, "guarded-event", seed=seed).user.exported(now=None) for seed in (7, 7, 8)]
    assert bodies[0] == bodies[1] != bodies[2]
    assert len(world.braze.state.profiles) == before
    assert random_profile(7)["external_id"] == bodies[0]["external_id"]


def test_a_made_up_user(world: Sandbox) -> None:
    user = {"external_id": "made-up", "custom_attributes": {"rokt:account_code": ["beta/0123456789ab"]}}
    shown = preview(world, "new-event", user)
    assert shown.request is not None
    assert shown.request.url.endswith("/subscriptionevent/beta")
    assert "custom_attribute.${rokt:subscription_id}" in shown.missing


def test_the_contract_of_the_request_is_checked(world: Sandbox) -> None:
    codes = {finding.code for finding in preview(world, "new-event", "cust-none").findings}
    assert {"HTTP611", "TIME214"} <= codes
    old = preview(world, "update-event-old", "cust-one")
    assert not old.is_sound
    assert any(finding.code.startswith("JSON") for finding in old.findings)


def test_an_update_is_checked_as_one(world: Sandbox) -> None:
    assert preview(world, "update-event", "cust-one").is_sound


def test_an_abort_is_shown(world: Sandbox) -> None:
    shown = preview(world, "guarded-event", "cust-none")
    assert shown.rendered.abort is not None
    assert (shown.request, shown.is_sound) == (None, False)


def test_a_file_and_the_data_of_a_message(world: Sandbox, tmp_path: Path) -> None:
    body = tmp_path / "body.liquid"
    body.write_text("{{event_properties.${a}}}{{api_trigger_properties.${b}}}{{context.${c}}}")
    data = {"event_properties": {"a": 1}, "trigger_properties": {"b": "{{2}}"}, "context": {"c": 3}}
    shown = preview(world, body, "cust-one", **data)
    assert shown.request is not None
    assert shown.request.text == "123"


def test_an_unknown_user_or_template_is_a_mistake(world: Sandbox) -> None:
    with pytest.raises(UsageError, match="external_id 'nobody'"):
        preview(world, "new-event", "nobody")
    with pytest.raises(UsageError, match="no webhook template 'new-evnt'"):
        preview(world, "new-evnt")
