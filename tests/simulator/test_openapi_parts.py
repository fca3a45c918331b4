"""How parts of an operation become parts of a document, shown on a service of its own."""

from datetime import timedelta

from openapi_spec_validator import validate
from pydantic import BaseModel, Field

from mockserver.http import Response
from mockserver.simulator.description import Description
from mockserver.simulator.openapi import openapi_document
from mockserver.simulator.operation import operation
from mockserver.simulator.rates import RateLimit
from mockserver.simulator.service import Service


class Order(BaseModel):
    """How a list is sorted."""

    by: str


class Page(BaseModel):
    """The query of a list."""

    page: int = Field(0, ge=0)
    sort_direction: str | None = None
    segment_id: str
    order: Order | None = None


class Things(BaseModel):
    """A list."""

    things: list[str]


class Trouble(BaseModel):
    """An error."""

    message: str


class About(Description):
    """A made-up API."""

    title = "Things"
    text = "All about things."
    source = "https://vendor.test/api"
    security = {"key": {"type": "http", "scheme": "bearer"}}  # noqa: RUF012
    refusal = Trouble
    answer = Things


LIMIT = RateLimit("things", 10, timedelta(minutes=1))


@operation("GET", "/things", query=Page, answer=Things, permission="things.list", rate=LIMIT)
def list_things(service, call):
    """List things."""
    return Response(200)


@operation("GET", "/things/{thing_id}.ics", media_type="text/calendar")
def get_feed(service, call):
    """Give a feed."""
    return Response(200)


@operation("GET", "/things.zip", media_type="application/zip")
def get_archive(service, call):
    """Give an archive."""
    return Response(200)


class Vendor(Service):
    """A made-up service."""

    name = "vendor"
    hosts = ("vendor.test",)
    operations = (list_things, get_feed, get_archive)
    description = About()


def told(path):
    document = openapi_document(Vendor)
    validate(document)
    return document["paths"][path]["get"]


def test_a_query_becomes_parameters():
    parameters = {item["name"]: item for item in told("/things")["parameters"]}
    assert parameters["page"]["schema"] == {"type": "integer", "minimum": 0, "default": 0}
    assert [name for name, item in parameters.items() if item["required"]] == ["segment_id"]
    assert {item["in"] for item in parameters.values()} == {"query"}


def test_what_a_query_refers_to_is_among_the_components():
    assert "Order" in openapi_document(Vendor)["components"]["schemas"]


def test_text_is_a_string_and_other_bytes_have_no_schema():
    feed = told("/things/{thing_id}.ics")["responses"]["200"]["content"]
    archive = told("/things.zip")["responses"]["200"]["content"]
    assert feed == {"text/calendar": {"schema": {"type": "string"}}}
    assert archive == {"application/zip": {}}


def test_an_operation_tells_permission_and_rate():
    listed = told("/things")
    assert listed["x-permission"] == "things.list"
    assert listed["x-rate-limit"] == {"requests": 10, "seconds": 60, "pool": "things"}


def test_an_operation_without_permission_is_open():
    assert told("/things.zip")["security"] == []
    assert "401" not in told("/things.zip")["responses"]


def test_an_operation_is_tagged_with_its_area():
    assert told("/things")["tags"] == ["test_openapi_parts"]


def test_what_is_served_names_its_own_port_first():
    servers = openapi_document(Vendor, served=True)["servers"]
    assert [one["url"] for one in servers] == ["/", "https://vendor.test"]
