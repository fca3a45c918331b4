"""Adding fields to catalogs and taking them out."""

import pytest

from mockserver.braze import Braze, Catalog, CatalogField, CatalogSelection

PATH = "/catalogs/restaurants/fields"


@pytest.fixture
def catalog(braze: Braze):
    items = {"a": {"id": "a", "Name": "Ana's"}, "b": {"id": "b"}}
    fields = (CatalogField("id"), CatalogField("Name"))
    return braze.state.catalogs.add(Catalog(name="restaurants", fields=fields, items=items))


def test_fields_are_added_and_taken_out_with_what_they_hold(call, catalog):
    added = call("POST", PATH, json={"fields": [{"name": "Rating", "type": "number"}]})
    assert (added.status, added.json()) == (202, {"message": "success"})
    assert catalog.types == {"id": "string", "Name": "string", "Rating": "number"}
    assert call("DELETE", f"{PATH}/Name").status == 202
    assert (list(catalog.types), list(catalog.items.values())) == (
        ["id", "Rating"],
        [{"id": "a"}, {"id": "b"}],
    )


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        (None, "invalid-field-names"),
        ([], "invalid-field-names"),
        (["x"], "invalid-field-names"),
        ([{"name": "Name", "type": "string"}], "field-names-not-unique"),
        ([{"name": "x", "type": "date"}], "invalid-field-types"),
        ([{"name": f"f{n}", "type": "string"} for n in range(51)], "request-includes-too-many-fields"),
    ],
)
def test_fields_that_are_none_are_refused(call_directly, catalog, fields, fault):
    answer = call_directly("POST", PATH, json={"fields": fields})
    assert (answer.status, answer.json()["errors"][0]["id"]) == (400, fault)
    assert list(catalog.types) == ["id", "Name"]


def test_a_catalog_has_five_hundred_fields(call_directly, catalog):
    catalog.fields += tuple(CatalogField(f"f{n}") for n in range(498))
    answer = call_directly("POST", PATH, json={"fields": [{"name": "x", "type": "string"}]})
    assert answer.json()["errors"][0]["id"] == "catalog-exceeds-fields-limit"


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        (f"{PATH}/id", (404, "invalid-field-name")),
        (f"{PATH}/x", (404, "invalid-field-name")),
        (f"{PATH}/Name", (400, "field-referenced-by-selection")),
        ("/catalogs/nowhere/fields/x", (404, "catalog-not-found")),
    ],
)
def test_a_field_that_cannot_be_taken_out_stays(call_directly, catalog, path, fault):
    catalog.selections["s"] = CatalogSelection(name="s", sort_field="Name")
    answer = call_directly("DELETE", path)
    assert (answer.status, answer.json()["errors"][0]["id"]) == fault
    assert list(catalog.types) == ["id", "Name"]
