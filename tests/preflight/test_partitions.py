"""However an audience is cut, every user is read once and in order."""

import gzip
import json
from contextlib import suppress
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import ProfileFileError
from mockserver.errors import UsageError
from mockserver.preflight import partitions
from mockserver.preflight.partitions import Form, audience_files, csv_batches, cut, parse_csv
from mockserver.preflight.reading import Unreadable, read
from tests.preflight.audiences import USERS, lines, profile

NAMES = st.lists(st.text(st.characters(codec="utf-8"), max_size=30), max_size=30)


def users_of(*files, piece=partitions.PIECE):
    return [one["external_id"] for part in cut(audience_files(files), piece=piece) for one in read(part)]


def many(number=50):
    return [profile(index) for index in range(number)]


def ids(profiles):
    return [one["external_id"] for one in profiles]


@given(names=NAMES, piece=st.integers(1, 400), gap=st.sampled_from(["\n", "\r\n", "\n\n"]))
@settings(max_examples=50, deadline=None)
def test_lines_cut_anywhere_are_read_once_and_in_order(tmp_path_factory, names, piece, gap):
    path = tmp_path_factory.mktemp("cut") / "audience.jsonl"
    text = "".join(json.dumps({"external_id": name}, ensure_ascii=False) + gap for name in names)
    path.write_bytes(text.encode())
    parts = cut([path], piece=piece) if names else ()
    assert [one["external_id"] for part in parts for one in read(part)] == names


@given(cells=NAMES, piece=st.integers(1, 200))
@settings(max_examples=50, deadline=None)
def test_csv_cut_anywhere_keeps_rows_whole(cells, piece):
    rows = [f'{index},"{cell.replace(chr(34), chr(34) * 2)}"' for index, cell in enumerate(cells)]
    text = "\n".join(["number,cell", *rows]).encode()
    batches = csv_batches(text.splitlines(keepends=True), piece)
    read_back = [row["cell"] for data, _ in batches for _, row in parse_csv(data)]
    assert read_back == cells


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"external_id;country", "separated by semicolons; save it with commas"),
        (b"external_id\tcountry", "separated by tabs; save it with commas"),
        ("external_id,country".encode("utf-16"), "not UTF-8; save it as CSV in UTF-8"),
        ("external_id,Größe".encode("latin-1"), "not UTF-8; save it as CSV in UTF-8"),
    ],
)
def test_csv_that_a_spreadsheet_saved_otherwise_is_told(tmp_path, head, told):
    path = tmp_path / "users.csv"
    path.write_bytes(head + b"\nada\n")
    with pytest.raises(ProfileFileError, match=f"users.csv: .*{told}"):
        list(cut([path]))


def test_names_of_files_may_be_in_capitals(tmp_path):
    (tmp_path / "A.CSV").write_text("external_id\nada\n")
    with ZipFile(tmp_path / "B.ZIP", "w") as archive:
        archive.writestr("C.CSV", "external_id\ngrace\n")
    (tmp_path / "D.CSV.GZ").write_bytes(gzip.compress(b"external_id\nuwe\n"))
    assert users_of(tmp_path) == ["ada", "grace", "uwe"]


def test_a_workbook_is_told_to_be_none_of_the_forms(tmp_path):
    path = tmp_path / "users.xlsx"
    path.write_bytes(b"PK")
    with pytest.raises(ProfileFileError, match=r"users\.xlsx: workbooks are not read; save it as CSV"):
        list(cut([path]))


@pytest.mark.parametrize("piece", [1, 1_000_000])
def test_a_row_that_is_not_utf_8_is_told_with_its_line(tmp_path, piece):
    path = tmp_path / "users.csv"
    path.write_bytes('external_id,first_name\nada,"Ada\nL."\nuwe,Jürgen\nzoé,Zoé\n'.encode("latin-1"))
    users = [one for part in cut([path], piece=piece) for one in read(part)]
    assert users[0]["external_id"] == "ada"
    assert users[1:] == [Unreadable("users.csv:4", "not UTF-8"), Unreadable("users.csv:5", "not UTF-8")]


@pytest.mark.parametrize("piece", [100, 1_000_000])
def test_a_segment_export_as_zip_is_cut_by_its_files(tmp_path, piece):
    path = tmp_path / "segment.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for number in range(2):
            text = "\n".join(json.dumps(one) for one in many()[number * 25 : number * 25 + 25])
            archive.writestr(f"{number}.json", text)
    assert users_of(path, piece=piece) == ids(many())
    assert [part.form for part in cut([path])] == [Form.MEMBER, Form.MEMBER]


def test_a_large_member_of_a_zip_travels_in_batches(tmp_path, monkeypatch):
    monkeypatch.setattr(partitions, "_LARGEST_MEMBER", 1_000)
    path = tmp_path / "segment.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("all.json", "\n".join(json.dumps(one) for one in many()))
    assert users_of(path, piece=1_000) == ids(many())
    assert {part.form for part in cut([path])} == {Form.BATCH}


def test_a_zip_may_hold_other_forms_too(tmp_path):
    path = tmp_path / "segment.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "external_id,plan\nu-0,gold\nu-1,\n")
        archive.writestr("b.json", json.dumps({"message": "success", "users": [profile(2)]}, indent=2))
        archive.writestr("c.json", json.dumps([profile(3)]))
        archive.writestr("d.json", "")
        archive.writestr("e.json", '{"external_id": "torn\n' + json.dumps(profile(4)))
    users = [one for part in cut([path]) for one in read(part)]
    torn = Unreadable("segment.zip/e.json:1", users[4].reason)
    assert users[1:] == [
        {"external_id": "u-1", "custom_attributes": {}},
        profile(2),
        profile(3),
        torn,
        profile(4),
    ]


def test_compressed_lines_travel_in_batches(tmp_path):
    path = tmp_path / "audience.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(one) for one in many()).encode()))
    assert users_of(path, piece=1_000) == ids(many())
    parts = list(cut([path], piece=1_000))
    assert parts[1].line == 1 + parts[0].data.count(b"\n")


def test_compressed_csv_is_csv(tmp_path):
    path = tmp_path / "audience.csv.gz"
    path.write_bytes(gzip.compress(b"external_id\nu-1\nu-2\n"))
    assert users_of(path, piece=5) == ["u-1", "u-2"]


def test_a_folder_is_its_files_in_order_of_their_names(tmp_path):
    (tmp_path / "deep").mkdir()
    lines(tmp_path / "deep" / "a.json", many(2))
    lines(tmp_path / "z.jsonl", [profile(9)])
    (tmp_path / "read me.txt").write_text("no users")
    (tmp_path / ".mockserver").mkdir()
    lines(tmp_path / ".mockserver" / "preflight.jsonl", [{"no": "user"}])
    assert users_of(tmp_path) == ["u-0", "u-1", "u-9"]


def test_an_exports_answer_is_read():
    assert users_of(USERS / "one-subscription.json") == ["cust-one"]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("data", [many(), {"message": "success", "users": many()}], ids=["array", "answer"])
def test_one_json_text_is_cut_as_well(tmp_path, data, indent, packed):
    path = tmp_path / ("audience.json.gz" if packed else "audience.json")
    text = json.dumps(data, indent=indent).encode()
    path.write_bytes(gzip.compress(text) if packed else text)
    parts = list(cut([path], piece=1_000))
    assert [one for part in parts for one in read(part)] == many()
    assert len(parts) > 5
    assert sum(part.weight for part in parts) <= path.stat().st_size


def test_a_broken_json_text_is_a_mistake_with_its_place(tmp_path):
    (tmp_path / "audience.json").write_text('[{"external_id": "u-1"},\n {"external_id": }]')
    with pytest.raises(ProfileFileError, match=r"audience\.json:2:18: not JSON: Expecting value"):
        users_of(tmp_path / "audience.json")


def test_parquet_is_cut_by_row_groups(tmp_path):
    pytest.importorskip("pyarrow")
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [{**one, "custom_attributes": one["custom_attributes"], "age": 7} for one in many()]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "users.parquet", row_group_size=20)
    parts = list(cut([tmp_path / "users.parquet"]))
    read_back = [one for part in parts for one in read(part)]
    assert len(parts) == 3
    assert ids(read_back) == ids(many())
    assert read_back[0]["custom_attributes"] == {**many()[0]["custom_attributes"], "age": 7}


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_broken_parquet_is_a_mistake_wherever_it_is_broken(tmp_path_factory, data):
    pytest.importorskip("pyarrow")
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path_factory.mktemp("broken") / "users.parquet"
    pq.write_table(pa.table({"external_id": ["ada", "grace"] * 50}), path)
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    path.write_bytes(whole[:place] + data.draw(st.binary(max_size=1)) + whole[place + 1 :])
    with suppress(ProfileFileError):
        assert len([one for part in cut([path]) for one in read(part)]) <= 100


def test_what_is_no_parquet_is_named(tmp_path):
    pytest.importorskip("pyarrow")
    (tmp_path / "users.parquet").write_bytes(b"none of it")
    with pytest.raises(ProfileFileError, match=r"users\.parquet: not Parquet that can be read: "):
        users_of(tmp_path / "users.parquet")


def test_parquet_without_its_library_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    (tmp_path / "users.parquet").write_bytes(b"PAR1")
    with pytest.raises(UsageError, match=r"pip install 'mockserver\[scale\]'"):
        list(cut([tmp_path / "users.parquet"]))


def test_partitions_are_numbered_through_all_files(tmp_path):
    files = [lines(tmp_path / f"{name}.jsonl", many(10)) for name in "ab"]
    assert [part.number for part in cut(files, piece=1_000)] == list(
        range(len(list(cut(files, piece=1_000))))
    )


@pytest.mark.parametrize("piece", range(1, 60))
def test_what_is_no_user_is_told_at_its_place(tmp_path, piece):
    path = tmp_path / "audience.jsonl"
    path.write_text('{"external_id": "u-1"}\n\n{"external_id": \n[1]\n')
    first, broken, array = [one for part in cut([path], piece=piece) for one in read(part)]
    assert first == {"external_id": "u-1"}
    assert broken.place == "audience.jsonl:3"
    assert array == Unreadable("audience.jsonl:4", "a profile is an object")


def test_a_missing_file_and_an_empty_folder_are_mistakes(tmp_path):
    with pytest.raises(UsageError, match="there is no file"):
        audience_files([tmp_path / "none.jsonl"])
    with pytest.raises(UsageError, match="no file of users"):
        audience_files([tmp_path])


@pytest.mark.parametrize("first", ["{", '{"external_id": "torn', '{"external_id" 1}', "garbage"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a.jsonl.gz"])
def test_the_first_line_may_be_broken_too(tmp_path, first, name):
    text = f"{first}\n{json.dumps(profile())}\n".encode()
    (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    broken, user = [one for part in cut([tmp_path / name]) for one in read(part)]
    assert broken.place == f"{name}:1"
    assert user == profile()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"a": 1,, "b": 2}', "not JSON: Expecting property name enclosed in double quotes at column 9"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b'{"a": ' + b"1" * 5_000 + b"}", "not JSON: Exceeds the limit"),
        (b'{"a": ' + b"[" * 100_000, "nested too deeply"),
    ],
)
def test_why_a_line_is_no_user_is_told(tmp_path, line, reason):
    path = tmp_path / "audience.jsonl"
    path.write_bytes(b'{"external_id": "u-1"}\n' + line)
    _, broken = [one for part in cut([path]) for one in read(part)]
    assert broken.reason.startswith(reason)


@pytest.mark.parametrize("name", ["broken.zip", "broken.jsonl.gz"])
def test_a_broken_archive_is_a_mistake(tmp_path: Path, name):
    (tmp_path / name).write_bytes(b"none of it")
    with pytest.raises(ProfileFileError, match=name):
        list(cut([tmp_path / name]))
