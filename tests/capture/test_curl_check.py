"""curl commands checked as the requests they send."""

import pytest

from mockserver.capture.checking import CurlCheck
from mockserver.checks.configuration import Configuration
from mockserver.checks.files import source_of
from mockserver.checks.payloads import PayloadCheck
from mockserver.errors import SourceError
from mockserver.fixes import apply_fixes

URL = "https://api.roktcalendar.com/v1/subscriptionevent/acme"
EVENT = """{"event": {"eventId": "e", "title": "t",
  "start": "2026-03-21T15:00:00", "end": "2026-03-21T16:00:00",
  "timezone": "America/New_York"},
 "subscriptionIds": ["06423672-b6ba-4536-aa36-70788a7a0a36"]}"""


def checked(text, **files):
    return CurlCheck(PayloadCheck(), files.__getitem__)(source_of(text.encode()), Configuration())


def told(outcome):
    return [(one.code, one.location.line, one.location.column) for one in outcome.ordered]


def test_url_headers_and_body_are_checked_together_each_at_its_place():
    text = f"curl {URL}/f5733866ade2 \\\n -H 'Autorisation: Bearer x' \\\n --json '{EVENT}'\n"
    outcome = checked(text)
    assert told(outcome) == [("HTTP612", 1, 6), ("HTTP602", 2, 6), ("TIME201", 5, 15)]
    assert outcome.read_as == "a new event"


def test_the_second_command_of_a_line_is_checked_at_its_place():
    text = f"curl https://a.test && curl {URL} --json '{EVENT}'; curl -d 'a"
    assert told(checked(text.rpartition(";")[0]))[-1] == ("TIME201", 3, 15)
    with pytest.raises(SourceError, match=r":4:\d+: the curl command cannot be read"):
        checked(text)


@pytest.mark.parametrize("quoted", [f"'{EVENT}'", '"' + EVENT.replace('"', '\\"') + '"'])
def test_what_can_be_mended_is_mended_in_the_command(quoted):
    text = f"curl {URL} -H 'Authorization: Bearer x' --json {quoted}"
    assert apply_fixes(text, checked(text).fixes).text == text.replace(
        "America/New_York", "Eastern Standard Time"
    )


def test_a_body_in_a_file_is_found_where_the_file_is_named():
    text = f"curl {URL} -H 'Authorization: Bearer x' --json @body"
    outcome = checked(text, body=EVENT)
    assert [finding.pointer for finding in outcome.findings] == ["/event/timezone"]
    assert (told(outcome), outcome.fixes) == ([("TIME201", 1, text.index("@") + 1)], ())


def test_a_body_that_nobody_calls_json_is_sent_as_a_form():
    text = f"curl {URL} -H 'Authorization: Bearer x' -d '{EVENT.replace('America/New_York', 'UTC')}'"
    (finding,) = checked(text).findings
    assert (finding.code, finding.location.column) == ("HTTP605", text.index("{") + 1)


def test_several_commands_are_several_requests():
    one = f"curl {URL} -H 'Authorization: Bearer x' --json '{EVENT}'"
    assert told(checked(f"{one}\n{one}\n")) == [("TIME201", 3, 15), ("TIME201", 7, 15)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("curl 'x", "<stdin>:1:1: the curl command cannot be read"),
        (f"curl {URL} --json {{}}\n\n$ curl 'x", "<stdin>:3:3: the curl command cannot be read"),
        ("curl https://a.example/x\ncurl https://[a/x", "<stdin>:2:1: the curl command's URL cannot be read"),
        ("curl\n https://a.example/x -d '{\"a\": 1}'", "<stdin>:2:26: it cannot be told what kind"),
    ],
)
def test_a_command_that_cannot_be_checked_is_told_with_its_place(text, message):
    with pytest.raises(SourceError) as caught:
        checked(text)
    assert str(caught.value).startswith(message)


def test_a_command_that_is_no_utf8_is_told_with_its_place():
    source = source_of(b"curl https://a.example/x -d '\xff'")
    with pytest.raises(SourceError, match=r"<stdin>:1:30: not UTF-8"):
        CurlCheck(PayloadCheck(), {}.__getitem__)(source, Configuration())


def test_other_texts_are_left_to_the_other_check():
    assert told(checked(EVENT)) == [("TIME201", 3, 15)]
