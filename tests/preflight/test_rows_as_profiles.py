"""Rows of a table as profiles: columns that exports do not know are custom attributes."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from mockserver.preflight.partitions import cut
from mockserver.preflight.reading import cell_value, profile_of_row, read


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
        ("note", "[" * 100_000, "[" * 100_000),
    ],
)
def test_a_cell_is_read_by_its_column(name, cell, value):
    assert cell_value(name, cell) == value


def test_unknown_columns_are_custom_attributes():
    row = {"external_id": "u", "country": None, "plan": "gold", "custom_attributes": {"age": 7}}
    assert profile_of_row(row) == {"external_id": "u", "custom_attributes": {"age": 7, "plan": "gold"}}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (Decimal("1.50"), 1.5),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "2026-01-02T03:04:00+00:00"),
        (time(19, 30), "19:30:00"),
        ("Grüße".encode(), "Grüße"),
        ([{"price": Decimal(5), "at": None}], [{"price": 5.0}]),
    ],
)
def test_a_cell_of_parquet_is_what_json_would_have(tmp_path, cell, value):
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = arrow.table({"external_id": ["u"], "seen": arrow.array([cell])})
    parquet.write_table(table, tmp_path / "users.parquet")
    (profile,) = (one for part in cut([tmp_path / "users.parquet"]) for one in read(part))
    assert profile == {"external_id": "u", "custom_attributes": {"seen": value}}
