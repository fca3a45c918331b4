"""Requests, responses and headers as values."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.http import Headers, Request, Response


def test_header_names_have_no_case_and_repeated_fields_are_joined() -> None:
    headers = Headers([("X-A", "1"), ("x-a", "2"), ("B", "3")])
    assert (headers["X-a"], headers["b"], len(headers), "X-A" in headers) == ("1, 2", "3", 2, True)
    assert list(headers) == ["x-a", "b"]


def test_merged_headers_take_the_place_of_the_same_name() -> None:
    merged = Headers([("Accept", "*/*"), ("X", "1")]).merged({"accept": "text/plain"})
    assert merged.pairs == (("X", "1"), ("accept", "text/plain"))


def test_a_missing_header_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Headers()["X"]


def test_a_request_knows_the_parts_of_its_url() -> None:
    request = Request("GET", "https://Example.test:8443/a%20b//c?x=1&y=&x=2")
    assert (request.scheme, request.host, request.port) == ("https", "example.test", 8443)
    assert (request.raw_path, request.path_segments) == ("/a%20b//c", ("a b", "", "c"))
    assert request.query == (("x", "1"), ("y", ""), ("x", "2"))


@pytest.mark.parametrize(("url", "port"), [("https://h/", 443), ("http://h", 80), ("ftp://h", None)])
def test_a_scheme_implies_a_port(url: str, port: int | None) -> None:
    assert Request("GET", url).port == port


def test_a_content_type_is_read_without_its_parameters() -> None:
    request = Request("POST", "http://h/", Headers({"content-type": "Application/JSON; charset=utf-8"}))
    assert request.content_type == "application/json"


def test_a_json_response_is_compact_utf8() -> None:
    response = Response.of_json(201, {"message": "ü", "n": 1})
    assert (response.status, response.body) == (201, '{"message":"ü","n":1}'.encode())
    assert (response.headers["content-type"], response.json()) == (
        "application/json",
        {"message": "ü", "n": 1},
    )


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_url_has_parts(url: str) -> None:
    request = Request("GET", url)
    assert isinstance((request.host, request.port, request.path_segments, request.query), tuple)
