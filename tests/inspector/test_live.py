import re
import threading
from contextlib import contextmanager
from itertools import takewhile

import httpx

from mockserver.inspector import inspector_app
from mockserver.server.live_server import live_server


@contextmanager
def listening(reader, query=""):
    client = httpx.Client(trust_env=False, timeout=10)
    with client, client.stream("GET", f"{reader.origin}{reader.base}/live{query}") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = stream.iter_lines()
        assert next(lines) == "retry: 1000"
        yield lines


def until(lines, beginning):
    return [*takewhile(lambda line: not line.startswith(beginning), lines)]


def test_a_change_is_told_to_whoever_listens(reader):
    with listening(reader) as lines:
        threading.Timer(0.05, lambda: reader.hosted.call("POST", "clock/advance", {"minutes": 1})).start()
        assert "event: change" in until(lines, "data:")


def test_a_page_is_told_what_happened_before_it_could_listen(reader):
    page = reader.open("/").text
    shown = re.search(r'data-live="[^"]*/live(\?shown=\d+)"', page).group(1)
    reader.hosted.call("POST", "clock/advance", {"minutes": 1})
    with listening(reader, shown) as lines:
        assert until(lines, "data:") == ["", "event: change"]


def test_a_page_of_an_earlier_run_of_the_server_is_told_to_look_again(reader):
    with listening(reader, f"?shown={reader.hosted.changes.version + 1000}") as lines:
        assert until(lines, "data:") == ["", "event: change"]


def test_a_page_of_a_deleted_sandbox_is_told_to_ask_no_more(reader):
    deletion = f"{reader.origin}/_mockserver/sandboxes/{reader.hosted.name}"
    with listening(reader, f"?shown={reader.hosted.changes.version}") as lines:
        assert reader.client.delete(deletion).status_code == 200
        assert until(lines, "data:") == ["", "event: over"]


def test_a_reader_does_not_hold_the_server_up(workspace):
    mounts = {"inspector": inspector_app}
    with httpx.Client(trust_env=False) as client, live_server(workspace.open(), mounts=mounts) as server:
        request = client.build_request("GET", server.url("inspector") + "/live")
        lines = client.send(request, stream=True).iter_lines()
        assert next(lines) == "retry: 1000"
        server.stop()
        # It ends by itself: the server would otherwise cut it off after some seconds.
        assert not any(line.startswith("error") for line in lines)
