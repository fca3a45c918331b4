"""Feeds in a calendar program from Debian: khal imports them and lists the right local times.

Install it with ``apt-get install khal``; without it these tests are skipped.
"""

import shutil
import subprocess

import pytest

from mockserver.contracts import EventDetail, event_times
from tests.rokt.rokt_calls import ADA

KHAL = shutil.which("khal", path="/usr/bin:/bin:/usr/local/bin")
pytestmark = pytest.mark.skipif(KHAL is None, reason="khal is not installed")

CONFIG = """
[calendars]
[[feed]]
path = {folder}/calendar
type = calendar
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = feed
[sqlite]
path = {folder}/khal.db
"""


@pytest.fixture
def khal(tmp_path):
    """Import a feed into a calendar of somebody who lives in a zone, and list a year of it."""

    def run(*arguments):
        clean = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
        command = [KHAL, "-c", str(tmp_path / "config"), *arguments]
        done = subprocess.run(command, env=clean, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        assert "rror" not in done.stderr
        return done.stdout

    def listed(feed, zone):
        (tmp_path / "calendar").mkdir(exist_ok=True)
        (tmp_path / "config").write_text(CONFIG.format(folder=tmp_path, zone=zone))
        (tmp_path / "feed.ics").write_bytes(feed)
        run("import", "--batch", "-a", "feed", str(tmp_path / "feed.ics"))
        form = "{start-long}|{end-long}|{title}|{location}"
        lines = run("list", "--day-format", "", "--format", form, "2026-01-01", "2027-01-01").splitlines()
        return [line for line in lines if line]

    return listed


@pytest.fixture
def filled(rokt, sandbox):
    """Ada's feed with an event in summer, one in winter and one right after the clocks went forward."""
    for name, start, zone in [
        ("Summer", "2026-07-21T15:00:00", "Eastern Standard Time"),
        ("Winter, cold; dark", "2026-12-01T15:00:00", "Eastern Standard Time"),
        ("After the change", "2026-03-08T03:15:00", "Eastern Standard Time"),
        ("Tokyo", "2026-07-21T09:00:00", "Tokyo Standard Time"),
    ]:
        end = start[:11] + f"{int(start[11:13]) + 1:02}" + start[13:]
        push(rokt, eventId=name, title=name, start=start, end=end, timezone=zone, location="Main, stage")
    push(rokt, eventId="day", title="Day", start="2026-05-01T00:00:00", timezone="UTC", allDayEvent=True)
    return rokt.feed(ADA)


def push(rokt, **fields):
    detail = EventDetail(**fields)
    rokt.processing.create("acme", detail, event_times(detail, rokt.assumptions), [ADA])


@pytest.mark.parametrize(
    ("zone", "times"),
    [
        ("America/New_York", ["03-08 03:15", "07-20 20:00", "07-21 15:00", "12-01 15:00"]),
        ("Europe/Berlin", ["03-08 08:15", "07-21 02:00", "07-21 21:00", "12-01 21:00"]),
        ("Asia/Kolkata", ["03-08 12:45", "07-21 05:30", "07-22 00:30", "12-02 01:30"]),
    ],
)
def test_khal_lists_the_local_times(khal, filled, zone, times):
    starts = {line.split("|")[2]: line.split("|")[0] for line in khal(filled, zone)}
    assert starts.pop("Day") == "2026-05-01"
    names = ["After the change", "Tokyo", "Summer", "Winter, cold; dark"]
    assert starts == {name: f"2026-{time}" for name, time in zip(names, times, strict=True)}


def test_khal_shows_the_whole_entry(khal, filled):
    assert "2026-07-21 15:00|2026-07-21 16:00|Summer|Main, stage" in khal(filled, "America/New_York")
