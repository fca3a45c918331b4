"""What Braze adds to every answer."""

import re
from datetime import timedelta

from mockserver.simulator.world import World

BODY = {"external_ids": ["a"]}


def export(call):
    return call("POST", "/users/export/ids", json=BODY)


def test_windows_are_aligned_to_the_clock(call, world: World):
    world.clock.advance(timedelta(seconds=20))
    first, second = export(call), export(call)
    minute_end = int(world.clock.now().replace(second=0).timestamp()) + 60
    assert first.headers["X-RateLimit-Limit"] == "250"
    assert first.headers["X-RateLimit-Remaining"] == "249"
    assert second.headers["X-RateLimit-Remaining"] == "248"
    assert second.headers["X-RateLimit-Reset"] == str(minute_end)


def test_a_new_window_starts_full(call, world: World):
    export(call)
    world.clock.advance(timedelta(minutes=1))
    assert export(call).headers["X-RateLimit-Remaining"] == "249"


def test_the_reset_of_track_can_be_in_seconds_left(call, world: World):
    world.assumptions.set("braze.rate_limit_reset", "seconds_left")
    world.clock.advance(timedelta(seconds=1))
    answer = call("POST", "/users/track", json={"attributes": [{"external_id": "a"}]})
    assert answer.headers["X-RateLimit-Reset"] == "2"
    assert int(export(call).headers["X-RateLimit-Reset"]) > 1_000_000


def test_every_request_has_an_id_of_its_own(call):
    ids = {call("GET", "/nowhere").headers["X-Request-Id"], export(call).headers["X-Request-Id"]}
    assert len(ids) == 2
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", made) for made in ids)


def test_successes_may_be_cached_after_asking_and_errors_not_at_all(call):
    success, error = export(call), call("GET", "/nowhere")
    assert success.headers["Cache-Control"] == "max-age=0, private, must-revalidate"
    assert re.fullmatch(r'W/"[0-9a-f]{32}"', success.headers["Etag"])
    assert error.headers["Cache-Control"] == "no-cache"
    assert "Etag" not in error.headers
