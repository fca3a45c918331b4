import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.contracts import check_event_url, check_headers, check_nowhere

BASE = "https://api.roktcalendar.com"


def codes(findings):
    return [finding.code for finding in findings]


def test_good_headers_give_no_finding():
    assert (
        check_headers({"authorization": "bearer abc", "Content-Type": "application/json; charset=utf-8"})
        == []
    )


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, ["HTTP601"]),
        ({"Proxy-Authorization": "Bearer a"}, ["HTTP601"]),
        ({"Autorisation": "Porteur a"}, ["HTTP602"]),
        ({"Authorisation": "Basic a"}, ["HTTP602"]),
        ({"Autorización": "Bearer a"}, ["HTTP602"]),
        ({"Authorization": "Porteur a"}, ["HTTP603"]),
        ({"Authorization": "Basic YTpi"}, ["HTTP603"]),
        ({"Authorization": "Bearer "}, ["HTTP604"]),
        ({"Authorization": "Bearer"}, ["HTTP604"]),
        ({"Authorization": "Bearer a", "Content-Type": "text/plain"}, ["HTTP605"]),
        ({"Authorization": "Bearer <Rokt-Calendar-API>"}, ["HTTP606"]),
        ({"Authorization": "Bearer a", "X-User": "{{${user_id}}}"}, ["FLOW701"]),
    ],
)
def test_one_mistake_in_the_headers_gives_its_one_finding(headers, expected):
    assert codes(check_headers(headers)) == expected


def test_a_bare_token_is_not_repeated_in_the_finding():
    [finding] = check_headers({"Authorization": "s3cr3t-t0ken"})
    assert finding.code == "HTTP603"
    assert "s3cr3t" not in str(finding)


@pytest.mark.parametrize("path", ["acme", "acme/update", "acme/Event_0001_user-1"])
def test_good_urls_give_no_finding(path):
    assert check_event_url(f"{BASE}/v1/subscriptionevent/{path}") == []
    assert check_event_url(f"http://127.0.0.1:8080/v1/subscriptionevent/{path}") == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"{BASE}/v1/subscriptionevent/", ["HTTP611"]),
        (f"{BASE}/v1/subscriptionevent", ["HTTP611"]),
        (f"{BASE}/v1/subscriptionevent//update", ["HTTP611"]),
        (f"{BASE}/v1/subscriptionevent/acme/f5733866ade2", ["HTTP612"]),
        (f"{BASE}/v1/subscriptionevent/acme%2Ff5733866ade2/update", ["HTTP612"]),
        (f"{BASE}/v1/subscriptionevents/acme", ["HTTP613"]),
        (f"\n{BASE}/v1/subscriptionevent/acme", ["HTTP614"]),
        (f"{BASE}/v1/subscriptionevent/acme".replace("https", "HTTP"), ["HTTP616"]),
        (f"{BASE}/v1/subscriptionevent/{{{{accountCode}}}}", ["FLOW701"]),
    ],
)
def test_one_mistake_in_the_url_gives_its_one_finding(url, expected):
    assert codes(check_event_url(url)) == expected


@given(st.text())
def test_any_text_may_be_checked_as_a_url(text):
    assert isinstance(check_event_url(text), list)


@given(st.dictionaries(st.text(), st.text()))
def test_any_texts_may_be_checked_as_headers(headers):
    assert isinstance(check_headers(headers), list)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/v3/nothing", "HTTP615"),
        ("/", "HTTP615"),
        ("/v1/subscriptionevent/", "HTTP611"),
        ("/v1/subscription-event/acme", "HTTP613"),
        ("/v1/subscription/06423672-b6ba-4536-aa36-70788a7a0a36/", "HTTP615"),
        ("/v2/subscribe/acme", "HTTP615"),
    ],
)
def test_what_is_nowhere_is_compared_with_events_only_if_it_is_near(path, code):
    assert [finding.code for finding in check_nowhere("https://api.roktcalendar.com" + path)] == [code]
