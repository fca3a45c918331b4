import httpx
import pytest
from openapi_spec_validator import validate

from mockserver.sandbox import Sandbox
from mockserver.simulator.openapi import openapi_document


@pytest.mark.parametrize("name", ["rokt", "braze"])
def test_each_port_serves_the_document_of_its_service(shared_server, name):
    shared_server.sandbox = sandbox = Sandbox()
    document = httpx.get(shared_server.url(name) + "/_mockserver/openapi.json").json()
    validate(document)
    assert document["paths"].keys() == openapi_document(getattr(sandbox, name))["paths"].keys()


def test_the_served_document_points_at_its_own_port_first(shared_server):
    shared_server.sandbox = Sandbox()
    document = httpx.get(shared_server.url("rokt") + "/_mockserver/openapi.json").json()
    assert [server["url"] for server in document["servers"]] == ["/", "https://api.roktcalendar.com"]
