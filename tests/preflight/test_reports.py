"""The report as text and as a page: the verdict comes first."""

import re
from html.parser import HTMLParser

import pytest
from rich.console import Console

from mockserver.preflight import Allowance, run_preflight
from mockserver.preflight.reports.console import print_report
from mockserver.preflight.reports.html import render_page
from mockserver.preflight.reports.progress import PreflightProgress
from mockserver.preflight.tally import Tally
from mockserver.preflight.work import Result
from tests.preflight.audiences import lines, profile, saved

USERS = [profile(1), profile(2, custom_attributes={}), profile(3, external_id="<script>alert(1)</script>")]


@pytest.fixture
def report(tmp_path):
    return lambda name, **options: run_preflight(
        saved(name), [lines(tmp_path / "audience.jsonl", USERS)], **options
    )


def text_of(report):
    console = Console(width=100, record=True, file=open("/dev/null", "w"))  # noqa: PTH123, SIM115
    print_report(report, console)
    console.file.close()
    return console.export_text()


def test_a_terminal_is_told_the_verdict_first(report):
    text = text_of(report("new-event"))
    assert text.startswith("DO NOT SEND  3 of 3 users (100%) would get nothing")
    assert "1  HTTP611 error  The URL holds no account code.\n" in text
    assert "such as u-2\n" in text
    assert re.search(r"15h  #+ 2", text)


def test_a_terminal_is_told_who_is_left_out(report):
    text = text_of(report("guarded-event"))
    assert text.startswith("SEND  2 users get the right event; the template leaves out 1. Nothing was found")
    assert "liquid_abort_message: no Rokt Calendar account, such as u-2" in text


def test_a_page_says_whether_to_send(report):
    assert "<h1>Do not send</h1>" in render_page(report("new-event"))
    assert "<h1>Send</h1>" in render_page(report("guarded-event"))
    allowed = render_page(report("new-event", allowed=Allowance("100%")))
    assert "<h1>Do not send</h1>" in allowed  # nobody gets the right event
    assert "3 may fail (100%)" in allowed


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.stack, self.links, self.tags = [], [], set()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.links += [value for name, value in attributes if name in ("src", "href")]
        if tag not in ("meta", "rect"):
            self.stack.append(tag)

    def handle_endtag(self, tag):
        if tag != "rect":
            assert self.stack.pop() == tag


@pytest.mark.parametrize("name", ["new-event", "guarded-event"])
def test_a_page_is_whole_needs_nothing_else_and_escapes_what_users_are_called(report, name):
    page = Page()
    page.feed(render_page(report(name)))
    assert page.stack == []
    assert page.links == []
    assert "script" not in page.tags
    assert "svg" in page.tags


def test_the_bar_counts_users_and_failures():
    console = Console(force_terminal=True, width=100, file=open("/dev/null", "w"))  # noqa: PTH123, SIM115
    with PreflightProgress(console, 100) as progress, console.file:
        progress.listen(Result(0, 40, Tally(1, users=7)))
        task = progress._progress.tasks[0]
        assert (task.percentage, task.fields["users"]) == (40, 7)
        assert progress.rate.endswith("users per second")
        progress._progress.stop()
