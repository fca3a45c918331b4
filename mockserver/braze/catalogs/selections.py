"""Selections of a catalog: filters, an order and a limit, under a name that messages use.

Sources: https://www.braze.com/docs/api/objects_filters/catalog_selection_object/ and
https://www.braze.com/docs/user_guide/data/activation/catalogs/selections/
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mockserver.braze.catalogs.catalog import Catalog, CatalogFault, Item, converted
from mockserver.braze.times import parse_time

Render = Callable[[str], Any]
"""Renders the Liquid in a filter's value for one user."""

MOST_SELECTIONS = 30
MOST_FILTERS = 10
MOST_FILTERS_BY_API = 4
MOST_RESULTS = 50
OPERATORS: Mapping[str, tuple[str, ...]] = {
    "string": ("equals", "does not equal"),
    "number": ("equals", "does not equal", "greater than", "less than"),
    "boolean": ("is",),
    "time": ("before", "after"),
    "array": ("includes value", "does not include value"),
}
"""The operators of a filter by the type of its field; other types cannot be filtered."""
_SORTED = ("string", "number", "boolean", "time")


@dataclass(frozen=True, slots=True)
class SelectionFilter:
    """A condition on one field; a text as ``value`` may hold Liquid."""

    field: str
    operator: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogSelection:
    """One selection; without both ``sort_field`` and ``sort_order`` its items come in random order."""

    name: str
    filters: tuple[SelectionFilter, ...] = ()
    results_limit: int = MOST_RESULTS
    sort_field: str = ""
    sort_order: Literal["asc", "desc", ""] = ""
    description: str = ""
    external_id: str = ""
    source: str = ""

    def items_of(self, catalog: Catalog, render: Render, chance: Callable[[], float]) -> list[Item]:
        """Give the items of the catalog that are selected, in order; ``chance`` draws from 0 to 1."""
        types = catalog.types
        tests = [_test(one, types[one.field], render) for one in self.filters]
        items = [item for item in catalog.items.values() if all(test(item) for test in tests)]
        if self.sort_field and self.sort_order:
            found = [item for item in items if item.get(self.sort_field) is not None]
            found.sort(key=_order(self.sort_field, types[self.sort_field]), reverse=self.sort_order == "desc")
            items = found + [item for item in items if item.get(self.sort_field) is None]
        else:
            items.sort(key=lambda item: chance())  # noqa: ARG005
        return items[: self.results_limit]

    def told(self) -> dict[str, Any]:
        """Give the selection as it is sent."""
        filters = [{"field": one.field, "operator": one.operator, "value": one.value} for one in self.filters]
        texts = ("name", "description", "external_id", "source", "sort_field", "sort_order")
        given = {name: value for name in texts if (value := getattr(self, name))}
        return {**given, "filters": filters, "results_limit": self.results_limit}


def read_selection(sent: object) -> CatalogSelection:
    """Read a selection object.

    Raises ``CatalogFault`` for one of another shape.
    """
    if not isinstance(sent, Mapping) or not isinstance(sent.get("name"), str) or not sent["name"]:
        raise CatalogFault("invalid-selection", "The selection is not valid", ("selection",))
    texts = {
        name: str(sent[name])
        for name in ("description", "external_id", "source", "sort_field", "sort_order")
        if sent.get(name) is not None
    }
    limit = sent.get("results_limit")
    return CatalogSelection(
        name=sent["name"],
        filters=tuple(_filters(sent.get("filters"))),
        results_limit=MOST_RESULTS if limit is None else limit,
        **texts,  # type: ignore[arg-type]
    )


def check_selection(catalog: Catalog, selection: CatalogSelection, most_filters: int) -> None:
    """Check a new selection by its catalog.

    Raises ``CatalogFault``.
    """
    name, types = selection.name, catalog.types
    if len(catalog.selections) >= MOST_SELECTIONS:
        message = f"A catalog has at most {MOST_SELECTIONS} selections"
        raise CatalogFault("selection-limit-reached", message, ("selection",))
    if name in catalog.selections:
        message = "A selection with that name already exists"
        raise CatalogFault("selection-name-already-exists", message, ("name",), (name,))
    if len(selection.filters) > most_filters:
        message = f"A selection has at most {most_filters} filters"
        raise CatalogFault("too-many-filters", message, ("filters",), (len(selection.filters),))
    for one in selection.filters:
        _check_filter(one, types.get(one.field, ""))
    if len({one.field for one in selection.filters if types[one.field] == "array"}) > 1:
        message = "A selection filters one field of type array at most"
        raise CatalogFault("selection-contains-too-many-arrays", message, ("filters",))
    _check_results(selection, types)


def _filters(sent: object) -> Iterator[SelectionFilter]:
    if sent is None:
        return
    for row in sent if isinstance(sent, list) else [sent]:
        if not isinstance(row, Mapping) or not {"field", "operator", "value"} <= row.keys():
            message = "A filter holds 'field', 'operator' and 'value'"
            raise CatalogFault("selection-has-invalid-filter", message, ("filters",))
        yield SelectionFilter(str(row["field"]), str(row["operator"]), row["value"])


def _check_filter(one: SelectionFilter, kind: str) -> None:
    mistake = _mistake_in(one, kind)
    if mistake:
        values = (one.field, one.operator, one.value)
        message = f"A filter is not valid: {mistake}"
        raise CatalogFault("selection-has-invalid-filter", message, ("filters",), values)


def _mistake_in(one: SelectionFilter, kind: str) -> str:
    """Say what is wrong with a filter on a field of a type; nothing where it is right."""
    if not kind:
        return f"there is no field {one.field!r}"
    if kind not in OPERATORS:
        return f"a field of type {kind} cannot be filtered"
    if one.operator not in OPERATORS[kind]:
        return f"a field of type {kind} is filtered by {', '.join(OPERATORS[kind])}"
    fits = kind == "array" or _has_liquid(one.value) or _operand(one.value, kind) is not None
    return "" if fits else f"the value is no {kind}"


def _check_results(selection: CatalogSelection, types: Mapping[str, str]) -> None:
    limit: object = selection.results_limit
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= MOST_RESULTS:
        message = f"The results limit is a number from 1 to {MOST_RESULTS}"
        raise CatalogFault("selection-invalid-results-limit", message, ("results_limit",), (limit,))
    if selection.sort_field and types.get(selection.sort_field) not in _SORTED:
        message = "The sort field is not valid"
        raise CatalogFault("invalid-sort-field", message, ("sort_field",), (selection.sort_field,))
    if selection.sort_order not in ("asc", "desc", ""):
        message = "The sort order is 'asc' or 'desc'"
        raise CatalogFault("invalid-sort-order", message, ("sort_order",), (selection.sort_order,))


def _test(one: SelectionFilter, kind: str, render: Render) -> Callable[[Item], bool]:
    rendered = render(one.value) if _has_liquid(one.value) else one.value
    wanted = rendered if kind == "array" else _operand(rendered, kind)
    compare = _COMPARISONS[one.operator]

    def test(item: Item) -> bool:
        held = item.get(one.field)
        held = parse_time(held) if kind == "time" and held is not None else held
        return compare(held, wanted)

    return test


def _operand(value: Any, kind: str) -> Any:
    """Give a filter's value in the type of its field, None where it has no such value."""
    try:
        read = None if value is None else converted("value", value, kind)
    except CatalogFault:
        return None
    return parse_time(read) if kind == "time" and read is not None else read


def _has_liquid(value: object) -> bool:
    return isinstance(value, str) and ("{{" in value or "{%" in value)


def _order(name: str, kind: str) -> Callable[[Item], Any]:
    return lambda item: parse_time(item[name]) if kind == "time" else item[name]


def _known(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda held, wanted: held is not None and wanted is not None and compare(held, wanted)


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "equals": _known(operator.eq),
    "is": _known(operator.is_),
    "does not equal": operator.ne,
    "greater than": _known(operator.gt),
    "less than": _known(operator.lt),
    "before": _known(operator.lt),
    "after": _known(operator.gt),
    "includes value": _known(operator.contains),
    "does not include value": lambda held, wanted: wanted not in (held or ()),
}
