import subprocess
import sys

import pytest

pytestmark = pytest.mark.filterwarnings("error")


def test_the_sandbox_answers_the_tests_own_httpx_code(pytester):
    pytester.makepyfile(
        """
        import httpx

        def test_token(sandbox):
            form = {"grant_type": "client_credentials"}
            url = "https://api.roktcalendar.com/oauth2/token"
            answer = httpx.post(url, data=form, auth=("acme-client", "acme-secret"))
            assert answer.status_code == 200
            assert sandbox.journal[-1].full_operation == "rokt.obtain_token"
        """
    )
    pytester.runpytest().assert_outcomes(passed=1)


def test_every_test_has_a_sandbox_of_its_own(pytester):
    pytester.makepyfile(
        """
        import httpx
        import pytest

        @pytest.mark.parametrize("time", [1, 2])
        def test_fresh(sandbox, time):
            httpx.post("https://api.roktcalendar.com/oauth2/token")
            assert len(sandbox.journal) == 1
        """
    )
    pytester.runpytest().assert_outcomes(passed=2)


def test_the_other_fixtures_are_views_of_the_sandbox(pytester):
    pytester.makepyfile(
        """
        def test_views(clock, braze, rokt_calendar, sandbox):
            assert clock is sandbox.clock
            assert braze is sandbox.braze
            assert rokt_calendar is sandbox.rokt
        """
    )
    pytester.runpytest().assert_outcomes(passed=1)


def test_httpx_is_given_back_after_the_test(pytester):
    pytester.makepyfile(
        """
        import httpx

        handle = httpx.HTTPTransport.handle_request

        def test_one(sandbox):
            pass

        def test_two():
            import httpcore
            assert httpcore.ConnectionPool.handle_request.__qualname__ == "ConnectionPool.handle_request"
        """
    )
    pytester.runpytest().assert_outcomes(passed=2)


def test_the_ini_option_names_another_workspace(pytester):
    pytester.makeini("[pytest]\nmockserver_workspace = worlds/own.yaml\n")
    (pytester.mkdir("worlds") / "own.yaml").write_text("now: 2027-01-01T00:00:00Z\n")
    pytester.makepyfile("def test_year(clock):\n    assert clock.now().year == 2027\n")
    pytester.runpytest().assert_outcomes(passed=1)


def test_a_workspace_that_is_not_there_is_told_with_the_option_that_names_it(pytester):
    pytester.makeini("[pytest]\nmockserver_workspace = own.yaml\n")
    pytester.makepyfile("def test_one(sandbox):\n    pass\n")
    result = pytester.runpytest()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["there is no workspace file *own.yaml", "*mockserver_workspace*"])


def test_a_mistake_in_the_workspace_is_told_without_a_traceback(pytester):
    pytester.makeini("[pytest]\nmockserver_workspace = own.yaml\n")
    pytester.path.joinpath("own.yaml").write_text("rockt: {}\n")
    pytester.makepyfile("def test_one(sandbox):\n    pass\n")
    result = pytester.runpytest()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*own.yaml:1:1: *rockt*"])
    assert "plugin.py" not in result.stdout.str()


def test_scenario_files_are_collected(pytester):
    pytester.path.joinpath("first.scenario.yaml").write_text(
        "suite: First\nscenarios:\n"
        "  - {name: time passes, when: [{advance: 5 minutes}], then: {responses: []}}\n"
    )
    pytester.path.joinpath("other.yaml").write_text("not: a suite\n")
    pytester.runpytest().assert_outcomes(passed=1)


def test_until_a_fixture_is_used_nothing_heavy_is_imported():
    code = (
        "import sys, pytest, mockserver.testing.plugin;"
        "heavy = {'httpx', 'pydantic', 'liquid', 'respx', 'hypothesis', 'click', 'yaml'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_a_failing_test_without_a_sandbox_imports_nothing_heavy(pytester):
    pytester.makepyfile(
        """
        import sys

        def test_red():
            assert False

        def test_green():
            assert "mockserver.sandbox" not in sys.modules
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1, failed=1)
