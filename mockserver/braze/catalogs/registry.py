"""The catalogs of one workspace, and what messages see of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from mockserver.braze.catalogs.catalog import Catalog, CatalogFault, Item, check_catalog, check_item
from mockserver.braze.catalogs.selections import MOST_FILTERS, Render, check_selection
from mockserver.clock import Clock
from mockserver.errors import UsageError


class Catalogs:
    """The catalogs of one workspace, in the order added."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._catalogs: dict[str, Catalog] = {}

    def __iter__(self) -> Iterator[Catalog]:
        return iter(tuple(self._catalogs.values()))

    def __len__(self) -> int:
        return len(self._catalogs)

    def add(self, catalog: Catalog) -> Catalog:
        """Add a catalog with its items and selections.

        Raises ``UsageError`` for one that Braze would not create.
        """
        try:
            _check(catalog, self.names)
        except CatalogFault as fault:
            raise UsageError(f"catalog {catalog.name!r}: {fault.message}") from None
        self.touch(catalog)
        self._catalogs[catalog.name] = catalog
        return catalog

    @property
    def names(self) -> list[str]:
        """The names of the catalogs."""
        return list(self._catalogs)

    def find(self, name: str) -> Catalog | None:
        """Find a catalog by its name."""
        return self._catalogs.get(name)

    def remove(self, catalog: Catalog) -> None:
        """Delete a catalog and its items."""
        del self._catalogs[catalog.name]

    def touch(self, catalog: Catalog) -> None:
        """Note that a catalog changed."""
        catalog.updated_at = self._clock.now()

    @property
    def items(self) -> Mapping[str, Sequence[Item]]:
        """The items of every catalog by its name, as messages use them."""
        return LookedUp(self._catalogs, lambda name: list(self._catalogs[name].items.values()))

    def selected(self, render: Render, chance: Callable[[], float]) -> Mapping[str, Sequence[Item]]:
        """Give the items of every selection by ``catalog/selection``, as one user's message uses them."""
        known = {
            f"{catalog.name}/{selection.name}": (catalog, selection)
            for catalog in self._catalogs.values()
            for selection in catalog.selections.values()
        }

        def read(name: str) -> Sequence[Item]:
            catalog, selection = known[name]
            return selection.items_of(catalog, render, chance)

        return LookedUp(known, read)


class LookedUp(Mapping[str, Sequence[Item]]):
    """Items by name that are only looked up where a message asks for them."""

    def __init__(self, names: Iterable[str], read: Callable[[str], Sequence[Item]]) -> None:
        self._names = dict.fromkeys(names)
        self._read = read

    def __getitem__(self, name: str) -> Sequence[Item]:
        if name not in self._names:
            raise KeyError(name)
        return self._read(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _check(catalog: Catalog, taken: Iterable[str]) -> None:
    described = {
        "name": catalog.name,
        "description": catalog.description,
        "fields": [{"name": each.name, "type": each.type} for each in catalog.fields],
    }
    check_catalog(described, taken)
    for item in catalog.items.values():
        check_item(catalog, item)
    selections, catalog.selections = catalog.selections, {}
    for name, selection in selections.items():
        check_selection(catalog, selection, MOST_FILTERS)
        catalog.selections[name] = selection
