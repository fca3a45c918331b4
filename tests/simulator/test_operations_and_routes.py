"""The operation table: matching paths, choosing among operations."""

from __future__ import annotations

import pytest

from mockserver.http import Response
from mockserver.simulator.operation import Call, Operation, operation, route


@operation("POST", "/v1/things/{account}", success=202)
def create_thing(service: object, call: Call) -> Response:
    """Make a thing.

    Longer story.
    """
    return Response(202)


@operation("POST", "/v1/things/{account}/update")
def update_thing(service: object, call: Call) -> Response:
    """Change a thing."""
    return Response(200)


@operation("DELETE", "/v1/things/{account}/{thing_id}")
def delete_thing(service: object, call: Call) -> Response:
    """Remove a thing."""
    return Response(200)


TABLE: tuple[Operation, ...] = (create_thing, update_thing, delete_thing)


def test_an_operation_is_named_and_summed_up_by_its_function() -> None:
    assert (create_thing.name, create_thing.summary, create_thing.success) == (
        "create_thing",
        "Make a thing.",
        202,
    )


@pytest.mark.parametrize(
    ("method", "path", "name", "params"),
    [
        ("POST", "/v1/things/acme", "create_thing", {"account": "acme"}),
        ("POST", "/v1/things/acme/update", "update_thing", {"account": "acme"}),
        ("DELETE", "/v1/things/a%2Fb/x%20y", "delete_thing", {"account": "a/b", "thing_id": "x y"}),
    ],
)
def test_a_route_gives_the_operation_and_decoded_parameters(
    method: str, path: str, name: str, params: object
) -> None:
    found = route(TABLE, method, path)
    assert found.operation is not None
    assert (found.operation.name, found.params) == (name, params)


@pytest.mark.parametrize(
    "path", ["/v1/things/", "/v1/things//update", "/v1/things", "/v1/things/acme/", "/V1/things/acme", ""]
)
def test_a_path_that_is_no_operation_s_allows_nothing(path: str) -> None:
    found = route(TABLE, "POST", path)
    assert (found.operation, found.allowed) == (None, ())


def test_another_method_of_a_known_path_is_told_what_is_allowed() -> None:
    assert route(TABLE, "GET", "/v1/things/acme/update").allowed == ("POST", "DELETE")
