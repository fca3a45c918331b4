"""The journal in a file: one exchange per line as JSON, when its answer is known, credentials masked."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from mockserver.errors import UsageError
from mockserver.server.plain import plain_exchange
from mockserver.simulator.journal import Exchange

_log = logging.getLogger("mockserver.server")


class JournalFile:
    """A file that exchanges are added to.

    Raises ``UsageError`` for one that cannot be written.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("a", encoding="utf-8", buffering=1)
        except OSError as error:
            raise UsageError(f"the journal cannot be written to {path}: {error.strerror}") from error

    def write(self, sandbox: str, exchange: Exchange) -> None:
        """Add an exchange of the sandbox of that name; one in flight is left until it is over.

        What cannot be written, on a full disk say, is told and left out; the request is answered anyway.
        """
        if exchange.in_flight:
            return
        line = json.dumps({"sandbox": sandbox, **plain_exchange(exchange)}, ensure_ascii=False)
        try:
            self._file.write(line.encode("utf-8", "replace").decode() + "\n")
        except OSError as error:
            _log.error("exchange %d is missing in the journal's file: %s", exchange.number, error)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
