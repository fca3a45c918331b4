import json
from contextlib import suppress
from pathlib import Path

import pytest

from mockserver.errors import UsageError
from mockserver.server.journal_file import JournalFile
from mockserver.server.origin import WorkspaceOrigin
from mockserver.server.worlds import Worlds
from tests.server.serving import token_of, track


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.ndjson"


def test_every_exchange_of_every_sandbox_is_added_once_with_credentials_masked(path, acme):
    worlds = Worlds(WorkspaceOrigin(acme), journal=JournalFile(path))
    token = token_of(worlds.get("default"))
    track(worlds.get("w1"), "cust-one", "came")
    worlds.get("default").reset()
    token_of(worlds.get("default"))
    worlds.close()
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(one["sandbox"], one["operation"]) for one in lines] == [
        ("default", "obtain_token"),
        ("w1", "users_track"),
        ("default", "obtain_token"),
    ]
    assert token not in path.read_text(encoding="utf-8")
    assert "acme-secret" not in path.read_text(encoding="utf-8")


def test_a_file_that_is_there_is_added_to(path, acme):
    path.write_text("{}\n")
    worlds = Worlds(WorkspaceOrigin(acme), journal=JournalFile(path))
    token_of(worlds.get("default"))
    worlds.close()
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2


def test_what_a_restore_plays_again_is_not_added_again(path, acme):
    worlds = Worlds(WorkspaceOrigin(acme), journal=JournalFile(path))
    token_of(worlds.get("default"))
    worlds.get("default").snapshot("here")
    worlds.get("default").restore("here")
    worlds.close()
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(UsageError, match="cannot be written"):
        JournalFile(tmp_path)


def test_a_disk_that_is_full_keeps_nobody_from_an_answer(acme, caplog):
    file = JournalFile(Path("/dev/full"))
    worlds = Worlds(WorkspaceOrigin(acme), journal=file)
    assert token_of(worlds.get("default"))
    assert "No space left" in caplog.text
    with suppress(OSError):
        worlds.close()
