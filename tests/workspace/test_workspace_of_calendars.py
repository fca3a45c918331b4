"""What a workspace says of accounts' webhooks and of calendars' events."""

import pytest

from mockserver.errors import WorkspaceError
from mockserver.rokt import NotificationType
from mockserver.workspace import load_workspace

WORKSPACE = """
rokt:
  accounts:
    acme:
      webhooks:
        - url: https://hooks.example.test/all
        - {url: https://hooks.example.test/some, types: [Subscribe, SubscriptionEventDeleted]}
      calendars:
        shows:
          tags: [{name: Music, external_id: music}]
          events:
            - external_id: gala
              title: Gala
              start: '2026-07-21T15:00:00'
              end: '2026-07-21T18:00:00'
              timezone: Eastern Standard Time
              reminder_minutes: 30
              tags: [music]
"""


@pytest.fixture
def load(tmp_path):
    def write(text):
        file = tmp_path / "workspace.yaml"
        file.write_text(text)
        return load_workspace(file)

    return write


def test_an_accounts_webhooks_want_all_types_or_some(load):
    everything, some = load(WORKSPACE).open().rokt.state.account("acme").webhooks
    assert everything.wants(NotificationType.EVENT_UPDATED)
    assert some.wants(NotificationType.EVENT_DELETED)
    assert not some.wants(NotificationType.EVENT_UPDATED)


def test_a_calendars_events_are_in_every_subscription_they_concern(load):
    rokt = load(WORKSPACE).open().rokt
    [event] = rokt.visible_events(rokt.subscribe("acme", "shows").id)
    assert (event["title"], event["startDateTimeUtc"]) == ("Gala", "2026-07-21T19:00:00Z")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("SubscriptionEventDeleted", "Deleted", "SubscriptionEventDeleted"),
        ("Eastern Standard Time", "EST", "Windows time zone id"),
        ("'2026-07-21T15:00:00'", "noon", "no local time"),
        ("reminder_minutes: 30", "reminder_minutes: -1", "reminder_minutes"),
    ],
)
def test_a_mistake_is_reported_at_its_place(load, old, new, said):
    with pytest.raises(WorkspaceError, match=said) as raised:
        load(WORKSPACE.replace(old, new)).open()
    assert "workspace.yaml:" in str(raised.value)
