import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.server.guard import COOKIE, Guard, Visit, is_own_name

TOKEN = "a-token-of-more-than-16"
OWN = {"host": "127.0.0.1:8103"}
LINK = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


def turned_away(guard, method="GET", query="", **options):
    headers = options.pop("headers", OWN)
    answer = guard.turn_away(Visit(method, "/page", query, headers, **options))
    return answer and answer.status


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.0.0.1:8101", "127.9.9.9", "localhost:1", "LOCALHOST", "w.rokt.localhost", "[::1]:80"],
)
def test_the_machines_own_names_are_let_in(host):
    assert is_own_name(host)
    assert turned_away(Guard(), headers={"host": host}) is None


@pytest.mark.parametrize(
    "host",
    ["", "evil.test", "evil.test:8101", "localhost.evil.test", "127.0.0.1.evil.test", "localhost@evil.test",
     "evil.test#.localhost", "192.168.0.7", "[::1", "127.0.0.1:x", "localhost/evil.test"],
)  # fmt: skip
def test_another_name_is_turned_away_so_that_rebinding_dns_is_of_no_use(host):
    assert turned_away(Guard(), headers={"host": host}) == 403


@pytest.mark.parametrize(
    "origin", ["https://evil.test", "null", "http://127.0.0.1:9", "http://localhost:8103"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_page_of_another_origin_is_turned_away(origin, method):
    assert turned_away(Guard(), method, headers={**OWN, "origin": origin}) == 403


def test_a_page_of_the_servers_own_is_let_in():
    own = {**OWN, "origin": "http://127.0.0.1:8103", "sec-fetch-site": "same-origin"}
    assert turned_away(Guard(), "POST", headers=own) is None


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_that_a_browser_says_comes_from_elsewhere_is_turned_away(site):
    assert turned_away(Guard(), headers={**OWN, "sec-fetch-site": site}) == 403


def test_a_link_to_a_page_may_be_followed_from_anywhere_but_not_into_the_admin_api():
    assert turned_away(Guard(), headers={**OWN, **LINK}, is_page=True) is None
    assert turned_away(Guard(), headers={**OWN, **LINK}) == 403
    assert turned_away(Guard(), "POST", headers={**OWN, **LINK}, is_page=True) == 403
    assert turned_away(Guard(), headers={**OWN, **LINK, "sec-fetch-dest": "iframe"}, is_page=True) == 403


@pytest.mark.parametrize(
    "shown",
    [
        {"authorization": f"Bearer {TOKEN}"},
        {"x-mockserver-token": TOKEN},
        {"cookie": f"a=b; {COOKIE}={TOKEN}"},
    ],
)
def test_whoever_shows_the_token_is_let_in(shown):
    assert turned_away(Guard(TOKEN), headers={"host": "harness.internal:8101", **shown}) is None


@pytest.mark.parametrize(
    "shown",
    [{}, {"authorization": "Bearer other"}, {"authorization": f"Basic {TOKEN}"}, {"cookie": f"{COOKIE}=x"},
     {"x-mockserver-token": "ü"}],
)  # fmt: skip
def test_whoever_does_not_is_not(shown):
    assert turned_away(Guard(TOKEN), headers={**OWN, **shown}) == 401
    assert turned_away(Guard(TOKEN), headers={**OWN, **shown}, is_public=True) is None


def test_a_page_opened_with_the_token_gets_a_cookie_and_loses_it_from_its_address():
    visit = Visit("GET", "/page", f"a=1&token={TOKEN}&b=%26", OWN, is_page=True)
    answer = Guard(TOKEN).turn_away(visit)
    assert (answer.status, answer.headers["location"]) == (303, "/page?a=1&b=%26")
    assert f"{COOKIE}={TOKEN}" in answer.headers["set-cookie"]
    assert "HttpOnly; SameSite=Strict" in answer.headers["set-cookie"]
    assert "Secure" not in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/people/a b?ü", "/people/a%20b%3F%C3%BC"),
        ("//evil.test/page", "/evil.test/page"),
        ("/@w/x:1", "/@w/x:1"),
    ],
)
def test_the_address_it_leads_to_is_written_as_an_address_of_this_server(path, expected):
    answer = Guard(TOKEN).turn_away(Visit("GET", path, f"token={TOKEN}", OWN, is_page=True))
    assert answer.headers["location"] == expected


def test_a_token_in_the_address_is_no_way_into_the_admin_api():
    assert turned_away(Guard(TOKEN), query=f"token={TOKEN}") == 401
    assert turned_away(Guard(TOKEN), "POST", query=f"token={TOKEN}", is_page=True) == 401


@settings(max_examples=150, deadline=None)
@given(host=st.text(max_size=20), origin=st.text(max_size=20), cookie=st.text(max_size=30))
def test_any_headers_are_judged(host, origin, cookie):
    headers = {"host": host, "origin": origin, "cookie": cookie, "authorization": cookie}
    assert turned_away(Guard(TOKEN), headers=headers) in (401, 403)
