"""The filters of Braze's Liquid, one module for each group.

List: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/filters/
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from mockserver.liquid.atoms import Kind
from mockserver.liquid.failures import LiquidFailure
from mockserver.liquid.filters import arithmetic, arrays, dates, encoding, json_texts, money, texts, urls
from mockserver.liquid.ruby.values import bounded

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext


UNSUPPORTED = frozenset({"find_index", "lstrip", "rstrip"})
"""Filters of Liquid that Braze lists as not supported."""
UNMENTIONED = frozenset(
    {
        "base64_decode", "base64_url_safe_decode", "base64_url_safe_encode", "escape_once", "find", "h",
        "has", "reject", "remove_last", "replace_last", "sum", "url_decode",
    }
)  # fmt: skip
"""Filters of Liquid that Braze says nothing of."""


_KINDS = {"str": Kind.TEXT, "int": Kind.NUMBER, "int | float": Kind.NUMBER}
"""What a filter's result is for certain, by its annotation."""


class Filter:
    """A filter's function, how many arguments it takes, and the assumption it depends on, if any.

    A function whose first parameter is called ``context`` is given the rendering's context.
    """

    __slots__ = ("assumption", "function", "kind", "maximum", "minimum", "wants_context")

    def __init__(self, function: Callable[..., object], assumption: str = "") -> None:
        self.assumption = assumption
        signature = inspect.signature(function)
        parameters = list(signature.parameters.values())
        self.function = function
        self.wants_context = parameters[0].name == "context"
        taken = parameters[1:] if self.wants_context else parameters
        self.minimum = sum(parameter.default is parameter.empty for parameter in taken)
        self.maximum = len(taken)
        self.kind = _KINDS.get(signature.return_annotation, Kind.ANY)

    def takes(self, count: int) -> bool:
        """Tell whether the filter can be called with this many arguments beside its value."""
        return self.minimum <= 1 + count <= self.maximum

    def works(self, context: BrazeContext) -> bool:
        """Tell whether Braze is assumed to have the filter."""
        return not self.assumption or context.assumed.is_set(self.assumption, "work")

    def apply(self, context: BrazeContext, value: object, arguments: Sequence[object]) -> object:
        """Give the filtered value.

        Raises ``LiquidFailure`` for a wrong number of arguments and ``LimitReached`` for a result that
        is too long.
        """
        if not self.takes(len(arguments)):
            raise LiquidFailure(
                f"wrong number of arguments (given {1 + len(arguments)}, expected {self._expected})"
            )
        context.work_on(value)
        function = self.function
        result = function(context, value, *arguments) if self.wants_context else function(value, *arguments)
        if isinstance(result, str):
            return bounded(result)
        return bounded(result) if isinstance(result, list) else result

    @property
    def _expected(self) -> str:
        return str(self.minimum) if self.minimum == self.maximum else f"{self.minimum}..{self.maximum}"


def _assumption_about(name: str) -> str:
    if name in UNSUPPORTED:
        return "liquid.unsupported_filters"
    return "liquid.unmentioned_filters" if name in UNMENTIONED else ""


_GROUPS = (arithmetic, arrays, dates, encoding, json_texts, money, texts, urls)
FILTERS: Mapping[str, Filter] = {
    name: Filter(function, _assumption_about(name))
    for group in _GROUPS
    for name, function in group.FILTERS.items()
}
"""Every filter by name."""
