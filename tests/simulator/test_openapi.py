"""What the documents of both services hold, beside the table they are derived from."""

import json

import pytest
from openapi_spec_validator import validate

from mockserver.braze import Braze
from mockserver.rokt import RoktCalendar
from mockserver.simulator.openapi import openapi_document

SERVICES = [RoktCalendar, Braze]
TABLE = [(service, one) for service in SERVICES for one in service.operations]


@pytest.fixture(scope="module")
def documents():
    return {service: openapi_document(service) for service in SERVICES}


@pytest.fixture(params=TABLE, ids=lambda pair: f"{pair[0].name}.{pair[1].name}")
def described(request, documents):
    """Give each operation with what the document says of it."""
    service, one = request.param
    return one, documents[service]["paths"][one.path][one.method.lower()]


@pytest.mark.parametrize("service", SERVICES)
def test_a_document_is_valid_and_plain_json(service, documents):
    document = documents[service]
    validate(document)
    assert json.loads(json.dumps(document)) == document


@pytest.mark.parametrize("service", SERVICES)
def test_a_document_holds_the_table_and_nothing_else(service, documents):
    told = {(method.upper(), path) for path, item in documents[service]["paths"].items() for method in item}
    assert told == {(one.method, one.path) for one in service.operations}


@pytest.mark.parametrize("service", SERVICES)
def test_the_servers_are_the_public_hosts(service, documents):
    assert [one["url"] for one in documents[service]["servers"]] == [
        f"https://{host}" for host in service.hosts
    ]


def test_an_operation_tells_how_and_where_from_it_is_known(described):
    one, told = described
    assert (told["x-evidence"], told.get("x-source", "")) == (one.evidence, one.source)


def test_every_status_of_the_table_has_a_response(described):
    one, told = described
    assert {str(status) for status in (one.success, *one.refusals, 413, 500)} <= told["responses"].keys()


def test_path_parameters_are_required_texts_that_are_not_empty(described):
    one, told = described
    listed = {item["name"]: item for item in told.get("parameters", []) if item["in"] == "path"}
    assert listed.keys() == one.pattern.groupindex.keys()
    for item in listed.values():
        assert (item["required"], item["schema"]) == (True, {"type": "string", "minLength": 1})


def test_what_needs_a_permission_needs_a_credential(described):
    one, told = described
    if one.permission:
        assert told["security"]
        assert {} not in told["security"]
        assert "401" in told["responses"]


def test_both_grants_and_both_ways_to_name_the_client_are_told(documents):
    document = documents[RoktCalendar]
    token = document["paths"]["/oauth2/token"]["post"]
    assert token["security"] == [{"client": []}, {}]
    [form] = token["requestBody"]["content"].values()
    name = form["schema"]["$ref"].rpartition("/")[2]
    grants = [
        option["$ref"].rpartition("/")[2] for option in document["components"]["schemas"][name]["anyOf"]
    ]
    assert grants == ["ClientCredentials", "RefreshToken"]


def test_what_is_accepted_may_be_answered_as_text_or_json(documents):
    told = documents[RoktCalendar]["paths"]["/v1/subscriptionevent/{account_code}"]["post"]
    assert set(told["responses"]["202"]["content"]) == {"text/plain", "application/json"}


def test_rate_headers_are_told_where_an_operation_counts(documents):
    told = documents[Braze]["paths"]["/users/track"]["post"]
    assert "X-RateLimit-Remaining" in told["responses"]["201"]["headers"]
    assert told["x-rate-limit"] == {"requests": 3000, "seconds": 3, "pool": "users.track"}
