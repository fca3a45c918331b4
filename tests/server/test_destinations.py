import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.server.destination import EVERYTHING, Destination, Signposts

VENDORS = {"api.roktcalendar.com": "rokt", "rest.iad-01.braze.com": "braze"}
SIGNPOSTS = Signposts(["rokt", "braze", "inspector"], VENDORS)


def read(port, path, *headers):
    return SIGNPOSTS.read(port, path, headers)


@pytest.mark.parametrize(
    ("host", "path", "found"),
    [
        (b"127.0.0.1:1", b"/rokt/v1/x", ("default", "rokt", b"/v1/x", b"/rokt")),
        (b"localhost:1", b"/braze/a%2Fb", ("default", "braze", b"/a%2Fb", b"/braze")),
        (b"127.0.0.1:1", b"/rokt", ("default", "rokt", b"", b"/rokt")),
        (b"127.0.0.1:1", b"/rokta/x", ("default", "", b"/rokta/x", b"")),
        (b"rokt.localhost:1", b"/v1/x", ("default", "rokt", b"/v1/x", b"")),
        (b"w-3.rokt.localhost", b"/v1/x", ("w-3", "rokt", b"/v1/x", b"")),
        (b"w-3.localhost:1", b"/rokt/x", ("w-3", "rokt", b"/x", b"/rokt")),
        (b"w-3.localhost:1", b"/_mockserver/clock", ("w-3", "", b"/_mockserver/clock", b"")),
        (b"API.roktcalendar.com", b"/v1/x", ("default", "rokt", b"/v1/x", b"")),
        (b"[::1]:1", b"/@w-3/rokt/x", ("w-3", "rokt", b"/x", b"/@w-3/rokt")),
        (b"[::1]", b"/@w-3/_mockserver/clock", ("w-3", "", b"/_mockserver/clock", b"/@w-3")),
        (b"[::1]", b"/@w-3", ("w-3", "", b"/", b"/@w-3")),
    ],
)
def test_one_port_for_everything_tells_by_host_name_and_path(host, path, found):
    assert read(EVERYTHING, path, (b"host", host)) == Destination(*found)


@pytest.mark.parametrize(
    ("headers", "path", "found"),
    [
        ([(b"host", b"x")], b"/braze/x", ("default", "rokt", b"/braze/x", b"")),
        ([(b"host", b"x"), (b"x-mockserver-sandbox", b"w1")], b"/x", ("w1", "rokt", b"/x", b"")),
        ([(b"host", b"w2.localhost:8102")], b"/x", ("w2", "rokt", b"/x", b"")),
        ([], b"/@w3/x", ("w3", "rokt", b"/x", b"/@w3")),
    ],
)
def test_the_port_of_a_service_leads_to_it_whatever_the_path(headers, path, found):
    assert read("rokt", path, *headers) == Destination(*found)


@settings(max_examples=200, deadline=None)
@given(port=st.sampled_from([EVERYTHING, "rokt"]), host=st.binary(max_size=30), path=st.binary(max_size=30))
def test_any_request_goes_somewhere(port, host, path):
    found = read(port, b"/" + path, (b"host", host))
    assert (found.prefix + found.path).startswith(b"/" + path)
    assert found.place in ("", "rokt", "braze", "inspector")
