"""How often Python looks for garbage in all it holds while a server has the process to itself."""

from __future__ import annotations

import gc

import pytest

from mockserver.server.live_server import LiveServer


@pytest.fixture
def served_with(monkeypatch: pytest.MonkeyPatch) -> tuple[int, int, int]:
    server = LiveServer()
    seen: list[tuple[int, int, int]] = []
    monkeypatch.setattr(server, "run", lambda: seen.append(gc.get_threshold()))
    server.run_until_signal()
    server.close()
    return seen[0]


def test_everything_is_looked_through_less_often_than_otherwise(served_with: tuple[int, int, int]) -> None:
    usual = gc.get_threshold()
    assert served_with[:2] == usual[:2]
    assert served_with[2] > usual[2]


def test_the_usual_is_put_back_when_the_server_ends() -> None:
    before = gc.get_threshold()
    server = LiveServer()
    server.stop()
    server.run_until_signal()
    server.close()
    assert gc.get_threshold() == before
