"""Delays, JSON updates, catalog selections and the control group as a workspace writes them."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest

from mockserver.braze import ContextStep, ControlGroup, DelayStep, UserUpdateStep
from mockserver.errors import MockServerError
from mockserver.sandbox import Sandbox
from mockserver.workspace import load_workspace


def opened(folder: Path, text: str) -> Sandbox:
    (folder / "w.yaml").write_text("braze:\n" + text, encoding="utf-8")
    return load_workspace(folder / "w.yaml").open()


def step(folder: Path, written: str) -> object:
    text = f"  canvases:\n    - name: c\n      steps:\n        - {{name: s, {written}}}\n"
    return opened(folder, text).braze.state.canvas("c").steps[0]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("delay: 1 day", DelayStep(name="s", length=timedelta(days=1))),
        (
            'delay: {length: 1 week, at: "08:00", in_local_time: true}',
            DelayStep(name="s", length=timedelta(weeks=1), at=time(8), in_local_time=True),
        ),
        (
            'delay: {weekday: thursday, at: "16:00", advances_same_day: true}',
            DelayStep(name="s", weekday="thursday", at=time(16), advances_same_day=True),
        ),
        (
            'delay: {by: waiting, unit: day, at: "08:00"}',
            DelayStep(name="s", by="waiting", unit="day", at=time(8)),
        ),
        ("delay: {by: flight}", DelayStep(name="s", by="flight")),
        (
            'context: {a: "{{1}}", b: {value: "{{2}}", type: number}}',
            ContextStep(
                name="s", variables={"a": "{{1}}", "b": "{{2}}"}, types={"a": "string", "b": "number"}
            ),
        ),
        (
            """user_update: {json: '{"attributes": {"a": 1}}'}""",
            UserUpdateStep(name="s", json='{"attributes": {"a": 1}}'),
        ),
    ],
)
def test_a_step_is_made(tmp_path: Path, written: str, expected: object) -> None:
    assert step(tmp_path, written) == expected


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("delay: soon", "give a duration such as 5 minutes"),
        ("delay:", "give exactly one of webhook, delay"),
        ("delay: {length: 1 day, weekday: monday}", "give one of length, until, weekday and by"),
        ("delay: {in_local_time: true}", "give length, until, weekday, by or at"),
        ("delay: {weekday: someday}", "'monday'"),
        ("delay: {at: '08:00', unit: day}", "'unit' goes with 'by'"),
        ("delay: {by: x, unit: fortnight}", "'day'"),
        ("context: {x: {value: a, type: text}}", "'string'"),
        ("delay: 1 day, delivery_validation: {AND: []}", "goes with 'webhook'"),
        ("user_update: {json: '{}', attributes: {a: 1}}", "give json, or attributes and events"),
    ],
)
def test_a_step_that_cannot_be_is_a_mistake(tmp_path: Path, written: str, told: str) -> None:
    with pytest.raises(MockServerError) as caught:
        step(tmp_path, written)
    said = str(caught.value)
    assert said.startswith(f"{tmp_path}/w.yaml:5:"), said
    assert told in said, said


CATALOG = """\
  users: [{external_id: ann, custom_attributes: {city: Rome}}]
  catalogs:
    places:
      items: [{id: a, City: Rome, Rating: 2}, {id: b, City: Oslo, Rating: 3}, {id: c, City: Rome, Rating: 1}]
      selections:
        near:
          filters: [{field: City, operator: equals, value: "{{custom_attribute.${city}}}"}]
          sort_field: Rating
  templates:
    t:
      url: https://example.test/
      body: "{% catalog_selection_items places near %}{{ items | map: 'id' | join: ',' }}"
"""


def test_a_selection_serves_messages(tmp_path: Path) -> None:
    request = opened(tmp_path, CATALOG).braze.render("t", "ann").request
    assert request is not None
    assert request.text == "c,a"


def test_a_selection_that_cannot_be_is_told_at_its_catalog(tmp_path: Path) -> None:
    with pytest.raises(MockServerError, match=r"w\.yaml:4:5: catalog 'places': The sort field is not valid"):
        opened(tmp_path, CATALOG.replace("sort_field: Rating", "sort_field: Stars"))


def test_a_filter_on_a_place_is_told_at_its_catalog(tmp_path: Path) -> None:
    text = CATALOG.replace("      items:", "      fields: {City: geo}\n      items:")
    text = text.replace("Rome", "[12.5, 41.9]")
    told = r"4:5: catalog 'places': A filter is not valid: a field of type geo cannot be filtered"
    with pytest.raises(MockServerError, match=told):
        opened(tmp_path, text.replace("Oslo", "[10.7, 59.9]"))


def test_a_control_group_is_drawn_or_given(tmp_path: Path) -> None:
    drawn = opened(tmp_path, "  global_control_group: {percent: 10}\n").braze.state.control_group
    assert drawn is not None
    assert sum(last - first + 1 for first, last in drawn.ranges) == 1_000
    text = "  global_control_group: {buckets: [[0, 99]], exempt_tags: [service]}\n"
    given = opened(tmp_path, text).braze.state.control_group
    assert given == ControlGroup(ranges=((0, 99),), exempt_tags=frozenset({"service"}))


@pytest.mark.parametrize(
    "written", ["{percent: 16}", "{}", "{percent: 5, buckets: [[0, 1]]}", "{buckets: [[5, 1]]}"]
)
def test_a_control_group_that_cannot_be_is_a_mistake(tmp_path: Path, written: str) -> None:
    with pytest.raises(MockServerError) as caught:
        opened(tmp_path, f"  global_control_group: {written}\n")
    assert str(caught.value).startswith(f"{tmp_path}/w.yaml:2:")
