"""What a Connected Content call sends, keeps, prints, caches and retries."""

from datetime import timedelta

import pytest

from mockserver.clock import Clock
from mockserver.http import Failure, NoResponse, Request, Response
from mockserver.liquid import (
    BasicCredential,
    HostHealth,
    Rendering,
    Resources,
    ResponseCache,
    RetryWanted,
    TokenCredential,
)
from tests.liquid.liquid_rendering import render

URL = "https://api.example.com/x"


class Service:
    """Answers with what it is given and remembers what it was asked."""

    def __init__(self, answer: Response | Failure | None = None) -> None:
        self.answer = answer or Response.of_json(200, {"ok": True})
        self.asked: list[Request] = []
        self.clock = Clock()

    def send(self, request: Request, timeout: float) -> Response:
        self.asked.append(request)
        if isinstance(self.answer, Failure):
            raise NoResponse(self.answer)
        return self.answer

    def resources(self, **others: object) -> Resources:
        return Resources(send=self.send, now=self.clock.now, **others)  # type: ignore[arg-type]


def call(options: str, service: Service, **others: object) -> Rendering:
    return render(f"{{% connected_content {URL} {options} %}}", resources=service.resources(**others))


@pytest.mark.parametrize(
    ("options", "name", "value"),
    [
        ("", "content-type", "application/json"),
        ("", "accept", "*/*"),
        (":method post", "content-type", "application/x-www-form-urlencoded"),
        (":content_type text/csv", "accept", "text/csv"),
        (":content_type text/csv", "content-type", "text/csv"),
        (':headers {"Content-Type": "a/b", "X": "1:30 :retry"}', "x", "1:30 :retry"),
        (':headers {"Content-Type": "a/b"} :content_type c/d', "content-type", "a/b"),
        (':headers{"N": {{ 1 | plus: 1 }}}', "n", "2"),
        (":basic_auth Login", "authorization", "Basic dTpw"),
        (":auth_credentials Key", "x-key", "k"),
        ("", "accept-encoding", "gzip"),
    ],
)
def test_headers(options: str, name: str, value: str) -> None:
    service = Service()
    credentials = {"Login": BasicCredential("u", "p"), "Key": TokenCredential({"X-Key": "k"}, "example.com")}
    call(options, service, credentials=credentials)
    assert service.asked[0].headers[name] == value


def test_the_sender_names_itself() -> None:
    service = Service()
    call("", service)
    assert service.asked[0].headers["user-agent"].startswith("Braze Sender ")
    assert "x-braze-sender-version" in service.asked[0].headers
    assert "brazetobraze" not in service.asked[0].headers


def test_calls_to_braze_itself_are_marked() -> None:
    service = Service()
    render("{% connected_content https://rest.iad-01.braze.com/x %}", resources=service.resources())
    assert service.asked[0].headers["brazetobraze"] == "true"


def test_a_login_in_the_url_becomes_a_header() -> None:
    service = Service()
    render("{% connected_content https://u:p%40@example.com/x %}", resources=service.resources())
    assert service.asked[0].url == "https://example.com/x"
    assert service.asked[0].headers["authorization"] == "Basic dTpwQA=="


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("http://example.com:8080/", "only port 80"),
        ("https://example.com:80/", "only port 80"),
        ("ftp://example.com/", "not an http or https URL"),
        ("{{missing}}", "not an http or https URL"),
        (f"{URL} :method put", "no method PUT"),
        (f"{URL} :basic_auth Nobody", "no Connected Content credential 'Nobody'"),
        (f"{URL} :auth_credentials Key", "used with elsewhere.com only"),
    ],
)
def test_a_call_braze_would_not_make_is_refused(source: str, words: str) -> None:
    service = Service()
    resources = service.resources(credentials={"Key": TokenCredential({"X": "k"}, "elsewhere.com")})
    rendering = render(f"[{{% connected_content {source} %}}]", resources=resources)
    assert (rendering.text, service.asked) == ("[]", [])
    assert words in rendering.calls[0].refused


def test_an_unknown_credential_aborts_by_choice() -> None:
    assumed = {"liquid.unknown_credential": "message_aborted"}
    assert call(":basic_auth Nobody", Service(), assumptions=assumed).aborted is not None


def test_headers_that_are_not_json_are_reported_and_not_sent() -> None:
    service = Service()
    call(':headers {"A": "{{ quote }}"} :save x', service)
    assert service.asked[0].headers["a"] == ""
    broken = render(
        f'{{% connected_content {URL} :headers {{"A": "{{{{ \'\\\' }}}}"}} %}}', resources=service.resources()
    )
    assert [finding.code for finding in broken.findings] == ["LIQ112"]


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        ("a=1&b={{ 'x y' }}", "a=1&b=x y"),
        ('{"a":"{{1|plus:1}}"}', '{"a":"2"}'),
        ("{{ captured }}", '{"ids": [1, 2]}'),
    ],
)
def test_bodies(body: str, sent: str) -> None:
    service = Service()
    source = (
        '{% capture captured %}{"ids": [1, 2]}{% endcapture %}'
        + f"{{% connected_content {URL} :method post :body {body} :save r %}}"
    )
    render(source, resources=service.resources())
    assert service.asked[0].text == sent


def test_a_form_with_a_json_header_becomes_json() -> None:
    service = Service()
    call(':method post :body a=1&b=x :headers {"content-type": "application/json"}', service)
    assert service.asked[0].text == '{"a":"1","b":"x"}'


def test_a_get_has_a_body_unless_chosen_otherwise() -> None:
    service = Service()
    call(":body a=1", service)
    call(":body a=1 :no_cache", service, assumptions={"liquid.body_of_get": "dropped"})
    assert [request.text for request in service.asked] == ["a=1", ""]


def test_inline_json_with_blanks_is_reported_and_cut_by_choice() -> None:
    service = Service()
    rendering = call(':method post :body {"a": 1}', service)
    assert [finding.code for finding in rendering.findings] == ["LIQ118"]
    call(':method post :body {"a": 1}', service, assumptions={"liquid.blanks_in_inline_body": "cut"})
    assert [request.text for request in service.asked] == ['{"a": 1}', '{"a":']


@pytest.mark.parametrize(
    ("answer", "printed"),
    [
        (Response.of_json(200, [{"n": 1}]), "1[]"),
        (Response.of_json(404, [{"n": 1}]), "[]"),
        (Response.of_json(302, [{"n": 1}]), "[]"),
        (Response.of_text(200, "plain"), "plain[]"),
        (Response.of_text(200, "{" * 5000), "{" * 5000 + "[]"),
        (Response.of_text(200, " " * 1_000_001), "[]"),
        (Failure.TIMEOUT, "[]"),
    ],
)
def test_what_becomes_of_an_answer(answer: Response | Failure, printed: str) -> None:
    source = f"{{% connected_content {URL} :save r %}}{{{{ r[0].n }}}}[{{{{ r.n }}}}]"
    assert render(source, resources=Service(answer).resources()).text == printed


def test_the_status_is_kept_beside_an_object() -> None:
    source = f"{{% connected_content {URL} :save r %}}{{{{ r.__http_status_code__ }}}}"
    assert render(source, resources=Service(Response.of_json(201, {})).resources()).text == "201"


def test_the_status_of_a_failure_is_kept_by_choice() -> None:
    source = f"{{% connected_content {URL} :save r %}}{{{{ r.__http_status_code__ }}}}"
    resources = Service(Response.of_json(404, {})).resources(
        assumptions={"liquid.status_of_failed_call": "status"}
    )
    assert render(source, resources=resources).text == "404"


def test_the_text_of_a_rerendered_answer_cannot_run_twice() -> None:
    service = Service(Response.of_text(200, "{{ '{{ 1 }}' }}"))
    assert call(":rerender", service).text == "{{ 1 }}"


# -- retry


@pytest.mark.parametrize("answer", [Failure.TIMEOUT, Response(500), Response(429), Response(503)])
def test_retry_is_wanted_after_a_failure(answer: Response | Failure) -> None:
    rendering = call(":retry", Service(answer))
    assert isinstance(rendering.retry, RetryWanted)
    assert (rendering.retry.url, str(rendering.retry.location)) == (URL, "template:1:4")


@pytest.mark.parametrize(
    ("options", "answer"), [("", Response(500)), (":retry", Response(404)), (":retry", Response(200))]
)
def test_retry_is_not_wanted_otherwise(options: str, answer: Response) -> None:
    assert call(options, Service(answer)).retry is None


def test_only_the_named_statuses_are_retried_by_choice() -> None:
    assumed = {"liquid.retried_failures": "named"}
    outcomes = [
        call(":retry", Service(Response(status)), assumptions=assumed) for status in (500, 502, 503, 429)
    ]
    assert [rendering.retry is not None for rendering in outcomes] == [True, True, False, False]


def test_an_abort_takes_effect_instead_of_a_retry() -> None:
    source = f"{{% connected_content {URL} :save r :retry %}}"
    source += "{% unless r %}{% abort_message('down') %}{% endunless %}"
    rendering = render(source, resources=Service(Response(500)).resources())
    assert rendering.retry is None
    assert rendering.aborted is not None
    assert rendering.aborted.reason == "down"


def test_a_preview_does_not_retry() -> None:
    rendering = call(":retry", Service(Response(500)), preview=True)
    assert (rendering.retry, rendering.findings[0].code) == (None, "LIQ115")


# -- cache


@pytest.mark.parametrize(
    ("options", "seconds", "calls"),
    [
        ("", 299, 1),
        ("", 301, 2),
        (":no_cache", 1, 2),
        (":cache_max_age 600", 599, 1),
        (":cache_max_age 600", 601, 2),
        (":cache_max_age 10", 299, 1),
        (":cache_max_age 999999", 14401, 2),
        (":method post :body a=1", 1, 2),
        (":method post :body a=1 :cache_max_age 600", 599, 1),
        (":body {{${user_id}}}", 1, 2),
    ],
)
def test_how_long_an_answer_is_kept(options: str, seconds: int, calls: int) -> None:
    service = Service()
    cache = ResponseCache()
    call(options, service, cache=cache)
    service.clock.advance(timedelta(seconds=seconds))
    again = call(options, service, cache=cache)
    assert len(service.asked) == calls
    assert again.calls[0].cached == (calls == 1)


def test_a_call_that_names_a_person_is_cached_by_choice() -> None:
    service, cache = Service(), ResponseCache()
    for _ in range(2):
        call(
            ":body {{${user_id}}}", service, cache=cache, assumptions={"liquid.personal_calls_cached": "yes"}
        )
    assert len(service.asked) == 1


def test_calls_that_differ_in_headers_share_an_answer_unless_chosen_otherwise() -> None:
    def asked(**assumed: str) -> int:
        service, cache = Service(), ResponseCache()
        for key in ("a", "b"):
            call(f':headers {{"K": "{key}"}}', service, cache=cache, assumptions=assumed)
        return len(service.asked)

    assert asked() == 1
    assert asked(**{"liquid.cache_key_headers": "counted"}) == 2


@pytest.mark.parametrize("answer", [Response(500), Response.of_text(200, "x" * 1_000_001)])
def test_some_answers_are_not_kept(answer: Response) -> None:
    service, cache = Service(answer), ResponseCache()
    call("", service, cache=cache)
    call("", service, cache=cache)
    assert len(service.asked) == 2


# -- health


def fail(health: HostHealth, clock: Clock, failures: int, successes: int) -> None:
    for _ in range(failures):
        health.note("api.example.com", clock.now(), failed=True)
    for _ in range(successes):
        health.note("api.example.com", clock.now(), failed=False)


def test_calls_to_an_unhealthy_host_stop_for_a_minute() -> None:
    service, health = Service(), HostHealth()
    fail(health, service.clock, 3001, 0)
    stopped = call(":retry", service, health=health)
    assert (service.asked, stopped.retry is not None, stopped.findings[0].code) == ([], True, "LIQ114")
    service.clock.advance(timedelta(minutes=1))
    assert call("", service, health=health).calls[0].response is not None


@pytest.mark.parametrize(("successes", "failures"), [(0, 3000), (400, 3100)])
def test_a_host_is_healthy_below_either_bound(successes: int, failures: int) -> None:
    clock, health = Clock(), HostHealth()
    fail(health, clock, 0, successes)
    fail(health, clock, failures, 0)
    assert not health.is_paused("api.example.com", clock.now())
