"""Rendering and parsing, each beside another engine's in the same run, on one core."""

from dataclasses import replace
from importlib.metadata import version

import pytest
from liquid import Environment

from mockserver.liquid import Resources, parse_template
from mockserver.liquid.compiler import compile_block
from tests.benchmarks.rokt_body import (
    BODY,
    PERSON,
    PLAIN_BODY,
    best_times,
    install_liquidjs,
    ours,
    python_liquid,
    time_of_liquidjs,
)


def test_rendering_beside_python_liquid(tell):
    render, reference = ours(), python_liquid()
    assert render() == reference()
    mine, theirs = best_times(render, reference, rounds=1000)
    release = version("python-liquid")
    tell(
        f"Braze's Rokt body: {mine * 1e6:.2f} us, "
        f"python-liquid {release} {theirs * 1e6:.1f} us: {theirs / mine:.1f} x our time"
    )
    assert theirs / mine >= 15


def test_rendering_beside_liquidjs(tell, tmp_path):
    missing = install_liquidjs(tmp_path)
    if missing:
        pytest.skip(missing)
    render = ours()
    mine, theirs = [], []
    for _ in range(5):
        mine += best_times(render, rounds=200)
        best, text, release = time_of_liquidjs(tmp_path, rounds=2000)
        theirs.append(best)
        assert text == render()
    ratio = min(theirs) / min(mine)
    tell(f"Braze's Rokt body: LiquidJS {release} {min(theirs) * 1e6:.1f} us: {ratio:.1f} x our time")
    assert ratio >= 6


def test_parsing_beside_python_liquid(tell):
    engine, template = Environment(), parse_template(BODY)
    plain = replace(template, program=template.body)
    parse, compiled, reference, first, mine = best_times(
        lambda: parse_template(BODY),
        lambda: compile_block(template.body),
        lambda: engine.from_string(PLAIN_BODY),
        lambda: plain.render(PERSON, Resources()),
        ours(),
        rounds=300,
    )
    tell(
        f"parsing Braze's Rokt body: {parse * 1e6:.0f} us ({parse / reference:.2f} x python-liquid's time), "
        f"compiling it at its second rendering: {compiled * 1e6:.0f} us; "
        f"the first takes {first * 1e6:.0f} us, as {first / mine:.0f} of those after it"
    )
    assert parse <= 1.5 * reference
    assert compiled <= 2 * parse
