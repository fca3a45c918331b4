"""Users of one JSON text, read a piece at a time, and the places of what is wrong in it."""

import io
import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import ProfileFileError, load_profiles
from mockserver.braze.profiles.json_users import has_profile_lines, parse_users

SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)
NAMES = st.text(max_size=4).filter(lambda name: name != "users")
USERS = st.lists(st.dictionaries(NAMES, VALUES, max_size=3), max_size=5)
OTHERS = st.dictionaries(NAMES, VALUES, max_size=2)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])


@st.composite
def texts(draw):
    """Give the users of a JSON text, and the text."""
    users = draw(USERS)
    form = draw(st.sampled_from(["array", "answer", "user"]))
    if form == "answer":
        data = {**draw(OTHERS), "users": users, **draw(OTHERS)}
    elif form == "array" or not users:
        data = users
    else:
        users = users[:1]
        data = users[0]
    return users, json.dumps(data, indent=draw(st.sampled_from([None, 1])), ensure_ascii=draw(st.booleans()))


def read(text, piece=7):
    return list(parse_users(io.BytesIO(text), "x", piece=piece))


@settings(max_examples=100, deadline=None)
@given(texts(), ENCODINGS, st.integers(1, 40))
def test_wherever_a_text_is_cut_its_users_are_the_same(pair, encoding, piece):
    users, text = pair
    assert read(text.encode(encoding, "surrogatepass"), piece) == users


@settings(max_examples=100, deadline=None)
@given(texts(), st.data(), st.integers(1, 40))
def test_a_mistake_is_told_as_json_tells_it(pair, data, piece):
    text = pair[1]
    cut = data.draw(st.integers(0, len(text)))
    broken = text[:cut] + data.draw(st.sampled_from(["", "}", "]", ",", ",]", '"', "\n:", "1", "nul", "\\"]))
    broken = broken + text[cut + data.draw(st.integers(0, 2)) :] or "-"
    try:
        json.loads(broken)
    except json.JSONDecodeError as error:
        expected = f"x:{error.lineno}:{error.colno}: not JSON: {error.msg}"
    else:
        return
    with pytest.raises(ProfileFileError) as told:
        read(broken.encode("utf-8", "surrogatepass"), piece)
    # What comes before the mistake may be no profile already.
    assert str(told.value) == expected or told.value.message == "a profile is an object"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"[{},\n 7, {}]", r"x:2:2: a profile is an object"),
        (b'{"message": "success",\n"users": 7}', r"x:2:10: a profile is an object"),
        (b'{"users": null, "message": "success"}', r"x:1:11: a profile is an object"),
        (b"7", r"x:1:1: a profile is an object"),
        (b'[{"a": "\xff"}]', r"x:1:9: not UTF-8"),
        (b'[{},\n{"a": "\xc3', r"x:2:8: not UTF-8"),
        (b"[" * 100_000, r"x:1:\d+: nested too deeply"),
        (b'[{"a": ' + b"1" * 5_000 + b"}]", r"x:1:2: not JSON: Exceeds the limit"),
    ],
)
def test_what_is_no_user_is_told_with_its_place(text, told):
    with pytest.raises(ProfileFileError, match=told):
        read(text)


def test_the_users_before_a_mistake_are_given():
    users = parse_users(io.BytesIO(b'[{"external_id": "a"}, {"external_id": '), "x")
    assert next(users) == {"external_id": "a"}
    with pytest.raises(ProfileFileError):
        next(users)


@pytest.mark.parametrize(
    ("text", "has_them"),
    [
        (b'{"a": 1}\n{"b": 2', True),
        (b'\n{"a": 1}', True),
        (b"{}", True),
        (b'{"a": 1, "b": [2,\n3]}', False),
        (b'{"message": "", "users": [', False),
        (b'[{"a": 1},', False),
        (b"", False),
    ],
)
def test_lines_of_profiles_are_told_from_one_text(text, has_them):
    file = io.BytesIO(text)
    assert has_profile_lines(file) is has_them
    assert file.read() == text


@pytest.mark.parametrize("text", [b"{\n", b"garbage\n{}", b'{"a": 1,}\n', b"\xff"])
def test_what_begins_with_no_json_is_a_mistake(text):
    with pytest.raises(ProfileFileError):
        has_profile_lines(io.BytesIO(text))


@pytest.mark.parametrize(("before", "after"), [("[", "]"), ('{"message": "success", "users": [', "]}")])
def test_memory_does_not_grow_with_the_number_of_users(tmp_path, before, after):
    path = tmp_path / "users.json"
    user = json.dumps({"external_id": "a", "text": "x" * 500})
    path.write_text(before + ", ".join([user] * 5_000) + after)
    tracemalloc.start()
    count = sum(1 for _ in load_profiles(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 5_000
    assert peak < path.stat().st_size / 5
