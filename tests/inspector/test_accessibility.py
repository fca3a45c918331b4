"""axe-core on every page, wide and narrow, light and dark.

`axe/axe.min.js` is https://github.com/dequelabs/axe-core as published, under the licence beside it. It
takes its time, so only the richest pages are looked at unless MOCKSERVER_AXE=1 asks for all.
"""

import os
from pathlib import Path

import pytest

from mockserver.http import Request
from mockserver.rokt.calendar_events import CalendarEvent
from tests.inspector.browser import chromium, darken, resize
from tests.inspector.test_calendar_page import ADA
from tests.inspector.test_security import pages

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
RUN = "const done = arguments[arguments.length - 1]; axe.run({resultTypes: ['violations']}).then(done);"
RICHEST = ("/", "/exchanges/5", "/preview")


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize(
    ("width", "dark"), [(1280, False), (390, True)], ids=["wide and light", "narrow and dark"]
)
def test_axe_finds_nothing_on_any_page(browser, subscribed, width, dark):
    resize(browser, width)
    darken(browser, dark=dark)
    found = {}
    for path in pages(subscribed) if "MOCKSERVER_AXE" in os.environ else RICHEST:
        if not path.endswith(".yaml"):
            browser.get(subscribed.origin + subscribed.base + path)
            browser.execute_script(AXE)
            for each in browser.execute_async_script(RUN)["violations"]:
                found.setdefault(each["id"], []).append(
                    (path, each["impact"], each["nodes"][0]["html"][:200])
                )
    assert found == {}


def test_no_page_is_wider_than_a_phone(browser, subscribed):
    resize(browser, 390)
    for path in ("/assumptions", *pages(subscribed)):
        if not path.endswith(".yaml"):
            browser.get(subscribed.origin + subscribed.base + path)
            assert browser.execute_script("return document.documentElement.scrollWidth") <= 390, path


def test_the_keyboard_reaches_the_content_first(browser, subscribed):
    from selenium.webdriver.common.keys import Keys

    browser.get(subscribed.origin + subscribed.base + "/")
    browser.switch_to.active_element.send_keys(Keys.TAB)
    assert browser.switch_to.active_element.text == "Skip to content"
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("id") == "main"


def test_a_long_text_leaves_the_other_columns_room_for_their_words(browser, reader):
    reader.sandbox.handle(Request("GET", "https://api.roktcalendar.com/" + "x" * 1500))
    resize(browser, 1280)
    browser.get(reader.origin + reader.base + "/")
    cell = browser.find_element("xpath", "//td[.='client']")
    assert cell.size["width"] >= 100
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 1280


def test_a_long_title_is_cut_on_the_sheet_of_a_month(browser, reader):
    event = CalendarEvent(title="Show " * 80, start="2026-03-05T10:00:00", timezone="UTC")
    reader.sandbox.rokt.state.calendar_events.put("acme", "shows", event)
    resize(browser, 390)
    browser.get(f"{reader.origin}{reader.base}/calendars/{ADA}?view=month")
    assert browser.find_element("css selector", ".month li").size["height"] < 80
