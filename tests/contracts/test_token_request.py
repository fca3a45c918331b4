from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.contracts import TOKEN_REQUEST, parse_form


def test_the_published_body_is_valid():
    checked = TOKEN_REQUEST.check(parse_form(b"grant_type=client_credentials"), {})
    assert checked.findings == ()
    assert checked.value.grant_type == "client_credentials"


def test_credentials_may_stand_in_the_body():
    form = parse_form(b"grant_type=client_credentials&client_id=a&client_secret=b%20c")
    checked = TOKEN_REQUEST.check(form, {})
    assert (checked.value.client_id, checked.value.client_secret) == ("a", "b c")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (b"", ("ROKT110", "error", "/grant_type")),
        (b"grant_type=client_credential", ("ROKT151", "error", "/grant_type")),
        (b"grant_type=", ("ROKT110", "error", "/grant_type")),
        (b"grant_type=refresh_token", ("ROKT152", "error", "/refresh_token")),
        (b"grant_type=client_credentials&client_id=a", ("ROKT153", "warning", "/client_secret")),
        (b"grant_type=client_credentials&client_secret=a", ("ROKT153", "error", "/client_id")),
        (b"grant_type=password&grant_type=client_credentials", ("ROKT154", "error", "/grant_type")),
        (b"grant_type=client_credentials&scope=x", ("ROKT114", "note", "/scope")),
    ],
)
def test_one_mistake_gives_its_one_finding(told, form, expected):
    assert told(TOKEN_REQUEST.check(parse_form(form), {})) == [expected]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_form(body):
    form = parse_form(body)
    assert TOKEN_REQUEST.check(form, {}).ok in (True, False)


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_a_form_is_read_back_as_written(fields):
    assert parse_form(urlencode(fields).encode()) == fields
