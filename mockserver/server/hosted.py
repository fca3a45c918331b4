"""One sandbox behind a server: what comes in is written down, so that it can be lived through again.

Everything that changes the sandbox comes in here. It happens at one moment of the sandbox's clock and is
logged before it happens; a snapshot is a place in the log, and restoring one, or starting again from a
state file, plays the log to a fresh sandbox.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from threading import Condition, RLock, Thread
from typing import Any

from mockserver.clock import wall_time
from mockserver.errors import MockServerError, UsageError
from mockserver.http import Failure, NoResponse, Request, Response
from mockserver.sandbox import Sandbox
from mockserver.server.admin.operation import AdminCall
from mockserver.server.admin.table import SANDBOX_OPERATIONS, find_changing
from mockserver.server.changes import Changes
from mockserver.server.inputs import Answered, Arrived, Called, Input, Log, MemoryLog, Opening, Reloaded
from mockserver.server.origin import GivenOrigin, Origin
from mockserver.simulator.journal import Exchange
from mockserver.workspace import Workspace

_log = logging.getLogger("mockserver.server")

_STEP = 500
"""How many inputs are played again, about a tenth of a second, before somebody is told."""

Fetch = Callable[[Request], Response]
"""Sends a request to a real host; raises ``NoResponse`` where there is no answer."""


class Hosted:
    """A named sandbox of a server.

    ``outside`` answers for the hosts that are let through, by name; ``listeners`` are told of every
    exchange from now on; ``progress`` is told how many inputs of a long log are played again, of how many.
    """

    def __init__(
        self,
        name: str,
        origin: Origin | None = None,
        *,
        sandbox: Sandbox | None = None,
        log: Log | None = None,
        outside: Mapping[str, Fetch] | None = None,
        listeners: Sequence[Callable[[Exchange], object]] = (),
        progress: Callable[[int, int], object] | None = None,
    ) -> None:
        self.name = name
        self.changes = Changes()
        self.origin = origin or GivenOrigin(None)
        self._log = log or MemoryLog()
        self._outside = outside or {}
        self._listeners = listeners
        self._replayed: Iterator[Input] | None = None
        opening = self._log.opening
        if opening is None:
            self._begin(sandbox)
        else:
            self._play_all(opening, progress)

    def _begin(self, sandbox: Sandbox | None) -> None:
        opening = self.origin.opening()
        adopted = sandbox or self.origin.open(opening)
        self._log.begin(opening)
        self.files = opening.files
        self._adopt(adopted)
        self._listen()

    # Reading.

    @property
    def sandbox(self) -> Sandbox:
        """The sandbox; a reset puts another in its place."""
        return self._sandbox

    @property
    def lock(self) -> RLock:
        """Held while something is done in the sandbox."""
        return self._sandbox.lock

    @property
    def workspace(self) -> Workspace | None:
        """The workspace it was opened from, as it was loaded last; None if it was not."""
        return self.origin.workspace

    @property
    def snapshots(self) -> tuple[str, ...]:
        """The names of the snapshots, in the order taken."""
        return tuple(self._log.snapshots)

    def _inside(self) -> _Turn:
        return _Turn(self)

    # What comes in.

    def handle(self, request: Request, *, service: str) -> Response:
        """Answer a request that came to a service; raises ``NoResponse`` as ``Sandbox.handle`` does."""
        with self._inside() as sandbox:
            entry = Arrived(sandbox.clock.now(), wall_time(), service, request)
            self._log.append(entry)
            return self._arrive(sandbox, entry)

    def perform(self, operation: str, params: Mapping[str, str], payload: Any) -> Any:
        """Do what an operation of the admin API does that changes the sandbox; give its answer.

        Raises ``MockServerError`` for a mistake in the call.
        """
        with self._inside() as sandbox:
            entry = Called(sandbox.clock.now(), wall_time(), operation, params, payload)
            self._log.append(entry)
            try:
                return self._call(sandbox, entry)
            finally:
                self.changes.tell()

    def call(self, method: str, path: str, payload: Any = None) -> Any:
        """Do what a call of the admin API does that changes something, by method and path below its prefix.

        Raises ``MockServerError`` for a mistake in the call and for one that there is none of.
        """
        operation, params = find_changing(method, path)
        if operation.on == "sandbox":
            return self.perform(operation.name, params, payload)
        return operation.run(self, AdminCall(params, {}, payload))

    def run_due(self) -> None:
        """Run the work that has fallen due by itself, on a clock that follows the wall."""
        with self._inside() as sandbox:
            # While a request waits for a host outside, only what comes in may happen: that is written down.
            if not self._away and self._run_due(sandbox, sandbox.clock.now()):
                self.changes.tell()

    def reset(self) -> None:
        """Put a fresh world in the place of this one.

        Raises ``UsageError`` where nobody knows how to open one.
        """
        with self._inside():
            self._begin(None)

    def put(self, sandbox: Sandbox) -> None:
        """Put a given sandbox in the place of this one."""
        with self._inside():
            self._begin(sandbox)

    def reload(self, files: Mapping[str, str]) -> None:
        """Bring a version of the workspace's files in; raises ``WorkspaceError`` for mistakes in them."""
        with self._inside() as sandbox:
            entry = Reloaded(sandbox.clock.now(), wall_time(), files)
            self._log.append(entry)
            self._reload(sandbox, entry)
            self.changes.tell()

    def snapshot(self, name: str) -> None:
        """Remember the world as it is now under a name."""
        self._check_repeatable()
        with self._inside():
            self._log.mark(name)

    def restore(self, name: str) -> None:
        """Put the world back as it was at a snapshot; what was taken later is forgotten.

        Raises ``UsageError`` for a name there is none of.
        """
        if name not in self._log.snapshots:
            known = ", ".join(self._log.snapshots) or "none was taken"
            raise UsageError(f"there is no snapshot {name!r}", hint=f"there is: {known}")
        self._check_repeatable()
        opening = self._log.opening
        with self._inside():
            if opening is not None:
                self._log.cut(self._log.snapshots[name])
                self._play_all(opening)

    def _check_repeatable(self) -> None:
        if isinstance(self.origin, GivenOrigin):
            if self.origin.reopen is None:
                raise UsageError("this server was given a sandbox and knows no workspace to open it from")
            if self._sandbox.clock.follows_wall:
                raise UsageError("a sandbox that was given and follows the wall cannot be opened again")

    # Playing an input, for the first time or again.

    def _play_all(self, opening: Opening, progress: Callable[[int, int], object] | None = None) -> None:
        entries, sandbox = self._log.inputs(), self.origin.open(opening)
        self.files = opening.files
        self._adopt(sandbox)
        self._replayed = _watched(entries, progress) if progress else iter(entries)
        clock = sandbox.clock
        with sandbox.lock, clock.held(opening.start):
            self._play_until_answer(sandbox)
            if entries:
                # A wall clock has gone on meanwhile; any other goes on from where it stood.
                clock.set_pace(clock.pace, since=entries[-1].machine if clock.pace == 1 else None)
        self._replayed = None
        self._listen()

    def _play_until_answer(self, sandbox: Sandbox) -> Answered | None:
        """Play inputs again, up to the answer that one of them waits for; None where there is none left."""
        for entry in self._replayed or ():
            if isinstance(entry, Answered):
                return entry
            try:
                self._play(sandbox, entry)
            except (NoResponse, MockServerError):
                pass  # it was told to whoever sent it
            except Exception:
                _log.exception("%s crashed the simulator when it was played again", entry)
        return None

    def _play(self, sandbox: Sandbox, entry: Arrived | Called | Reloaded) -> None:
        if isinstance(entry, Arrived):
            self._arrive(sandbox, entry)
        elif isinstance(entry, Called):
            self._call(sandbox, entry)
        else:
            self._reload(sandbox, entry)

    def _arrive(self, sandbox: Sandbox, entry: Arrived) -> Response:
        self._run_due(sandbox, entry.at)
        with sandbox.clock.held(entry.at):
            return sandbox.handle(entry.request, service=self._services[entry.service])

    def _call(self, sandbox: Sandbox, entry: Called) -> Any:
        operation = SANDBOX_OPERATIONS[entry.operation]
        self._run_due(sandbox, entry.at)
        with sandbox.clock.held(entry.at):
            return operation.run(sandbox, AdminCall(entry.params, {}, entry.payload))

    def _reload(self, sandbox: Sandbox, entry: Reloaded) -> None:
        self._run_due(sandbox, entry.at)
        with sandbox.clock.held(entry.at):
            self.origin.update(sandbox, entry.files)
            self.files = entry.files

    def _run_due(self, sandbox: Sandbox, by: datetime) -> int:
        ran = 0
        while True:
            try:
                return ran + sandbox.clock.run_due(by)
            except Exception:
                # What crashed is out of the queue; what is due after it still runs.
                _log.exception("work on the clock crashed the simulator")
                ran += 1

    # Taking a sandbox in.

    def _adopt(self, sandbox: Sandbox) -> None:
        self._away: list[object] = []
        turn = Condition(sandbox.lock)
        for host, fetch in self._outside.items():
            sandbox.network.stub(host, self._way_out(sandbox, fetch, turn, self._away))
        self._services = {service.name: service for service in sandbox.services}
        self._sandbox = sandbox
        self.changes.tell()

    def _listen(self) -> None:
        self._sandbox.journal.listeners += [self.changes.tell, *self._listeners]

    # Requests to real hosts.

    def _way_out(self, sandbox: Sandbox, fetch: Fetch, turn: Condition, away: list[object]) -> Fetch:
        def send(request: Request) -> Response:
            if self._replayed is not None:
                return _again(self._play_until_answer(sandbox))
            response, failure = _wait_aside(fetch, request, turn, away)
            answer = Answered(sandbox.clock.now(), wall_time(), response, failure)
            if sandbox is self._sandbox:
                self._log.append(answer)
            return _again(answer)

        return send


class _Turn:
    """Holds the sandbox, the one that is here when it is free: a reset may put another in its place."""

    __slots__ = ("_hosted", "_lock")
    _lock: RLock

    def __init__(self, hosted: Hosted) -> None:
        self._hosted = hosted

    def __enter__(self) -> Sandbox:
        while True:
            sandbox = self._hosted.sandbox
            self._lock = sandbox.lock
            self._lock.acquire()
            if sandbox is self._hosted.sandbox:
                return sandbox
            self._lock.release()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _wait_aside(
    fetch: Fetch, request: Request, turn: Condition, away: list[object]
) -> tuple[Response | None, str]:
    """Wait for an answer while others use the sandbox; who went out last comes back first.

    That order makes what happened meanwhile a part of this request, so it can be played again. The lock
    is held when this is called and when it returns, and not in between.
    """
    answers: list[tuple[Response | None, str]] = []

    def fetch_aside() -> None:
        try:
            answer: tuple[Response | None, str] = fetch(request), ""
        except NoResponse as silence:
            answer = None, silence.failure.name
        except Exception:
            _log.exception("a request to %s could not be sent", request.host)
            answer = None, Failure.REFUSED.name
        with turn:
            answers.append(answer)
            turn.notify_all()

    place = object()
    away.append(place)
    Thread(target=fetch_aside, name=f"mockserver to {request.host}", daemon=True).start()
    turn.wait_for(lambda: bool(answers) and away[-1] is place)
    away.pop()
    turn.notify_all()
    return answers[0]


def _again(answer: Answered | None) -> Response:
    if answer is None:
        raise NoResponse(Failure.RESET, "the server ended before the answer came")
    if answer.response is None:
        raise NoResponse(Failure[answer.failure], "the host outside did not answer")
    return answer.response


def _watched(entries: Sequence[Input], progress: Callable[[int, int], object]) -> Iterator[Input]:
    """Give inputs one by one, and tell how many were given after every few hundred."""
    for first in range(0, len(entries), _STEP):
        yield from entries[first : first + _STEP]
        if len(entries) > _STEP:
            progress(min(first + _STEP, len(entries)), len(entries))
