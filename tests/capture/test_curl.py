"""curl commands as people paste them."""

import contextlib
import json
import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.capture.curl import parse_curl, requests_in
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
        (f"curl --retry-delay 1 --proto =https --connect-to a:1:b:2 -C - {URL}", "GET", "", ""),
        (
            f"curl {URL} --data-urlencode '\ud800'",
            "POST",
            "%ED%A0%80",
            "application/x-www-form-urlencoded",
        ),
        (f"curl {URL} -d a; echo done", "POST", "a", "application/x-www-form-urlencoded"),
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


@pytest.mark.parametrize(("given", "sent"), [("X-A;", ["X-A:"]), ("X-A:", ["X-A:"]), (" ", [])])
def test_a_header_is_sent_as_curl_does(given, sent):
    command = f"curl {URL} -H '{given}'"
    assert [f"{name}:{value}" for name, value in only(command).headers.pairs] == sent
    assert next(requests_in(command)).text.split("\n") == [f"GET {URL}", *sent, "", ""]


def test_a_header_without_a_colon_is_told():
    with pytest.raises(UsageError, match="header 'Authorization' of the curl command has no colon") as caught:
        only(f"curl {URL} -H 'Authorization Bearer secret'")
    assert "secret" not in str(caught.value)


def test_a_bearer_becomes_a_token():
    request = only(f"curl --oauth2-bearer abc {URL}")
    assert (request.url, request.headers["authorization"]) == (URL, "Bearer abc")


def test_a_user_becomes_a_basic_credential():
    for command in (f"curl -u a:b {URL}", f"curl {URL.replace('://', '://a:b@')}"):
        assert (only(command).url, only(command).headers["authorization"]) == (URL, "Basic YTpi")


def test_lines_may_be_continued_and_quoted_as_a_browser_does():
    request = only(f"curl '{URL}' \\\n  -H 'X-A: 1' \\\n  --data-raw $'it\\'s\\n\\u00e9 \\x41'\n")
    assert (request.text, request.headers["x-a"]) == ("it's\né A", "1")


def test_double_quotes_and_what_stands_together_are_read_as_a_shell_does():
    request = only(f'curl {URL} -d "{{\\"a\\": \\"\\$b\\\\n\\"}}"\'x\'\\ y')
    assert request.text == '{"a": "$b\\n"}x y'


def test_a_command_goes_on_on_the_next_line_in_every_shell():
    for sign in "\\^`":
        assert only(f"curl {URL} {sign}\n  -H 'X-A: 1'").headers["x-a"] == "1"


def test_what_a_browser_copies_for_windows_is_read():
    command = (
        f'curl ^"{URL}?a=1^&b=2^" ^\n  -H ^"X-A: 50^%^" ^\n'
        r'  --data-raw ^"^{^\^"title^\^":^\^"a ^^ b^\^"^}^"'
    )
    request = only(command)
    assert (request.url, request.headers["x-a"]) == (f"{URL}?a=1&b=2", "50%")
    assert request.text == '{"title":"a ^ b"}'
    (written,) = requests_in(command)
    assert command[written.indexes[written.text.index("title")] :].startswith("title")


@pytest.mark.parametrize(
    ("option", "body"),
    [
        ("-d @b", '{"a":1}'),
        ("--data-binary @b", '{"a":\r\n1}'),
        ("--json @b", '{"a":\r\n1}'),
        ("--data-urlencode x@b", "x=%7B%22a%22%3A%0D%0A1%7D"),
        ("--data-raw @b", "@b"),
    ],
)
def test_a_body_in_a_file_is_read_by_who_is_asked_to(option, body):
    (recorded,) = parse_curl(f"curl {URL} {option}", files={"b": '{"a":\r\n1}'}.__getitem__)
    assert recorded.request.text == body


def test_several_commands_are_read_in_order():
    urls = [recorded.request.url for recorded in parse_curl(f"curl {URL}/1\n\ncurl {URL}/2\n")]
    assert urls == [f"{URL}/1", f"{URL}/2"]


@pytest.mark.parametrize("below", ["It doesn't work", "\n\nwhat's this?", "\r\nthe answer: 'x"])
def test_what_is_written_below_a_command_is_none_of_it(below):
    assert only(f"$ curl {URL} \\\n -d 'a\nb'\n-H 'X-A: 1'\n{below}\n").text == "a\nb"


@pytest.mark.parametrize(
    "text",
    [
        f"curl {URL}/1 && curl {URL}/2",
        f"curl {URL}/1;curl -s {URL}/2 | jq '.id' || curl.exe $URL/3",
        f"curl {URL}/1 -d 'a; curl -s {URL}/none && b' \\\n  && curl '{URL}/2'\ncurl {URL}/3",
        f"curl {URL}/1\nThat's it; curl {URL}/none",
        f"curl {URL}/1\nIt broke; curl says 401",
        f'curl ^"{URL}/1^" -d ^"; curl -s {URL}/none^" &\r\ncurl ^"{URL}/2^"',
    ],
)
def test_several_commands_on_one_line_are_read(text):
    urls = [recorded.request.url for recorded in parse_curl(text)]
    assert urls == [url for url in (f"{URL}/1", f"{URL}/2", f"{URL}/3", "http://$URL/3") if url in urls]
    assert len(urls) == 1 + text.count("/2") + text.count("/3")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")), min_size=1))
@settings(max_examples=100, deadline=None)
def test_commands_behind_each_other_are_read_whatever_they_send(bodies):
    text = " && ".join(f"curl {URL} --data-raw {shlex.quote(body)}" for body in bodies)
    assert [recorded.request.text for recorded in parse_curl(text)] == bodies


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wget https://a.test", "no curl command"),
        ("curl -d 'a", "cannot be read"),
        ("curl -X POST", "no URL"),
        (f"curl {URL} -d @body.json", "'body.json'"),
        (f"curl {URL} -F a=b", "a form of several parts"),
        (f"curl -T x {URL}", "an upload"),
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


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=30))
@settings(max_examples=150, deadline=None)
def test_every_character_of_a_body_keeps_its_place(text):
    body = json.dumps({"title": text}, ensure_ascii=False)
    command = f"$ curl {URL} \\\n  --json {shlex.quote(body)}"
    (written,) = requests_in(command)
    start = written.text.index("\n\n") + 2
    assert written.text[start:] == body
    assert all(command[written.indexes[at]] == written.text[at] for at in range(start, len(written.text)))


def test_a_command_is_written_as_the_request_it_sends():
    (written,) = requests_in(f"curl -u a:b '{URL}' -H 'X-A: 1' -d a=1 -d b=2")
    assert written.text == (
        f"POST {URL}\nAuthorization: Basic YTpi\nX-A: 1\nContent-Type: application/x-www-form-urlencoded"
        "\n\na=1&b=2"
    )


@given(st.text())
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(UsageError):
        parse_curl(f"curl {text}")
