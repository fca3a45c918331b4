import asyncio

import httpx
import pytest
import respx

from mockserver.doors.respx_door import open_respx
from mockserver.http import Failure, NoResponse, Response
from mockserver.sandbox import Sandbox

TOKEN = "https://api.roktcalendar.com/oauth2/token"


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture
def router(sandbox):
    with open_respx(sandbox) as router:
        yield router


def test_every_host_of_both_services_answers(sandbox, router):
    for service in sandbox.services:
        for host in service.hosts:
            assert httpx.get(f"https://{host}/nothing").status_code == 404


def test_routes_are_named_after_the_services(router):
    httpx.post(TOKEN)
    assert router["rokt"].call_count == 1
    assert not router["braze"].called


def test_an_unknown_host_is_not_called_and_the_error_says_how_to_stub_it(router):
    with pytest.raises(
        AssertionError, match=r"other\.test.*sandbox\.network\.stub\('other\.test', respond\)"
    ):
        httpx.get("https://other.test/")


def test_an_unknown_host_is_not_called_by_an_async_client(router):
    async def get() -> None:
        async with httpx.AsyncClient() as client:
            await client.get("https://other.test/")

    with pytest.raises(AssertionError, match=r"other\.test"):
        asyncio.run(get())


def test_a_stubbed_host_answers_and_gets_a_route_of_its_own(sandbox, router):
    sandbox.network.stub("example.test", lambda request: Response.of_text(200, request.raw_path))
    assert httpx.get("https://example.test/hello").text == "/hello"
    assert router["example.test"].call_count == 1


def test_a_stub_may_give_no_response(sandbox, router):
    def respond(request):
        raise NoResponse(Failure.REFUSED)

    sandbox.network.stub("example.test", respond)
    with pytest.raises(httpx.ConnectError):
        httpx.get("https://example.test/")


def test_a_respx_router_of_the_test_itself_answers_for_other_hosts(router):
    with respx.mock() as own:
        own.get("https://own.test/").respond(204)
        assert httpx.get("https://own.test/").status_code == 204
        assert httpx.post(TOKEN).status_code == 400


def test_a_respx_router_opened_before_answers_for_its_hosts(sandbox):
    with respx.mock() as own, open_respx(sandbox):
        own.get("https://own.test/").respond(204)
        assert httpx.get("https://own.test/").status_code == 204
        assert httpx.post(TOKEN).status_code == 400


def test_routes_can_be_added_to_the_router(router):
    router.get("https://more.test/").respond(204)
    assert httpx.get("https://more.test/").status_code == 204


def test_services_not_called_fail_the_test_on_request(sandbox):
    with pytest.raises(AssertionError, match="not called"), open_respx(sandbox, assert_all_called=True):
        httpx.post(TOKEN)


def test_after_the_door_is_closed_nothing_of_the_sandbox_is_left(sandbox):
    with open_respx(sandbox):
        httpx.post(TOKEN)
    with respx.mock(assert_all_mocked=False):
        assert httpx.post(TOKEN).content == b""
    assert len(sandbox.journal) == 1


def test_a_sandbox_opened_later_in_the_same_process_is_another_world():
    for _ in range(2):
        sandbox = Sandbox()
        with open_respx(sandbox):
            httpx.post(TOKEN)
        assert len(sandbox.journal) == 1
