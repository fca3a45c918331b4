"""Catalogs and their items."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from mockserver.braze.catalogs.catalog import (
    Catalog,
    CatalogFault,
    CatalogField,
    Item,
    check_catalog,
    check_id,
    check_item,
)
from mockserver.braze.rest import queries
from mockserver.braze.rest.paging import page_links, parse_cursor
from mockserver.braze.rest.query import Query
from mockserver.braze.rest.rate_limits import CATALOG_BULK_RATE, CATALOG_ITEM_RATE, CATALOGS_RATE
from mockserver.braze.times import render_offset_time
from mockserver.contracts import CATALOG_ITEMS, CATALOGS_CREATE, sources
from mockserver.http import Response
from mockserver.simulator.operation import Call, Operation, operation

if TYPE_CHECKING:
    from mockserver.braze.service import Braze

ITEMS_PER_PAGE = 50
MOST_ITEMS = 50
"""Items in one call that changes several."""
_REFUSALS = (400, 401, 403, 404, 413, 415, 429)
_MANAGEMENT = sources.BRAZE_CATALOGS + "catalog_management/synchronous/"
_SINGLE = sources.BRAZE_CATALOGS + "catalog_items/synchronous/"
_BULK = sources.BRAZE_CATALOGS + "catalog_items/asynchronous/"
_Change = Callable[[Catalog, str, Item], object]


@operation(
    "GET",
    "/catalogs",
    permission="catalogs.get",
    refusals=(401, 403, 429),
    rate=CATALOGS_RATE,
    source=_MANAGEMENT + "get_list_catalogs/",
)
def catalogs_list(braze: Braze, call: Call) -> Response:  # noqa: ARG001
    """List the catalogs."""
    listed = [_listed(catalog) for catalog in braze.state.catalogs]
    return Response.of_json(200, {"catalogs": listed, "message": "success"})


@operation(
    "POST",
    "/catalogs",
    permission="catalogs.create",
    contract=CATALOGS_CREATE,
    success=201,
    refusals=_REFUSALS,
    rate=CATALOGS_RATE,
    source=_MANAGEMENT + "post_create_catalog/",
)
def catalogs_create(braze: Braze, call: Call) -> Response:
    """Create a catalog."""

    def create() -> Response:
        sent = call.body.get("catalogs")
        if not isinstance(sent, list) or len(sent) != 1:
            raise CatalogFault(
                "catalog-array-invalid", "'catalogs' must be an array of one object", ("catalogs",)
            )
        check_catalog(sent[0], braze.state.catalogs.names)
        fields = tuple(CatalogField(row["name"], row["type"]) for row in sent[0]["fields"])
        catalog = Catalog(
            name=sent[0]["name"], fields=fields, description=str(sent[0].get("description") or "")
        )
        braze.state.catalogs.add(catalog)
        return Response.of_json(201, {"message": "success"})

    return answered(create)


@operation(
    "DELETE",
    "/catalogs/{catalog_name}",
    permission="catalogs.delete",
    refusals=(401, 403, 404, 429),
    rate=CATALOGS_RATE,
    source=_MANAGEMENT + "delete_catalog/",
)
def catalogs_delete(braze: Braze, call: Call) -> Response:
    """Delete a catalog and its items."""

    def delete() -> Response:
        braze.state.catalogs.remove(named_catalog(braze, call))
        return Response.of_json(200, {"message": "success"})

    return answered(delete)


@operation(
    "GET",
    "/catalogs/{catalog_name}/items",
    permission="catalogs.get_items",
    query=queries.Cursors,
    refusals=(400, 401, 403, 404, 429),
    rate=CATALOG_ITEM_RATE,
    source=_SINGLE + "get_catalog_items_details_bulk/",
)
def catalog_items_list(braze: Braze, call: Call) -> Response:
    """List the items of a catalog, fifty at a time."""

    def read() -> Response:
        items = list(named_catalog(braze, call).items.values())
        start = parse_cursor(Query(call.request).one("cursor"))
        if start is None:
            raise CatalogFault("invalid-cursor", "'cursor' is not valid", ("cursor",))
        links = page_links(
            call.request.raw_path, start, ITEMS_PER_PAGE, len(items), origin=braze.link_origin(call.request)
        )
        page = items[start : start + ITEMS_PER_PAGE]
        return Response.of_json(200, {"items": page, "message": "success"}, links)

    return answered(read)


@operation(
    "GET",
    "/catalogs/{catalog_name}/items/{item_id}",
    permission="catalogs.get_item",
    refusals=(401, 403, 404, 429),
    rate=CATALOG_ITEM_RATE,
    source=_SINGLE + "get_catalog_item_details/",
)
def catalog_item_details(braze: Braze, call: Call) -> Response:
    """Give one item of a catalog."""
    return answered(
        lambda: Response.of_json(
            200, {"items": [_item(named_catalog(braze, call), call.params["item_id"])], "message": "success"}
        )
    )


@operation(
    "POST",
    "/catalogs/{catalog_name}/items/{item_id}",
    permission="catalogs.create_item",
    contract=CATALOG_ITEMS,
    success=201,
    refusals=_REFUSALS,
    rate=CATALOG_ITEM_RATE,
    source=_SINGLE + "post_create_catalog_item/",
)
def catalog_item_create(braze: Braze, call: Call) -> Response:
    """Add one item to a catalog."""

    def create(catalog: Catalog, item_id: str, sent: Item) -> None:
        if item_id in catalog.items:
            message = "Item with that id already exists"
            raise CatalogFault("item-already-exists", message, ("item_id",), (item_id,))
        catalog.items[item_id] = sent

    return _one(braze, call, create, 201)


@operation(
    "PATCH",
    "/catalogs/{catalog_name}/items/{item_id}",
    permission="catalogs.update_item",
    contract=CATALOG_ITEMS,
    refusals=_REFUSALS,
    rate=CATALOG_ITEM_RATE,
    source=_SINGLE + "patch_catalog_item/",
)
def catalog_item_update(braze: Braze, call: Call) -> Response:
    """Change members of one item of a catalog."""

    def update(catalog: Catalog, item_id: str, sent: Item) -> None:
        catalog.items[item_id] = _merged(_item(catalog, item_id), sent)

    return _one(braze, call, update, 200)


@operation(
    "PUT",
    "/catalogs/{catalog_name}/items/{item_id}",
    permission="catalogs.replace_item",
    contract=CATALOG_ITEMS,
    refusals=_REFUSALS,
    rate=CATALOG_ITEM_RATE,
    source=_SINGLE + "put_update_catalog_item/",
)
def catalog_item_replace(braze: Braze, call: Call) -> Response:
    """Put one item of a catalog in place of what it was, or add it."""

    def replace(catalog: Catalog, item_id: str, sent: Item) -> None:
        catalog.items[item_id] = sent

    return _one(braze, call, replace, 200)


@operation(
    "DELETE",
    "/catalogs/{catalog_name}/items/{item_id}",
    permission="catalogs.delete_item",
    refusals=(401, 403, 404, 429),
    rate=CATALOG_ITEM_RATE,
    source=_SINGLE + "delete_catalog_item/",
)
def catalog_item_delete(braze: Braze, call: Call) -> Response:
    """Delete one item of a catalog."""

    def delete() -> Response:
        catalog = named_catalog(braze, call)
        _item(catalog, call.params["item_id"])
        del catalog.items[call.params["item_id"]]
        braze.state.catalogs.touch(catalog)
        return Response.of_json(200, {"message": "success"})

    return answered(delete)


def _bulk(method: str, name: str, permission: str, page: str, summary: str, change: _Change) -> Operation:
    """Make the operation that does the same to up to fifty items."""

    def run(braze: Braze, call: Call) -> Response:
        def apply() -> Response:
            catalog = named_catalog(braze, call)
            # Nothing is changed unless everything can be.
            checked = [(_id_of(row), check_item(catalog, row)) for row in _rows(call.body)]
            _check_unique([item_id for item_id, _ in checked])
            for item_id, item in checked:
                change(catalog, item_id, item)
            braze.state.catalogs.touch(catalog)
            return Response.of_json(202, {"message": "success"})

        return answered(apply)

    run.__name__, run.__doc__ = name, summary
    return operation(
        method,
        "/catalogs/{catalog_name}/items",
        permission=permission,
        contract=CATALOG_ITEMS,
        success=202,
        refusals=_REFUSALS,
        rate=CATALOG_BULK_RATE,
        source=f"{_BULK}{page}/",
    )(run)


def _put(catalog: Catalog, item_id: str, item: Item) -> None:
    catalog.items[item_id] = item


def _add(catalog: Catalog, item_id: str, item: Item) -> None:
    catalog.items.setdefault(item_id, item)


def _update(catalog: Catalog, item_id: str, item: Item) -> None:
    if item_id in catalog.items:
        catalog.items[item_id] = _merged(catalog.items[item_id], item)


def _remove(catalog: Catalog, item_id: str, item: Item) -> None:  # noqa: ARG001
    catalog.items.pop(item_id, None)


catalog_items_add = _bulk(
    "POST",
    "catalog_items_add",
    "catalogs.add_items",
    "post_create_catalog_items_bulk",
    "Add items to a catalog.",
    _add,
)
catalog_items_update = _bulk(
    "PATCH",
    "catalog_items_update",
    "catalogs.update_items",
    "patch_catalog_items_bulk",
    "Change members of items of a catalog.",
    _update,
)
catalog_items_replace = _bulk(
    "PUT",
    "catalog_items_replace",
    "catalogs.replace_items",
    "put_update_catalog_items",
    "Put items of a catalog in place of what they were.",
    _put,
)
catalog_items_delete = _bulk(
    "DELETE",
    "catalog_items_delete",
    "catalogs.delete_items",
    "delete_catalog_items_bulk",
    "Delete items of a catalog.",
    _remove,
)


def answered(work: Callable[[], Response]) -> Response:
    """Answer with what work gives, or with the fault that ends it."""
    try:
        return work()
    except CatalogFault as fault:
        errors = [fault.told]
        return Response.of_json(fault.status, {"errors": errors, "message": "Invalid Request"})


def _one(braze: Braze, call: Call, change: _Change, status: int) -> Response:
    def apply() -> Response:
        catalog, item_id = named_catalog(braze, call), check_id(call.params["item_id"])
        rows = _rows(call.body)
        if len(rows) != 1:
            raise CatalogFault("request-includes-too-many-items", "One item is expected", ("items",))
        if "id" in rows[0]:
            raise CatalogFault("id-in-body", "The id stands in the path, not in the body", ("id",))
        change(catalog, item_id, {"id": item_id, **check_item(catalog, rows[0])})
        braze.state.catalogs.touch(catalog)
        return Response.of_json(status, {"message": "success"})

    return answered(apply)


def named_catalog(braze: Braze, call: Call) -> Catalog:
    """Find the catalog that a path names.

    Raises ``CatalogFault``.
    """
    name = call.params["catalog_name"]
    catalog = braze.state.catalogs.find(name)
    if catalog is None:
        raise CatalogFault("catalog-not-found", "Could not find catalog", ("catalog_name",), (name,), 404)
    return catalog


def _item(catalog: Catalog, item_id: str) -> Item:
    if item_id not in catalog.items:
        raise CatalogFault("item-not-found", "Could not find item", ("item_id",), (item_id,), 404)
    return catalog.items[item_id]


def _rows(body: Mapping[str, Any]) -> list[Item]:
    rows = body.get("items")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise CatalogFault("item-array-invalid", "'items' must be an array of objects", ("items",))
    if len(rows) > MOST_ITEMS:
        message = f"A request holds at most {MOST_ITEMS} items"
        raise CatalogFault("request-includes-too-many-items", message, ("items",), (len(rows),))
    return rows


def _id_of(row: Item) -> str:
    if "id" not in row:
        raise CatalogFault("items-missing-ids", "Some items have no id", ("items",))
    return check_id(row["id"])


def _check_unique(ids: list[str]) -> None:
    if len(set(ids)) < len(ids):
        raise CatalogFault("ids-not-unique", "Item ids must be unique", ("items",), tuple(ids))


def _merged(kept: Item, sent: Item) -> dict[str, Any]:
    return {**kept, **sent}


def _listed(catalog: Catalog) -> dict[str, Any]:
    tokens = [
        {"name": each.name, "token": str(i - 1), "type": each.type} for i, each in enumerate(catalog.fields)
    ]
    selections = [selection.told() for selection in catalog.selections.values()]
    return {
        "description": catalog.description,
        "fields": tokens,
        "name": catalog.name,
        "source": "Braze",
        "num_items": len(catalog.items),
        "storage_size": catalog.size,
        "selections_size": len(json.dumps(selections)) if selections else 0,
        "updated_at": render_offset_time(catalog.updated_at, precise=True) if catalog.updated_at else None,
        "selections": selections,
    }
