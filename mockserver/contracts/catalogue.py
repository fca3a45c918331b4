"""Every rule there is, by its code."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any, Final

from mockserver.contracts.braze import (
    requests,
    sends,
    shaped,
    track,
    track_field_rules,
    track_object_rules,
    user_requests,
)
from mockserver.contracts.json_text import rules as json_rules
from mockserver.contracts.rokt import event_rules, flow_rules, http_rules, subscription_rules, token_request
from mockserver.contracts.times import time_rules, zone_rules
from mockserver.rules import Rule

FAMILIES: Final = (
    json_rules,
    event_rules,
    subscription_rules,
    token_request,
    zone_rules,
    time_rules,
    track,
    track_object_rules,
    track_field_rules,
    requests,
    shaped,
    user_requests,
    sends,
    http_rules,
    flow_rules,
)


def rules_of(module: ModuleType) -> list[Rule[Any]]:
    """Give the rules a module defines, in the order of their codes."""
    found = {each.code: each for each in vars(module).values() if isinstance(each, Rule)}
    own = (each for each in found.values() if each.look.__module__ == module.__name__)
    return sorted(own, key=lambda each: each.code)


RULES: Final[Mapping[str, Rule[Any]]] = {each.code: each for family in FAMILIES for each in rules_of(family)}
"""Code to rule, in the order of families and codes."""
