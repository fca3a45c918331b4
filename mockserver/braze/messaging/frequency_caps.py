"""Which messages count toward the frequency caps, and which cap one more would exceed.

Source: https://www.braze.com/docs/user_guide/messaging/messaging_fundamentals/frequency_capping/
"""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime, timedelta, tzinfo
from operator import itemgetter
from typing import Final

from mockserver.braze.messaging.campaign import LONGEST_CAP, Campaign, FrequencyCap
from mockserver.braze.messaging.canvas import Canvas
from mockserver.braze.messaging.delivery_rules import is_reached
from mockserver.braze.messaging.dispatch import Dispatch
from mockserver.braze.profiles.profile import Profile
from mockserver.braze.state import BrazeState
from mockserver.evidence import Assumptions

_REMEMBERED: Final = LONGEST_CAP + timedelta(days=2)
"""How long any cap looks back, whatever the user's clock says."""


class Deliveries:
    """The delivered messages of one workspace that count toward its caps, as long as caps look back."""

    def __init__(self, state: BrazeState, assumptions: Assumptions) -> None:
        self._state = state
        self._assumptions = assumptions
        self._sent: defaultdict[str, deque[tuple[datetime, Campaign | Canvas | None]]] = defaultdict(deque)
        state.profiles.when_merged.append(self._merged)

    def note(self, dispatch: Dispatch, at: datetime) -> None:
        """Note that a message was delivered, where it counts."""
        if self._counts(dispatch):
            sent = self._sent[dispatch.profile.braze_id]
            sent.append((at, dispatch.program))
            while sent[0][0] < at - _REMEMBERED:
                sent.popleft()

    def reached(self, dispatch: Dispatch, now: datetime, zone: tzinfo) -> FrequencyCap | None:
        """Give the cap that a message would exceed on a user's clock; none for one that ignores the caps."""
        program = dispatch.program
        if dispatch.overrides_caps or (program is not None and program.ignores_frequency_caps):
            return None
        sent, tags = self._sent.get(dispatch.profile.braze_id, ()), program.tags if program else ()
        for cap in self._state.frequency_caps:
            if not cap.tag or cap.tag in tags:
                counted = (at for at, earlier in sent if not cap.tag or cap.tag in self._tags(earlier))
                if is_reached(cap, counted, now, zone):
                    return cap
        return None

    def _merged(self, gone: Profile, kept: Profile) -> None:
        """Count what the profile that went was sent for the one that is kept."""
        both = (*self._sent.pop(gone.braze_id, ()), *self._sent.get(kept.braze_id, ()))
        if both:
            self._sent[kept.braze_id] = deque(sorted(both, key=itemgetter(0)))

    def _counts(self, dispatch: Dispatch) -> bool:
        if dispatch.is_test:
            return False
        if dispatch.overrides_caps:
            return self._assumptions.is_set("braze.override_counts", "yes")
        return dispatch.program is None or dispatch.program.counts

    def _tags(self, earlier: Campaign | Canvas | None) -> tuple[str, ...]:
        """Give the tags that what was sent has now; those it had when it was sent do not matter."""
        state = self._state
        if isinstance(earlier, Canvas):
            standing: Campaign | Canvas | None = state.find_canvas(earlier.id)
        else:
            standing = state.find_campaign(earlier.id) if earlier else None
        return standing.tags if standing else ()
