"""What a Canvas must look like."""

from datetime import timedelta

import pytest

from mockserver.braze import (
    ActionGroup,
    ActionPathsStep,
    Braze,
    Canvas,
    DecisionSplitStep,
    DelayStep,
    EventTrigger,
    ExperimentPath,
    ExperimentPathsStep,
    Variant,
    WebhookStep,
)
from mockserver.errors import UsageError

WAIT, SEND = DelayStep(name="wait", length=timedelta(hours=1)), WebhookStep(name="send", template="hook")


def window(length):
    return ActionPathsStep(name="a", window=length, groups=(ActionGroup("g", EventTrigger("e")),))


@pytest.mark.parametrize(
    ("canvas", "complaint"),
    [
        ({"steps": ()}, "has no steps"),
        ({"steps": (WAIT, WAIT)}, "two steps 'wait'"),
        ({"steps": (DelayStep(name="end"),)}, "none is called 'end'"),
        ({"steps": (WAIT, DelayStep(name="back", next="wait"))}, "leads to 'wait', which is no later step"),
        ({"steps": (DecisionSplitStep(name="d", audience={}, otherwise="x"),)}, "leads to 'x'"),
        ({"steps": (ExperimentPathsStep(name="e", paths=(ExperimentPath("p", 90),)),)}, "add up to 100"),
        ({"steps": (window(timedelta(days=32)),)}, "within 31 days"),
        ({"steps": (WAIT,), "variants": (Variant("v", 100, "x"),)}, "begins nowhere"),
        ({"steps": (WAIT,), "variants": (Variant("v", 99, "wait"),)}, "add up to 100"),
    ],
)
def test_a_canvas_nobody_could_walk_is_a_mistake(canvas, complaint):
    with pytest.raises(UsageError, match=complaint):
        Canvas(name="c", **canvas)


def test_a_step_leads_to_the_one_named_the_following_one_or_out():
    canvas = Canvas(name="c", steps=(WAIT, SEND))
    assert [canvas.after(WAIT, way) for way in ("", "send", "end")] == ["send", "send", ""]
    assert canvas.after(SEND, "") == ""


def test_a_canvas_needs_its_templates_and_good_filters(braze: Braze, hook):
    with pytest.raises(UsageError, match="no webhook template 'hok'"):
        braze.state.add_canvas(Canvas(name="c", steps=(WebhookStep(name="s", template="hok"),)))
    with pytest.raises(UsageError, match="there is no filter 'x'"):
        braze.state.add_canvas(Canvas(name="c", steps=(DecisionSplitStep(name="d", audience={"x": {}}),)))


def test_parts_keep_their_ids(braze: Braze, hook):
    canvas = braze.state.add_canvas(Canvas(name="c", steps=(SEND,)))
    again = braze.state.add_canvas(Canvas(name="c", steps=(SEND, WAIT)))
    assert canvas.id == again.id
    assert canvas.step_id("send") == again.step_id("send") != canvas.step_id("wait")
