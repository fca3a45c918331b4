"""The network between services: delivery, stubs, faults, and the journal that sees it all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mockserver.clock import Clock
from mockserver.errors import UsageError
from mockserver.http import Failure, NoResponse, Request, Response
from mockserver.simulator.faults import Effect, Fault, Faults
from mockserver.simulator.journal import Exchange, Journal
from mockserver.simulator.network import Network
from mockserver.simulator.operation import Call, Operation, Route, operation, route


@operation("GET", "/ping")
def ping(service: object, call: Call) -> Response:
    """Answer."""
    return Response.of_text(200, "pong")


class Echo:
    name = "echo"
    hosts = ("echo.test",)
    operations = (ping,)

    def find(self, request: Request) -> Route:
        return route(self.operations, request.method, request.raw_path)

    def answer(self, exchange: Exchange, found: Route) -> Response:
        return ping.run(self, Call(exchange, found.params)) if found.operation else Response(404)

    def error_response(self, status: int, reason: str = "") -> Response:
        return Response.of_text(status, "echo's own words")

    def finish(self, exchange: Exchange, operation: Operation | None, response: Response) -> Response:
        return response.with_headers({"X-Echo": str(response.status)})


@pytest.fixture
def journal() -> Journal:
    return Journal(Clock())


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def network(journal: Journal, faults: Faults) -> Network:
    made = Network(journal, faults)
    made.attach(Echo())
    return made


def get(network: Network, url: str = "https://echo.test/ping") -> Response:
    return network.send(Request("GET", url), caller="test")


def test_a_request_reaches_the_service_of_its_host_and_is_written_down(
    network: Network, journal: Journal
) -> None:
    assert get(network).text == "pong"
    assert str(journal[0]) == "#1 test: GET https://echo.test/ping (echo.ping) -> 200"


def test_a_path_that_is_no_operation_s_is_still_the_service_s_to_answer(
    network: Network, journal: Journal
) -> None:
    assert get(network, "https://echo.test/nothing").status == 404
    assert (journal[0].service, journal[0].operation) == ("echo", "")


def test_a_host_nobody_answers_for_gives_no_response_and_stays_in_the_journal(
    network: Network, journal: Journal
) -> None:
    with pytest.raises(NoResponse, match=r"unknown host: nowhere\.test"):
        get(network, "https://nowhere.test/")
    assert (journal[0].failure, journal[0].outcome) == (Failure.UNKNOWN_HOST, "unknown host")


def test_a_stub_answers_for_a_host_that_is_not_simulated(network: Network) -> None:
    network.stub("hooks.test", lambda request: Response(204))
    assert get(network, "https://hooks.test/any").status == 204


def test_a_service_named_at_sending_answers_whatever_the_host(network: Network) -> None:
    sent = network.send(Request("GET", "http://127.0.0.1:8101/ping"), caller="test", service=Echo())
    assert sent.text == "pong"


@pytest.mark.parametrize("target", ["echo.ping", "echo", "echo.test"])
def test_a_status_fault_answers_in_the_vendor_s_own_words(
    network: Network, faults: Faults, target: str
) -> None:
    faults.add(Fault(target=target, effect=Effect.STATUS, status=503, times=1))
    struck = get(network)
    assert (struck.status, struck.text, struck.headers["X-Echo"]) == (503, "echo's own words", "503")
    assert get(network).status == 200


def test_a_fault_skips_what_it_should_let_through(network: Network, faults: Faults) -> None:
    fault = faults.add(Fault(target="echo.ping", effect=Effect.STATUS, skip=1, times=1))
    assert [get(network).status for _ in range(3)] == [200, 503, 200]
    assert (fault.seen, fault.struck, faults.unfired) == (3, 1, ())


@pytest.mark.parametrize(
    ("effect", "failure"),
    [(Effect.TIMEOUT, Failure.TIMEOUT), (Effect.REFUSED, Failure.REFUSED), (Effect.RESET, Failure.RESET)],
)
def test_a_silent_fault_gives_no_response(
    network: Network, faults: Faults, effect: Effect, failure: Failure
) -> None:
    faults.add(Fault(target="echo", effect=effect))
    with pytest.raises(NoResponse) as caught:
        get(network)
    assert caught.value.failure is failure


def test_a_fault_on_something_unknown_is_refused_with_the_nearest_name(
    network: Network, faults: Faults
) -> None:
    with pytest.raises(UsageError, match=r"did you mean echo\.ping"):
        faults.add(Fault(target="echo.pnig", effect=Effect.TIMEOUT))


def test_a_fault_that_never_struck_is_known(faults: Faults, network: Network) -> None:
    fault = faults.add(Fault(target="echo", effect=Effect.TIMEOUT))
    assert faults.unfired == (fault,)
    faults.clear()
    assert get(network).ok


def test_a_crash_stays_in_the_journal(network: Network, journal: Journal) -> None:
    def crash(request: Request) -> Response:
        raise ZeroDivisionError

    network.stub("bad.test", crash)
    with pytest.raises(ZeroDivisionError):
        get(network, "https://bad.test/")
    assert "ZeroDivisionError" in journal[0].outcome


def test_the_journal_finds_by_caller_service_and_operation(network: Network, journal: Journal) -> None:
    get(network)
    get(network, "https://echo.test/nothing")
    finds: list[tuple[Callable[[], list[Exchange]], int]] = [
        (lambda: journal.find(caller="test"), 2),
        (lambda: journal.find(operation="echo.ping"), 1),
        (lambda: journal.find(operation="ping"), 1),
        (lambda: journal.find(service="other"), 0),
        (lambda: journal.find(since=1), 1),
    ]
    assert [len(find()) for find, _ in finds] == [count for _, count in finds]


def test_the_journal_is_bounded_and_its_numbers_go_on() -> None:
    journal = Journal(Clock(), bound=2)
    for _ in range(5):
        journal.record(Request("GET", "http://h/"), "test")
    assert ([exchange.number for exchange in journal], journal.last_number) == ([4, 5], 5)
    journal.clear()
    assert (len(journal), journal.record(Request("GET", "http://h/"), "test").number) == (0, 6)
