import re

import pytest

from mockserver.contracts import (
    CONTRACT_ASSUMPTIONS,
    CREATE_EVENT,
    CREATE_SUBSCRIPTION,
    EXPORT_IDS,
    RULES,
    TOKEN_REQUEST,
    TRACK,
    TRIGGER_SEND,
    UPDATE_EVENT,
)
from mockserver.contracts.catalogue import FAMILIES, rules_of
from mockserver.evidence import Assumptions

CODE = r"(JSON0|ROKT1|TIME2|BRAZE[34]|HTTP6|FLOW7)\d\d"


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_can_explain_itself(rule):
    assert re.fullmatch(CODE, rule.code)
    assert rule.title.endswith(".")
    assert rule.source.startswith("https://")


def test_no_code_is_used_twice():
    assert sum(len(rules_of(family)) for family in FAMILIES) == len(RULES)
    assert len(RULES) >= 60


def test_assumptions_are_named_after_their_vendor_and_cite_a_page():
    for assumption in CONTRACT_ASSUMPTIONS:
        assert re.fullmatch(r"(rokt|braze)\.[a-z_]+", assumption.name)
        assert assumption.accept(assumption.default) == assumption.default
        assert assumption.source.startswith("https://")


def test_a_check_reads_the_assumptions_of_a_world(event):
    world = Assumptions(CONTRACT_ASSUMPTIONS, {"rokt.end_required": True})
    checked = UPDATE_EVENT.check(event(end=None), world)
    assert [finding.code for finding in checked.findings] == ["ROKT110"]


@pytest.mark.parametrize(
    "contract",
    [CREATE_EVENT, UPDATE_EVENT, TOKEN_REQUEST, CREATE_SUBSCRIPTION, TRACK, TRIGGER_SEND, EXPORT_IDS],
    ids=lambda contract: contract.name,
)
def test_every_contract_exports_a_schema_under_wire_names(contract):
    schema = contract.model.model_json_schema(by_alias=True)
    assert "event_id" not in str(schema)
    assert schema.get("properties") or schema.get("anyOf")
