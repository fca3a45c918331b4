"""Users come from files in every form Braze exports them; a large file is read as each sandbox opens."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest

from mockserver.errors import MockServerError
from mockserver.sandbox import Sandbox
from mockserver.workspace import Workspace, load_workspace
from mockserver.workspace.user_files import KEPT

WORKSPACE = "braze:\n  users: [{file: %s}]\n"


def line(number: int, **members: object) -> str:
    return json.dumps({"external_id": f"user-{number}", "custom_attributes": {"n": number}, **members}) + "\n"


def loaded(folder: Path, file: str) -> Workspace:
    path = folder / "w.yaml"
    path.write_text(WORKSPACE % file, encoding="utf-8")
    return load_workspace(path)


def complaint(folder: Path, file: str) -> str:
    with pytest.raises(MockServerError) as caught:
        loaded(folder, file).open()
    return str(caught.value).replace(f"{folder}/", "")


def exported(count: int) -> Sandbox:
    sandbox = Sandbox(seed=1)
    for number in range(count):
        sandbox.braze.state.profiles.load(json.loads(line(number)))
    return sandbox


@pytest.mark.parametrize("name", ["users.zip", "users.jsonl", "users.jsonl.gz", "users.json"])
def test_every_form_that_is_written_can_be_named(tmp_path: Path, name: str) -> None:
    from mockserver.braze import write_profiles

    people = exported(3).braze.state.profiles
    write_profiles(tmp_path / name, people)
    opened = loaded(tmp_path, name).open().braze.state.profiles
    assert [one.exported() for one in opened] == [one.exported() for one in people]


def test_a_folder_stands_for_every_file_in_it(tmp_path: Path) -> None:
    day = tmp_path / "export" / "2026-01-15"
    day.mkdir(parents=True)
    (day / "a.jsonl").write_text(line(1))
    (day / "b.json").write_text(line(2))
    (day / "readme.txt").write_text("not read")
    assert len(loaded(tmp_path, "export").open().braze.state.profiles) == 2


def test_a_small_file_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "users.jsonl").write_text(line(1))
    workspace = loaded(tmp_path, "users.jsonl")
    (tmp_path / "users.jsonl").unlink()
    assert workspace.open().braze.profile("user-1")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    path = tmp_path / "users.jsonl"
    path.write_text("".join(line(number, first_name="A" * 400) for number in range(2_000)))
    assert path.stat().st_size > KEPT
    return path


def test_a_large_file_is_read_each_time_and_tells_how_far_it_is(many: Path) -> None:
    told: list[tuple[Path, int, int]] = []
    (many.parent / "w.yaml").write_text(WORKSPACE % many.name, encoding="utf-8")
    workspace = load_workspace(many.parent / "w.yaml", progress=lambda *step: told.append(step))
    assert told == []
    first, second = workspace.open(), workspace.open()
    assert len(first.braze.state.profiles) == len(second.braze.state.profiles) == 2_000
    size = many.stat().st_size
    assert told.count((many, size, size)) == 2
    assert {(path, total) for path, _, total in told} == {(many, size)}


def test_nothing_is_held_of_a_large_file_but_the_profiles(many: Path) -> None:
    workspace = loaded(many.parent, many.name)
    tracemalloc.start()
    sandbox = workspace.open()
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(sandbox.braze.state.profiles) == 2_000
    assert peak - held < many.stat().st_size / 4


@pytest.mark.parametrize("size", [1, KEPT])
def test_a_profile_that_cannot_be_is_told_by_its_number(tmp_path: Path, size: int) -> None:
    wrong = json.dumps({"external_id": "x", "gender": "X"})
    (tmp_path / "users.jsonl").write_text(line(1, first_name="A" * size) + wrong)
    said = complaint(tmp_path, "users.jsonl")
    assert said.startswith("w.yaml:2:12: users.jsonl: profile 2: profile x: gender: it is one of"), said


def test_a_field_nobody_knows_is_carried_by_an_export_and_a_mistake_in_a_written_file(tmp_path: Path) -> None:
    for name in ("users.jsonl", "users.json"):
        (tmp_path / name).write_text(line(1, email_opted_in_at="2026-01-01T00:00:00.000Z"))
    profile = loaded(tmp_path, "users.jsonl").open().braze.profile("user-1")
    assert profile is not None
    assert profile.exported()["email_opted_in_at"] == "2026-01-01T00:00:00.000Z"
    assert "a profile has no field 'email_opted_in_at'" in complaint(tmp_path, "users.json")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (line(1) + line(1), "users.jsonl: profile 2: there are two profiles with external_id 'user-1'"),
        (line(1) + '{"first_name": "Ann"}', "users.jsonl: profile 2: a profile without an identifier"),
        (line(1) + "{", "users.jsonl:2:2: not JSON"),
        (line(1, first_name="A" * KEPT) + "{", "users.jsonl:2:2: not JSON"),
        (line(1) + "7", "users.jsonl:2:1: a profile is an object"),
    ],
)
def test_a_mistake_in_a_file_is_told_at_both_places(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "users.jsonl").write_text(content)
    said = complaint(tmp_path, "users.jsonl")
    assert said.startswith(f"w.yaml:2:12: {told}"), said


def test_a_folder_without_profiles_and_a_broken_archive_are_mistakes(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "users.zip").write_bytes(b"PK nonsense")
    assert "no file of profiles lies here" in complaint(tmp_path, "empty")
    assert "users.zip: File is not a zip file" in complaint(tmp_path, "users.zip")
