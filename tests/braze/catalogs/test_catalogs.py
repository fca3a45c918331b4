"""Catalogs and their items."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import Braze
from mockserver.braze.catalogs.catalog import Catalog, CatalogFault, CatalogField, check_item
from mockserver.errors import UsageError

FIELDS = [
    {"name": "id", "type": "string"},
    {"name": "Name", "type": "string"},
    {"name": "Seats", "type": "number"},
    {"name": "Place", "type": "object"},
]


@pytest.fixture
def catalog(braze: Braze):
    fields = tuple(CatalogField(field["name"], field["type"]) for field in FIELDS)
    return braze.state.catalogs.add(Catalog(name="restaurants", fields=fields))


def items(call, method, *rows, at=""):
    return call(method, f"/catalogs/restaurants/items{at}", json={"items": list(rows)})


def fault(answer):
    return (answer.status, answer.json()["errors"][0]["id"])


def test_items_are_added_changed_replaced_and_deleted_in_bulk(call, catalog):
    assert items(call, "POST", {"id": "a", "Name": "Ana's", "Seats": "4"}, {"id": "b"}).status == 202
    assert items(call, "PATCH", {"id": "a", "Seats": 5}).json() == {"message": "success"}
    assert items(call, "PUT", {"id": "b", "Name": "Bar"}).status == 202
    assert list(catalog.items.values()) == [
        {"id": "a", "Name": "Ana's", "Seats": 5},
        {"id": "b", "Name": "Bar"},
    ]
    assert items(call, "DELETE", {"id": "a"}).status == 202
    assert list(catalog.items) == ["b"]


def test_one_item_is_added_read_changed_replaced_and_deleted(call, catalog):
    assert items(call, "POST", {"Name": "Ana's"}, at="/a").status == 201
    assert items(call, "PATCH", {"Seats": 4}, at="/a").status == 200
    assert call("GET", "/catalogs/restaurants/items/a").json()["items"] == [
        {"id": "a", "Name": "Ana's", "Seats": 4}
    ]
    assert items(call, "PUT", {"Seats": 1}, at="/a").status == 200
    assert catalog.items["a"] == {"id": "a", "Seats": 1}
    assert call("DELETE", "/catalogs/restaurants/items/a").json() == {"message": "success"}
    assert not catalog.items


@pytest.mark.parametrize(
    ("method", "at", "rows", "expected"),
    [
        ("POST", "", [], (400, "item-array-invalid")),
        ("POST", "", [{"id": str(n)} for n in range(51)], (400, "request-includes-too-many-items")),
        ("POST", "", [{"Name": "x"}], (400, "items-missing-ids")),
        ("POST", "", [{"id": 1}], (400, "ids-not-strings")),
        ("POST", "", [{"id": "a b"}], (400, "invalid-ids")),
        ("POST", "", [{"id": "a" * 251}], (400, "ids-too-large")),
        ("POST", "", [{"id": "a"}, {"id": "a"}], (400, "ids-not-unique")),
        ("POST", "", [{"id": "a", "Nmae": "x"}], (400, "invalid-fields")),
        ("POST", "", [{"id": "a", "Seats": "many"}], (400, "unable-to-coerce-value")),
        ("POST", "", [{"id": "a", "Seats": "NaN"}], (400, "unable-to-coerce-value")),
        ("POST", "", [{"id": "a", "Place": [{"a": {"b.c": 1}}]}], (400, "invalid-keys-in-value-object")),
        ("PUT", "/a", [{"Place": {"$set": 1}}], (400, "invalid-keys-in-value-object")),
        ("POST", "", [{"id": "a", "Name": "x" * 5_001}], (400, "items-too-large")),
        ("POST", "/there", [{}], (400, "item-already-exists")),
        ("POST", "/a", [{"id": "a"}], (400, "id-in-body")),
        ("PATCH", "/a", [{}], (404, "item-not-found")),
    ],
)
def test_what_cannot_be_an_item_is_refused(call_directly, catalog, method, at, rows, expected):
    catalog.items["there"] = {"id": "there"}
    assert fault(items(call_directly, method, *rows, at=at)) == expected
    assert list(catalog.items) == ["there"]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"name": "a b", "fields": FIELDS}, "invalid-catalog-name"),
        ({"name": "a" * 251, "fields": FIELDS}, "catalog-name-too-large"),
        ({"name": "a", "fields": FIELDS, "description": "x" * 251}, "description-too-long"),
        ({"name": "a", "fields": FIELDS[1:]}, "id-not-first-column"),
        ({"name": "a", "fields": [*FIELDS, FIELDS[1]]}, "field-names-not-unique"),
        ({"name": "a", "fields": [*FIELDS, {"name": "", "type": "string"}]}, "invalid-field-names"),
        ({"name": "a", "fields": [*FIELDS, {"name": "x", "type": "text"}]}, "invalid-field-types"),
        ({"name": "a", "fields": [*FIELDS, {"name": "x" * 251, "type": "string"}]}, "field-names-too-large"),
    ],
)
def test_what_cannot_be_a_catalog_is_refused(call_directly, sent, expected):
    assert fault(call_directly("POST", "/catalogs", json={"catalogs": [sent]})) == (400, expected)
    assert fault(call_directly("POST", "/catalogs", json={"catalogs": [sent, sent]})) == (
        400,
        "catalog-array-invalid",
    )


def test_items_come_in_pages_of_fifty(call, catalog):
    catalog.items.update({str(number): {"id": str(number)} for number in range(120)})
    path, ids = "/catalogs/restaurants/items", []
    while path:
        answer = call("GET", path)
        ids += [item["id"] for item in answer.json()["items"]]
        links = answer.headers.get("Link", "").split(",")
        path = next((link.partition(">")[0].lstrip("<") for link in links if link.endswith('rel="next"')), "")
    assert ids == list(catalog.items)
    assert fault(call("GET", "/catalogs/restaurants/items?cursor=x")) == (400, "invalid-cursor")


def test_a_catalog_is_deleted(call, catalog, braze: Braze):
    assert call("DELETE", "/catalogs/restaurants").json() == {"message": "success"}
    assert len(braze.state.catalogs) == 0
    assert fault(call("DELETE", "/catalogs/restaurants")) == (404, "catalog-not-found")
    assert fault(call("GET", "/catalogs/restaurants/items")) == (404, "catalog-not-found")


TYPES = ("string", "number", "boolean", "time", "object", "array", "geo")
SENT = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("2026-01-15T12:00:00Z"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(TYPES), SENT)
def test_a_value_once_converted_stays_as_it_is(kind, sent):
    catalog = Catalog(name="c", fields=(CatalogField("id"), CatalogField("x", kind)))
    try:
        item = check_item(catalog, {"x": sent})
    except CatalogFault as refused:
        item = {}
        assert refused.told["id"]  # noqa: PT017
    assert not item or check_item(catalog, item) == item


def test_a_catalog_that_cannot_be_one_is_a_mistake(braze: Braze):
    with pytest.raises(UsageError, match="The first field must be"):
        braze.state.catalogs.add(Catalog(name="c", fields=(CatalogField("x"),)))
