"""The fields of catalogs and their selections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.braze.catalogs.catalog import Catalog, CatalogFault, CatalogField, check_fields
from mockserver.braze.catalogs.selections import MOST_FILTERS_BY_API, check_selection, read_selection
from mockserver.braze.operations.catalogs import answered, named_catalog
from mockserver.braze.rest.rate_limits import CATALOG_STRUCTURE_RATE
from mockserver.contracts import CATALOG_FIELDS, CATALOG_SELECTION, sources
from mockserver.http import Response
from mockserver.simulator.operation import Call, operation

if TYPE_CHECKING:
    from mockserver.braze.service import Braze

MOST_NEW_FIELDS = 50
_FIELDS = sources.BRAZE_CATALOGS + "catalog_fields/asynchronous/"
_SELECTIONS = sources.BRAZE_CATALOGS + "catalog_selections/asynchronous/"
_REFUSALS = (400, 401, 403, 404, 413, 415, 429)


@operation(
    "POST",
    "/catalogs/{catalog_name}/fields",
    permission="catalogs.create_fields",
    contract=CATALOG_FIELDS,
    success=202,
    refusals=_REFUSALS,
    rate=CATALOG_STRUCTURE_RATE,
    source=_FIELDS + "post_create_catalog_fields/",
)
def catalog_fields_create(braze: Braze, call: Call) -> Response:
    """Add fields to a catalog."""

    def create() -> Response:
        catalog, rows = named_catalog(braze, call), call.body.get("fields")
        if not isinstance(rows, list) or not rows:
            raise CatalogFault("invalid-field-names", "'fields' must be an array of objects", ("fields",))
        if len(rows) > MOST_NEW_FIELDS:
            message = f"A request holds at most {MOST_NEW_FIELDS} fields"
            raise CatalogFault("request-includes-too-many-fields", message, ("fields",), (len(rows),))
        check_fields(rows, [each.name for each in catalog.fields])
        catalog.fields += tuple(CatalogField(row["name"], row["type"]) for row in rows)
        return _done(braze, catalog)

    return answered(create)


@operation(
    "DELETE",
    "/catalogs/{catalog_name}/fields/{field_name}",
    permission="catalogs.delete_fields",
    success=202,
    refusals=(400, 401, 403, 404, 429),
    rate=CATALOG_STRUCTURE_RATE,
    source=_FIELDS + "delete_catalog_field/",
)
def catalog_field_delete(braze: Braze, call: Call) -> Response:
    """Take a field out of a catalog and its items."""

    def delete() -> Response:
        catalog, name = named_catalog(braze, call), call.params["field_name"]
        if name == "id" or name not in catalog.types:
            message = "The field name is not valid"
            raise CatalogFault("invalid-field-name", message, ("field_name",), (name,), 404)
        _check_unused(catalog, name)
        catalog.fields = tuple(each for each in catalog.fields if each.name != name)
        for item_id, item in catalog.items.items():
            catalog.items[item_id] = {key: value for key, value in item.items() if key != name}
        return _done(braze, catalog)

    return answered(delete)


@operation(
    "POST",
    "/catalogs/{catalog_name}/selections",
    permission="catalogs.create_selection",
    contract=CATALOG_SELECTION,
    success=202,
    refusals=_REFUSALS,
    rate=CATALOG_STRUCTURE_RATE,
    source=_SELECTIONS + "post_create_catalog_selections/",
)
def catalog_selections_create(braze: Braze, call: Call) -> Response:
    """Add a selection to a catalog."""

    def create() -> Response:
        catalog, selection = named_catalog(braze, call), read_selection(call.body.get("selection"))
        check_selection(catalog, selection, MOST_FILTERS_BY_API)
        catalog.selections[selection.name] = selection
        return _done(braze, catalog)

    return answered(create)


@operation(
    "DELETE",
    "/catalogs/{catalog_name}/selections/{selection_name}",
    permission="catalogs.delete_selection",
    success=202,
    refusals=(401, 403, 404, 429),
    rate=CATALOG_STRUCTURE_RATE,
    source=_SELECTIONS + "delete_catalog_selection/",
)
def catalog_selection_delete(braze: Braze, call: Call) -> Response:
    """Delete a selection of a catalog."""

    def delete() -> Response:
        catalog, name = named_catalog(braze, call), call.params["selection_name"]
        if name not in catalog.selections:
            message = "The selection name is not valid"
            raise CatalogFault("invalid-selection", message, ("selection_name",), (name,), 404)
        del catalog.selections[name]
        return _done(braze, catalog)

    return answered(delete)


def _check_unused(catalog: Catalog, name: str) -> None:
    for selection in catalog.selections.values():
        if name in (selection.sort_field, *(one.field for one in selection.filters)):
            values = (name, selection.name)
            message = "The field is used by a selection"
            raise CatalogFault("field-referenced-by-selection", message, ("field_name",), values)


def _done(braze: Braze, catalog: Catalog) -> Response:
    braze.state.catalogs.touch(catalog)
    return Response.of_json(202, {"message": "success"})
