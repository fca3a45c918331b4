"""The report as text and as a page: the verdict comes first."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from io import StringIO

import pytest
from rich.console import Console

from mockserver.preflight import Allowance, run_preflight
from mockserver.preflight.report import counted
from mockserver.preflight.reports.console import print_report
from mockserver.preflight.reports.html import render_page
from mockserver.preflight.reports.progress import PreflightProgress
from mockserver.preflight.tally import Tally
from mockserver.preflight.work import Result
from tests.preflight.audiences import body, lines, profile, saved

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
    assert "such as u-2 (no account code follows /v1/subscriptionevent/ in the URL)\n" in text
    assert re.search(r"15h  #+ 2", text)


def test_a_terminal_is_told_what_exactly_is_wrong_with_one_user(tmp_path):
    spec = body('{"event": {"eventId": "e", "title": "t"}, "subscriptionIds": []}')
    report = run_preflight(spec, [lines(tmp_path / "audience.jsonl", [profile(1), profile(2)])])
    assert "such as u-1 (`start` is required and missing), u-2\n" in text_of(report)


@pytest.mark.parametrize(("number", "told"), [(0, "0 users"), (1, "1 user"), (1_200, "1,200 users")])
def test_users_are_counted_as_one_says_it(number, told):
    assert counted(number) == told


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


def test_a_report_without_samples_names_nobody(tmp_path):
    spec = saved("new-event", samples=0)
    report = run_preflight(spec, [lines(tmp_path / "audience.jsonl", USERS)])
    assert "such as" not in text_of(report)
    assert "Look at" not in render_page(report)


def test_a_page_shows_no_line_of_a_file_as_a_user_to_preview(tmp_path):
    path = tmp_path / "audience.jsonl"
    path.write_text("{broken\n" + json.dumps(profile()) + "\n")
    page = render_page(run_preflight(saved("guarded-event"), [path]))
    assert "audience.jsonl:1" in page
    assert "audience.jsonl:1.json" not in page


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.stack, self.links, self.tags = [], [], set()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.links += [value for name, value in attributes if name in ("src", "href")]
        if tag not in ("meta", "rect", "wbr"):
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


@pytest.fixture
def bar():
    console = Console(force_terminal=True, width=100, file=StringIO())
    with PreflightProgress(console, 100) as progress:
        yield progress, console.file


def test_the_bar_counts_users_and_failures(bar):
    progress, shown = bar
    progress.listen(Result(0, 40, Tally(1, users=7, fates=Counter({"lost": 2}))))
    progress.__exit__(None, None, None)
    assert "40% 7 users, 2 failed" in shown.getvalue()
    assert progress.rate.endswith("users per second")


def test_what_was_done_before_the_run_was_stopped_took_no_time(bar):
    progress, shown = bar
    progress.listen(Result(0, 40, Tally(1, users=7_000_000), again=True))
    assert progress.rate == ""
    progress.listen(Result(1, 20, Tally(1, users=1)))
    progress.__exit__(None, None, None)
    assert "60% 7,000,001 users" in shown.getvalue()
    assert float(progress.rate.removesuffix(" users per second").replace(",", "")) < 7_000_000


def test_a_line_can_be_shown_below_the_bar(bar):
    progress, shown = bar
    progress.say("stopping")
    progress.__exit__(None, None, None)
    assert "stopping" in shown.getvalue()
