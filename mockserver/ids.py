"""A seedable source of identifiers and chance; nothing else in the package makes any."""

from __future__ import annotations

import random
from uuid import UUID


class Ids:
    """Makes UUIDs, hexadecimal strings, tokens and random numbers, the same ones for the same seed."""

    def __init__(self, seed: int | str = 0) -> None:
        # Half of a pair of surrogates is no character, but may be a seed.
        key = seed.encode("utf-8", "surrogatepass") if isinstance(seed, str) else seed
        # Reproducible by purpose; nothing made here guards a secret of anybody's.
        self._random = random.Random(key)  # noqa: S311

    def uuid(self) -> str:
        """Make a random UUID (version 4) in lower case."""
        return str(UUID(int=self._random.getrandbits(128), version=4))

    def hex(self, digits: int) -> str:
        """Make that many lower-case hexadecimal digits."""
        return f"{self._random.getrandbits(4 * digits):0{digits}x}"

    def token(self, length: int = 40) -> str:
        """Make that many letters and digits."""
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        return "".join(self._random.choices(letters, k=length))

    def below(self, bound: int) -> int:
        """Pick an integer from 0 up to, not including, ``bound``."""
        return self._random.randrange(bound)

    def fraction(self) -> float:
        """Pick a float from 0 up to, not including, 1."""
        return self._random.random()
