"""The push as the simulated Braze takes it."""

import pytest

from mockserver.braze import ApiKey
from mockserver.rokt import Account, BrazeLink, Calendar
from tests.rokt.rokt_calls import ADA, BEN, KEY


@pytest.fixture
def acme(sandbox):
    """An account that pushes to the simulated Braze; its endpoint is written without a scheme."""
    link = BrazeLink(endpoint="rest.iad-01.braze.com", api_key=KEY)
    calendars = {"games": Calendar(code="games")}
    return sandbox.rokt.state.add_account(Account(code="acme", calendars=calendars, braze=link))


def let_in(sandbox, *permissions):
    sandbox.braze.state.add_api_key(ApiKey(key=KEY, permissions=frozenset(permissions), name="rokt"))


@pytest.mark.usefixtures("acme")
def test_the_profile_holds_the_arrays(sandbox):
    let_in(sandbox, "users.track")
    for subscription_id in (ADA, BEN):
        sandbox.rokt.subscribe("acme", "games", subscriber_id="cust-1", subscription_id=subscription_id)
    sandbox.settle()
    attributes = sandbox.braze.profile("cust-1").exported()["custom_attributes"]
    assert attributes["rokt:subscription_id"] == [ADA, BEN]
    assert attributes["rokt:account_code"] == ["acme/70788a7a0a36", "acme/f5733866ade2"]
    assert [push.outcome for push in sandbox.rokt.pushes] == ["delivered", "delivered"]
    assert sandbox.journal[-1].findings == []


@pytest.mark.usefixtures("acme")
def test_the_last_unsubscription_empties_the_arrays(sandbox):
    let_in(sandbox, "users.track")
    made = sandbox.rokt.subscribe("acme", "games", subscriber_id="cust-1")
    sandbox.settle()
    sandbox.rokt.unsubscribe(made.id)
    sandbox.settle()
    attributes = sandbox.braze.profile("cust-1").exported()["custom_attributes"]
    assert attributes["rokt:subscription_id"] == []


@pytest.mark.parametrize("permissions", [None, ["users.export.ids"]])
@pytest.mark.usefixtures("acme")
def test_a_wrong_key_or_a_missing_permission_is_in_the_log(sandbox, permissions):
    if permissions:
        let_in(sandbox, *permissions)
    sandbox.rokt.subscribe("acme", "games", subscriber_id="cust-1")
    sandbox.settle()
    [push] = sandbox.rokt.pushes
    assert push.outcome == "refused"
    assert push.status in (401, 403)
    assert push.reason.startswith(f"{push.status}: ")
    assert KEY not in push.reason


@pytest.mark.usefixtures("acme")
def test_a_braze_that_is_down_hears_of_it_later(sandbox):
    let_in(sandbox, "users.track")
    sandbox.fault("braze", status=503, times=2)
    sandbox.rokt.subscribe("acme", "games", subscriber_id="cust-1")
    sandbox.settle()
    assert len(sandbox.rokt.pushes[0].attempts) == 3
    assert sandbox.braze.profile("cust-1") is not None
