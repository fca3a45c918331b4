"""Rows of a table as profiles: columns that exports do not know are custom attributes."""

import pytest

from mockserver.preflight.reading import cell_value, profile_of_row


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("external_id", "0042", "0042"),
        ("first_name", " Ada", " Ada"),
        ("plan", "gold", "gold"),
        ("plan", "", None),
        ("visits", "12", 12),
        ("vip", "TRUE", True),
        ("rokt:subscription_id", '["a", "b"]', ["a", "b"]),
        ("custom_attributes", '{"plan": "gold"}', {"plan": "gold"}),
        ("note", "[not JSON", "[not JSON"),
    ],
)
def test_a_cell_is_read_by_its_column(name, cell, value):
    assert cell_value(name, cell) == value


def test_unknown_columns_are_custom_attributes():
    row = {"external_id": "u", "country": None, "plan": "gold", "custom_attributes": {"age": 7}}
    assert profile_of_row(row) == {"external_id": "u", "custom_attributes": {"age": 7, "plan": "gold"}}
