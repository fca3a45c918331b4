"""However often a judge has seen a URL and headers, it finds what the check of one request finds."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import RenderedWebhook
from mockserver.contracts import check_event_request
from mockserver.http import Headers, Request
from mockserver.preflight.judging import Judge
from mockserver.testing.strategies import invalid_subscription_events, subscription_events
from mockserver.workspace import default_workspace

SANDBOX = default_workspace().open()
NOW = SANDBOX.clock.now()
PROFILE = next(iter(SANDBOX.braze.state.profiles))
EVENTS = "https://api.roktcalendar.com/v1/subscriptionevent"
URLS = st.sampled_from(
    [f"{EVENTS}/acme", f"{EVENTS}/acme/update", f"{EVENTS}/", f"{EVENTS}s", "https://x.y/"]
)
HEADERS = st.dictionaries(
    st.sampled_from(["Authorization", "authorisation", "Content-Type"]),
    st.sampled_from(["Bearer t", "Basic t", "Bearer ", "text/plain", "{{${first_name}}}"]),
)
BODIES = st.one_of(
    subscription_events().map(json.dumps),
    invalid_subscription_events().map(lambda pair: json.dumps(pair[1])),
    st.sampled_from(["", "[]", '{"event": }', '{"event": {"title": "a "quote""}}']),
)
REQUESTS = st.builds(
    lambda url, headers, body: Request("POST", url, Headers(headers), body.encode()), URLS, HEADERS, BODIES
)


@settings(max_examples=40, deadline=None)
@given(st.lists(REQUESTS, min_size=2, max_size=3))
def test_a_judge_finds_what_the_check_of_one_request_finds(requests):
    judge = Judge(SANDBOX.rokt.hosts, SANDBOX.assumptions, NOW)
    for request in (*requests, *requests):
        judged = judge.judge(RenderedWebhook(template="t", request=request), PROFILE)
        is_rokt = request.host in SANDBOX.rokt.hosts
        found = check_event_request(request, SANDBOX.assumptions, now=NOW) if is_rokt else []
        assert judged.findings == tuple(dict.fromkeys(found))
