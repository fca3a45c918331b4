"""One server with all its options, and the options that cannot be meant."""

import json
import re
import ssl
import time
from pathlib import Path

import httpx
import pytest

from mockserver.workspace import default_workspace
from tests.cli.test_serve_command import refused, serving

TOKEN = "a-token-for-this-test-only"


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """Give a copy of the workspace that ships, to be changed."""
    path = default_workspace().path
    copy = tmp_path / "world.yaml"
    copy.write_text(path.read_text(encoding="utf-8").replace("../", f"{path.parent.parent}/"))
    return copy


def test_one_guarded_encrypted_port_for_everything_that_follows_its_file(tmp_path, world):
    pytest.importorskip("trustme")
    journal = tmp_path / "journal.ndjson"
    options = ["--port", "0", "--host", "0.0.0.0", "--token", TOKEN, "--tls", "--journal", str(journal)]
    options += ["--clock", "60x", "--reload", "--workspace", str(world)]
    with serving(*options) as (process, urls, printed):
        authority = Path(re.search(r"--cacert (\S+)", printed)[1])
        trusted = ssl.create_default_context(cafile=authority)
        base = urls["Rokt"].removesuffix("/rokt")
        assert base.startswith("https://127.0.0.1:")
        assert "/inspector/?token=TOKEN" in printed
        assert "Authorization: Bearer TOKEN' -d" in printed
        assert TOKEN not in printed
        with httpx.Client(base_url=base, verify=trusted, trust_env=False, timeout=30) as client:
            assert client.get("/_mockserver/clock").status_code == 401
            client.headers["X-Mockserver-Token"] = TOKEN
            assert client.get("/_mockserver/clock").json()["mode"] == "60x"
            assert client.post("/rokt/oauth2/token").status_code == 400
            assert client.get("/inspector/").status_code == 200
            world.write_text(world.read_text(encoding="utf-8").replace("id: acme-client", "id: other-client"))
            form = {"grant_type": "client_credentials", "client_id": "other-client"}
            wait_until(
                lambda: client.post("/rokt/oauth2/token", data={**form, "client_secret": "acme-secret"})
            )
        process.terminate()
        assert process.wait(10) == 0
        assert "was brought in" in process.stderr.read()
    assert not authority.exists(), "the certificate and its key end with the run"
    lines = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    assert {line["operation"] for line in lines} == {"obtain_token"}
    assert "acme-secret" not in journal.read_text(encoding="utf-8")


def wait_until(ask) -> None:
    deadline = time.monotonic() + 20
    while ask().status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--host", "0.0.0.0"], "a token"),
        (["--host", "0.0.0.0", "--token", "short"], "at least 16"),
        (["--clock", "0x"], "no way for time to pass"),
        (["--allow-host", "https://a.test/"], "no host name"),
        (["--tls-cert", __file__], "go together"),
        (["--journal", f"{__file__}/journal"], "cannot be written: "),
        (["--state", f"{__file__}/state"], "is a file, no folder"),
    ],
)
def test_an_option_that_cannot_be_meant_is_told(options, told):
    result = refused(*options)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())


def test_a_certificate_that_is_none_is_told_before_anything_is_served(tmp_path):
    (tmp_path / "cert.pem").write_text("no certificate")
    (tmp_path / "key.pem").write_text("no key")
    result = refused("--tls-cert", str(tmp_path / "cert.pem"), "--tls-key", str(tmp_path / "key.pem"))
    assert result.exit_code == 3
    assert f"{tmp_path / 'cert.pem'} and {tmp_path / 'key.pem'} cannot be served with" in result.stderr
    result = refused("--tls-cert", str(tmp_path / "cert.pem"), "--tls-key", str(tmp_path / "none.pem"))
    assert result.exit_code == 2
    assert f"'--tls-key': File '{tmp_path / 'none.pem'}' does not exist." in result.stderr
