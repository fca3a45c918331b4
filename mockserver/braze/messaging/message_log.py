"""The message log: what became of each message to each user."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mockserver.braze.messaging.webhook import RenderedWebhook
from mockserver.clock import Clock
from mockserver.findings import Finding
from mockserver.http import Request


class Outcome(StrEnum):
    """How a message stands."""

    PENDING = "pending"
    """It waits for its time, or to be tried again."""
    SENT = "sent"
    """The receiver answered 2xx."""
    ABORTED = "aborted"
    """It was given up before anything was sent."""
    FAILED = "failed"
    """It was sent and not accepted, and is not tried again."""


@dataclass(slots=True, eq=False, kw_only=True)
class Message:
    """One message to one user, kept up to date while Braze works on it.

    It is of a ``campaign``, of a ``step`` of a ``canvas``, or of a template alone. ``status`` is the last
    answer's, 598 where a request was not made because its host keeps failing; ``attempts`` counts the
    requests sent; ``abort_type`` is Braze's word for why it was given up, ``reason`` says more, also of
    one that is tried again. ``renderings`` holds one for each time it was rendered.
    """

    number: int
    at: datetime
    campaign: str
    template: str
    external_id: str
    braze_id: str
    dispatch_id: str
    canvas: str = ""
    step: str = ""
    send_id: str = ""
    is_test: bool = False
    outcome: Outcome = Outcome.PENDING
    abort_type: str = ""
    reason: str = ""
    request: Request | None = None
    status: int | None = None
    attempts: int = 0
    renderings: list[RenderedWebhook] = field(default_factory=list, repr=False)

    @property
    def is_done(self) -> bool:
        """Whether its fate is known."""
        return self.outcome is not Outcome.PENDING

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the last rendering found."""
        return self.renderings[-1].findings if self.renderings else ()

    def __str__(self) -> str:
        what = self.campaign or (f"{self.canvas}/{self.step}" if self.canvas else self.template)
        story = [f"#{self.number} {what} to {self.external_id or self.braze_id}: {self.outcome}"]
        if self.status is not None:
            story.append(f"answered {self.status}")
        if self.attempts > 1:
            story.append(f"{self.attempts} attempts")
        if self.abort_type:
            story.append(self.abort_type)
        if self.reason:
            story.append(self.reason)
        return ", ".join(story)


class MessageLog:
    """The messages of one workspace, in the order they were set off."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._messages: list[Message] = []

    def __iter__(self) -> Iterator[Message]:
        return iter(tuple(self._messages))

    def __len__(self) -> int:
        return len(self._messages)

    def open(
        self,
        *,
        campaign: str,
        template: str,
        external_id: str,
        braze_id: str,
        dispatch_id: str,
        canvas: str = "",
        step: str = "",
        send_id: str = "",
        is_test: bool = False,
    ) -> Message:
        """Write down a message that is to be sent."""
        message = Message(
            number=len(self._messages) + 1,
            at=self._clock.now(),
            campaign=campaign,
            template=template,
            external_id=external_id,
            braze_id=braze_id,
            dispatch_id=dispatch_id,
            canvas=canvas,
            step=step,
            send_id=send_id,
            is_test=is_test,
        )
        self._messages.append(message)
        return message
