import threading

import httpx

from mockserver.inspector import inspector_app
from mockserver.server.live_server import live_server


def test_a_change_is_told_to_whoever_listens(reader):
    told = []
    with httpx.Client(trust_env=False, timeout=10).stream(
        "GET", reader.origin + reader.base + "/live"
    ) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = stream.iter_lines()
        assert next(lines) == "retry: 1000"
        threading.Timer(0.05, lambda: reader.hosted.call("POST", "clock/advance", {"minutes": 1})).start()
        for line in lines:
            told.append(line)
            if line.startswith("data:"):
                break
    assert "event: change" in told


def test_a_reader_does_not_hold_the_server_up(workspace):
    mounts = {"inspector": inspector_app}
    with httpx.Client(trust_env=False) as client, live_server(workspace.open(), mounts=mounts) as server:
        request = client.build_request("GET", server.url("inspector") + "/live")
        lines = client.send(request, stream=True).iter_lines()
        assert next(lines) == "retry: 1000"
        server.stop()
        # It ends by itself: the server would otherwise cut it off after some seconds.
        assert not any(line.startswith("error") for line in lines)
