"""Beside another engine rendering is no less than half as fast as the figure written down here."""

from tests.benchmarks.rokt_body import best_times, ours, python_liquid

TIMES_FASTER = 18
"""Than python-liquid 2.3 with Braze's Rokt body on Python 3.11; ``tests/benchmarks`` measures it anew."""


def test_rendering_has_not_become_slow() -> None:
    render, reference = ours(), python_liquid()
    assert render() == reference()
    mine, theirs = best_times(render, reference, rounds=100)
    assert theirs / mine >= TIMES_FASTER / 2
