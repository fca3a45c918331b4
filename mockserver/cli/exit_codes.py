"""What every command exits with."""

from __future__ import annotations

from typing import Final

PASSED: Final = 0
FAILED: Final = 1
"""Something that was checked is wrong."""
USAGE: Final = 2
"""The command line is wrong."""
BROKEN: Final = 3
"""A file cannot be used."""
STOPPED: Final = 130
"""Somebody pressed Ctrl-C; the number is that of shells."""
