"""Selections of a catalog, by API and in messages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import Braze, Catalog, CatalogField, CatalogSelection, SelectionFilter, WebhookTemplate
from mockserver.braze.catalogs.catalog import CatalogFault
from mockserver.braze.catalogs.selections import check_selection, read_selection
from mockserver.errors import UsageError

FIELDS = {
    "id": "string", "Name": "string", "Rating": "number", "Open": "boolean", "Since": "time", "Tags": "array",
    "Menu": "object",
}  # fmt: skip
ITEMS = [
    {"id": "a", "Name": "Ana's", "Rating": 9, "Open": True, "Since": "2020-01-01", "Tags": ["vegan", "new"]},
    {"id": "b", "Name": "Bar", "Rating": 7, "Open": False, "Since": "2024-01-01", "Tags": ["new"]},
    {"id": "c", "Name": "Café", "Rating": 8, "Open": True, "Since": "2022-06-01T10:00:00+02:00", "Tags": []},
    {"id": "d"},
]


@pytest.fixture
def catalog(braze: Braze):
    fields = tuple(CatalogField(*each) for each in FIELDS.items())
    items = {item["id"]: item for item in ITEMS}
    return braze.state.catalogs.add(Catalog(name="restaurants", fields=fields, items=items))


def ids(selection, catalog, render=str):
    chances = iter([0.3, 0.1, 0.4, 0.2])
    return "".join(item["id"] for item in selection.items_of(catalog, render, lambda: next(chances)))


def by_rating(*filters, **members):
    rows = tuple(SelectionFilter(*each) for each in filters)
    return CatalogSelection(name="s", filters=rows, sort_field="Rating", sort_order="desc", **members)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ([], "acbd"),
        ([("Name", "equals", "Bar")], "b"),
        ([("Name", "does not equal", "Bar")], "acd"),
        ([("Rating", "greater than", "7")], "ac"),
        ([("Rating", "less than", 8)], "b"),
        ([("Rating", "equals", 8)], "c"),
        ([("Open", "is", True)], "ac"),
        ([("Open", "is", "false")], "b"),
        ([("Since", "before", "2022-06-01T09:00:00Z")], "ac"),
        ([("Since", "after", "2022-06-01T08:00:00Z")], "b"),
        ([("Tags", "includes value", "new")], "ab"),
        ([("Tags", "does not include value", "vegan")], "cbd"),
        ([("Tags", "includes value", "new"), ("Open", "is", True)], "a"),
    ],
)
def test_items_pass_every_filter(catalog, filters, expected):
    assert ids(by_rating(*filters), catalog) == expected


def test_results_are_limited_after_they_are_sorted(catalog):
    assert ids(by_rating(results_limit=2), catalog) == "ac"


def test_without_an_order_they_come_at_random(catalog):
    assert ids(CatalogSelection(name="s", sort_field="Rating"), catalog) == "bdac"


def create(call, **members):
    return call("POST", "/catalogs/restaurants/selections", json={"selection": {"name": "best", **members}})


def test_a_selection_is_created_used_and_deleted(call, catalog, braze: Braze):
    braze.state.profiles.load({"external_id": "ana"})
    body = "{% catalog_selection_items restaurants best %}{{ items | map: 'Name' | join: ',' }}"
    template = WebhookTemplate(name="t", url="https://example.test/", body=body)
    open_now = {"field": "Open", "operator": "is", "value": True}
    answer = create(call, filters=[open_now], sort_field="Rating", sort_order="asc", results_limit=5)
    assert (answer.status, answer.json()) == (202, {"message": "success"})
    assert braze.render(template, "ana").request.text == "Café,Ana's"
    (listed,) = call("GET", "/catalogs").json()["catalogs"]
    assert listed["selections"][0]["name"] == "best"
    assert call("DELETE", "/catalogs/restaurants/selections/best").status == 202
    rendered = braze.render(template, "ana")
    assert rendered.request.text == ""
    assert [finding.code for finding in rendered.findings] == ["LIQ108"]


def test_liquid_in_a_filter_is_each_user_s_own(catalog, braze: Braze):
    diet = SelectionFilter("Tags", "includes value", "{{custom_attribute.${diet}}}")
    catalog.selections["mine"] = CatalogSelection(
        name="mine", filters=(diet,), sort_field="Name", sort_order="asc"
    )
    braze.state.profiles.load({"external_id": "ana", "custom_attributes": {"diet": "vegan"}})
    braze.state.profiles.load({"external_id": "bo", "custom_attributes": {"diet": "new"}})
    body = "{% catalog_selection_items restaurants mine %}{{ items | map: 'id' | join: ',' }}"
    template = WebhookTemplate(name="t", url="https://example.test/", body=body)
    assert [braze.render(template, who).request.text for who in ("ana", "bo")] == ["a", "a,b"]


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ({"name": ""}, "invalid-selection"),
        ({"name": "taken"}, "selection-name-already-exists"),
        ({"filters": [{"field": "Name"}]}, "selection-has-invalid-filter"),
        ({"filters": "Name"}, "selection-has-invalid-filter"),
        ({"filters": [["Name", "equals", "x"] * 5]}, "selection-has-invalid-filter"),
        ({"filters": [{"field": "x", "operator": "equals", "value": "x"}]}, "selection-has-invalid-filter"),
        ({"filters": [{"field": "Name", "operator": "is", "value": "x"}]}, "selection-has-invalid-filter"),
        ({"filters": [{"field": "Menu", "operator": "equals", "value": {}}]}, "selection-has-invalid-filter"),
        (
            {"filters": [{"field": "Rating", "operator": "equals", "value": "x"}]},
            "selection-has-invalid-filter",
        ),
        ({"filters": [{"field": "Name", "operator": "equals", "value": "x"}] * 5}, "too-many-filters"),
        ({"results_limit": 51}, "selection-invalid-results-limit"),
        ({"results_limit": "5"}, "selection-invalid-results-limit"),
        ({"sort_field": "Menu", "sort_order": "asc"}, "invalid-sort-field"),
        ({"sort_field": "Name", "sort_order": "up"}, "invalid-sort-order"),
    ],
)
def test_a_selection_that_is_none_is_refused(call_directly, catalog, members, fault):
    catalog.selections["taken"] = CatalogSelection(name="taken")
    answer = create(call_directly, **members)
    assert (answer.status, answer.json()["errors"][0]["id"]) == (400, fault)
    assert list(catalog.selections) == ["taken"]


@pytest.mark.parametrize(
    ("field", "sent", "told"),
    [
        ("Nowhere", "equals", "there is no field 'Nowhere'"),
        ("Place", "within", "a field of type geo cannot be filtered"),
        ("Name", "greater than", "a field of type string is filtered by equals, does not equal"),
        ("Rating", "equals", "the value is no number"),
    ],
)
def test_a_filter_that_is_refused_is_told_why(call_directly, catalog, field, sent, told):
    catalog.fields += (CatalogField("Place", "geo"),)
    answer = create(call_directly, filters=[{"field": field, "operator": sent, "value": "x"}])
    assert answer.json()["errors"][0]["message"] == f"A filter is not valid: {told}"


def test_two_arrays_are_one_too_many(call_directly, braze: Braze):
    fields = (CatalogField("id"), CatalogField("a", "array"), CatalogField("b", "array"))
    braze.state.catalogs.add(Catalog(name="restaurants", fields=fields))
    filters = [{"field": name, "operator": "includes value", "value": "x"} for name in "ab"]
    answer = create(call_directly, filters=filters)
    assert answer.json()["errors"][0]["id"] == "selection-contains-too-many-arrays"


def test_a_catalog_has_thirty_selections(call_directly, catalog):
    catalog.selections.update({str(n): CatalogSelection(name=str(n)) for n in range(30)})
    assert create(call_directly).json()["errors"][0]["id"] == "selection-limit-reached"


def test_unknown_catalogs_and_selections_are_not_found(call_directly, catalog):
    for path in ("/catalogs/nowhere/selections/x", "/catalogs/restaurants/selections/x"):
        assert call_directly("DELETE", path).status == 404
    assert call_directly("POST", "/catalogs/nowhere/selections", json={"selection": {}}).status == 404


def test_a_selection_of_a_workspace_is_checked(braze: Braze):
    wrong = Catalog(
        name="c", fields=(CatalogField("id"),), selections={"s": CatalogSelection(name="s", sort_field="x")}
    )
    with pytest.raises(UsageError, match="catalog 'c': The sort field is not valid"):
        braze.state.catalogs.add(wrong)


VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=2))


@settings(max_examples=200, deadline=None)
@given(
    st.fixed_dictionaries(
        {"name": st.just("s") | VALUES},
        optional={
            "filters": VALUES
            | st.lists(
                st.fixed_dictionaries(
                    {
                        "field": st.sampled_from([*FIELDS, "x"]),
                        "operator": st.sampled_from(
                            ["equals", "greater than", "is", "after", "includes value"]
                        ),
                        "value": VALUES,
                    }
                ),
                max_size=3,
            ),
            "results_limit": VALUES,
            "sort_field": st.sampled_from([*FIELDS]) | VALUES,
            "sort_order": st.sampled_from(["asc", "desc"]) | VALUES,
        },
    )
)
def test_whatever_is_sent_is_refused_or_selects(sent):
    catalog = Catalog(
        name="c",
        fields=tuple(CatalogField(*each) for each in FIELDS.items()),
        items={item["id"]: item for item in ITEMS},
    )
    try:
        selection = read_selection(sent)
        check_selection(catalog, selection, 4)
    except CatalogFault:
        return
    assert len(selection.items_of(catalog, str, lambda: 0.5)) <= selection.results_limit
