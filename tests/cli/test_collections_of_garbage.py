"""How often Python looks for garbage while `mockserver serve` has the process to itself."""

import gc

import pytest
from click.testing import CliRunner

from mockserver.cli import main
from mockserver.server.live_server import LiveServer


def test_garbage_is_looked_for_seldom_while_the_server_runs_and_as_usual_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual, seen = gc.get_threshold(), []

    def run(server: LiveServer) -> None:
        seen.append((gc.get_threshold(), gc.get_freeze_count()))

    monkeypatch.setattr(LiveServer, "run_until_signal", run)
    ports = ["--braze-port", "0", "--rokt-port", "0", "--inspector-port", "0"]
    result = CliRunner().invoke(main, ["serve", *ports])
    assert result.exit_code == 0, result.output
    [(thresholds, frozen)] = seen
    assert all(more > less for more, less in zip(thresholds, usual, strict=True))
    assert frozen > 0
    assert (gc.get_threshold(), gc.get_freeze_count()) == (usual, 0)
