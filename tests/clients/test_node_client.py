"""``braze-api`` of npm, where the machine has Node."""

import shutil

import pytest

from mockserver.braze.audiences.segments import Segment

from .conftest import KEY, answers, installed

pytestmark = pytest.mark.clients

PROGRAM = """
const { Braze } = require('braze-api')
const [url, key, campaign, segment] = process.argv.slice(2)
const braze = new Braze(url, key)

async function main() {
  const seen = {}
  seen.track = await braze.users.track({
    attributes: [{ external_id: '42', plan: 'gold' }],
    events: [{ external_id: '42', name: 'subscribe', time: '2026-01-15T12:00:00Z' }],
  })
  seen.alias = await braze.users.alias.new({ user_aliases: [{ alias_name: 'n', alias_label: 'l' }] })
  seen.identify = await braze.users.identify({
    aliases_to_identify: [{ external_id: '42', user_alias: { alias_name: 'n', alias_label: 'l' } }],
  })
  seen.export = await braze.users.export.ids({ external_ids: ['42'], fields_to_export: ['user_aliases'] })
  seen.segment = await braze.users.export.segment({ segment_id: segment, fields_to_export: ['external_id'] })
  const zip = await fetch(seen.segment.url)
  seen.zip = [zip.status, Buffer.from(await zip.arrayBuffer()).subarray(0, 2).toString()]
  seen.trigger = await braze.campaigns.trigger.send({
    campaign_id: campaign,
    recipients: [{ external_user_id: '42' }],
  })
  seen.deleted = await braze.users.delete({ external_ids: ['42'] })
  try {
    await braze.users.track({ attributes: [{ plan: 'gold' }] })
  } catch (error) {
    seen.refused = { status: error.status, message: error.message, errors: error.errors }
  }
  console.log(JSON.stringify(seen))
}

main().catch((error) => { console.error(error); process.exit(1) })
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Give a folder that holds the client and the program."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("this machine has no Node")
    made = tmp_path_factory.mktemp("braze_api")
    npm = ["npm", "install", "--no-audit", "--no-fund", "--fetch-retries=0", "--loglevel=error"]
    installed([*npm, "braze-api@2.13.4"], made)
    (made / "program.js").write_text(PROGRAM)
    return made


def test_the_client_of_another_language_does_the_same(folder, sandbox, base_url):
    state = sandbox.braze.state
    segment = state.add_segment(Segment(name="everybody"))
    seen = answers(["node", "program.js", base_url, KEY, state.campaign("hook").id, segment.id], folder)
    assert seen["track"] == {"attributes_processed": 1, "events_processed": 1, "message": "success"}
    assert seen["identify"]["aliases_processed"] == 1
    assert seen["export"]["users"] == [{"user_aliases": [{"alias_name": "n", "alias_label": "l"}]}]
    assert seen["zip"] == [200, "PK"]
    assert seen["trigger"]["dispatch_id"]
    assert seen["deleted"]["deleted"] == 1
    assert seen["refused"]["status"] == 400
    assert seen["refused"]["message"].startswith("Valid data must be provided")
    assert seen["refused"]["errors"][0]["input_array"] == "attributes"
