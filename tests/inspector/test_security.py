import re

import pytest

from mockserver.inspector.app import MAX_FORM
from mockserver.inspector.pages import ROUTES
from mockserver.inspector.rendering import _ticked
from tests.inspector.reader import readable

PAYLOAD = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{7*7}}"
CHANGING = [path for method, path, _ in ROUTES if method == "POST"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=["none", "foreign", "null", "cross-site", "same-site"],
)
def test_a_form_of_another_site_is_refused(reader, headers):
    version = reader.hosted.changes.version
    for path in CHANGING:
        filled = re.sub(r"\{(account|calendar|id)\}", "acme", path.replace("{number:int}", "1"))
        assert reader.send(filled, sent_with=headers).status_code == 403
    assert reader.hosted.changes.version == version


def test_another_origin_beside_same_origin_is_refused(reader):
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.test"}
    assert reader.send("/clock/next", sent_with=headers).status_code == 403


def test_no_page_is_changed_by_looking_at_it(subscribed):
    version = subscribed.hosted.changes.version
    for path in pages(subscribed):
        assert subscribed.open(path).status_code == 200, path
    assert subscribed.hosted.changes.version == version


def pages(reader):
    new = reader.sandbox.rokt.state.subscriptions[-1].id
    person = reader.sandbox.braze.profile("cust-new").braze_id
    filled = {
        "{number:int}": "1",
        "{account}/{calendar}": "acme/shows",
        "/people/{id}": f"/people/{person}",
        "{id}": new,
        "/campaigns/{name:path}": "/campaigns/welcome",
        "/canvases/{name:path}": "/canvases/onboarding",
        "/exchanges/1/scenario": "/exchanges/2/scenario",
        "/assumptions": "/assumptions?text=subscri",
    }
    for method, path, _ in ROUTES:
        if method == "GET":
            for name, value in filled.items():
                path = path.replace(name, value)
            yield path


def test_every_page_forbids_scripts_that_are_not_its_own(subscribed):
    for path in pages(subscribed):
        response = subscribed.open(path)
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy
        assert "unsafe" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert not re.search(r"<script(?! src=)|<style| on\w+=| style=|javascript:", response.text)


def test_backticks_make_code_of_text_and_nothing_more():
    assert _ticked("`<b>` & `x`: a ` alone") == "<code>&lt;b&gt;</code> &amp; <code>x</code>: a ` alone"


def test_nothing_is_loaded_from_elsewhere(subscribed):
    for path in pages(subscribed):
        loaded = re.findall(
            r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"([^\"]*)", subscribed.open(path).text
        )
        assert all(address.startswith(subscribed.base) for address in loaded)


def test_payloads_are_shown_as_text(reader):
    reader.hosted.call("POST", "profiles", {"external_id": PAYLOAD, "custom_attributes": {PAYLOAD: PAYLOAD}})
    template = {"name": PAYLOAD, "url": f"https://{PAYLOAD}", "headers": {"X": PAYLOAD}, "body": PAYLOAD}
    reader.hosted.call("PUT", "templates", template)
    reader.hosted.call("POST", "messages/send", {"template": PAYLOAD, "external_id": PAYLOAD})
    reader.path_of(
        reader.send("/subscribe/acme/shows", subscriber_id=PAYLOAD, email="x@example.test", method="WebCal")
    )
    reader.hosted.call("POST", "clock/advance", {"minutes": 10})
    person = reader.sandbox.braze.profile(PAYLOAD).braze_id
    new = reader.sandbox.rokt.state.subscriptions[-1].id
    numbers = [exchange.number for exchange in reader.sandbox.journal]
    lists = ["/", f"/?text={PAYLOAD}", "/people", "/programs", "/calendars", "/preview"]
    single = [f"/people/{person}", "/messages/1", f"/calendars/{new}", f"/subscribe/acme/shows/{new}"]
    shown = [*lists, *single, *(f"/exchanges/{number}" for number in numbers)]
    for path in shown:
        page = reader.open(path).text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "49" not in re.findall(r"'\{\{(.*?)\}\}", page)


@pytest.mark.parametrize("path", ["/preview", "/assumptions", "/faults", "/clock/advance", "/clock/mode"])
def test_what_a_form_says_is_shown_as_text(reader, path):
    names = ("name", "url", "headers", "body", "user", "external_id", "profile", "context", "value", "target",
             "step", "mode", "effect")  # fmt: skip
    page = reader.send(path, **dict.fromkeys(names, PAYLOAD)).text
    assert "<script>alert" not in page
    assert "<img" not in page


def test_a_form_that_is_too_large_is_refused(reader):
    response = reader.send("/preview", body="x" * MAX_FORM)
    assert response.status_code == 413


def test_a_body_that_is_no_form_is_no_crash(reader):
    headers = {"Origin": reader.origin, "Content-Type": "application/octet-stream"}
    address = reader.origin + reader.base + "/preview"
    response = reader.client.post(address, content=b"\xff\x00&=&%zz=%", headers=headers)
    assert response.status_code == 200
    assert "no Braze profile" in readable(response.text)


@pytest.mark.parametrize(
    ("path", "status"), [("/none", 404), ("/static/../app.py", 404), ("/static/%2e%2e/app.py", 404)]
)
def test_there_is_nothing_but_the_pages(reader, path, status):
    assert reader.open(path).status_code == status


def test_what_is_not_there_is_told_on_a_page(reader):
    assert "There is no such page" in reader.open("/none").text


def test_a_page_is_asked_for_with_its_own_method(reader):
    assert reader.open("/clock/next").status_code == 405
    assert reader.send("/").status_code == 405
