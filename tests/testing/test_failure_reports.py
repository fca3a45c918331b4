"""What a failing test shows: its own lines, what happened in the sandbox, and no harness."""

import pytest

from mockserver import Request, Response
from mockserver.http import Headers
from mockserver.testing.comparison import compare


@pytest.fixture
def failing(pytester):
    """Run a test that fails and give the report."""

    def run(body, *arguments):
        pytester.makepyfile(f"import httpx\n\ndef test_one(sandbox, render_webhook):\n    {body}\n")
        result = pytester.runpytest(*arguments)
        result.assert_outcomes(failed=1)
        return result.stdout

    return run


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('httpx.get("https://example.test/")', "E *the sandbox answers for no host 'example.test'*"),
        ('sandbox.fault("rokt.create_evnt", status=500)', "E *did you mean rokt.create_event?*"),
        ('render_webhook("guarded-event", "cust-none")', "E *liquid_abort_message*"),
        (
            'sandbox.fault("rokt", effect="timeout"); httpx.get("https://api.roktcalendar.com/v1/x")',
            "E *ReadTimeout: timeout*",
        ),
    ],
)
def test_the_traceback_ends_at_the_test_s_own_line(failing, body, told):
    report = failing(body)
    report.fnmatch_lines([f">   *{body[:20]}*", told])
    for file in (
        "respx_door.py",
        "faults.py",
        "webhooks.py",
        "httpx_messages.py",
        "_client.py",
        "failures.py",
    ):
        report.no_fnmatch_line(f"*{file}*")


def test_a_template_that_breaks_is_told_of_without_the_search(pytester):
    pytester.makepyfile(
        """
        from mockserver.testing.survival import assert_template_survives

        def test_one():
            assert_template_survives("new-event", max_examples=5)
        """
    )
    report = pytester.runpytest().stdout
    report.fnmatch_lines([">   *assert_template_survives*", "E * breaks for this profile*", "E * 10 | {*"])
    for line in ("*survival.py:*", "*  1 | *"):
        report.no_fnmatch_line(line)


def test_full_trace_shows_it_all(failing):
    failing('httpx.get("https://example.test/")', "--full-trace").fnmatch_lines(["*respx_door.py*"])


def test_a_crash_of_the_harness_keeps_its_traceback(failing):
    failing("sandbox.braze.profile([])").fnmatch_lines(["*store.py:*TypeError*"])


def test_the_report_tells_what_happened_in_the_sandbox(failing):
    report = failing('sandbox.braze.send("new-event", "cust-one"); assert False')
    report.fnmatch_lines(
        [
            "*Captured mockserver call*",
            "#1 braze connected content: POST https://api.roktcalendar.com/oauth2/token *-> 200",
            "*TIME214 warning at /event/end*",
            "message #1 new-event to cust-one: sent, answered 202",
        ]
    )


def test_two_requests_that_differ_are_told_by_their_parts(pytester):
    pytester.makepyfile(
        """
        from mockserver import Headers, Request

        def test_one():
            sent = Request("POST", "https://a.test/1", Headers({"A": "1"}), b'{"title": "b", "id": 1}')
            wanted = Request("POST", "https://a.test/2", Headers({"A": "2"}), b'{"title": "c", "id": 1}')
            assert sent == wanted
        """
    )
    pytester.runpytest("-vv").stdout.fnmatch_lines(
        [
            "E *<Request POST https://a.test/1> == <Request POST https://a.test/2>",
            "E *Differing url: 'https://a.test/1' != 'https://a.test/2'",
            'E *Body /title: expected "c", got "b"',
            "E *Differing headers:",
            "E *- A: 2",
            "E *+ A: 1",
            "E *Differing body:",
            'E *-   "title": "c",',
            'E *+   "title": "b",',
        ]
    )


def test_bodies_that_are_no_json_are_compared_by_line():
    lines = compare(Response.of_text(200, "a\nb"), Response.of_text(404, "a\nc"))
    assert lines == [
        "<Response 200> == <Response 404>",
        "",
        "Differing status: 200 != 404",
        "Differing body:",
        "    a",
        "  - c",
        "  + b",
    ]


def test_a_comparison_shows_no_credential():
    left, right = (
        Request("GET", "https://a.test/", Headers({"Authorization": f"Bearer {token}"}))
        for token in ("0123456789abcdef", "0123456789ffffff")
    )
    assert "They differ in a credential, or in what is not shown." in compare(left, right)


def test_other_comparisons_are_left_to_pytest():
    assert compare(Response(200), Request("GET", "")) is None
    assert compare(1, 2) is None
