"""Requests that nobody simulates fail the test that caused them."""

import pytest

UNKNOWN_PATH = 'httpx.get("https://api.roktcalendar.com/v1/nothing")'
UNKNOWN_HOST = """
    try:
        httpx.get("https://example.test/?api_key=0123456789abcdef")
    except Exception:
        pass
"""


@pytest.fixture
def run(pytester):
    """Run one test that does something with httpx."""

    def run(body, *, marker="", ini=""):
        pytester.makeini(f"[pytest]\n{ini}\n")
        pytester.makepyfile(f"import httpx\nimport pytest\n\n{marker}\ndef test_one(sandbox):\n    {body}\n")
        return pytester.runpytest("-W", "default")

    return run


def test_an_unknown_path_fails_the_test_itself(run):
    result = run(UNKNOWN_PATH)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*a request was sent that nobody simulates:*", "*GET https://api.roktcalendar.com/v1/nothing*404*"]
    )
    result.stdout.no_fnmatch_line("*unhandled.py*")


def test_an_unknown_host_fails_the_test_though_its_code_swallows_the_error(run):
    result = run(UNKNOWN_HOST)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*GET https://example.test/?api_key=0123…*unknown host*"])
    result.stdout.no_fnmatch_line("*0123456789abcdef*")


def test_a_webhook_to_a_path_that_is_none_counts_too(run):
    result = run('sandbox.braze.send("new-event", "cust-none")')
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*braze webhook: POST https://api.roktcalendar.com/v1/subscriptionevent/ *"])


def test_a_stubbed_host_is_handled(run):
    body = (
        "sandbox.network.stub('example.test', lambda request: __import__('mockserver').Response(200));"
        "httpx.get('https://example.test/')"
    )
    run(body).assert_outcomes(passed=1)


def test_the_marker_lets_a_test_mean_it(run):
    run(UNKNOWN_PATH, marker="@pytest.mark.mockserver(unhandled='ignore')").assert_outcomes(passed=1)


def test_the_ini_option_makes_it_a_warning(run):
    result = run(UNKNOWN_PATH, ini="mockserver_unhandled = warn")
    result.assert_outcomes(passed=1, warnings=1)
    result.stdout.fnmatch_lines(["*UnhandledRequest: a request was sent*"])


def test_the_marker_goes_before_the_ini_option(run):
    ini = "mockserver_unhandled = ignore"
    run(UNKNOWN_PATH, marker="@pytest.mark.mockserver(unhandled='fail')", ini=ini).assert_outcomes(failed=1)


def test_an_ini_option_that_is_no_policy_is_told(run):
    result = run("pass", ini="mockserver_unhandled = perhaps")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*'perhaps' is no policy*"])


@pytest.mark.parametrize("order", ["sandbox, respx_mock", "respx_mock, sandbox"])
def test_a_host_that_another_respx_router_answers_is_handled(pytester, order):
    pytester.makepyfile(
        f"""
        import httpx

        def test_one({order}):
            respx_mock.get("https://example.test/").mock(return_value=httpx.Response(204))
            assert httpx.get("https://example.test/").status_code == 204
            assert len(sandbox.journal) == 0
        """
    )
    pytester.runpytest("-p", "respx").assert_outcomes(passed=1)
