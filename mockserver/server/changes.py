"""Word that something has changed in a sandbox, for those who wait for it on an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Changes:
    """Counts the changes of one sandbox and wakes who waits for the next.

    Anything may be told from any thread; waiting is for coroutines.
    """

    def __init__(self) -> None:
        self.version = 0
        """Grows with every change: a request's arrival and its end, a move of the clock, a reset."""
        self.closed = False
        """Whether no more changes will come: the server stops, or the sandbox is given up."""
        self.given_up = False
        """Whether the sandbox is given up, so that asking again would open another of its name."""
        self._wake: set[Callable[[], object]] = set()

    def tell(self, *_what: object) -> None:
        """Count one more change."""
        self.version += 1
        for wake in tuple(self._wake):
            wake()

    def close(self, *, given_up: bool = False) -> None:
        """Say that no more changes will come, and wake everybody."""
        self.closed, self.given_up = True, given_up
        self.tell()

    async def later_than(self, version: int, *, timeout: float) -> int:
        """Wait until there is a version later than this one, at most so many seconds; give the version."""
        loop, changed = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> object:
            return loop.call_soon_threadsafe(changed.set)

        self._wake.add(wake)
        try:
            if self.version <= version and not self.closed:
                async with asyncio.timeout(timeout):
                    await changed.wait()
        except TimeoutError:
            pass
        finally:
            self._wake.discard(wake)
        return self.version
