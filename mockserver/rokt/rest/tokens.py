"""Access and refresh tokens: opaque, several valid at once, expiring on the clock.

Source: https://roktcalendar-api.readme.io/docs/introduction
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mockserver.clock import Clock
from mockserver.ids import Ids

_REMEMBERED = timedelta(hours=1)
"""How long an expired token is still told apart from one that never was."""


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer or refresh token of a client; it ends at ``expires_at``."""

    value: str = field(repr=False)
    client_id: str
    expires_at: datetime


class Tokens:
    """The tokens of one kind, in order of issue."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self._tokens: dict[str, Token] = {}

    def issue(self, client_id: str, lifetime: timedelta) -> Token:
        """Issue one more token; those issued before stay valid."""
        self._forget_old()
        token = Token(self._ids.token(), client_id, self._clock.now() + lifetime)
        self._tokens[token.value] = token
        return token

    def find(self, value: str) -> Token | None:
        """Give the token of that value, expired or not, or None."""
        return self._tokens.get(value)

    def is_valid(self, token: Token) -> bool:
        """Tell whether a token has not expired."""
        return self._clock.now() < token.expires_at

    def revoke(self, token: Token) -> None:
        """Make a token worthless."""
        self._tokens.pop(token.value, None)

    def revoke_all_of(self, client_id: str) -> None:
        """Make all tokens of a client worthless."""
        for token in [one for one in self._tokens.values() if one.client_id == client_id]:
            self.revoke(token)

    def _forget_old(self) -> None:
        # Braze asks for a token per message; a server that runs for days must not keep them all.
        horizon = self._clock.now() - _REMEMBERED
        while self._tokens:
            oldest = next(iter(self._tokens.values()))
            if oldest.expires_at > horizon:
                return
            self.revoke(oldest)
