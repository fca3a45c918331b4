import pytest

from mockserver.rokt import Method


def test_every_calendar_has_a_page(reader):
    assert "Acme Shows" in reader.text("/subscribe/")
    assert "Beta Matches" in reader.text("/subscribe/")
    assert "Get every date of Acme Shows" in reader.text("/subscribe/acme/shows")


def test_the_button_does_what_a_website_does(reader):
    reader.path_of(
        reader.send("/subscribe/acme/shows", subscriber_id="cust-new", method="WebCal", marketing="on")
    )
    operations = [exchange.full_operation for exchange in reader.sandbox.journal]
    assert operations == ["rokt.obtain_token", "rokt.subscribe"]
    made = reader.sandbox.rokt.state.subscriptions[-1]
    assert (made.subscriber_id, made.method, made.marketing_allowed) == ("cust-new", Method.WEBCAL, True)


def test_the_way_to_the_calendar_is_shown_stop_by_stop(reader):
    where = reader.path_of(reader.send("/subscribe/acme/shows", subscriber_id="cust-new", method="WebCal"))
    assert "Pushed to Braze waiting" in reader.text(where)
    reader.hosted.call("POST", "clock/advance", {"minutes": 5})
    text = reader.text(where)
    for stop in ("Subscribed", "Pushed to Braze", "Known to Braze", "Webhook sent", "In the calendar"):
        assert f"{stop} done" in text


def test_a_new_subscriber_gets_the_feed_and_both_links(reader):
    where = reader.path_of(reader.send("/subscribe/acme/shows", subscriber_id="cust-new", method="WebCal"))
    page = reader.open(where).text
    feed = reader.sandbox.rokt.feed_path(reader.sandbox.rokt.state.subscriptions[-1].id)
    assert f'href="webcal{reader.origin.removeprefix("http")}/@{reader.hosted.name}{feed}"' in page
    assert "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F" in page


def test_google_leads_to_a_consent_page(reader):
    where = reader.path_of(reader.send("/subscribe/acme/shows", subscriber_id="cust-new", method="Google"))
    assert "https://accounts.google.com/" in reader.text(where)
    assert reader.sandbox.rokt.state.subscriptions[-1].method is Method.GOOGLE


@pytest.mark.parametrize("path", ["/subscribe/acme/none", "/subscribe/none/shows"])
def test_a_calendar_that_is_not_there_is_a_mistake(reader, path):
    assert reader.open(path).status_code == 400
    assert reader.send(path).status_code == 400


def test_a_refusal_of_rokt_calendar_is_told(reader):
    response = reader.send("/subscribe/acme/shows", email="nonsense", method="Fax")
    assert response.status_code == 400
    assert "Rokt Calendar answered 400" in response.text


def test_a_fault_that_leaves_no_answer_is_told(reader):
    reader.hosted.call("POST", "faults", {"target": "rokt.subscribe", "effect": "timeout"})
    response = reader.send("/subscribe/acme/shows", subscriber_id="cust-new")
    assert response.status_code == 400
    assert "Rokt Calendar did not answer" in response.text


def test_somebody_without_an_id_reads_why_braze_was_told_nothing(reader):
    where = reader.path_of(reader.send("/subscribe/acme/shows", method="WebCal"))
    text = reader.text(where)
    assert "event is skipped: nothing in the subscription identifies a Braze user." in text
    assert "1 request so far" in text
