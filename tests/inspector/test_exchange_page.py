from contextlib import suppress

import pytest

from mockserver.http import NoResponse, Request


def number_of(reader, operation, *, last=False):
    return reader.sandbox.journal.find(operation=operation)[-1 if last else 0].number


def test_a_webhook_tells_its_story_from_the_button_to_the_calendar(subscribed):
    text = subscribed.text(f"/exchanges/{number_of(subscribed, 'create_event')}")
    for part in ("rokt.subscribe", "rokt push", "braze connected content", "Background work", "applied"):
        assert part in text
    assert "“Event Title”" in text
    assert "in the calendar of cust-new" in text


def test_a_webhook_shows_its_template_and_the_variables(subscribed):
    text = subscribed.text(f"/exchanges/{number_of(subscribed, 'create_event')}")
    assert "{% capture eventTitle %}Event Title{% endcapture %}" in text
    assert "custom_attribute.${rokt:account_code} acme/" in text


def test_a_finding_stands_under_the_line_it_is_about(subscribed):
    page = subscribed.open(f"/exchanges/{number_of(subscribed, 'create_event')}").text
    marked = page[page.index('class="at-warning"') :]
    assert (
        marked.index('<span class="here">&#34;</span>end') < marked.index("TIME214") < marked.index("</li>")
    )


def test_a_push_shows_what_the_profile_became(subscribed):
    text = subscribed.text(f"/exchanges/{number_of(subscribed, 'users_track')}")
    assert 'rokt:subscription_method ["WebCal/' in text
    assert "Messages it set off" in text
    assert "Events: subscribe" in text


def test_work_that_waits_says_when_it_is_due(reader):
    reader.path_of(reader.send("/subscribe/acme/shows", subscriber_id="cust-new", method="WebCal"))
    reader.hosted.call("POST", "clock/advance", {"seconds": 1})
    text = reader.text(f"/exchanges/{number_of(reader, 'create_event')}")
    assert "pending" in text
    assert "Due 2026-03-02 09:00:06Z" in text


def test_credentials_are_masked_everywhere(subscribed):
    token = subscribed.sandbox.journal.find(operation="obtain_token")[0].response.json()["access_token"]
    secrets = (token, "acme-secret", "11111111-2222-3333-4444-555555555555")
    for exchange in subscribed.sandbox.journal:
        page = subscribed.open(f"/exchanges/{exchange.number}").text
        assert not any(secret in page for secret in secrets)


def test_an_exchange_that_is_not_there_is_a_mistake_with_a_way_out(reader):
    response = reader.open("/exchanges/99")
    assert response.status_code == 400
    assert "the journal holds no exchange 99" in response.text


@pytest.mark.parametrize("operation", ["obtain_token", "subscribe", "users_track", "create_event"])
def test_every_exchange_of_a_story_shows_the_same_story(subscribed, operation):
    if operation == "obtain_token":
        number = subscribed.sandbox.journal.find(caller="braze connected content")[0].number
    else:
        number = number_of(subscribed, operation)
    text = subscribed.text(f"/exchanges/{number}").partition("What it belongs to")[2]
    assert text.index("rokt.subscribe") < text.index("rokt push") < text.index("braze webhook")


def test_no_scenario_is_offered_of_what_went_to_nobody_or_was_no_request(reader):
    with suppress(NoResponse):
        reader.sandbox.handle(Request("GET", "https://nobody.example.test/"))
    reader.sandbox.journal.record(Request("", "", body=b"BREW /teapot HTTP/1.1"), "client").service = "rokt"
    for number in (1, 2):
        text = reader.text(f"/exchanges/{number}")
        assert "Make a scenario" not in text
        assert "A scenario sends requests to Braze and Rokt Calendar, and this was none." in text
