"""What templates know of their recipient."""

import pytest

from mockserver.braze import Braze, WebhookTemplate


@pytest.fixture
def text(braze: Braze):
    """Render a text for one user."""
    braze.state.profiles.load(
        {
            "external_id": "cust-42",
            "braze_id": "5eea769d45bb2e1467418f92",
            "random_bucket": 77,
            "first_name": "Ana",
            "email": "ana@example.test",
            "home_city": "Ulm",
            "dob": "2000-12-31",
            "subscription_groups": [{"subscription_group_id": "news", "subscription_state": "subscribed"}],
            "custom_attributes": {"codes": ["a/1", "b/2"], "at": "2021-06-03T17:13:41Z"},
        }
    )

    def render(liquid, **data):
        template = WebhookTemplate(name="t", url="https://example.test/", body=liquid)
        return braze.render(template, "cust-42", **data).request.text

    return render


@pytest.mark.parametrize(
    ("liquid", "expected"),
    [
        ("{{${user_id}}}", "cust-42"),
        ("{{${braze_id}}}", "5eea769d45bb2e1467418f92"),
        ("{{${first_name}}} {{${last_name}}}", "Ana "),
        ("{{${email_address}}}", "ana@example.test"),
        ("{{${city}}}", "Ulm"),
        ("{{${date_of_birth}}}", "2000-12-31"),
        ("{{${random_bucket_number}}}", "77"),
        ("{{custom_attribute.${codes} | join: ','}}", "a/1,b/2"),
        ("{{custom_attribute.${at}}}", "2021-06-03 17:13:41 UTC"),
        ("{{subscribed_state.${email_global}}}", "subscribed"),
        ("{{subscribed_state.${news}}}", "subscribed"),
        ("{{campaign.${dispatch_id}}}", "dispatch_id_for_unsent_campaign"),
        ("{{event_properties.${code}}}", ""),
    ],
)
def test_variables(text, liquid, expected):
    assert text(liquid) == expected


def test_event_and_trigger_properties(text):
    assert text("{{event_properties.${a}}}", event_properties={"a": 1}) == "1"
    properties = {"details": {"color": "red"}}
    assert text("{{api_trigger_properties.${details}.color}}", trigger_properties=properties) == "red"
