"""Profiles in files: export answers, JSON lines, compressed lines and segment exports."""

import json
import tracemalloc
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import Braze
from mockserver.braze.profiles.files import (
    ProfileFileError,
    load_profiles,
    parse_profile_lines,
    render_lines,
    write_profiles,
)

VALUES = st.one_of(
    st.text(max_size=9), st.integers(), st.booleans(), st.lists(st.text(max_size=3), max_size=3)
)
DOCUMENTS = st.lists(st.dictionaries(st.text(max_size=5), VALUES, max_size=3), max_size=5)


@pytest.fixture
def people(braze: Braze):
    for number in range(3):
        braze.state.profiles.load(
            {"external_id": str(number), "custom_attributes": {"rokt:account_code": ["é", "b"]}}
        )
    return list(braze.state.profiles)


@pytest.mark.parametrize("name", ["users.zip", "users.jsonl", "users.json", "users.jsonl.gz"])
def test_what_was_written_is_read_again(people, tmp_path, name):
    assert write_profiles(tmp_path / name, people) == 3
    assert list(load_profiles(tmp_path / name)) == [profile.exported() for profile in people]


@pytest.mark.parametrize("name", ["users.zip", "users.jsonl", "users.json"])
def test_nobody_is_written_and_read_again(tmp_path, name):
    assert write_profiles(tmp_path / name, []) == 0
    assert list(load_profiles(tmp_path / name)) == []


def test_a_segment_export_holds_five_thousand_users_in_a_file(braze: Braze, tmp_path):
    for number in range(5_001):
        braze.state.profiles.create(external_id=str(number))
    write_profiles(tmp_path / "users.zip", braze.state.profiles, now=braze.world.clock.now())
    with ZipFile(tmp_path / "users.zip") as archive:
        assert [len(archive.read(name).splitlines()) for name in archive.namelist()] == [5_000, 1]


@pytest.mark.parametrize(
    "data",
    [
        {"external_id": "a"},
        [{"external_id": "a"}],
        {"users": [{"external_id": "a"}], "message": "success"},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_other_forms_of_json_are_read(tmp_path, data, indent):
    (tmp_path / "users.json").write_text(json.dumps(data, indent=indent), encoding="utf-8-sig")
    assert list(load_profiles(tmp_path / "users.json")) == [{"external_id": "a"}]


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS)
def test_lines_are_read_as_they_were_written(documents):
    assert list(parse_profile_lines(render_lines(documents), "x")) == documents


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=40))
def test_any_bytes_are_profiles_or_a_mistake_told(data):
    try:
        documents = list(parse_profile_lines(data.splitlines(keepends=True), "x"))
    except ProfileFileError as error:
        documents = []
        told = str(error)
    else:
        told = "x:"
    assert told.startswith("x:")
    assert all(isinstance(document, dict) for document in documents)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("users.jsonl", b'{"external_id": "a"}\n{"external_id": \n', r"users\.jsonl:3:1: not JSON"),
        ("users.jsonl", b'{"external_id": "a"}\n7\n', r"users\.jsonl:2:1: a profile is an object"),
        ("users.json", b"\xff", "not UTF-8"),
        ("users.zip", b"PK nonsense", "zip"),
        ("users.gz", b"nonsense", "users.gz"),
    ],
)
def test_a_file_that_is_none_is_told_with_its_place(tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ProfileFileError, match=told):
        list(load_profiles(tmp_path / name))


def test_a_missing_file_is_a_mistake(tmp_path):
    with pytest.raises(ProfileFileError, match="No such file"):
        list(load_profiles(tmp_path / "none.jsonl"))


def test_progress_is_told_in_bytes(tmp_path):
    path = tmp_path / "users.jsonl"
    path.write_bytes(b"".join(render_lines({"external_id": str(number)} for number in range(1_200))))
    told = []
    list(load_profiles(path, progress=lambda *step: told.append(step)))
    size = path.stat().st_size
    assert [total for _, total in told] == [size, size, size]
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (size, size)


def test_memory_does_not_grow_with_the_number_of_lines(tmp_path):
    path = tmp_path / "users.jsonl"
    path.write_bytes(
        b"".join(render_lines({"external_id": str(n), "text": "x" * 500} for n in range(20_000)))
    )
    tracemalloc.start()
    count = sum(1 for _ in load_profiles(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert peak < path.stat().st_size / 10
