from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.http import Response
from mockserver.simulator.known import KnownOperation, coverage
from mockserver.simulator.operation import operation

PAGE = "https://vendor.test/page"


@operation("GET", "/things/{thing_id}", source=PAGE)
def get_thing(service, call):
    """Show a thing."""
    return Response(200)


def test_what_is_simulated_is_listed_once_whatever_its_parameters_are_called():
    [line] = coverage("vendor", [get_thing], [KnownOperation("GET", "/things/{id}", PAGE)])
    assert (line.path, line.title, line.simulated) == ("/things/{thing_id}", "Show a thing.", True)


def test_another_method_of_a_simulated_path_is_not_simulated():
    lines = coverage("vendor", [get_thing], [KnownOperation("PUT", "/things/{id}", PAGE)])
    assert [(line.method, line.simulated) for line in lines] == [("GET", True), ("PUT", False)]


def test_operations_without_a_published_path_are_all_listed():
    known = [KnownOperation("GET", "", PAGE, "One."), KnownOperation("GET", "", PAGE, "Other.")]
    assert [line.title for line in coverage("vendor", [], known)] == ["One.", "Other."]


def test_one_without_a_published_path_is_the_one_simulated_from_its_page():
    known = [KnownOperation("GET", "", PAGE), KnownOperation("PUT", "", PAGE)]
    lines = coverage("vendor", [get_thing], known)
    assert [(line.method, line.simulated) for line in lines] == [("GET", True), ("PUT", False)]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["/a", "/a/{x}", "/a/{y}", "/b/{x}/c"]), max_size=6))
def test_nothing_known_is_lost(paths):
    known = [KnownOperation("GET", path, PAGE) for path in paths]
    assert [line.path for line in coverage("vendor", [], known)] == paths
