"""The filters of Braze's Liquid, one module for each group.

List: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/filters/
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from mockserver.liquid.failures import LiquidFailure
from mockserver.liquid.values import bounded

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext


class Filter:
    """A filter's function and how many arguments it takes.

    A function whose first parameter is called ``context`` is given the rendering's context.
    """

    __slots__ = ("function", "maximum", "minimum", "wants_context")

    def __init__(self, function: Callable[..., object]) -> None:
        parameters = list(inspect.signature(function).parameters.values())
        self.function = function
        self.wants_context = parameters[0].name == "context"
        taken = parameters[1:] if self.wants_context else parameters
        self.minimum = sum(parameter.default is parameter.empty for parameter in taken)
        self.maximum = len(taken)

    def apply(self, context: BrazeContext, value: object, arguments: Sequence[object]) -> object:
        """Give the filtered value.

        Raises ``LiquidFailure`` for a wrong number of arguments and ``LimitReached`` for a result that
        is too long.
        """
        given = 1 + len(arguments)
        if not self.minimum <= given <= self.maximum:
            raise LiquidFailure(f"wrong number of arguments (given {given}, expected {self._expected})")
        function = self.function
        result = function(context, value, *arguments) if self.wants_context else function(value, *arguments)
        if isinstance(result, str):
            return bounded(result)
        return bounded(result) if isinstance(result, list) else result

    @property
    def _expected(self) -> str:
        return str(self.minimum) if self.minimum == self.maximum else f"{self.minimum}..{self.maximum}"


def all_filters() -> Mapping[str, Filter]:
    """Give every filter by name."""
    from mockserver.liquid.filters import arithmetic, arrays, dates, encoding, json_texts, money, texts, urls

    groups = (arithmetic, arrays, dates, encoding, json_texts, money, texts, urls)
    return {name: Filter(function) for group in groups for name, function in group.FILTERS.items()}
