import re


def test_campaigns_and_canvases_are_listed_with_their_outcomes(subscribed):
    text = subscribed.text("/programs")
    assert "welcome campaign active the custom event 'subscribe' new-event 1 sent" in text
    assert "onboarding Canvas active" in text


def test_a_campaign_lists_its_messages(subscribed):
    assert "#1 2026-03-02 09:00:01Z welcome new-event cust-new" in subscribed.text("/campaigns/welcome")


def test_a_canvas_shows_its_steps_and_who_came_by(subscribed):
    text = subscribed.text("/canvases/onboarding")
    assert "hold delay 0 here, 1 came by length: 1 h" in text
    assert "cust-new onboarding 2026-03-02 09:00:01Z finished" in text


def test_a_user_stands_at_the_step_that_holds_them(reader):
    reader.path_of(reader.send("/subscribe/acme/shows", subscriber_id="cust-new", method="WebCal"))
    reader.hosted.call("POST", "clock/advance", {"minutes": 1})
    assert "hold delay 1 here, 1 came by" in reader.text("/canvases/onboarding")


def test_a_journey_is_told_step_by_step(subscribed):
    text = subscribed.text("/journeys/1")
    assert text.index("greet sets greeting") < text.index("hold waits until") < text.index("message 2 sent")
    assert re.search(r"hold waits until \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", text)
    assert "greeting Hi cust-new" in text


def test_a_message_is_told_from_what_set_it_off_to_its_answer(subscribed):
    text = subscribed.text("/messages/1")
    steps = text[text.index("Step by step") :]
    for earlier, later in (
        ("Set off by", "Rendered"),
        ("Rendered", "rokt.obtain_token"),
        ("braze webhook", " sent "),
    ):
        assert steps.index(earlier) < steps.index(later)


def test_what_is_not_there_is_a_mistake(reader):
    for path in ("/messages/1", "/journeys/1", "/campaigns/none", "/canvases/none"):
        assert reader.open(path).status_code == 400
