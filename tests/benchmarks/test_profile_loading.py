"""A workspace that names a segment export of 100,000 users: what it holds besides their profiles."""

import gc
import json
import tracemalloc
from zipfile import ZIP_DEFLATED, ZipFile

from mockserver.workspace import load_workspace

USERS, IN_A_FILE = 100_000, 5_000


def user(number):
    return {
        "created_at": "2026-06-17T20:01:33.385Z",
        "external_id": f"cust-{number}",
        "braze_id": f"{number:024x}",
        "random_bucket": number % 10_000,
        "first_name": "Ana",
        "email": f"{number}@example.test",
        "time_zone": "Europe/Berlin",
        "custom_attributes": {
            "rokt:account_code": ["acme", "acme-eu"],
            "rokt:subscription_id": [f"a{number}", f"b{number}"],
            "since": "2026-06-17T20:01:33.385Z",
        },
    }


def write_export(path):
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for start in range(0, USERS, IN_A_FILE):
            lines = (json.dumps(user(number)) + "\n" for number in range(start, start + IN_A_FILE))
            archive.writestr(f"{start:032x}.json", "".join(lines))


def test_loading_takes_no_more_memory_than_the_profiles(tmp_path, tell):
    write_export(tmp_path / "users.zip")
    (tmp_path / "w.yaml").write_text("braze:\n  users: [{file: users.zip}]\n")
    told = []
    workspace = load_workspace(tmp_path / "w.yaml", progress=lambda path, *step: told.append(step))
    tracemalloc.start()
    sandbox = workspace.open()
    peak = tracemalloc.get_traced_memory()[1]
    gc.collect()
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(sandbox.braze.state.profiles) == USERS
    assert len(told) > 100
    megabytes, more = held / 2**20, (peak - held) / 2**20
    tell(f"{USERS:,} users of an export: {megabytes:.0f} MB held, at most {more:.1f} MB more on the way")
    assert peak - held < held / 20
