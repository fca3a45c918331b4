import sqlite3
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.clock import DEFAULT_START, wall_time
from mockserver.errors import SourceError, UsageError
from mockserver.http import Headers, Request, Response
from mockserver.server.inputs import Answered, Arrived, Called, Opening, Reloaded
from mockserver.server.origin import WorkspaceOrigin
from mockserver.server.state_file import FileLog, StateFile
from mockserver.server.worlds import Worlds
from mockserver.workspace import load_workspace
from tests.server.serving import create_event, picture, token_of, track
from tests.server.test_snapshots import live_a_little, still


@pytest.fixture
def opened() -> Iterator[Callable[..., Worlds]]:
    """Give a function that opens the worlds of a state file."""
    made = []

    def open_worlds(path, workspace, *, pace=0.0, progress=None) -> Worlds:
        state = StateFile(path)
        origin = WorkspaceOrigin(workspace, pace=pace, kept_in=state)
        made.append(Worlds(origin, state=state, progress=progress))
        return made[-1]

    yield open_worlds
    for worlds in made:
        worlds.close()


@pytest.mark.parametrize("pace", [0.0, 1.0, 3600.0])
def test_the_next_run_has_the_world_of_the_last(opened, tmp_path, acme, pace):
    first = opened(tmp_path / "state", acme, pace=pace)
    live_a_little(first.get("default"))
    track(first.get("worker-3"), "somebody", "came")
    before = {name: still(picture(first.get(name))) for name in first.names}
    first.close()
    second = opened(tmp_path / "state", acme, pace=pace)
    assert {name: still(picture(second.get(name))) for name in second.names} == before


def test_a_long_replay_tells_how_far_it_is(opened, tmp_path, acme):
    first = opened(tmp_path / "state", acme)
    for number in range(1_001):
        track(first.get("default"), f"user-{number}", "came")
    track(first.get("worker-3"), "somebody", "came")
    first.close()
    told = []
    opened(tmp_path / "state", acme, progress=lambda *given: told.append(given))
    assert told == [(tmp_path / "state", done, 1_001) for done in (500, 1_000, 1_001)]


def test_a_frozen_clock_stands_where_it_stood(opened, tmp_path, acme):
    first = opened(tmp_path / "state", acme)
    first.get("default").call("POST", "clock/advance", {"hours": 5})
    before = first.get("default").sandbox.clock.now()
    first.close()
    assert opened(tmp_path / "state", acme).get("default").sandbox.clock.now() == before


def test_a_clock_that_was_set_going_goes_on(opened, tmp_path, acme):
    first = opened(tmp_path / "state", acme)
    first.get("default").call("POST", "clock/mode", {"mode": "60x"})
    first.close()
    assert opened(tmp_path / "state", acme).get("default").sandbox.clock.pace == 60


def test_a_reset_forgets(opened, tmp_path, acme):
    first = opened(tmp_path / "state", acme)
    live_a_little(first.get("default"))
    first.get("default").reset()
    first.close()
    assert len(opened(tmp_path / "state", acme).get("default").sandbox.journal) == 0


def test_snapshots_outlive_the_run(opened, tmp_path, acme):
    first = opened(tmp_path / "state", acme)
    live_a_little(first.get("default"))
    first.get("default").snapshot("before")
    before = picture(first.get("default"))
    live_a_little(first.get("default"))
    first.close()
    second = opened(tmp_path / "state", acme)
    second.get("default").restore("before")
    assert picture(second.get("default")) == before


def test_a_sandbox_that_was_deleted_does_not_come_back(opened, tmp_path, acme):
    first = opened(tmp_path / "state", acme)
    track(first.get("worker-3"), "somebody", "came")
    first.forget("worker-3")
    first.close()
    assert opened(tmp_path / "state", acme).names == ("default",)


@pytest.fixture
def own_workspace(tmp_path, acme):
    """Give a workspace with a file of its own beside it."""
    text = acme.path.read_text(encoding="utf-8").replace("../", f"{acme.path.parent.parent}/")
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "world.yaml").write_text(text)
    return folder / "world.yaml"


def test_a_world_begins_again_as_it_began_and_what_changed_meanwhile_is_brought_in(
    opened, tmp_path, own_workspace
):
    first = opened(tmp_path / "state", load_workspace(own_workspace))
    create_event(first.get("default"), token_of(first.get("default")), "first")
    before = picture(first.get("default"))
    first.close()
    changed = own_workspace.read_text(encoding="utf-8").replace("secret: acme-secret", "secret: other-secret")
    own_workspace.write_text(changed)
    second = opened(tmp_path / "state", load_workspace(own_workspace))
    assert picture(second.get("default")) == before
    clients = second.get("default").sandbox.rokt.state.clients
    assert clients["acme-client"].client_secret == "other-secret"


def test_two_servers_cannot_share_a_file(opened, tmp_path, acme):
    opened(tmp_path / "state", acme)
    with pytest.raises(UsageError, match="locked") as told:
        StateFile(tmp_path / "state")
    assert "another server" in told.value.hint


def test_a_file_that_is_none_is_told_and_closed(tmp_path, monkeypatch):
    made, connect = [], sqlite3.connect

    def recorded(*args, **options):
        made.append(connect(*args, **options))
        return made[-1]

    monkeypatch.setattr(sqlite3, "connect", recorded)
    (tmp_path / "state").write_text("x" * 2000)
    with pytest.raises(SourceError, match="no state file"):
        StateFile(tmp_path / "state")
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        made[0].execute("SELECT 1")


def test_a_file_of_another_version_is_told(tmp_path):
    with sqlite3.connect(tmp_path / "state") as base:
        base.execute("PRAGMA user_version = 99")
    base.close()
    with pytest.raises(SourceError, match="version 99"):
        StateFile(tmp_path / "state")


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Iterator[FileLog]:
    file = StateFile(tmp_path_factory.mktemp("state") / "state")
    yield FileLog(file, "any")
    file.close()


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
REQUESTS = st.builds(
    Request, TEXTS, TEXTS, st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(Headers), st.binary(max_size=50)
)
RESPONSES = st.builds(
    Response, st.integers(100, 599), st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(Headers), st.binary()
)
JSON = st.recursive(st.none() | st.booleans() | st.integers() | TEXTS, lambda of: st.dictionaries(TEXTS, of))
TIMES = st.just(DEFAULT_START) | st.builds(wall_time)
INPUTS = st.one_of(
    st.builds(Arrived, TIMES, TIMES, TEXTS, REQUESTS),
    st.builds(Called, TIMES, TIMES, TEXTS, st.dictionaries(TEXTS, TEXTS), JSON),
    st.builds(Answered, TIMES, TIMES, RESPONSES, st.just("")),
    st.builds(Answered, TIMES, TIMES, st.none(), TEXTS),
    st.builds(Reloaded, TIMES, TIMES, st.dictionaries(TEXTS, TEXTS)),
)


@settings(max_examples=50, deadline=None)
@given(entries=st.lists(INPUTS, max_size=5))
def test_every_input_is_read_as_it_was_written(log, entries):
    log.begin(Opening(DEFAULT_START, {}))
    for entry in entries:
        log.append(entry)
    assert list(log.inputs()) == entries
