"""Tests of rendering are of compiled rendering; that it is the nodes' own has tests of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mockserver.liquid.program import Program


@pytest.fixture(scope="package", autouse=True)
def compiled_at_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Program, "patience", 0)
        yield
