"""Campaigns, Canvases, segments and shared content in a workspace file."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from mockserver.braze import (
    ActionPathsStep,
    ApiTrigger,
    AttributeTrigger,
    Canvas,
    DelayStep,
    EventTrigger,
    ExperimentPathsStep,
    FrequencyCap,
    QuietHours,
    ScheduleTrigger,
)
from mockserver.errors import MockServerError
from mockserver.sandbox import Sandbox
from mockserver.workspace import load_workspace

TEMPLATE = "  templates: {t: {url: 'https://example.test/'}}\n"


def opened(folder: Path, braze: str) -> Sandbox:
    path = folder / "w.yaml"
    path.write_text("braze:\n" + TEMPLATE + braze, encoding="utf-8")
    return load_workspace(path).open()


def trigger_of(folder: Path, text: str) -> object:
    sandbox = opened(folder, f"  campaigns: [{{name: c, template: t, trigger: {text}}}]\n")
    return sandbox.braze.state.campaign("c").trigger


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        (
            "{event: e, where: {a: 1}, re_eligible: true, re_eligible_after: 1 hour}",
            EventTrigger("e", True, timedelta(hours=1), {"a": 1}),
        ),
        ("api", ApiTrigger()),
        ("{api: true}", ApiTrigger()),
        ("{api: true, re_eligible: false}", ApiTrigger(re_eligible=False)),
        ("{api: true, re_eligible_after: 1 day}", ApiTrigger(True, timedelta(days=1))),
        ("{attribute: plan}", AttributeTrigger("plan")),
        ("{attribute: plan, to: gold}", AttributeTrigger("plan", "gold")),
        ("{attribute: plan, to: null}", AttributeTrigger("plan", None)),
        (
            "{schedule: 2026-05-01T09:00:00Z, every: 1 week, times: 3, in_local_time: true}",
            ScheduleTrigger(datetime(2026, 5, 1, 9, tzinfo=UTC), timedelta(weeks=1), 3, True),
        ),
    ],
)
def test_whatever_sets_a_campaign_off_can_be_written(tmp_path: Path, text: str, trigger: object) -> None:
    assert trigger_of(tmp_path, text) == trigger


@pytest.mark.parametrize(
    "text", ["{api: false}", "{api: true, event: e}", "{api: true, where: {a: 1}}", "{event: }"]
)
def test_a_trigger_that_cannot_be_is_told_at_its_place(tmp_path: Path, text: str) -> None:
    with pytest.raises(MockServerError, match=r"w\.yaml:3:"):
        trigger_of(tmp_path, text)


def test_a_campaign_s_rules_can_be_written(tmp_path: Path) -> None:
    text = """\
  time_zone: Europe/Berlin
  frequency_caps: [{messages: 2, count: 3, unit: hour}, {messages: 1, tag: promotional}]
  segments: [{name: all}]
  campaigns:
    - name: c
      template: t
      audience: {segment: {name: all}}
      delay: 90 minutes
      quiet_hours: {start: 22:00, end: "06:30", otherwise: abort}
      ignores_frequency_caps: true
      counts_toward_caps: true
"""
    state = opened(tmp_path, text).braze.state
    campaign = state.campaign("c")
    assert campaign.quiet_hours == QuietHours(time(22), time(6, 30), "abort")
    assert (campaign.delay, campaign.ignores_frequency_caps) == (timedelta(minutes=90), True)
    assert campaign.counts
    caps = FrequencyCap(2, 3, "hour"), FrequencyCap(1, tag="promotional")
    assert (state.time_zone, state.frequency_caps) == ("Europe/Berlin", caps)


def test_promotion_codes_that_are_no_list_are_told_at_their_place(tmp_path: Path) -> None:
    with pytest.raises(MockServerError, match=r"w\.yaml:3:\d+: spring: must be a list, not"):
        opened(tmp_path, "  promotions: {spring: A1}\n")


@pytest.mark.parametrize("caps", ["{messages: 1, count: 5, unit: week}", ", ".join(["{messages: 1}"] * 11)])
def test_caps_that_cannot_be_are_told_at_their_place(tmp_path: Path, caps: str) -> None:
    with pytest.raises(MockServerError, match=r"w\.yaml:3:3: "):
        opened(tmp_path, f"  frequency_caps: [{caps}]\n")


def canvas_of(folder: Path, steps: str) -> Canvas:
    text = f"  canvases:\n    - name: c\n      steps:\n{steps}"
    return opened(folder, text).braze.state.canvas("c")


def test_every_kind_of_step_can_be_written(tmp_path: Path) -> None:
    canvas = canvas_of(
        tmp_path,
        """\
        - {name: a, webhook: t}
        - {name: b, delay: 1 day 2 hours}
        - {name: c, delay_until: 2026-05-01T09:00:00Z}
        - {name: d, audience_paths: [{name: g, audience: {AND: []}, next: h}]}
        - name: e
          action_paths: {window: 2 hours, ranked: true, groups: [{name: g, attribute: x, to: 1, next: end}]}
        - {name: f, decision_split: {audience: {OR: []}, otherwise: h}}
        - {name: g, experiment_paths: {randomized: true, paths: [{name: p, percent: 100}]}}
        - {name: h, user_update: {attributes: {x: 1}, events: [{name: e}]}}
        - {name: i, context: {x: "{{1}}"}, next: end}
""",
    )
    wait, act, lot = canvas.step("b"), canvas.step("e"), canvas.step("g")
    assert isinstance(wait, DelayStep)
    assert isinstance(act, ActionPathsStep)
    assert isinstance(lot, ExperimentPathsStep)
    assert wait.length == timedelta(hours=26)
    assert (act.window, act.ranked, act.groups[0].action) == (
        timedelta(hours=2),
        True,
        AttributeTrigger("x", 1),
    )
    assert (lot.randomized, [type(step).__name__ for step in canvas.steps][-1]) == (True, "ContextStep")


def test_content_is_there_in_every_sandbox(tmp_path: Path) -> None:
    (tmp_path / "b.liquid").write_text("from a file")
    text = """\
  content_blocks: {a: text, b: {file: b.liquid}}
  catalogs: {games: {items: [{id: "1", price: 7.5, tags: [x], extra: {a: 1}, new: true}]}}
  promotions: {spring: [A1], past: {codes: [B1], expires: 2020-01-01T00:00:00Z}}
"""
    state = opened(tmp_path, text).braze.state
    assert state.content_blocks.sources == {"a": "text", "b": "from a file"}
    catalog = state.catalogs.find("games")
    assert catalog is not None
    assert list(catalog.types.values()) == ["string", "number", "array", "object", "boolean"]
    assert [state.promotions.for_message()(name) for name in ("spring", "past")] == ["A1", None]


def test_a_body_can_be_pairs_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "b.liquid").write_text("{{1}}")
    text = """\
    pairs: {url: https://example.test, body: {a: "{{1}}", b: {file: b.liquid}}}
    file: {url: https://example.test, body: {file: b.liquid}}
"""
    path = tmp_path / "w.yaml"
    path.write_text("braze:\n  templates:\n" + text, encoding="utf-8")
    templates = load_workspace(path).open().braze.state.templates
    assert (templates["pairs"].body, templates["file"].body) == ({"a": "{{1}}", "b": "{{1}}"}, "{{1}}")


@pytest.mark.parametrize(
    ("text", "place", "complaint"),
    [
        (
            "  campaigns: [{name: c, template: t, trigger: {event: e, attribute: a}}]\n",
            "3:",
            "exactly one of",
        ),
        (
            "  campaigns: [{name: c, template: t, trigger: {event: e, times: 3}}]\n",
            "3:",
            "'times' does not go",
        ),
        ("  campaigns: [{name: c, template: t, delay: soon}]\n", "3:", "give a duration such as 5 minutes"),
        ("  campaigns: [{name: c, template: t, audience: {x: {}}}]\n", "3:", "there is no filter 'x'"),
        ("  canvases: [{name: c, steps: [{name: a}]}]\n", "3:", "give exactly one of webhook, delay"),
        ("  canvases: [{name: c, steps: [{name: a, webhok: t}]}]\n", "3:", "unknown key 'webhok'"),
        ("  canvases: [{name: c, steps: [{name: a, delay: 1 day, next: z}]}]\n", "3:", "no later step"),
        ("  time_zone: Mars/Base\n", "3:", "not an IANA time zone"),
        ("  catalogs: {games: {items: [{title: x}]}}\n", "3:", "every item needs an `id`"),
    ],
)
def test_a_mistake_is_reported_at_its_place(tmp_path: Path, text: str, place: str, complaint: str) -> None:
    with pytest.raises(MockServerError) as mistake:
        opened(tmp_path, text)
    assert f"w.yaml:{place}" in str(mistake.value)
    assert complaint in str(mistake.value)
