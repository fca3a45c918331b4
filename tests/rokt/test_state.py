"""What a simulated Rokt Calendar is given to know."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.clock import Clock
from mockserver.errors import UsageError
from mockserver.ids import Ids
from mockserver.rokt import Account, BrazeLink, Calendar, Client, Subscription, Tag
from mockserver.rokt.rest.tokens import Tokens
from mockserver.rokt.state import canonical_id
from tests.rokt.rokt_calls import ADA


def test_what_has_no_id_is_given_one(rokt):
    calendar = Calendar(code="c", tags=(Tag(name="t"),))
    account = rokt.state.add_account(Account(code="new", calendars={"c": calendar}))
    made = account.calendars["c"]
    ids = {account.id, made.id, made.tags[0].id}
    assert len(ids) == 3
    assert all(UUID(one) for one in ids)
    assert (account.name, made.title) == ("new", "c")
    assert UUID(rokt.state.add_subscription(Subscription(account="new", calendar="c")).id)


@pytest.mark.parametrize(
    ("add", "said"),
    [
        (lambda state: state.add_account(Account(code="acme")), "already a Rokt Calendar account 'acme'"),
        (
            lambda state: state.add_client(Client(client_id="id", client_secret="")),
            "already a Rokt Calendar client",
        ),
        (
            lambda state: state.add_client(
                Client(client_id="x", client_secret="", accounts=frozenset({"nowhere"}))
            ),
            "no Rokt Calendar account 'nowhere'",
        ),
        (lambda state: state.add_subscription(Subscription(account="acme", calendar="x")), "no calendar 'x'"),
        (
            lambda state: state.add_subscription(
                Subscription(account="acme", calendar="shows", id=ADA.upper())
            ),
            "already a subscription",
        ),
    ],
)
def test_what_cannot_be_added_is_explained(rokt, add, said):
    with pytest.raises(UsageError, match=said):
        add(rokt.state)


def test_secrets_are_not_shown(rokt):
    shown = repr(rokt.state.clients) + repr(BrazeLink("rest.example.test", "k-e-y"))
    assert "s:e:c" not in shown
    assert "k-e-y" not in shown


def test_two_sandboxes_of_one_seed_give_the_same_ids():
    first, second = (Ids(3).uuid() for _ in range(2))
    assert first == second


@given(st.uuids(), st.sampled_from([str.upper, str.lower, lambda text: text.replace("-", "")]))
def test_a_guid_is_filed_the_same_however_it_is_written(guid, written):
    assert canonical_id(written(str(guid))) == str(guid)


@given(st.text())
def test_any_text_is_an_id_to_look_for(text):
    assert canonical_id(canonical_id(text)) == canonical_id(text)


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 600)), max_size=20))
def test_a_token_is_valid_exactly_until_it_expires(issued):
    clock = Clock()
    tokens = Tokens(clock, Ids())
    made = []
    for lifetime, wait in issued:
        made.append(
            (clock.now() + timedelta(seconds=lifetime), tokens.issue("id", timedelta(seconds=lifetime)))
        )
        clock.advance(timedelta(seconds=wait))
    for ends, token in made:
        assert tokens.is_valid(token) == (clock.now() < ends)
        if clock.now() < ends:
            assert tokens.find(token.value) == token


def test_tokens_long_expired_are_forgotten():
    clock = Clock()
    tokens = Tokens(clock, Ids())
    old = tokens.issue("id", timedelta(seconds=300))
    clock.advance(timedelta(hours=2))
    tokens.issue("id", timedelta(seconds=300))
    assert tokens.find(old.value) is None
