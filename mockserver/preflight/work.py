"""The work on one partition: a pure function of what is asked and of the partition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache

from mockserver.braze import Profile, RenderedWebhook
from mockserver.braze.messaging.dispatch import Dispatch
from mockserver.braze.messaging.personalization import personalize
from mockserver.braze.messaging.property_liquid import LiquidValues, ValueAborted
from mockserver.braze.messaging.webhook import render_webhook
from mockserver.braze.profiles.attributes import AttributeRules
from mockserver.liquid import Personalization, Rendering
from mockserver.preflight.answers import CannedAnswers, ContentCalls, SteadyHealth, load_answers
from mockserver.preflight.common_fields import common_fields
from mockserver.preflight.judging import FAILED, Judge, unreadable
from mockserver.preflight.partitions import Partition
from mockserver.preflight.reading import Document, Unreadable, read
from mockserver.preflight.recipients import name_of, recipient, segment_of
from mockserver.preflight.rows import Row, row_of
from mockserver.preflight.spec import Spec
from mockserver.preflight.tally import Tally
from mockserver.workspace import Workspace, load_workspace


@dataclass(slots=True)
class Result:
    """What came of a partition: its tally and, where they are asked for, the users who failed.

    ``again`` tells that it was worked on before the run was stopped.
    """

    number: int
    weight: int
    tally: Tally
    rows: list[Row] = field(default_factory=list)
    again: bool = False


def preflight_partition(spec: Spec, partition: Partition) -> Result:
    """Render and judge the webhook of every user of a partition.

    The same is given wherever and whenever it is called: each partition has a sandbox of its own, and
    its clock stands still. Raises ``ProfileFileError`` for a file that cannot be read.
    """
    world = _World(spec, *_kit(spec))
    result = Result(partition.number, partition.weight, Tally(spec.samples))
    for index, record in enumerate(read(partition)):
        world.examine(record, (partition.number, index), result)
    result.tally.trim()
    return result


@lru_cache(maxsize=2)
def _kit(spec: Spec) -> tuple[Spec, Workspace, CannedAnswers | None]:
    """Load what all partitions of a run share, once for each process."""
    canned = load_answers(spec.answers) if spec.answers else None
    return spec, load_workspace(spec.workspace), canned


class _World:
    """The sandbox a partition's messages are rendered in."""

    def __init__(self, spec: Spec, kept: Spec, workspace: Workspace, canned: CannedAnswers | None) -> None:
        sandbox = workspace.open()
        self._spec = spec
        # The one that was kept has its fields parsed already.
        self._template = kept.template
        self._now: datetime = sandbox.clock.now()
        self._rules = AttributeRules.chosen(sandbox.assumptions)
        self._messaging = sandbox.braze.messaging
        resources = self._messaging.resources(Personalization())
        self._resources = replace(
            resources,
            send=ContentCalls(resources.send, canned, spec.calls).send,
            health=SteadyHealth(),
            assumptions=dict(sandbox.assumptions),
        )
        self._common = tuple(common_fields(spec))
        self._shared: Mapping[str, Rendering] = {}
        self._judge = Judge(sandbox.rokt.hosts, sandbox.assumptions, self._now, in_own_zone=spec.in_own_zone)

    def examine(self, record: Document | Unreadable, position: tuple[int, int], result: Result) -> None:
        """Judge one user's message and count it."""
        profile = None
        segments: dict[str, str] = {}
        if isinstance(record, Unreadable):
            user, judged = record.place, unreadable(record.reason)
        else:
            profile = recipient(record, self._rules, self._now)
            rendered = self._render(profile)
            user, judged = name_of(profile), self._judge.judge(rendered, profile)
            result.tally.note_calls(rendered.calls)
            segments = {name: segment_of(profile, name) for name in self._spec.by}
        result.tally.note(position, user, judged, segments)
        if self._spec.keeps_rows and judged.fate in FAILED:
            result.rows.append(row_of(position, user, judged, segments, profile))

    def _render(self, profile: Profile) -> RenderedWebhook:
        """Render the webhook for one user, Liquid in properties and context first."""
        spec, template, resources = self._spec, self._template, self._resources
        dispatch = Dispatch(template=template, profile=profile, event_properties=spec.event_properties)
        personalization = personalize(dispatch)
        if resources.selections:
            selections = self._messaging.resources(personalization).selections
            resources = replace(resources, selections=selections)
        if spec.trigger_properties is not None or spec.context is not None:
            values = LiquidValues(personalization, resources)
            try:
                trigger, context = values.rendered(spec.trigger_properties), values.rendered(spec.context)
            except ValueAborted as given_up:
                return RenderedWebhook(
                    template=template.name, abort=given_up.abort, findings=given_up.findings
                )
            personalization = personalize(replace(dispatch, trigger_properties=trigger, context=context))
        rendered = render_webhook(template, personalization, resources, known=self._shared)
        if self._common:
            self._share(rendered)
        return rendered

    def _share(self, rendered: RenderedWebhook) -> None:
        """Keep the renderings of fields that are the same for everybody."""
        if rendered.abort is None and rendered.retry is None:
            self._shared = {name: rendered.fields[name] for name in self._common}
            self._common = ()
