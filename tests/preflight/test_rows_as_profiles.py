"""Rows of a table as profiles: columns that exports do not know are custom attributes."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        ("rokt:subscription_id", "['a', 'b/2' ]", ["a", "b/2"]),
        ("rokt:subscription_id", "['']", [""]),
        ("note", "['Ada's']", "['Ada's']"),
        ("note", "['a',]", "['a',]"),
        ("note", "[not JSON", "[not JSON"),
        ("note", "[" * 100_000, "[" * 100_000),
    ],
)
def test_a_cell_is_read_by_its_column(name, cell, value):
    assert cell_value(name, cell) == value


@given(
    st.lists(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"], exclude_characters="'\\")))
)
def test_an_array_as_python_writes_it_is_that_array(texts):
    assert cell_value("plan", str(texts)) == texts


def test_unknown_columns_are_custom_attributes():
    row = {"external_id": "u", "country": None, "plan": "gold", "custom_attributes": {"age": 7}}
    assert profile_of_row(row) == {"external_id": "u", "custom_attributes": {"age": 7, "plan": "gold"}}


def read_csv(tmp_path, text):
    (tmp_path / "users.csv").write_text(text, encoding="utf-8")
    return [one for part in cut([tmp_path / "users.csv"]) for one in read(part)]


def test_the_columns_of_the_dashboards_csv_are_those_of_an_export(tmp_path):
    head = "Appboy ID,user_id,city,date_of_birth,phone_number,timezone,plan"
    (profile,) = read_csv(tmp_path, f"{head}\nb1,0042,Rome,1990-01-02,+390612345678,Europe/Rome,gold\n")
    assert profile == {
        "braze_id": "b1",
        "external_id": "0042",
        "home_city": "Rome",
        "dob": "1990-01-02",
        "phone": "+390612345678",
        "time_zone": "Europe/Rome",
        "custom_attributes": {"plan": "gold"},
    }


def test_beside_an_external_id_those_columns_are_custom_attributes(tmp_path):
    (profile,) = read_csv(tmp_path, "external_id,user_id,city\nada,7,Rome\n")
    assert profile == {"external_id": "ada", "custom_attributes": {"user_id": 7, "city": "Rome"}}


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
