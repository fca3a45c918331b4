"""``braze-client`` of PyPI, with a newer tenacity than it asks for: its own does not run on this Python."""

import os
import sys
import venv

import pytest

from .conftest import KEY, answers, installed

pytestmark = pytest.mark.clients

PROGRAM = """
import json, sys
from braze.client import BrazeClient, BrazeClientError, BrazeRateLimitError

url, key, in_header, campaign = sys.argv[1:]
client = BrazeClient(key, api_url=url, use_auth_header=in_header == "header")
seen = {}
seen["track"] = client.user_track(
    attributes=[{"external_id": 42, "first_name": "Ana", "rokt:account_code": ["acme", "acme"]}],
    events=[{"external_id": "42", "name": "subscribe", "time": "2026-01-15T12:00:00Z"}],
)
seen["partial"] = client.user_track(attributes=[{"external_id": "43"}, {"plan": "gold"}])
seen["export"] = client.user_export(external_ids=["42"])
seen["trigger"] = client.campaign_trigger_schedule_create(
    campaign_id=campaign,
    schedule={"time": "2099-01-15T12:00:00Z"},
    recipients=[{"external_user_id": "42"}],
)
seen["delete"] = client.user_delete(external_ids=["42", "43"])
seen["after"] = client.user_export(external_ids=["42"])
try:
    client.user_track(attributes=[{"external_id": "a", "email": "nonsense"}])
except BrazeClientError as error:
    seen["refused"] = [str(argument) for argument in error.args]
json.dump(seen, sys.stdout)
"""

LIMITED = """
import json, sys
from braze.client import BrazeClient, BrazeRateLimitError

client = BrazeClient(sys.argv[2], api_url=sys.argv[1])
try:
    client.user_track(attributes=[{"external_id": "a"}])
except BrazeRateLimitError as error:
    json.dump({"reset": error.reset_epoch_s}, sys.stdout)
"""


NEEDED = ("requests", "urllib3", "idna", "certifi", "charset-normalizer", "tenacity>=8.2", "setuptools")
"""What the client needs, named one by one: it asks for an older tenacity itself."""


@pytest.fixture(scope="session")
def python(tmp_path_factory):
    """Give the Python of a virtual environment that holds the client."""
    folder = tmp_path_factory.mktemp("braze_client")
    venv.create(folder / "venv")
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    # The pip at hand installs into it: one of its own would take longer than all the rest.
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--quiet", "--disable-pip-version-check"]
    installed([*pip, "install", "--retries", "0", "--no-deps", *NEEDED, "braze-client==2.3.3"], folder)
    return str(python)


@pytest.mark.parametrize("place", ["header", "body"])
def test_the_client_tracks_exports_triggers_and_deletes(python, sandbox, base_url, tmp_path, place):
    campaign = sandbox.braze.state.campaign("hook").id
    seen = answers([python, "-c", PROGRAM, base_url, KEY, place, campaign], tmp_path)
    assert (seen["track"]["status_code"], seen["track"]["success"]) == (201, True)
    assert (seen["track"]["attributes_processed"], seen["track"]["events_processed"]) == (1, 1)
    assert (seen["partial"]["success"], seen["partial"]["errors"][0]["index"]) == (False, 1)
    (user,) = seen["export"]["users"]
    assert user["external_id"] == "42"
    assert user["custom_attributes"] == {"rokt:account_code": ["acme"]}
    assert (seen["trigger"]["status_code"], seen["trigger"]["success"]) == (201, True)
    assert seen["delete"]["deleted"] == 2
    assert seen["after"]["invalid_user_ids"] == ["42"]
    assert seen["refused"][0].startswith("Valid data must be provided")


def test_the_client_understands_a_rate_limit(python, sandbox, base_url, tmp_path):
    sandbox.fault("braze.users_track", status=429)
    seen = answers([python, "-c", LIMITED, base_url, KEY], tmp_path)
    assert seen["reset"] == sandbox.clock.now().timestamp() + 3
