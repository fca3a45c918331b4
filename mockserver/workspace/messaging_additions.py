"""What a workspace or a scenario says of campaigns, Canvases, segments and content, made Braze's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Literal

from mockserver.braze import (
    ActionGroup,
    ActionPathsStep,
    ApiTrigger,
    AttributeTrigger,
    AudienceGroup,
    AudiencePathsStep,
    Campaign,
    Canvas,
    Catalog,
    CatalogField,
    CatalogSelection,
    ContextStep,
    DecisionSplitStep,
    DelayStep,
    EventTrigger,
    ExperimentPath,
    ExperimentPathsStep,
    FrequencyCap,
    QuietHours,
    ScheduleTrigger,
    Segment,
    SelectionFilter,
    Step,
    UserUpdateStep,
    Variant,
    WebhookStep,
)
from mockserver.workspace.messaging_model import (
    ActionModel,
    CampaignModel,
    CanvasModel,
    CatalogModel,
    FrequencyCapModel,
    QuietHoursModel,
    SegmentModel,
    SelectionModel,
    StepModel,
    TriggerModel,
)

_NOTHING = timedelta(0)


def campaign_of(model: CampaignModel) -> Campaign:
    """Make a campaign."""
    return Campaign(
        id=model.id or "",
        name=model.name,
        template=model.template,
        trigger=trigger_of(model.trigger),
        status=model.status,
        audience=model.audience,
        delay=model.delay or _NOTHING,
        quiet_hours=_quiet_hours(model.quiet_hours),
        ignores_frequency_caps=model.ignores_frequency_caps,
        counts_toward_caps=model.counts_toward_caps,
        description=model.description,
        tags=tuple(model.tags),
    )


def canvas_of(model: CanvasModel) -> Canvas:
    """Make a Canvas.

    Raises ``UsageError`` for one that cannot be walked.
    """
    return Canvas(
        id=model.id or "",
        name=model.name,
        steps=tuple(_step(step) for step in model.steps),
        entry=trigger_of(model.entry),
        audience=model.audience,
        variants=tuple(Variant(one.name, one.percent, one.first) for one in model.variants),
        status=model.status,
        max_entries=model.max_entries,
        exit_events=tuple(model.exit_events),
        exit_audience=model.exit_audience,
        quiet_hours=_quiet_hours(model.quiet_hours),
        ignores_frequency_caps=model.ignores_frequency_caps,
        counts_toward_caps=model.counts_toward_caps,
        description=model.description,
        tags=tuple(model.tags),
    )


def segment_of(model: SegmentModel) -> Segment:
    """Make a segment."""
    return Segment(
        id=model.id or "",
        name=model.name,
        filters=model.filters,
        description=model.description,
        tags=tuple(model.tags),
    )


def catalog_of(name: str, model: CatalogModel) -> Catalog:
    """Make a catalog; a field whose type is not given has that of its first value."""
    types = {"id": "string"}
    for item in model.items:
        for key, value in item.items():
            types.setdefault(key, _type_of(value))
    return Catalog(
        name=name,
        description=model.description,
        fields=tuple(CatalogField(key, kind) for key, kind in {**types, **model.fields}.items()),
        items={item["id"]: dict(item) for item in model.items},
        selections={key: _selection(key, selection) for key, selection in model.selections.items()},
    )


def _selection(name: str, model: SelectionModel) -> CatalogSelection:
    return CatalogSelection(
        name=name,
        description=model.description,
        filters=tuple(SelectionFilter(one.field, one.operator, one.value) for one in model.filters),
        results_limit=model.results_limit,
        sort_field=model.sort_field,
        sort_order=model.sort_order if model.sort_field else "",
    )


def frequency_cap_of(model: FrequencyCapModel) -> FrequencyCap:
    """Make a frequency cap."""
    return FrequencyCap(messages=model.messages, count=model.count, unit=model.unit, tag=model.tag)


def trigger_of(
    model: TriggerModel | Literal["api"],
) -> ApiTrigger | EventTrigger | AttributeTrigger | ScheduleTrigger:
    """Make what sets a campaign off or lets users enter a Canvas."""
    if model == "api":
        return ApiTrigger()
    again = model.re_eligible is True, model.re_eligible_after or _NOTHING
    if model.api:
        return ApiTrigger(model.re_eligible is not False, again[1])
    if model.event is not None:
        return EventTrigger(model.event, *again, where=model.where)
    if model.attribute is not None:
        return _attribute_trigger(model, model.attribute, *again)
    assert model.schedule is not None  # noqa: S101 - the model lets nothing else through
    return ScheduleTrigger(
        model.schedule,
        model.every or _NOTHING,
        model.times,
        model.in_local_time,
        *again,
    )


def _attribute_trigger(
    model: TriggerModel | ActionModel,
    name: str,
    re_eligible: bool = False,
    re_eligible_after: timedelta = _NOTHING,
) -> AttributeTrigger:
    target = {"to": model.to} if "to" in model.model_fields_set else {}
    return AttributeTrigger(name, re_eligible=re_eligible, re_eligible_after=re_eligible_after, **target)


def _quiet_hours(model: QuietHoursModel | None) -> QuietHours | None:
    return QuietHours(model.start, model.end, model.otherwise) if model else None


def _step(model: StepModel) -> Step:
    return _STEPS[model.kind](model, {"name": model.name, "next": model.next})


def _audience_paths(model: StepModel, named: Mapping[str, Any]) -> Step:
    groups = tuple(AudienceGroup(one.name, one.audience, one.next) for one in model.audience_paths or ())
    return AudiencePathsStep(groups=groups, **named)


def _action_paths(model: StepModel, named: Mapping[str, Any]) -> Step:
    paths = model.action_paths
    assert paths is not None  # noqa: S101 - it is the step's kind
    groups = tuple(ActionGroup(one.name, _action(one), one.next) for one in paths.groups)
    window = paths.window or timedelta(days=1)
    return ActionPathsStep(groups=groups, window=window, ranked=paths.ranked, **named)


def _action(model: ActionModel) -> EventTrigger | AttributeTrigger:
    if model.event is not None:
        return EventTrigger(model.event, where=model.where)
    return _attribute_trigger(model, model.attribute or "")


def _decision_split(model: StepModel, named: Mapping[str, Any]) -> Step:
    split = model.decision_split
    assert split is not None  # noqa: S101 - it is the step's kind
    return DecisionSplitStep(audience=split.audience, otherwise=split.otherwise, **named)


def _experiment_paths(model: StepModel, named: Mapping[str, Any]) -> Step:
    experiment = model.experiment_paths
    assert experiment is not None  # noqa: S101 - it is the step's kind
    paths = tuple(ExperimentPath(one.name, one.percent, one.next) for one in experiment.paths)
    return ExperimentPathsStep(paths=paths, randomized=experiment.randomized, **named)


def _user_update(model: StepModel, named: Mapping[str, Any]) -> Step:
    update = model.user_update
    assert update is not None  # noqa: S101 - it is the step's kind
    return UserUpdateStep(
        attributes=update.attributes, events=tuple(update.events), json=update.json_, **named
    )


def _delay(model: StepModel, named: Mapping[str, Any]) -> Step:
    delay = model.delay
    assert delay is not None  # noqa: S101 - it is the step's kind
    given = {**delay.model_dump(), "length": delay.length or _NOTHING, "by": delay.by or ""}
    return DelayStep(**given, **named)


def _context(model: StepModel, named: Mapping[str, Any]) -> Step:
    given = model.context or {}
    variables = {name: one.value for name, one in given.items()}
    return ContextStep(variables=variables, types={name: one.type for name, one in given.items()}, **named)


_STEPS: Mapping[str, Callable[[StepModel, Mapping[str, Any]], Step]] = {
    "webhook": lambda model, named: WebhookStep(
        template=model.webhook or "", delivery_validation=model.delivery_validation, **named
    ),
    "delay": _delay,
    "delay_until": lambda model, named: DelayStep(until=model.delay_until, **named),
    "audience_paths": _audience_paths,
    "action_paths": _action_paths,
    "decision_split": _decision_split,
    "experiment_paths": _experiment_paths,
    "user_update": _user_update,
    "context": _context,
}


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, list):
        return "array"
    return "object" if isinstance(value, dict) else "string"
