"""A changed workspace file is brought in, and what has happened stays."""

from pathlib import Path

import pytest

from mockserver.errors import MockServerError
from mockserver.server.origin import WorkspaceOrigin, named_files
from mockserver.server.worlds import Worlds
from mockserver.workspace import load_workspace
from tests.server.serving import picture, track

WORLD = """
now: 2026-03-02T09:00:00Z
rokt:
  clients: [{id: client, secret: secret}]
  accounts: {acme: {calendars: {shows: {title: Shows}}}}
braze:
  api_keys: [{key: 99999999-8888-7777-6666-555555555555, permissions: [users.track]}]
  content_blocks: {greeting: Hello}
  templates:
    tell: {url: https://api.roktcalendar.com/told, body: {file: body.liquid}}
  campaigns:
    - {name: told, template: tell, trigger: {event: came}}
    - {name: once, template: tell, trigger: {schedule: 2026-03-02T10:00:00Z}}
  users: [{external_id: ada}]
"""


@pytest.fixture
def world(tmp_path: Path) -> Path:
    (tmp_path / "body.liquid").write_text("old {{${user_id}}}")
    (tmp_path / "world.yaml").write_text(WORLD)
    return tmp_path / "world.yaml"


@pytest.fixture
def worlds(world) -> Worlds:
    return Worlds(WorkspaceOrigin(load_workspace(world)))


def change(world: Path, old: str, new: str) -> None:
    assert old in world.read_text(encoding="utf-8")
    world.write_text(world.read_text(encoding="utf-8").replace(old, new))


def test_a_changed_template_is_used_from_then_on_and_what_happened_stays(worlds, world):
    hosted = worlds.get("default")
    track(hosted, "ada", "came")
    track(hosted, "bob", "came")
    hosted.call("POST", "clock/advance", {"minutes": 5})
    before = picture(hosted)
    (world.parent / "body.liquid").write_text("new {{${user_id}}}")
    assert worlds.load_again() is True
    assert picture(hosted) == before
    track(hosted, "cyd", "came")
    hosted.call("POST", "clock/advance", {"minutes": 5})
    bodies = [one.request.text for one in hosted.sandbox.journal if one.caller == "braze webhook"]
    assert bodies == ["old ada", "old bob", "new cyd"]


def test_files_that_have_not_changed_are_not_loaded_again(worlds):
    assert worlds.load_again() is False


def test_a_send_that_is_past_is_not_planned_again(worlds, world):
    hosted = worlds.get("default")
    hosted.call("POST", "clock/advance", {"hours": 2})
    (world.parent / "body.liquid").write_text("new")
    worlds.load_again()
    hosted.call("POST", "clock/advance", {"hours": 2})
    assert [one.campaign for one in hosted.sandbox.braze.messages] == ["once"]


def test_what_is_new_is_added_in_every_sandbox(worlds, world):
    worlds.get("worker-1")
    change(world, "{shows: {title: Shows}}", "{shows: {title: Shows}, games: {title: Games}}")
    change(world, "{greeting: Hello}", "{greeting: Hi, farewell: Bye}")
    change(world, "clients: [", "clients: [{id: more, secret: secret}, ")
    worlds.load_again()
    for hosted in worlds:
        sandbox = hosted.sandbox
        assert set(sandbox.rokt.state.account("acme").calendars) == {"shows", "games"}
        assert dict(sandbox.braze.state.content_blocks.sources) == {"greeting": "Hi", "farewell": "Bye"}
        assert set(sandbox.rokt.state.clients) == {"client", "more"}


def test_a_mistake_in_the_file_leaves_the_sandboxes_as_they_were_and_the_server_not_ready(worlds, world):
    before = picture(worlds.get("default"))
    change(world, "templates:", "templats:")
    with pytest.raises(MockServerError, match="templats"):
        worlds.load_again()
    assert picture(worlds.get("default")) == before
    assert "workspace file has a mistake" in worlds.troubles()[0]
    change(world, "templats:", "templates:")
    worlds.load_again()
    assert worlds.troubles() == []


def test_a_reload_is_a_part_of_what_a_snapshot_restores(worlds, world):
    hosted = worlds.get("default")
    track(hosted, "ada", "came")
    (world.parent / "body.liquid").write_text("new")
    worlds.load_again()
    track(hosted, "ada", "came")
    hosted.snapshot("both")
    before = picture(hosted)
    track(hosted, "ada", "came")
    hosted.restore("both")
    assert picture(hosted) == before


def test_the_files_a_workspace_names_are_its_own_and_those_in_it(world):
    assert [path.name for path in named_files(load_workspace(world))] == ["world.yaml", "body.liquid"]
