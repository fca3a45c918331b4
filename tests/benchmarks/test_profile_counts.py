"""Time per request among many profiles, beside the time among few."""

import json
from itertools import count
from time import process_time

from mockserver.braze import ApiKey, Braze
from mockserver.http import Headers, Request
from mockserver.sandbox import Sandbox

FEW, MANY = 1_000, 1_000_000
ROUNDS, CALLS = 9, 300
HEADERS = Headers({"Authorization": "Bearer k", "Content-Type": "application/json"})
EVENT = {"name": "subscribe", "time": "2026-01-15T12:00:00Z"}


def filled(profiles):
    sandbox = Sandbox()
    permissions = frozenset(one.permission for one in Braze.operations if one.permission)
    sandbox.braze.state.add_api_key(ApiKey(key="k", permissions=permissions))
    store = sandbox.braze.state.profiles
    for number in range(profiles):
        profile = store.create(external_id=f"user-{number}")
        store.set_standard(profile, "email", f"{number}@example.test")
    return sandbox


def send(sandbox, path, body):
    url = "https://rest.iad-01.braze.com" + path
    answer = sandbox.handle(Request("POST", url, HEADERS, json.dumps(body).encode()))
    assert answer.ok, answer.text


def requests(numbers, profiles):
    """Give what clients do all day: track by id and by address, export, add an alias, identify, delete."""
    n = next(numbers)
    # Somebody else each time, from all over the workspace.
    somebody = n * 7_919 % profiles
    user, alias = f"user-{somebody}", {"alias_name": f"alias-{n}", "alias_label": "device"}
    yield (
        "/users/track",
        {"attributes": [{"external_id": user, "plan": "gold"}], "events": [{"external_id": user, **EVENT}]},
    )
    yield "/users/track", {"attributes": [{"email": f"{somebody}@example.test", "plan": "silver"}]}
    yield "/users/export/ids", {"external_ids": [user]}
    yield "/users/alias/new", {"user_aliases": [alias]}
    yield "/users/identify", {"aliases_to_identify": [{"external_id": f"new-{n}", "user_alias": alias}]}
    yield "/users/delete", {"external_ids": [f"new-{n}"]}


def time_of(sandbox, numbers, profiles):
    # The processor's time, which other programs on the machine disturb least.
    begin = process_time()
    for _ in range(CALLS):
        for path, body in requests(numbers, profiles):
            send(sandbox, path, body)
    return process_time() - begin


def test_time_per_request_does_not_grow_with_the_number_of_profiles(tell):
    worlds = [(filled(profiles), count(), profiles) for profiles in (FEW, MANY)]
    # In turns, so that whatever else the machine does hits both.
    times = [[time_of(*world) for world in worlds] for _ in range(ROUNDS)]
    few, many = (min(column) for column in zip(*times, strict=True))
    tell(f"a request among {MANY:,} profiles: {many / few:.2f} x the time among {FEW:,}")
    assert many / few <= 1.5
