"""What becomes of one user's message: sent, aborted, refused, or accepted and wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from mockserver.braze import Profile, RenderedWebhook
from mockserver.contracts import (
    EventDetail,
    EventTimes,
    check_event_url,
    check_headers,
    event_times,
    examine_event_request,
)
from mockserver.evidence import Choice
from mockserver.findings import Finding, Severity
from mockserver.http import Headers, Request
from mockserver.liquid.tags.abort_message import ABORT_TYPE
from mockserver.preflight import notices
from mockserver.zones import iana_zone

_RETRIES_EXHAUSTED = "exhausted_cc_retries"


class Fate(StrEnum):
    """What becomes of a user's message."""

    RIGHT = "right"
    """It is sent and accepted, and nothing about it looks like a mistake."""
    WRONG = "wrong"
    """It is accepted, and what arrives is probably not what was meant."""
    REFUSED = "refused"
    """Rokt Calendar refuses it, or takes it and can make nothing of it."""
    LOST = "lost"
    """Nothing is sent, and the template did not ask for that."""
    ABORTED = "aborted"
    """The template gives it up with ``abort_message``."""
    UNREADABLE = "unreadable"
    """The audience's file has something else where a user belongs."""


FAILED = frozenset({Fate.WRONG, Fate.REFUSED, Fate.LOST, Fate.UNREADABLE})
"""The fates nobody asked for."""
SENT = frozenset({Fate.RIGHT, Fate.WRONG, Fate.REFUSED})
"""The fates of messages that leave Braze."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One user's message and its fate; ``hour`` is that of the event's start on the user's own clock."""

    fate: Fate
    findings: tuple[Finding, ...] = ()
    abort: tuple[str, str] = ("", "")
    hour: int | None = None
    request: Request | None = None


class Judge:
    """Judges the messages of one world."""

    def __init__(
        self,
        rokt_hosts: tuple[str, ...],
        assumptions: Mapping[str, Choice],
        now: datetime,
        *,
        in_own_zone: bool = False,
    ) -> None:
        self._hosts = rokt_hosts
        self._assumptions = dict(assumptions)
        self._now = now
        self._in_own_zone = in_own_zone
        # Most users' URLs and headers are those of many others.
        self._url_findings: Callable[[str], list[Finding]] = lru_cache(1024)(check_event_url)
        self._header_findings = lru_cache(1024)(_header_findings)
        self._times = lru_cache(4096)(self._times_of)
        self._is_rokt = lru_cache(1024)(self._goes_to_rokt)

    def judge(self, rendered: RenderedWebhook, profile: Profile) -> Judged:
        """Judge what was rendered for a user."""
        request = rendered.request
        if request is None:
            return _unsent(rendered)
        if not self._is_rokt(request.url):
            return Judged(fate=_fate(rendered.findings, ()), findings=rendered.findings, request=request)
        checked = examine_event_request(
            request,
            self._assumptions,
            now=self._now,
            check_url=self._url_findings,
            check_headers=lambda headers: self._header_findings(headers.pairs),
        )
        found, event = checked.findings, checked.event
        hour = None
        if event is not None:
            zone_name = profile.standard.get("time_zone")
            times = self._times(event.start, event.timezone, event.timezone_iana_id)
            zone = (iana_zone(zone_name) if zone_name else None) or times.zone
            hour = times.start.astimezone(zone).hour
            if self._in_own_zone:
                found += _zone_findings(times, zone)
        fate = _fate(rendered.findings, found)
        findings = tuple(dict.fromkeys((*rendered.findings, *found))) if found or rendered.findings else ()
        return Judged(fate=fate, findings=findings, hour=hour, request=request)

    def _times_of(self, start: str, timezone: str | None, iana: str | None) -> EventTimes:
        event = EventDetail(eventId="", title="", start=start, timezone=timezone, timezoneIanaId=iana)
        return event_times(event, self._assumptions)

    def _goes_to_rokt(self, url: str) -> bool:
        return Request("POST", url).host in self._hosts


def _header_findings(pairs: tuple[tuple[str, str], ...]) -> list[Finding]:
    return check_headers(Headers(pairs))


def _unsent(rendered: RenderedWebhook) -> Judged:
    if rendered.abort is not None:
        fate = Fate.ABORTED if rendered.abort.type == ABORT_TYPE else Fate.LOST
        abort = (rendered.abort.type, rendered.abort.reason)
        return Judged(fate=fate, findings=rendered.findings, abort=abort)
    called = rendered.retry.url.partition("?")[0] if rendered.retry else ""
    abort = (_RETRIES_EXHAUSTED, f"the call of {called} fails")
    return Judged(fate=Fate.LOST, findings=rendered.findings, abort=abort)


def _fate(rendering: tuple[Finding, ...], request: list[Finding] | tuple[Finding, ...]) -> Fate:
    """Tell the fate of a request that is sent.

    A warning about the template is no warning about the request: what it does to that is found there.
    """
    severities = {finding.severity for finding in request}
    if Severity.ERROR in severities or any(one.severity is Severity.ERROR for one in rendering):
        return Fate.REFUSED
    return Fate.WRONG if Severity.WARNING in severities else Fate.RIGHT


def _zone_findings(times: EventTimes, zone: ZoneInfo) -> list[Finding]:
    """Compare the clock an event is on with its user's own."""
    theirs = times.start.astimezone(zone)
    if theirs.utcoffset() == times.start.utcoffset():
        return []
    return [notices.other_clock(times, zone.key, f"{theirs:%H:%M}")]


def unreadable(reason: str) -> Judged:
    """Judge a piece of an audience that is no user."""
    return Judged(fate=Fate.UNREADABLE, findings=(notices.no_user(reason),))
