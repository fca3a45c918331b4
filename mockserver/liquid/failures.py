"""What can go wrong while a template renders, and the signals that end a rendering early."""

from __future__ import annotations

from dataclasses import dataclass


class LiquidFailure(Exception):
    """A run-time error of Liquid: the failing tag or output prints it and rendering goes on."""

    @property
    def printed(self) -> str:
        """The text that stands in the message in place of the failing part."""
        return f"Liquid error: {self}"


class LimitReached(Exception):
    """A bound of this renderer was reached; the rendering ends and says so."""


class RenderingAborted(Exception):
    """A tag gave the message up; nothing of it is sent."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason


class Interrupt(Exception):
    """``break`` or ``continue`` on its way to the loop it belongs to."""


class BreakLoop(Interrupt):
    """``break``."""


class ContinueLoop(Interrupt):
    """``continue``."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep a hostile or mistaken template from eating the machine."""

    output: int = 5_000_000
    """Characters of one rendering's output."""
    text: int = 2_000_000
    """Characters of one value."""
    items: int = 200_000
    """Elements of one array."""
    work: int = 100_000
    """Tags and outputs rendered; every pass of a loop counts its own, and long values count more."""
    digits: int = 4_000
    """Decimal digits of one integer."""
    decimal_digits: int = 1_000
    """Digits of one decimal written as text."""
    depth: int = 40
    """Blocks, brackets or braces inside one another."""
    json_depth: int = 100
    """Arrays and objects inside one another; Ruby's JSON parser has the same limit."""
    calls: int = 200
    """Connected Content calls of one rendering."""


LIMITS = Limits()
