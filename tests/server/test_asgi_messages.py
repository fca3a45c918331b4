import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.doors.wire import decode_header, encode_header
from mockserver.server.asgi_messages import DRAINED, from_asgi, read_body
from mockserver.simulator.service import MAX_BODY

quick = settings(max_examples=100, deadline=None)


def scope(**given):
    return {"type": "http", "method": "GET", "path": "/", "headers": [], **given}


def receiver(chunks, *, then=None):
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages.append(then or {"type": "http.request", "body": b"", "more_body": False})
    waiting = iter(messages)

    async def receive():
        return next(waiting)

    return receive


@pytest.mark.parametrize(
    ("raw_path", "path"),
    [
        (b"/v1/a%2Fb", "/v1/a%2Fb"),
        (b"//update", "//update"),
        (b"/a#b", "/a%23b"),
        (b"/caf\xc3\xa9 x", "/caf%C3%A9%20x"),
        (b"*", "/*"),
        (b"http://somewhere.test/v1/x", "/v1/x"),
        (b"http://somewhere.test", "/"),
    ],
)
def test_every_request_target_becomes_a_path_of_the_vendors_host(raw_path, path):
    assert from_asgi(scope(raw_path=raw_path), b"", "vendor.test").url == f"https://vendor.test{path}"


def test_a_server_without_raw_path_is_served():
    assert from_asgi(scope(path="/é"), b"", "vendor.test").url == "https://vendor.test/%C3%A9"


@quick
@given(raw_path=st.binary(max_size=40), query=st.binary(max_size=40))
def test_any_request_target_is_a_request_to_the_vendors_host(raw_path, query):
    request = from_asgi(scope(raw_path=raw_path, query_string=query), b"", "vendor.test")
    assert request.host == "vendor.test"
    assert request.raw_path.startswith("/")
    assert request.url.isascii()


@quick
@given(text=st.text())
def test_a_header_written_is_read_as_it_was(text):
    # Latin-1 that happens to be UTF-8 cannot be told from UTF-8.
    written = encode_header(text) if not text.isascii() else text.encode()
    assert decode_header(written) in (text, written.decode("utf-8", errors="replace"))


@quick
@given(chunks=st.lists(st.binary(max_size=50)))
def test_a_body_in_chunks_is_read_whole(chunks):
    assert asyncio.run(read_body(receiver(chunks))) == b"".join(chunks)


def test_of_a_body_too_large_only_enough_is_kept_to_refuse_it():
    body = asyncio.run(read_body(receiver([b"x" * 1024] * 5000)))
    assert len(body) == MAX_BODY + 1


def test_an_endless_body_is_not_read_for_ever():
    def forever():
        while True:
            yield {"type": "http.request", "body": b"x" * MAX_BODY, "more_body": True}

    messages = forever()

    async def receive():
        return next(messages)

    assert len(asyncio.run(read_body(receive))) == MAX_BODY + 1
    assert DRAINED == 16 * MAX_BODY


def test_a_client_that_leaves_halfway_sent_no_body():
    leaves = receiver([b"half"], then={"type": "http.disconnect"})
    assert asyncio.run(read_body(leaves)) is None
