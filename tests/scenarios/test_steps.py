"""What each step does."""

from __future__ import annotations

from tests.scenarios.conftest import RunOne


def passes(run_one: RunOne, text: str) -> None:
    result = run_one(text)
    assert result.passed, "\n\n".join(map(str, result.failures))


def test_subscribe_uses_the_api_with_a_fresh_token(run_one: RunOne) -> None:
    passes(
        run_one,
        """
        when: [{subscribe: {account: acme, calendar: shows, subscriber_id: bob, email: bob@example.test}}]
        then:
          responses: [{status: 200, json: {subscriptionId: {$uuid: true}, subscriberId: bob}}]
        """,
    )


def test_track_uses_a_key_that_may(run_one: RunOne) -> None:
    passes(
        run_one,
        """
        when:
          - track:
              attributes: [{external_id: bob, first_name: Bob}]
              events: [{external_id: bob, name: hello, time: "2026-03-02T09:00:00Z"}]
        then:
          responses: [{status: 201, json: {message: success, attributes_processed: 1, events_processed: 1}}]
          profile: [{user: bob, first_name: Bob, custom_events: [{name: hello, count: 1}]}]
        """,
    )


def test_trigger_sends_a_campaign_to_one_user(run_one: RunOne) -> None:
    passes(
        run_one,
        """
        when:
          - trigger: {campaign: event, user: ada}
          - advance: 1 second
        then:
          responses: [{status: 201}]
          messages: [{user: ada, campaign: event, outcome: sent, status: 202, attempts: 1}]
        """,
    )


def test_enter_lets_one_user_enter_a_canvas(run_one: RunOne) -> None:
    passes(
        run_one,
        """
        given:
          canvases:
            - name: journey
              steps:
                - {name: say, webhook: event}
        when:
          - enter: {canvas: journey, user: ada, context: {title: Final}}
          - advance: 1 second
        then:
          responses: [{status: 201}]
          messages: [{user: ada, canvas: journey, step: say, outcome: sent}]
        """,
    )


def test_send_sends_a_template_with_the_properties_of_an_event(run_one: RunOne) -> None:
    passes(
        run_one,
        """
        when:
          - send: {template: event, user: ada, event_properties: {title: Final}}
          - advance: {minutes: 30}
        then:
          requests: [{json: {event: {title: Final}}, status: 202}]
          calendar: [{user: ada, events: [{title: Final}]}]
          jobs: [{outcome: applied}]
        """,
    )


def test_render_sends_no_webhook(run_one: RunOne) -> None:
    passes(
        run_one,
        """
        when:
          - render: {template: event, user: ada}
          - render: {template: silent, user: ada}
          - settle: true
        then:
          requests: []
          messages: []
          rendered:
            - {method: POST, headers: {authorization: {$pattern: "^Bearer ."}}, json: {event: {title: Game}}}
            - {aborted: nobody home}
        """,
    )


def test_call_sends_anything(run_one: RunOne) -> None:
    passes(
        run_one,
        """
        when:
          - call: {url: "https://api.roktcalendar.com/oauth2/token", form: {grant_type: client_credentials}}
          - call:
              url: https://api.roktcalendar.com/v1/subscriptionevent/acme
              headers: {Content-Type: application/json}
              text: "{"
              token: true
          - call:
              url: https://rest.iad-01.braze.com/users/export/ids
              json: {external_ids: [ada]}
              token: true
          - call:
              url: https://rest.iad-01.braze.com/users/track
              json: {}
              headers: {Authorization: Bearer x}
        then:
          responses:
            - {status: 401, json: {error: invalid_client}}
            - {status: 400, json: {Code: {$any: true}, Reason: {$type: string}}}
            - {status: 201, json: {users: [{external_id: ada}]}}
            - {status: 401, headers: {content-type: {$pattern: json}}}
        """,
    )


def test_a_call_that_gets_no_answer_says_so(run_one: RunOne) -> None:
    passes(
        run_one,
        """
        given: {faults: [{target: rokt, effect: timeout, times: 1}]}
        when: [{call: {method: GET, url: "https://api.roktcalendar.com/v1/subscription/x", token: true}}]
        then: {responses: [{failure: timeout}]}
        """,
    )


def test_what_is_due_runs_after_every_step(run_one: RunOne) -> None:
    passes(
        run_one,
        """
        given: {assumptions: {braze.send_delay: 0, rokt.processing_delay: 0}}
        when: [{trigger: {campaign: event, user: ada}}]
        then:
          messages: [{outcome: sent}]
          calendar: [{user: ada, events: [{title: Game}]}]
        """,
    )


def test_the_clock_starts_where_it_is_given(run_one: RunOne) -> None:
    passes(
        run_one,
        """
        given: {now: 2030-05-06T07:08:09+02:00}
        when: [{track: {attributes: [{external_id: bob, first_name: Bob}]}}]
        then: {profile: [{user: bob, created_at: {$pattern: "^2030-05-06T05:08:09"}}]}
        """,
    )


def test_text_that_is_no_unicode_is_sent_as_faulty_utf8(run_one: RunOne) -> None:
    passes(
        run_one,
        """
        when: [{track: {attributes: [{external_id: bob, first_name: "\\uD800"}]}}]
        then:
          responses: [{status: 201}]
          findings: [JSON001]
        """,
    )
