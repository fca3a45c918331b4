"""All that a rendering may reach outside the template: the clock, the network, the account's content."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from mockserver.clock import DEFAULT_START
from mockserver.evidence import Assumptions, Choice
from mockserver.http import Failure, NoResponse, Request, Response
from mockserver.ids import Ids
from mockserver.liquid.assumptions import LIQUID_ASSUMPTIONS
from mockserver.liquid.health import HostHealth
from mockserver.liquid.response_cache import ResponseCache


@dataclass(frozen=True, slots=True)
class BasicCredential:
    """A Connected Content credential with a user name and a password."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TokenCredential:
    """A Connected Content credential that adds headers, to calls of the allowed domain only."""

    headers: Mapping[str, str] = field(repr=False)
    allowed_domain: str = ""


Credential = BasicCredential | TokenCredential


class PromotionLists:
    """The promotion codes of an account, each given out once; those of a list that has expired are gone."""

    def __init__(
        self, lists: Mapping[str, Sequence[str]], now: Callable[[], datetime] = lambda: DEFAULT_START
    ) -> None:
        self._lists = {name: list(codes) for name, codes in lists.items()}
        self._ends: dict[str, datetime] = {}
        self._now = now

    def add(self, name: str, codes: Sequence[str], expires: datetime | None = None) -> None:
        """Add codes to a list, which is made if there is none of the name; ``expires`` is for all of it."""
        self._lists.setdefault(name, []).extend(codes)
        if expires is not None:
            self._ends[name] = expires

    def for_message(self) -> Callable[[str], str | None]:
        """Give the source of codes for one message, which gets one code of each list."""
        taken: dict[str, str | None] = {}

        def code(name: str) -> str | None:
            if name not in taken:
                codes = self._left(name)
                taken[name] = codes.pop(0) if codes else None
            return taken[name]

        return code

    def for_preview(self) -> Callable[[str], str | None]:
        """Give the source of codes for what is not sent: the next code of each list, which stays there."""
        return lambda name: next(iter(self._left(name)), None)

    def remaining(self, name: str) -> int:
        """Count the codes of a list that are not used up; none where there is no such list."""
        return len(self._left(name))

    def _left(self, name: str) -> list[str]:
        ends = self._ends.get(name)
        if ends is not None and self._now() >= ends:
            self._lists.pop(name, None)
        return self._lists.get(name, [])


def _no_network(request: Request, timeout: float) -> Response:  # noqa: ARG001
    raise NoResponse(Failure.UNKNOWN_HOST, request.host)


def _no_promotions(name: str) -> str | None:  # noqa: ARG001
    return None


@dataclass(frozen=True)
class Resources:
    """What a rendering may use; every default is harmless.

    ``send`` takes a request and a timeout in seconds and raises ``NoResponse``. ``cache`` and ``health``
    are shared by the renderings of one workspace. ``promotions`` gives this message's code of a list,
    ``None`` when there is none left. ``catalogs`` are items by catalog, ``selections`` items by
    ``catalog/selection``, ``shopping_carts`` carts by id (with ``abandoned: false`` for one that is
    not), ``content_blocks`` Liquid by name, ``landing_pages`` URLs by handle, ``translations`` texts
    by id and locale.
    """

    now: Callable[[], datetime] = lambda: DEFAULT_START
    send: Callable[[Request, float], Response] = _no_network
    credentials: Mapping[str, Credential] = field(default_factory=dict)
    cache: ResponseCache = field(default_factory=ResponseCache)
    health: HostHealth = field(default_factory=HostHealth)
    ids: Ids = field(default_factory=Ids)
    assumptions: Mapping[str, Choice] = field(default_factory=dict)
    preview: bool = False
    catalogs: Mapping[str, Sequence[Mapping[str, object]]] = field(default_factory=dict)
    selections: Mapping[str, Sequence[Mapping[str, object]]] = field(default_factory=dict)
    promotions: Callable[[str], str | None] = _no_promotions
    shopping_carts: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    content_blocks: Mapping[str, str] = field(default_factory=dict)
    landing_pages: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def assumed(self) -> Assumptions:
        """The assumptions about Liquid in force.

        Raises ``AssumptionError`` for a choice that does not exist.
        """
        names = (assumption.name for assumption in LIQUID_ASSUMPTIONS)
        chosen = {name: self.assumptions[name] for name in names if name in self.assumptions}
        return Assumptions(LIQUID_ASSUMPTIONS, chosen)
