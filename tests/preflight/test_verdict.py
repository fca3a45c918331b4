"""Whether to send: what may fail, and what is said where it may not."""

import re
from collections import Counter

import pytest

from mockserver.errors import UsageError
from mockserver.preflight import Allowance, Report
from mockserver.preflight.report import share
from mockserver.preflight.tally import Tally


def report(complete=True, allowed="0", aborts="100%", **fates):
    tally = Tally(samples=1, users=sum(fates.values()), fates=Counter(fates))
    return Report(
        template="t",
        audience=("a",),
        tally=tally,
        complete=complete,
        allowed=Allowance(allowed),
        allowed_aborts=Allowance(aborts),
    )


@pytest.mark.parametrize(
    ("given", "objection"),
    [
        ({"right": 10}, ""),
        ({"right": 9, "aborted": 1}, ""),
        ({}, "There is no user"),
        (
            {"right": 9, "wrong": 1},
            r"1 of 10 users \(10%\) would get nothing, a refused event or a wrong one",
        ),
        ({"right": 9, "lost": 1, "allowed": "10%"}, ""),
        ({"right": 8, "lost": 2, "allowed": "10%"}, "2 of 10"),
        ({"right": 8, "refused": 2, "allowed": "2"}, ""),
        ({"aborted": 3}, "the template leaves everybody out"),
        ({"right": 1, "aborted": 3, "aborts": "50%"}, "left out by the template"),
        ({"right": 3, "complete": False}, "was stopped"),
    ],
)
def test_the_verdict(given, objection):
    shown = report(**given)
    assert re.search(objection, shown.objection)
    assert shown.passes == (not objection)


@pytest.mark.parametrize("text", ["", "few", "-1", "101%", "inf", "nan", "1.5"])
def test_an_allowance_is_a_share_or_a_number(text):
    with pytest.raises(UsageError, match="no share of users"):
        Allowance(text)


def test_a_share_is_rounded_down():
    assert [Allowance("0.1%").of(users) for users in (999, 1_000, 1_999)] == [0, 1, 1]
    assert Allowance("0.29%").of(10_000) == 29


@pytest.mark.parametrize(
    ("number", "of", "text"),
    [
        (0, 5, "0%"),
        (5, 5, "100%"),
        (1, 3, "33.3%"),
        (1, 10_000_000, "<0.001%"),
        (999_999, 1_000_000, ">99.9%"),
    ],
)
def test_a_share_is_never_none_or_all_unless_it_is(number, of, text):
    assert share(number, of) == text
