"""What happened in a trial, a line for each thing, for those who look into a failure."""

from __future__ import annotations

from collections.abc import Iterator

from mockserver.findings import Severity
from mockserver.scenarios.trial import Trial
from mockserver.simulator.masking import mask_text, secrets_of

MAX_EXCHANGES = 30
"""How many exchanges are told of, the latest."""


def tell(trial: Trial) -> Iterator[str]:
    """Tell of every exchange with its errors and warnings, then of Braze's messages and Rokt's jobs."""
    exchanges = list(trial.sandbox.journal)
    if len(exchanges) > MAX_EXCHANGES:
        yield f"… {len(exchanges) - MAX_EXCHANGES} exchanges before"
    for exchange in exchanges[-MAX_EXCHANGES:]:
        yield mask_text(str(exchange), secrets_of(exchange.request))
        noted = (finding for finding in exchange.findings if finding.severity is not Severity.NOTE)
        yield from (f"   {finding}" for finding in noted)
    yield from (f"message {message}" for message in trial.sandbox.braze.messages)
    yield from map(str, trial.sandbox.rokt.jobs)
