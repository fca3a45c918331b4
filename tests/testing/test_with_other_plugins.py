"""The fixtures beside async tests, xdist, pytest-randomly, classes and fixtures that build on them."""

from importlib.util import find_spec

import pytest

ASYNC = """
import httpx
import pytest

{marker}
async def test_token(sandbox):
    async with httpx.AsyncClient() as client:
        form = {{"grant_type": "client_credentials"}}
        url = "https://api.roktcalendar.com/oauth2/token"
        answer = await client.post(url, data=form, auth=("acme-client", "acme-secret"))
    assert answer.status_code == 200
    assert len(sandbox.journal) == 1

{marker}
async def test_unhandled(sandbox):
    async with httpx.AsyncClient() as client:
        with pytest.raises(AssertionError):
            await client.get("https://example.test/")
"""
MANY = """
import httpx
import pytest

@pytest.mark.parametrize("number", range(6))
def test_alone(sandbox, number):
    httpx.post("https://api.roktcalendar.com/oauth2/token")
    assert len(sandbox.journal) == 1

def test_red(sandbox):
    httpx.get("https://api.roktcalendar.com/")
"""
SUITE = "suite: S\nscenarios:\n" + "".join(
    f"  - {{name: s{number}, when: [{{advance: 1 minute}}], then: {{responses: []}}}}\n"
    for number in range(4)
)


def needs(plugin):
    return pytest.mark.skipif(find_spec(plugin) is None, reason=f"{plugin} is not installed")


def test_async_tests_of_anyio(pytester):
    pytester.makeconftest("import pytest\n\n@pytest.fixture\ndef anyio_backend():\n    return 'asyncio'\n")
    pytester.makepyfile(ASYNC.format(marker="@pytest.mark.anyio"))
    pytester.runpytest("-p", "anyio").assert_outcomes(passed=1, failed=1)


@needs("pytest_asyncio")
def test_async_tests_of_pytest_asyncio(pytester):
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function\n")
    pytester.makepyfile(ASYNC.format(marker="@pytest.mark.asyncio"))
    pytester.runpytest_subprocess("-p", "asyncio").assert_outcomes(passed=1, failed=1)


@needs("xdist")
def test_several_processes_give_the_same_results(pytester):
    pytester.makepyfile(MANY)
    pytester.path.joinpath("a.scenario.yaml").write_text(SUITE)
    pytester.runpytest_subprocess("-p", "xdist", "-n", "2").assert_outcomes(passed=10, failed=1)


@needs("pytest_randomly")
@pytest.mark.parametrize("seed", ["1", "2"])
def test_any_order_gives_the_same_results(pytester, seed):
    pytester.makepyfile(MANY)
    pytester.runpytest_subprocess("-p", "randomly", f"--randomly-seed={seed}").assert_outcomes(
        passed=6, failed=1
    )


def test_a_fixture_of_the_same_name_may_build_on_the_sandbox(pytester):
    pytester.makeconftest(
        """
        import pytest

        @pytest.fixture
        def sandbox(sandbox):
            sandbox.fault("rokt.obtain_token", status=503, times=1)
            return sandbox
        """
    )
    pytester.makepyfile(
        """
        import httpx
        import pytest

        @pytest.fixture
        def status(sandbox):
            return httpx.post("https://api.roktcalendar.com/oauth2/token").status_code

        class TestNested:
            @pytest.fixture(autouse=True)
            def later(self, status, sandbox):
                sandbox.advance(days=1)

            def test_one(self, status, clock):
                assert status == 503
                assert clock.now().day == 3
        """
    )
    pytester.runpytest().assert_outcomes(passed=1)


def test_a_second_world_lives_beside_the_sandbox(pytester):
    pytester.makepyfile(
        """
        import httpx
        from mockserver import SandboxTransport

        def test_two(sandbox, mockserver_workspace):
            other = mockserver_workspace.open()
            with httpx.Client(transport=SandboxTransport(other)) as client:
                client.post("https://api.roktcalendar.com/oauth2/token")
            assert (len(sandbox.journal), len(other.journal)) == (0, 1)
        """
    )
    pytester.runpytest().assert_outcomes(passed=1)


def test_a_unittest_class_may_use_the_sandbox(pytester):
    pytester.makepyfile(
        """
        import unittest
        import httpx
        import pytest

        @pytest.mark.usefixtures("sandbox")
        class TestCase(unittest.TestCase):
            def test_red(self):
                httpx.get("https://api.roktcalendar.com/")
        """
    )
    pytester.runpytest().assert_outcomes(failed=1)
