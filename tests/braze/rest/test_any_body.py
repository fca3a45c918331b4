"""No body that is JSON brings an operation down."""

import json
import re
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.braze import BRAZE_ASSUMPTIONS, ApiKey, ApiTrigger, Braze, Campaign, WebhookTemplate
from mockserver.braze.audiences.segments import Segment
from mockserver.braze.catalogs.catalog import Catalog, CatalogField
from mockserver.braze.content_blocks import ContentBlock
from mockserver.braze.profiles.subscription_groups import SubscriptionGroup
from mockserver.clock import Clock
from mockserver.evidence import Assumptions
from mockserver.http import Headers, Request
from mockserver.ids import Ids
from mockserver.simulator.faults import Faults
from mockserver.simulator.journal import Journal
from mockserver.simulator.network import Network
from mockserver.simulator.world import World

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=9),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
ALIASES = st.fixed_dictionaries({"alias_name": st.text(max_size=3), "alias_label": st.text(max_size=3)})
GROUPS = st.fixed_dictionaries({"subscription_group_id": ANYTHING, "subscription_state": ANYTHING})
TRACKED = st.fixed_dictionaries(
    {},
    optional={
        "external_id": st.sampled_from(["a", "b"]) | ANYTHING,
        "user_alias": ALIASES | ANYTHING,
        "email": st.just("a@example.test") | ANYTHING,
        "phone": st.text(max_size=4) | ANYTHING,
        "_update_existing_only": ANYTHING,
        "_merge_objects": ANYTHING,
        "name": st.just("subscribe") | ANYTHING,
        "time": st.just("2026-01-15T12:00:00Z") | ANYTHING,
        "properties": ANYTHING,
        "product_id": ANYTHING,
        "currency": st.just("EUR"),
        "price": ANYTHING,
        "quantity": ANYTHING,
        "subscription_groups": st.lists(GROUPS, max_size=2) | ANYTHING,
        "current_location": ANYTHING,
        "time_zone": ANYTHING,
        "dob": ANYTHING,
        "push_tokens": ANYTHING,
        "plan": ANYTHING,
        "$": ANYTHING,
    },
)
RECIPIENTS = st.fixed_dictionaries(
    {},
    optional={
        "external_user_id": st.sampled_from(["a", "b"]) | ANYTHING,
        "email": st.just("a@example.test") | ANYTHING,
        "prioritization": st.just(["identified"]) | ANYTHING,
        "attributes": TRACKED | ANYTHING,
        "trigger_properties": ANYTHING,
        "send_to_existing_only": ANYTHING,
    },
)
ITEM = {"id": "a", "at": "2026-01-15"}
CATALOG = {"name": "y", "fields": [{"name": "id", "type": "string"}]}
ALIAS = {"alias_name": "n", "alias_label": "l"}
ARRAYS = st.lists(TRACKED, max_size=3) | ANYTHING
BODIES = {
    "/users/track": st.fixed_dictionaries(
        {}, optional={"attributes": ARRAYS, "events": ARRAYS, "purchases": ARRAYS}
    ),
    "/users/export/ids": st.fixed_dictionaries(
        {},
        optional={
            "external_ids": st.just(["a"]) | ANYTHING,
            "user_aliases": st.lists(ALIASES) | ANYTHING,
            "email_address": ANYTHING,
            "phone": ANYTHING,
            "fields_to_export": ANYTHING,
        },
    ),
    "/campaigns/trigger/send": st.fixed_dictionaries(
        {"campaign_id": st.just("c") | ANYTHING},
        optional={
            "recipients": st.lists(RECIPIENTS, max_size=3) | ANYTHING,
            "broadcast": ANYTHING,
            "audience": ANYTHING,
            "trigger_properties": ANYTHING,
            "send_id": ANYTHING,
        },
    ),
}


def open_world():
    clock = Clock()
    journal = Journal(clock)
    world = World(clock, Ids(1), journal, Network(journal, Faults()), Assumptions(BRAZE_ASSUMPTIONS))
    braze = Braze(world)
    world.network.attach(braze)
    permissions = {operation.permission for operation in Braze.operations} - {""}
    braze.state.add_api_key(ApiKey(key="k", permissions=frozenset(permissions)))
    braze.state.profiles.load({"external_id": "a", "email": "a@example.test"})
    braze.state.catalogs.add(Catalog(name="x", fields=(CatalogField("id"), CatalogField("at", "time"))))
    braze.state.content_blocks.add(ContentBlock(name="x", content="x", id="a"))
    braze.state.add_segment(Segment(name="x", id="a"))
    braze.state.subscription_groups.add(SubscriptionGroup(name="x", id="a"))
    braze.state.add_template(WebhookTemplate(name="t", url="https://example.test/"))
    braze.state.add_campaign(Campaign(name="c", id="c", template="t", trigger=ApiTrigger()))
    return world


@pytest.mark.parametrize("path", BODIES)
@settings(max_examples=120, deadline=None)
@given(st.data())
def test_any_body_is_answered_in_json_and_everybody_can_be_exported(path, data):
    world = open_world()
    bodies = data.draw(st.lists(BODIES[path], min_size=1, max_size=2))
    for body in [*bodies, {"external_ids": ["a", "b"]}]:
        target = path if body in bodies else "/users/export/ids"
        answer = send(world, target, body)
        assert answer.status in (201, 400)
        assert isinstance(answer.json()["message"], str)


READS = [one for one in Braze.operations if one.method == "GET"]
PARAMETERS = ("page", "cursor", "limit", "offset", "external_id[]", "last_edit.time[gt]", "modified_after")
OTHERS = [one for one in Braze.operations if one.contract and one.path not in BODIES]


@pytest.mark.parametrize("operation", OTHERS, ids=lambda one: one.name)
@settings(max_examples=30, deadline=None)
@given(st.data())
def test_any_member_of_any_body_is_answered_in_json(operation, data):
    world = open_world()
    likely = st.sampled_from(
        ["a", ["a"], [ALIAS], [{"external_id": "a", "user_alias": ALIAS}], True, "c", [ITEM], [CATALOG]]
    )
    members = dict.fromkeys(operation.contract.model.model_fields, likely | ANYTHING)
    body = data.draw(st.fixed_dictionaries({}, optional=members) | ANYTHING)
    path = re.sub(r"\{\w+\}", "x", operation.path)
    answer = send(world, path, body, method=operation.method)
    assert answer.status in (200, 201, 202, 400, 404)
    assert isinstance(answer.json()["message"], str)


@pytest.mark.parametrize(
    "operation", [one for one in Braze.operations if one.method == "GET"], ids=lambda one: one.name
)
@settings(max_examples=30, deadline=None)
@given(st.text(max_size=9), st.text(max_size=9))
def test_any_query_is_answered_in_json(operation, name, value):
    names = (
        name,
        "page",
        "cursor",
        "limit",
        "offset",
        "external_id[]",
        "last_edit.time[gt]",
        "modified_after",
    )
    query = urlencode([(each, value) for each in names], errors="surrogatepass")
    path = re.sub(r"\{\w+\}", "x", operation.path)
    answer = send(open_world(), f"{path}?{query}", None, method="GET")
    assert answer.status in (200, 400, 404)
    assert isinstance(answer.json()["message"], str)


def send(world, path, body, method="POST"):
    headers = Headers({"Authorization": "Bearer k", "Content-Type": "application/json"})
    request = Request(method, "https://rest.iad-01.braze.com" + path, headers, json.dumps(body).encode())
    return world.network.send(request, caller="client")
