"""Whatever is sent, Rokt Calendar answers in its dialect, and what it refuses changes nothing."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.http import Headers, Request
from mockserver.rokt import Account, Calendar, Client, Subscription
from mockserver.sandbox import Sandbox
from tests.rokt.rokt_calls import ADA, BEN, NOBODY, event

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
SPOILT = st.dictionaries(st.sampled_from(sorted(event())), ANYTHING, max_size=2).map(
    lambda changes: {**event(), **changes}
)
IDS = st.lists(st.sampled_from([ADA, BEN, NOBODY, ""]) | ANYTHING, max_size=3)
SUBSCRIBER = st.fixed_dictionaries(
    {},
    optional={
        "subscriberId": st.just("cust") | ANYTHING,
        "subscriptionMethod": st.integers(-1, 3) | ANYTHING,
        "calendarTags": st.lists(st.fixed_dictionaries({}, optional={"internalId": ANYTHING})) | ANYTHING,
        "events": st.lists(SPOILT, max_size=2) | ANYTHING,
    },
)
REQUESTS = st.one_of(
    st.tuples(
        st.just("POST"),
        st.just("/v1/subscriptionevent/acme"),
        st.fixed_dictionaries({"event": SPOILT, "subscriptionIds": IDS | ANYTHING}) | ANYTHING,
    ),
    st.tuples(st.just("POST"), st.just("/v1/subscriptionevent/acme/update"), SPOILT | ANYTHING),
    st.tuples(st.just("POST"), st.just("/v2/subscribe/acme/shows"), SUBSCRIBER | ANYTHING),
    st.tuples(
        st.just("DELETE"),
        st.just("/v1/subscription/acme/shows"),
        st.fixed_dictionaries({}, optional={"id": st.just(BEN) | ANYTHING, "userName": ANYTHING}) | ANYTHING,
    ),
)


def open_sandbox():
    sandbox = Sandbox()
    state = sandbox.rokt.state
    state.add_account(Account(code="acme", calendars={"shows": Calendar(code="shows")}))
    state.add_client(Client(client_id="id", client_secret="secret", accounts=frozenset({"acme"})))
    for subscription_id in (ADA, BEN):
        state.add_subscription(Subscription(account="acme", calendar="shows", id=subscription_id))
    return sandbox


def send(sandbox, method, path, body):
    token = sandbox.rokt.issue_token("id")
    headers = Headers({"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    return sandbox.handle(Request(method, "https://api.roktcalendar.com" + path, headers, body))


def everything(sandbox):
    state = sandbox.rokt.state
    return [(one, sandbox.rokt.visible_events(one.id)) for one in state.subscriptions], len(sandbox.rokt.jobs)


@settings(max_examples=150, deadline=None)
@given(st.lists(REQUESTS, min_size=1, max_size=3))
def test_any_body_is_answered_and_a_refused_one_has_no_effect(requests):
    sandbox = open_sandbox()
    for method, path, body in requests:
        before = everything(sandbox)
        answer = send(sandbox, method, path, json.dumps(body).encode())
        assert answer.status in (200, 202, 400)
        if answer.status == 400:
            assert set(answer.json()) == {"Code", "Reason"}
            assert sandbox.journal[-1].findings
            assert everything(sandbox) == before
        sandbox.settle()
    assert all(job.outcome != "pending" for job in sandbox.rokt.jobs)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["POST", "GET", "DELETE", "BREW"]), st.text(), st.binary(max_size=60))
def test_any_method_path_and_bytes_are_answered(method, path, body):
    sandbox = open_sandbox()
    answer = send(sandbox, method, f"/v1/{path}", body)
    assert 400 <= answer.status < 500
    assert set(answer.json()) == {"Code", "Reason"}
