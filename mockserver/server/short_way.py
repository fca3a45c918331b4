"""The short way from a request on a connection to its answer.

Most requests go to a simulated service, which waits for nothing. Such a request is answered as soon as
all of it is here, without the task and the messages that ASGI would add: they cost a fifth of what the
work itself does. Answers to what came in together leave together, after all of it was worked on, so that a
client on another core is not woken for each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from uvicorn.protocols.http.flow_control import CLOSE_HEADER, HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from mockserver.http import NoResponse, Response
from mockserver.server.asgi_messages import Scope, wire_form

ANSWER = "mockserver.answer"
"""Where a server's state has what answers a request, given its scope and body.

It gives None for a request that the application has to be asked about, and raises ``NoResponse`` for one
that gets no answer.
"""


class ShortWay(HttpToolsProtocol):
    """uvicorn's connection, which asks the application only where the short way leads nowhere.

    A version of uvicorn that begins to answer elsewhere than in ``_start_asgi_task`` asks it always.
    """

    app_state: dict[str, Any]
    _coming: RequestResponseCycle | None = None
    """The request whose turn it is and of which not all is here."""

    def on_message_complete(self) -> None:
        """Answer a request whose turn it is, now that all of it is here."""
        super().on_message_complete()
        if self._coming is self.cycle:
            self._answer(self.cycle)

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body; a large one is left to the application, which reads it piece by piece."""
        super().on_body(body)
        if self._coming is not None and len(self._coming.body) > HIGH_WATER_LIMIT:
            self._ask_application(self._coming)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        if app is not self.app or cycle.waiting_for_100_continue or ANSWER not in self.app_state:
            super()._start_asgi_task(cycle, app)
        elif self.flow.write_paused:
            # Its client does not read; ASGI waits until it does.
            super()._start_asgi_task(cycle, app)
        elif cycle.more_body:
            self._coming = cycle
            self.flow.resume_reading()
        else:
            self._answer(cycle)

    def _ask_application(self, cycle: RequestResponseCycle) -> None:
        self._coming = None
        super()._start_asgi_task(cycle, self.app)

    def _answer(self, cycle: RequestResponseCycle) -> None:
        answer: Callable[[Scope, bytes], Response | None] = self.app_state[ANSWER]
        try:
            response = answer(cast("Scope", cycle.scope), bytes(cycle.body))
        except NoResponse:
            self.transport.abort()
            return
        if response is None:
            self._ask_application(cycle)
            return
        self._coming = None
        if response.latency:
            self.loop.call_later(response.latency, self._send, cycle, response)
        else:
            self.loop.call_soon(self._send, cycle, response)

    def _send(self, cycle: RequestResponseCycle, response: Response) -> None:
        if self.transport.is_closing():
            return
        fields, body = wire_form(response, cycle.scope["method"])
        # uvicorn before 0.53 looks for what the client asked only when it answers.
        closes = not cycle.keep_alive or CLOSE_HEADER in cycle.scope["headers"]
        if closes:
            fields.append(CLOSE_HEADER)
        head = b"".join([b"%b: %b\r\n" % field for field in fields])
        cycle.response_complete = True
        self.transport.write(b"%b%b\r\n%b" % (STATUS_LINE[response.status], head, body))
        if closes:
            self.transport.close()
        self.on_response_complete()
