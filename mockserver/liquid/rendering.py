"""What a rendering leaves behind: the text, and the story of how it came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mockserver.errors import Location
from mockserver.findings import Finding
from mockserver.http import Failure, Request, Response

_new = object.__new__


@dataclass(frozen=True, slots=True)
class Abort:
    """A message given up while rendering: Braze's name of the abort type, and the reason it logs."""

    type: str
    reason: str


@dataclass(frozen=True, slots=True)
class RetryWanted:
    """A call with ``:retry`` failed and nothing aborted the message: render it again later.

    Braze tries five times with growing waits, then aborts with type ``exhausted_cc_retries``
    (https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/connected_content/connected_content_retries/).
    """

    url: str
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One Connected Content call: what was asked, and what came back.

    ``failure`` says why there is no response; ``refused`` says why the call was never made.
    ``cached`` says that the response came from the cache and nothing was sent.
    """

    request: Request
    response: Response | None = None
    failure: Failure | None = None
    refused: str = ""
    location: Location
    saved_as: str
    cached: bool = False


@dataclass(frozen=True, slots=True)
class MissingVariable:
    """A name that was looked up and had no value."""

    name: str
    location: Location


@dataclass(frozen=True, kw_only=True)
class Rendering:
    """The result of rendering one field of a message.

    The text of an aborted rendering means nothing: nothing of the message is sent.
    """

    text: str
    aborted: Abort | None = None
    retry: RetryWanted | None = None
    calls: tuple[Call, ...] = ()
    missing: tuple[MissingVariable, ...] = ()
    assigned: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    extras: Mapping[str, str] = field(default_factory=dict)
    """What ``message_extras`` stored with the send."""

    @classmethod
    def of_text(cls, text: str, assigned: tuple[str, ...]) -> Rendering:
        """Make the rendering of which there is nothing more to tell."""
        rendering = _new(cls)
        # The class has the default of every other field: this is all of it, in an eighth of the time.
        fields = rendering.__dict__
        fields["text"] = text
        fields["assigned"] = assigned
        fields["extras"] = {}
        return rendering
