"""A person's way through the whole integration, in a browser."""

import pytest
from click.testing import CliRunner

from mockserver.cli import main
from tests.inspector.browser import chromium

SECONDS = 10
BREAK = """arguments[0].value = arguments[0].value.replace('Event Title', 'The "best" show');"""


class Person:
    """Looks at pages and uses what is on them."""

    def __init__(self, browser, home):
        self.browser, self.home = browser, home

    def open(self, path):
        self.browser.get(self.home + path)

    def find(self, what):
        return self.wait(lambda: self.browser.find_element("xpath", what), what)

    def press(self, words):
        self.wait(lambda: self._pressed(words), f"{words} to press")

    def _pressed(self, words):
        link_or_button = f"//main//*[self::a or self::button][contains(normalize-space(), '{words}')]"
        element = self.browser.find_element("xpath", link_or_button)
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()
        return True

    def write(self, name, text):
        field = self.browser.find_element("name", name)
        field.clear()
        field.send_keys(text)

    def sees(self, *words):
        for each in words:
            self.wait(lambda each=each: each in self.browser.find_element("tag name", "main").text, each)

    def wait(self, condition, words):
        """Wait until the condition holds; give what it gave.

        Where the page is just being replaced chromedriver says so in more than one way: of an element that
        is gone, of one that is stale, or, in between, with an unknown error.
        """
        from selenium.common.exceptions import WebDriverException
        from selenium.webdriver.support.ui import WebDriverWait

        passing = (WebDriverException,)
        waiting = WebDriverWait(self.browser, SECONDS, poll_frequency=0.05, ignored_exceptions=passing)
        return waiting.until(lambda _: condition(), f"waited for {words}")


@pytest.fixture
def person(reader):
    with chromium() as browser:
        yield Person(browser, reader.origin + reader.base)


def test_a_person_walks_from_the_button_to_a_scenario(person, reader, tmp_path):
    person.open("/subscribe/acme/shows")
    person.write("subscriber_id", "cust-new")
    person.press("Subscribe")
    person.sees("You are subscribed to Acme Shows", "Pushed to Braze waiting")

    person.find("//*[@id='step-next']").click()
    person.sees("Pushed to Braze done", "Webhook sent done")
    # Something else moves the clock; the page follows by itself.
    reader.hosted.call("POST", "clock/advance", {"minutes": 5})
    person.sees("In the calendar done")

    person.press("Pushed to Braze")
    person.sees("from rokt push", "rokt:subscription_id", "Messages it set off")
    person.press("#1")
    person.sees("Message #1: welcome", "Connected Content")
    person.press("#5")
    person.sees("Background work", "applied", "TIME214")
    person.press("“Event Title”")
    person.sees("Calendar of cust-new", "Event Title", "15:00")

    person.open("/preview?template=new-event&user=cust-new")
    body = person.browser.find_element("name", "body")
    person.browser.execute_script(BREAK, body)
    body.send_keys(" ")
    person.sees("It would be sent, and it is wrong", "JSON003")
    assert person.find("//*[@id='result']//li[@class='at-error']//*[@class='here']")
    assert reader.sandbox.braze.messages[-1].number == 1

    person.press("Save and send a test")
    person.sees("test send", "failed", "answered 400")
    person.press("#7")
    person.sees("JSON003")
    person.press("Make a scenario of this")
    person.press("Run it in a fresh world")
    person.sees("failed rokt.create_event should succeed", "JSON003")

    link = person.find("//main//a[@download]")
    file = tmp_path / link.get_attribute("download")
    text = reader.client.get(link.get_attribute("href")).text
    file.write_text("\n".join(line for line in text.splitlines() if not line.startswith("workspace:")) + "\n")
    ran = CliRunner().invoke(main, ["run", str(file)])
    assert ran.exit_code == 1
    assert "JSON003" in ran.output
    assert severe(person.browser) == []


def severe(browser):
    """Give what the browser complains of: scripts that fail, and what the policy forbids."""
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def test_the_journal_follows_and_is_filtered_as_one_types(person, reader):
    person.open("/")
    person.sees("Nothing has happened yet")
    person.wait(lambda: person.browser.execute_script("return document.body.dataset.connected"), "news")
    reader.path_of(reader.send("/subscribe/acme/shows", subscriber_id="cust-new", method="WebCal"))
    person.sees("2 exchanges", "rokt.subscribe")
    person.write("text", "token")
    person.sees("1 of 2 exchanges")
    assert "text=token" in person.browser.current_url
    reader.hosted.call("POST", "clock/advance", {"seconds": 1})
    person.sees("2 of 5 exchanges")
    assert person.browser.switch_to.active_element.get_attribute("name") == "text"
    assert severe(person.browser) == []


HIDE = """Object.defineProperty(document, 'hidden', {value: arguments[0], configurable: true});
document.dispatchEvent(new Event('visibilitychange'));"""


def test_a_page_out_of_sight_does_not_listen_and_catches_up_when_it_is_seen_again(person, reader):
    person.open("/clock")
    body = person.browser.find_element("tag name", "body")
    person.wait(lambda: body.get_attribute("data-connected") == "yes", "news")
    person.browser.execute_script(HIDE, True)
    assert body.get_attribute("data-connected") is None
    reader.hosted.call("POST", "clock/advance", {"minutes": 5})
    person.browser.execute_script(HIDE, False)
    person.wait(lambda: "09:05:00Z" in person.browser.find_element("id", "clockbar").text, "time")


def test_a_page_of_a_deleted_sandbox_does_not_open_another(person, reader):
    person.open("/clock")
    body = person.browser.find_element("tag name", "body")
    person.wait(lambda: body.get_attribute("data-connected") == "yes", "news")
    reader.client.delete(f"{reader.origin}/_mockserver/sandboxes/{reader.hosted.name}").raise_for_status()
    person.wait(lambda: body.get_attribute("data-live") is None, "the end of the news")
    assert body.get_attribute("data-connected") is None
    sandboxes = reader.client.get(f"{reader.origin}/_mockserver/sandboxes").json()["sandboxes"]
    assert reader.hosted.name not in [one["name"] for one in sandboxes]


def test_a_scenario_is_selected_where_a_page_may_not_copy(person, reader):
    reader.path_of(reader.send("/subscribe/acme/shows", subscriber_id="cust-new", method="WebCal"))
    person.open("/exchanges/2/scenario")
    person.browser.execute_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    person.press("Copy")
    person.sees("Selected: copy it")
    assert person.browser.execute_script("return String(getSelection())").startswith("suite: Captured")


FOCUS_IS_BACK = "return !document.body.dataset.left && document.activeElement.id === 'step-2'"


class Keyboard:
    """Uses a page by Tab, Enter and letters alone."""

    def __init__(self, person):
        self.person, self.browser = person, person.browser

    def type(self, *keys):
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.browser).send_keys(*keys).perform()

    def go_to(self, words):
        """Go on by Tab until what has the focus, which can be seen, is named so."""
        from selenium.webdriver.common.keys import Keys

        for _ in range(60):
            self.type(Keys.TAB)
            outline, *names = self.person.wait(self._focused, "focus")
            assert outline != "none", names
            if words in names:
                return
        raise AssertionError(f"Tab does not lead to {words}")

    def _focused(self):
        focused = self.browser.switch_to.active_element
        outline = focused.value_of_css_property("outline-style")
        return outline, focused.get_attribute("id"), focused.accessible_name

    def press(self, words):
        from selenium.webdriver.common.keys import Keys

        self.go_to(words)
        self.type(Keys.ENTER)

    def let_time_pass(self):
        """Press the clock's button that has the focus; the page that comes gives the focus back to it."""
        from selenium.webdriver.common.keys import Keys

        self.browser.execute_script("document.body.dataset.left = 'yes'")
        self.type(Keys.ENTER)
        self.person.wait(lambda: self.browser.execute_script(FOCUS_IS_BACK), "focus on the new page")


def test_the_way_to_the_event_is_walked_with_the_keyboard_alone(person):
    keyboard = Keyboard(person)
    person.open("/subscribe/acme/shows")
    keyboard.go_to("subscriber_id")
    keyboard.type("cust-key")
    keyboard.press("Subscribe")
    person.sees("You are subscribed to Acme Shows")
    keyboard.go_to("step-2")
    for _ in range(2):
        keyboard.let_time_pass()
    keyboard.press("In the calendar")
    person.sees("Calendar of cust-key", "Event Title")
    keyboard.press("Skip to content")
    keyboard.press("Show")
    person.sees("Calendar of cust-key")
    assert severe(person.browser) == []
