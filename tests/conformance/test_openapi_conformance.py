"""The live server keeps to the documents it serves, tried by schemathesis with requests good and bad."""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mockserver.braze import Braze
from mockserver.braze.rest.permissions import PERMISSIONS
from mockserver.braze.state import ApiKey
from mockserver.rokt import RoktCalendar

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
REAL = {
    "account_code": "acme",
    "calendar_code": "shows",
    "subscription_id": "06423672-b6ba-4536-aa36-70788a7a0a36",
}
"""Path parameters that name something in the default workspace."""

EVENT = {
    "eventId": "e-1",
    "title": "A show",
    "start": "2026-03-09T09:00:00",
    "end": "2026-03-09T10:00:00",
    "timezone": "UTC",
}
CLIENT = {"client_id": "acme-client", "client_secret": "acme-secret"}
GOOD = {
    "obtain_token": {"grant_type": "client_credentials", **CLIENT},
    "create_event": {"event": EVENT, "subscriptionIds": [REAL["subscription_id"]]},
    "update_event": EVENT,
    "campaigns_trigger_send": {"recipients": [{"external_user_id": "cust-one"}]},
}
"""Bodies of operations that chance hardly ever makes a body for that is taken."""

OPERATIONS = [(service, one) for service in (RoktCalendar, Braze) for one in service.operations]


@pytest.fixture
def sandbox(shared_server, acme):
    shared_server.sandbox = opened = acme.open()
    return opened


@pytest.fixture
def credentials(sandbox):
    key = sandbox.braze.state.add_api_key(ApiKey(key="conformance-key", permissions=PERMISSIONS))
    return {"rokt": sandbox.rokt.issue_token("acme-client"), "braze": key.key}


REQUESTS = 300
"""About how many requests a service is tried with, however many operations it has."""

EXAMPLES = int(os.environ.get("CONFORMANCE_EXAMPLES", "0"))
"""For a long run: how many requests each operation is tried with."""


def described_by(server, service, operation):
    """Give an operation as the served document describes it."""
    schema = schemathesis.openapi.from_url(f"{server.url(service.name)}/_mockserver/openapi.json")
    return schema[operation.path][operation.method]


def cases(operation):
    """Make requests to an operation, some as its document has them, some not, some to what is there."""
    made = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))
    return st.builds(_aimed, made, st.booleans())


def _aimed(case, at_what_is_there):
    if at_what_is_there:
        case.path_parameters = {name: REAL.get(name, value) for name, value in case.path_parameters.items()}
    return case


@pytest.mark.parametrize(
    ("service", "operation"), OPERATIONS, ids=[f"{service.name}.{one.name}" for service, one in OPERATIONS]
)
def test_an_operation_answers_as_its_document_says(service, operation, shared_server, credentials):
    described = described_by(shared_server, service, operation)
    headers = {"Authorization": f"Bearer {credentials[service.name]}"} if operation.permission else {}
    statuses = set()

    @settings(
        max_examples=EXAMPLES or min(25, max(5, REQUESTS // len(service.operations))),
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases(described))
    def answers_as_documented(case):
        response = case.call(headers=headers)
        statuses.add(response.status_code)
        case.validate_response(response, checks=CHECKS)

    answers_as_documented()
    assert statuses - {401} or not operation.permission, "no request was let in"


@pytest.mark.parametrize(
    ("service", "operation"),
    [pair for pair in OPERATIONS if pair[1].name in GOOD],
    ids=lambda value: value.name,
)
def test_a_success_is_as_its_document_says(service, operation, shared_server, sandbox, credentials):
    body = dict(GOOD[operation.name])
    if operation.name == "campaigns_trigger_send":
        body["campaign_id"] = sandbox.braze.state.campaign("new-event").id
    described = described_by(shared_server, service, operation)
    aim = {name: REAL[name] for name in operation.pattern.groupindex}
    [media_type] = described.definition.raw["requestBody"]["content"]
    case = described.Case(path_parameters=aim, body=body, media_type=media_type)
    headers = {"Authorization": f"Bearer {credentials[service.name]}"} if operation.permission else {}
    response = case.call(headers=headers)
    assert response.status_code == operation.success, response.text
    case.validate_response(response, checks=CHECKS)
