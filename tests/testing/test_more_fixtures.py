"""The fixtures ``live_server`` and ``render_webhook``."""


def test_a_live_server_has_the_test_s_sandbox_behind_it(pytester):
    pytester.makepyfile(
        """
        import httpx
        import urllib.request

        def test_any_client_reaches_it(live_server, sandbox):
            form = b"grant_type=client_credentials&client_id=acme-client&client_secret=acme-secret"
            url = f"{live_server.rokt_url}/oauth2/token"
            with urllib.request.urlopen(url, form) as answer:
                assert answer.status == 200
            assert httpx.get(f"{live_server.braze_url}/_mockserver/health").json()["requests"] == 1
            assert sandbox.journal[-1].full_operation == "rokt.obtain_token"

        def test_the_next_test_has_its_own(live_server, sandbox):
            assert live_server.sandbox is sandbox
            assert len(sandbox.journal) == 0
        """
    )
    pytester.runpytest("-p", "no:randomly").assert_outcomes(passed=2)


def test_a_reset_opens_the_world_of_the_test_s_marker(pytester):
    pytester.makepyfile(
        """
        import httpx
        import pytest

        @pytest.mark.mockserver(now="2031-01-01T00:00:00Z")
        def test_one(live_server, sandbox):
            httpx.post(f"{live_server.rokt_url}/_mockserver/reset")
            assert live_server.sandbox is not sandbox
            assert httpx.get(f"{live_server.rokt_url}/_mockserver/clock").json()["now"].startswith("2031")
        """
    )
    pytester.runpytest().assert_outcomes(passed=1)


def test_a_request_to_a_live_server_that_nobody_simulates_fails_the_test(pytester):
    pytester.makepyfile(
        """
        import httpx

        def test_one(live_server):
            httpx.get(f"{live_server.rokt_url}/v1/nothing")
        """
    )
    pytester.runpytest().assert_outcomes(failed=1)


def test_a_template_is_rendered_by_name(render_webhook):
    request = render_webhook("new-event", "cust-one")
    assert request.url == "https://api.roktcalendar.com/v1/subscriptionevent/acme"
    assert '"eventId": "Event_0001_cust-one"' in request.text


def test_a_body_is_rendered_with_the_published_url_and_token(render_webhook):
    request = render_webhook(
        '{"title": "{{event_properties.${title}}}"}', "cust-one", event_properties={"title": "A"}
    )
    assert (request.text, request.content_type) == ('{"title": "A"}', "application/json")
    assert request.url.endswith("/v1/subscriptionevent/acme")
    assert len(request.headers["authorization"]) > len("Bearer ")


def test_a_body_may_have_a_url_and_headers_of_its_own(render_webhook):
    request = render_webhook(
        "{{${first_name}}}",
        "cust-one",
        url="https://a.test/{{${user_id}}}",
        headers={"X-A": "{{${last_name}}}"},
    )
    assert (request.url, request.headers["x-a"], request.text) == ("https://a.test/cust-one", "Byron", "Ada")


def test_a_file_is_rendered(render_webhook, tmp_path):
    file = tmp_path / "body.liquid"
    file.write_text("{{${first_name}}}")
    assert render_webhook(file, "cust-one").text == "Ada"


def test_a_user_may_be_made_up(render_webhook):
    assert render_webhook("{{${first_name}}}", {"external_id": "new", "first_name": "Zoë"}).text == "Zoë"


def test_nothing_is_sent(render_webhook, sandbox):
    render_webhook("new-event", "cust-one")
    assert [exchange.full_operation for exchange in sandbox.journal] == ["rokt.obtain_token"]


def test_a_preview_tells_more_than_the_request(preview, sandbox):
    shown = preview("new-event", "cust-none")
    assert not shown.is_sound
    assert "custom_attribute.${rokt:subscription_id}" in shown.missing
    assert (
        preview("guarded-event", seed=3).user.external_id == preview("guarded-event", seed=3).user.external_id
    )
    assert all(exchange.caller != "braze webhook" for exchange in sandbox.journal)
