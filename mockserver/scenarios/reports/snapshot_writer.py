"""Writes down the snapshots that a run with ``--update-snapshots`` takes."""

from __future__ import annotations

from mockserver.scenarios.runner import Event, SuiteFinished
from mockserver.scenarios.snapshots import update_snapshots


class SnapshotWriter:
    """Listens to a run and writes each suite's snapshots as the suite ends."""

    def listen(self, event: Event) -> None:
        """Take the next event."""
        if not isinstance(event, SuiteFinished):
            return
        taken = {
            result.scenario.name: result.verdict.snapshot
            for result in event.results
            if result.verdict.snapshot is not None
        }
        if taken or event.suite.obsolete_snapshots:
            update_snapshots(event.suite, taken)
