import tempfile
from threading import Thread

import pytest

from mockserver.inspector.pages import scenarios
from mockserver.scenarios.loader import Loader
from mockserver.scenarios.runner import run_scenario
from tests.inspector.reader import readable


def broken_webhook(reader):
    body = '{"event": {"eventId": "1", "title": "The "best" show"}}'
    reader.hosted.call(
        "PUT", "templates", {"name": "new-event", "url": WEBHOOK, "headers": HEADERS, "body": body}
    )
    reader.hosted.call("POST", "messages/send", {"template": "new-event", "external_id": "cust-one"})
    return reader.sandbox.journal.find(operation="create_event")[-1].number


WEBHOOK = "https://api.roktcalendar.com/v1/subscriptionevent/acme"
HEADERS = {
    "Content-Type": "application/json",
    "Authorization": "Bearer {% connected_content https://api.roktcalendar.com/oauth2/token :method post"
    " :basic_auth Rokt-Calendar-API :body grant_type=client_credentials :save token %}{{token.access_token}}",
}


def test_a_scenario_of_a_broken_webhook_fails_with_its_finding(reader):
    number = broken_webhook(reader)
    shown = readable(reader.send(f"/exchanges/{number}/scenario").text)
    assert "failed rokt.create_event should succeed" in shown
    assert "JSON003" in shown


def test_a_scenario_of_what_works_passes(subscribed):
    number = subscribed.sandbox.journal.find(operation="create_event")[-1].number
    shown = readable(subscribed.send(f"/exchanges/{number}/scenario").text)
    assert "passed rokt.create_event should succeed" in shown


def test_the_download_runs_as_a_file(reader, workspace):
    number = broken_webhook(reader)
    response = reader.open(f"/exchanges/{number}/scenario.yaml")
    name = f"exchange-{number}-create-event.scenario.yaml"
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    file = workspace.path.parent / name
    file.write_text(response.text.replace(_line(response.text, "workspace:"), f"workspace: {workspace.path}"))
    result = run_scenario(Loader().load(file).scenarios[0])
    assert not result.passed
    assert any("JSON003" in str(failure) for failure in result.failures)


def _line(text, beginning):
    return next(line for line in text.splitlines() if line.startswith(beginning))


def test_all_that_happened_begins_with_the_first_request(subscribed):
    number = subscribed.sandbox.journal.last_number
    text = subscribed.text(f"/exchanges/{number}/scenario?scope=all")
    assert "/v2/subscribe/acme/shows" in text
    assert "/v2/subscribe/acme/shows" not in subscribed.text(f"/exchanges/{number}/scenario")


def test_a_run_leaves_the_world_as_it_is(reader, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    number = broken_webhook(reader)
    before = reader.sandbox.journal.last_number
    reader.send(f"/exchanges/{number}/scenario")
    assert reader.sandbox.journal.last_number == before
    assert not list(tmp_path.iterdir())


def test_a_page_that_looks_for_news_does_not_have_the_scenario_written_again(subscribed):
    path = f"/exchanges/{subscribed.sandbox.journal.last_number}/scenario"
    news = subscribed.open(path, headers={"HX-Trigger": "refresh"}).text
    assert "suite: Captured" in subscribed.open(path).text
    assert "suite: Captured" not in news
    assert 'id="clockbar"' in news


@pytest.mark.parametrize("path", ["scenario", "scenario.yaml"])
def test_the_world_goes_on_while_a_scenario_is_written(reader, monkeypatch, path):
    number, went_on = broken_webhook(reader), []

    def go_on():
        if reader.hosted.lock.acquire(blocking=False):
            went_on.append(True)
            reader.hosted.lock.release()

    def write(*_):
        other = Thread(target=go_on)
        other.start()
        other.join()
        return "suite: Captured"

    monkeypatch.setattr(scenarios, "scenario_text", write)
    reader.open(f"/exchanges/{number}/{path}")
    assert went_on == [True]


def test_no_scenario_is_offered_of_a_token_alone(subscribed):
    numbers = {one.operation: one.number for one in subscribed.sandbox.journal}
    assert "Make a scenario" not in subscribed.text(f"/exchanges/{numbers['obtain_token']}")
    for operation in ("subscribe", "users_track", "create_event"):
        assert "Make a scenario" in subscribed.text(f"/exchanges/{numbers[operation]}")
