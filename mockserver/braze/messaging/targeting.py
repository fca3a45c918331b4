"""Whom a message is for: filters in the form of a segment's, and segments themselves among them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mockserver.braze.audiences.connected_audience import BadAudience, Filter, matches
from mockserver.braze.audiences.segments import SEGMENT_FILTERS
from mockserver.braze.messaging.context_filters import context_filter
from mockserver.braze.profiles.profile import Profile
from mockserver.braze.state import BrazeState
from mockserver.clock import Clock
from mockserver.errors import UsageError


class Targeting:
    """Tells who is in an audience now."""

    def __init__(self, clock: Clock, state: BrazeState) -> None:
        self._clock = clock
        self._state = state
        self._filters = {**SEGMENT_FILTERS, "segment": self._segment}

    def has(
        self, audience: Mapping[str, Any], profile: Profile, context: Mapping[str, Any] | None = None
    ) -> bool:
        """Tell whether a profile passes filters; no filters let everybody pass.

        With the ``context`` of a journey its variables may be asked for too. Raises ``UsageError`` for a
        filter or a segment there is none of.
        """
        try:
            known = self._filters if context is None else _with_context(self._filters, context)
            return not audience or matches(audience, profile, self._clock.now(), known)
        except BadAudience as reason:
            raise UsageError(f"audience: {reason}") from None

    def check(self, audience: Mapping[str, Any], *, in_step: bool = False) -> None:
        """Check filters without asking for anybody; a segment may be added later.

        Only ``in_step``, in a step that parts users, may they ask for context variables. Raises
        ``UsageError``.
        """
        now = self._clock.now()
        known = {**SEGMENT_FILTERS, "segment": lambda content, profile, now: False}  # noqa: ARG005
        known = _with_context(known, {}) if in_step else known
        try:
            _ = not audience or matches(audience, Profile("", now, 0), now, known)
        except BadAudience as reason:
            raise UsageError(f"audience: {reason}") from None

    def _segment(self, content: Mapping[str, Any], profile: Profile, now: datetime) -> bool:
        return self._state.segment(str(content.get("name"))).has(profile, now)


def _with_context(filters: Mapping[str, Filter], context: Mapping[str, Any]) -> dict[str, Filter]:
    return {**filters, "context_variable": context_filter(context)}
