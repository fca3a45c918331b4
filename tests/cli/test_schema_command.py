import json

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from mockserver.cli import main
from mockserver.cli.schema import NAMES
from mockserver.scenarios.schema import scenario_schema

APIS = ("rokt", "braze")


def schema_of(name):
    told = CliRunner().invoke(main, ["schema", name])
    assert told.exit_code == 0, told.output
    return json.loads(told.output)


@pytest.mark.parametrize("name", APIS)
def test_an_api_is_told_as_a_valid_openapi_document(name):
    document = schema_of(name)
    validate(document)
    assert document["openapi"].startswith("3.1.")
    assert "/" not in [server["url"] for server in document["servers"]]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in APIS])
def test_a_schema_is_valid_by_the_meta_schema_it_names(name):
    schema = schema_of(name)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_the_scenario_schema_is_the_one_of_the_scenarios():
    assert schema_of("scenario") == scenario_schema()


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("cases", [{"id": "a", "template": "x", "expected": "x"}], [{"id": "a"}]),
        (
            "event",
            {
                "event": {"eventId": "e", "title": "t", "start": "2026-03-02T09:00:00"},
                "subscriptionIds": ["s"],
            },
            {"event": {"eventId": "e"}, "subscriptionIds": []},
        ),
        (
            "track",
            {"events": [{"external_id": "u", "name": "n", "time": "2026-03-02T09:00:00Z"}]},
            {"events": [{"external_id": "u", "name": ""}]},
        ),
    ],
)
def test_a_schema_tells_good_from_bad(name, good, bad):
    validator = Draft202012Validator(schema_of(name))
    assert validator.is_valid(good)
    assert not validator.is_valid(bad)


def test_an_unknown_name_is_refused_with_those_there_are():
    told = CliRunner().invoke(main, ["schema", "webhook"])
    assert told.exit_code == 2
    assert "'rokt'" in told.output
