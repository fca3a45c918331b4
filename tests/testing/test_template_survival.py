"""``assert_template_survives`` finds the smallest profile that breaks a template."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.bundled import bundled_folder
from mockserver.testing.strategies import profiles, templates
from mockserver.testing.survival import TemplateBroke, assert_template_survives

GUARDED = bundled_folder("fixtures") / "templates" / "guarded-event"
GUARDED_URL = (GUARDED / "url.liquid").read_text(encoding="utf-8")


def with_subscription():
    return profiles().filter(lambda profile: "custom_attributes" in profile)


@pytest.fixture
def broken_by():
    """Give the error of a template that does not survive."""

    def run(template, **options):
        with pytest.raises(TemplateBroke) as caught:
            assert_template_survives(template, max_examples=100, **options)
        return caught.value

    return run


def test_the_guarded_template_survives():
    assert_template_survives("guarded-event", max_examples=60)


def test_the_published_template_breaks_for_a_user_without_a_subscription(broken_by):
    error = broken_by("new-event")
    assert error.profile == {"external_id": "cust"}
    assert "HTTP611 error" in str(error)


def test_a_name_that_is_not_escaped_breaks_by_a_character(broken_by):
    body = (
        GUARDED.joinpath("body.liquid")
        .read_text(encoding="utf-8")
        .replace("eventDescr | json_escape", "eventDescr")
    )
    error = broken_by(body, url=GUARDED_URL, users=with_subscription())
    assert len(error.profile["first_name"]) <= 3
    assert "last_name" not in error.profile
    assert "JSON003" in str(error)


def test_the_report_shows_profile_outcome_and_body(broken_by):
    text = str(broken_by("new-event"))
    sent = "what was sent: POST https://api.roktcalendar.com/v1/subscriptionevent/"
    for part in ('"external_id": "cust"', "failed, answered 404", sent, " 10 | {"):
        assert part in text
    assert "Bearer" not in text


def test_an_abort_of_another_kind_breaks(broken_by):
    error = broken_by("{{ oops", url="https://api.roktcalendar.com/v1/subscriptionevent/acme")
    assert "template_parse_error" in str(error)


def test_event_properties_may_be_drawn(broken_by):
    properties = st.fixed_dictionaries({"title": st.text(min_size=1, max_size=5)})
    assert_template_survives("guarded-event", event_properties={"title": 'a "b"'}, max_examples=20)
    users = with_subscription().map(lambda user: {**user, "first_name": "A"})
    error = broken_by("personal-event", users=users, event_properties=properties)
    assert "with these properties:" in str(error)


def test_a_template_may_be_a_file():
    assert_template_survives(Path(GUARDED / "body.liquid"), url=GUARDED_URL, max_examples=20)


def test_assumptions_decide_too(broken_by):
    options = {"users": with_subscription(), "assumptions": {"rokt.notify_before": "number"}}
    assert "ROKT120" in str(broken_by("guarded-event", **options))


@given(templates())
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.nested_given])
def test_valid_templates_survive(body):
    assert_template_survives(body, max_examples=15, users=with_subscription())


def test_the_same_seed_finds_the_same(broken_by):
    assert broken_by("new-event", seed=5).profile == broken_by("new-event", seed=5).profile
