import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.inspector.views.journal import FINDINGS, PAGE, STATUSES, Filter, journal_view
from mockserver.sandbox import Sandbox
from tests.inspector.journals import journal_of


def test_an_empty_journal_says_how_to_begin(reader):
    assert "Nothing has happened yet" in reader.text("/")


def test_the_latest_exchange_comes_first(subscribed):
    text = subscribed.text("/")
    assert text.index("rokt.create_event") < text.index("rokt.subscribe")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("service=braze", "1 of 7 exchanges"),
        ("operation=rokt.create_event", "2 of 7 exchanges"),
        ("status=4", "0 of 7 exchanges"),
        ("findings=warning", "1 of 7 exchanges"),
        ("findings=none", "5 of 7 exchanges"),
        ("text=Event_0001", "2 of 7 exchanges"),
        ("text=TIME214", "1 of 7 exchanges"),
        ("service=rokt&status=2&text=new@example", "1 of 7 exchanges"),
    ],
)
def test_a_filter_lets_in_what_fits(subscribed, query, expected):
    assert expected in subscribed.text(f"/?{query}")


def test_older_exchanges_are_a_page_away():
    sandbox = Sandbox()
    journal_of(sandbox, PAGE + 3)
    first = journal_view(sandbox, Filter())
    assert [row.number for row in first.rows] == list(range(PAGE + 3, 3, -1))
    assert [row.number for row in journal_view(sandbox, Filter(), before=first.older).rows] == [3, 2, 1]


@settings(max_examples=50, deadline=None)
@given(
    service=st.sampled_from(["", "rokt", "braze", "unknown"]),
    status=st.sampled_from(list(STATUSES)),
    findings=st.sampled_from(list(FINDINGS)),
    text=st.text(max_size=5),
)
def test_a_filter_only_ever_takes_away(service, status, findings, text):
    sandbox = Sandbox()
    journal_of(sandbox, 5)
    whole = {row.number for row in journal_view(sandbox, Filter()).rows}
    view = journal_view(sandbox, Filter(service=service, status=status, findings=findings, text=text))
    assert {row.number for row in view.rows} <= whole
    assert view.fitting == len(view.rows)
