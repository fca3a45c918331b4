"""curl commands as people paste them."""

import contextlib
import json
import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.capture.curl import parse_curl
from mockserver.errors import UsageError

URL = "https://api.roktcalendar.com/v1/subscriptionevent/acme"


def only(text):
    (recorded,) = parse_curl(text)
    return recorded.request


@pytest.mark.parametrize(
    ("text", "method", "body", "content_type"),
    [
        (f"curl {URL}", "GET", "", ""),
        (f"$ curl -X DELETE {URL}", "DELETE", "", ""),
        (f"curl -XPUT {URL} -d a=1 -d b=2", "PUT", "a=1&b=2", "application/x-www-form-urlencoded"),
        (f"curl -sSLX POST {URL} -o /dev/null", "POST", "", ""),
        (f"curl {URL} --json '{{}}'", "POST", "{}", "application/json"),
        (f"curl {URL} -d '{{\"a\": 1}}'", "POST", '{"a": 1}', "application/json"),
        (
            f"curl --url={URL} --data-urlencode 't=a b&c'",
            "POST",
            "t=a+b%26c",
            "application/x-www-form-urlencoded",
        ),
        (f"curl {URL} --compressed -m 5 -w '%{{http_code}}' -I", "HEAD", "", ""),
        (f"curl {URL} -H 'Content-Type: text/plain' --data-raw @x", "POST", "@x", "text/plain"),
        (f"curl {URL} -d a && echo done", "POST", "a", "application/x-www-form-urlencoded"),
    ],
)
def test_options(text, method, body, content_type):
    request = only(text)
    assert (request.method, request.url, request.text, request.content_type) == (
        method,
        URL,
        body,
        content_type,
    )


def test_a_body_may_go_into_the_query():
    assert only(f"curl -G {URL} -d a=1 -d b=2").url == f"{URL}?a=1&b=2"


def test_a_user_becomes_a_basic_credential():
    for command in (f"curl -u a:b {URL}", f"curl {URL.replace('://', '://a:b@')}"):
        assert (only(command).url, only(command).headers["authorization"]) == (URL, "Basic YTpi")


def test_lines_may_be_continued_and_quoted_as_a_browser_does():
    request = only(f"curl '{URL}' \\\n  -H 'X-A: 1' \\\n  --data-raw $'it\\'s\\n\\u00e9 \\x41'\n")
    assert (request.text, request.headers["x-a"]) == ("it's\né A", "1")


def test_several_commands_are_read_in_order():
    urls = [recorded.request.url for recorded in parse_curl(f"curl {URL}/1\n\ncurl {URL}/2\n")]
    assert urls == [f"{URL}/1", f"{URL}/2"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wget https://a.test", "no curl command"),
        ("curl -d 'a", "cannot be read"),
        ("curl -X POST", "no URL"),
        (f"curl {URL} -d @body.json", "'body.json'"),
    ],
)
def test_a_command_that_cannot_be_read_is_told(text, told):
    with pytest.raises(UsageError, match=told):
        parse_curl(text)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1))
@settings(max_examples=150, deadline=None)
def test_any_json_body_arrives_as_it_was_quoted(text):
    body = json.dumps({"title": text}, ensure_ascii=False)
    assert only(f"curl {URL} --json {shlex.quote(body)}").text == body


@given(st.text())
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(UsageError):
        parse_curl(f"curl {text}")
