"""Tallies add up to the same whatever the order, and stay small."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.findings import Finding, Severity
from mockserver.preflight import tally as bounds
from mockserver.preflight.judging import Fate, Judged
from mockserver.preflight.tally import Tally

JUDGED = st.builds(
    Judged,
    fate=st.sampled_from(list(Fate)),
    findings=st.lists(
        st.builds(
            Finding,
            code=st.sampled_from(["JSON003", "TIME212"]),
            severity=st.sampled_from(list(Severity)),
            message=st.sampled_from(["this", "that"]),
        ),
        max_size=3,
    ).map(tuple),
    abort=st.sampled_from([("", ""), ("kind", "one"), ("kind", "two"), ("kind", "three")]),
    hour=st.none() | st.integers(0, 23),
)
PARTS = st.lists(st.lists(st.tuples(JUDGED, st.sampled_from("abcdefgh")), max_size=6), min_size=1, max_size=5)


def counted(number, users):
    tally = Tally(samples=2)
    for index, (judged, value) in enumerate(users):
        tally.note((number, index), f"u-{number}-{index}", judged, {"country": value})
    tally.trim()
    return tally


def merged(tallies):
    whole = Tally(samples=2)
    for tally in tallies:
        whole.merge(tally)
    return whole


@given(parts=PARTS, order=st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_partitions_makes_no_difference(parts, order):
    numbered = list(enumerate(parts))
    straight = merged(counted(*part) for part in numbered)
    order.shuffle(numbered)
    assert merged(counted(*part) for part in numbered) == straight


@given(parts=PARTS, at=st.integers(0, 5))
@settings(max_examples=30, deadline=None)
def test_sums_of_sums_are_the_sum(parts, at):
    tallies = [counted(*part) for part in enumerate(parts)]
    straight = merged(counted(*part) for part in enumerate(parts))
    assert merged([merged(tallies[:at]), merged(tallies[at:])]) == straight


@given(parts=PARTS)
@settings(max_examples=30, deadline=None)
def test_a_tally_survives_being_written_down(parts):
    tally = merged(counted(*part) for part in enumerate(parts))
    assert Tally.of_record(json.loads(json.dumps(tally.record()))) == tally


@given(parts=PARTS)
@settings(max_examples=30, deadline=None)
def test_what_is_kept_of_many_values_is_counted_exactly(parts):
    everything = merged(counted(*part) for part in enumerate(parts)).segments.get("country", {})
    before, bounds.MOST_VALUES = bounds.MOST_VALUES, 2
    try:
        kept = merged(counted(*part) for part in enumerate(parts)).segments.get("country", {})
    finally:
        bounds.MOST_VALUES = before
    assert kept == {value: everything[value] for value in sorted(everything)[:2]}


def test_samples_are_the_first_of_the_audience():
    judged = Judged(fate=Fate.LOST, abort=("kind", "reason"))
    parts = [counted(number, [(judged, "a")] * 3) for number in (2, 0, 1)]
    samples = merged(parts).aborts["kind", "reason"].samples
    assert [sample.user for sample in samples] == ["u-0-0", "u-0-1"]
