"""Users on their way through Canvases: who enters, and what each step does with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any, cast

from mockserver.braze import notices
from mockserver.braze.messaging.campaign import AttributeTrigger, EventTrigger
from mockserver.braze.messaging.canvas import (
    LONGEST_DELAY,
    ActionGroup,
    ActionPathsStep,
    AudiencePathsStep,
    Canvas,
    ContextStep,
    DecisionSplitStep,
    DelayStep,
    ExperimentPathsStep,
    Step,
    UserUpdateStep,
    WebhookStep,
)
from mockserver.braze.messaging.canvas_history import record_entry, record_exit, record_message
from mockserver.braze.messaging.context_values import typed
from mockserver.braze.messaging.delivery_rules import zone_of
from mockserver.braze.messaging.dispatch import CanvasPlace, Dispatch
from mockserver.braze.messaging.journey import Journey, Stage, Whereabouts
from mockserver.braze.messaging.message_log import Message, Outcome
from mockserver.braze.messaging.personalization import personalize
from mockserver.braze.messaging.property_liquid import LiquidValues, ValueAborted
from mockserver.braze.messaging.sender import FAILED_VALIDATION, Codes, WebhookSender
from mockserver.braze.messaging.targeting import Targeting
from mockserver.braze.messaging.user_update import parse_update
from mockserver.braze.messaging.webhook import WebhookTemplate
from mockserver.braze.profiles.profile import Profile
from mockserver.braze.state import BrazeState
from mockserver.clock import Work
from mockserver.findings import Finding
from mockserver.simulator.world import World
from mockserver.zones import known_zone

Update = Callable[[Profile, Mapping[str, Any]], list[Finding]]
"""Applies a body in the form of /users/track to one profile; gives what is to be said of it."""


@dataclass(slots=True, eq=False)
class Waiting:
    """A journey held at an action path, and the groups whose action the user performed."""

    journey: Journey
    step: ActionPathsStep
    work: Work
    matched: list[tuple[ActionGroup, Mapping[str, Any] | None]] = field(default_factory=list)


class Journeys:
    """The journeys of one workspace."""

    def __init__(
        self,
        world: World,
        state: BrazeState,
        sender: WebhookSender,
        targeting: Targeting,
        update: Update,
    ) -> None:
        self._world = world
        self._state = state
        self._sender = sender
        self._targeting = targeting
        self._update = update
        self._all: list[Journey] = []
        self._entries: Counter[str] = Counter()
        self._latest: dict[tuple[str, str], Journey] = {}
        self._under_way: defaultdict[str, list[Journey]] = defaultdict(list)
        self._waiting: defaultdict[str, list[Waiting]] = defaultdict(list)
        self._lots: dict[tuple[str, str, str], str] = {}
        state.profiles.when_merged.append(self._merged)

    def __iter__(self) -> Iterator[Journey]:
        return iter(tuple(self._all))

    def enter(
        self,
        canvas: Canvas,
        profile: Profile,
        context: Mapping[str, Any],
        event_properties: Mapping[str, Any] | None = None,
    ) -> Journey | Finding:
        """Let a user enter a Canvas; a finding says why not."""
        hindrance = self._hindrance(canvas, profile)
        if hindrance:
            return hindrance
        variants = {variant.name: variant for variant in canvas.all_variants()}
        shares = {name: variant.percent for name, variant in variants.items()}
        chosen = variants[self._draw((canvas.id, "", profile.braze_id), shares)]
        journey = Journey(
            number=len(self._all) + 1,
            canvas=canvas,
            profile=profile,
            variant=chosen.name,
            entered_at=self._world.clock.now(),
            context=dict(context),
        )
        if self._world.assumptions.is_set("braze.canvas_event_properties", "first_step"):
            journey.event_properties = event_properties
        self._all.append(journey)
        self._entries[canvas.id] += 1
        self._latest[canvas.id, profile.braze_id] = journey
        self._under_way[profile.braze_id].append(journey)
        record_entry(journey)
        delay = timedelta(seconds=self._world.assumptions.number("braze.send_delay"))
        self._later(delay, lambda: self._arrive(journey, chosen.first), journey)
        return journey

    def event_happened(self, profile: Profile, event: str, properties: Mapping[str, Any]) -> None:
        """Tell those who are under way what the user did."""
        for journey in self._under_way.get(profile.braze_id, ()):
            journey.leaves = journey.leaves or event in journey.canvas.exit_events
        self._acted(
            profile,
            lambda action: isinstance(action, EventTrigger) and action.fits(event, properties),
            properties,
        )

    def attribute_changed(self, profile: Profile, name: str, value: object) -> None:
        """Tell those who are under way that an attribute of the user changed."""
        self._acted(
            profile, lambda action: isinstance(action, AttributeTrigger) and action.fits(name, value), None
        )

    def _merged(self, gone: Profile, kept: Profile) -> None:
        """Let the user who is kept go on where the one who went was."""
        if self._world.assumptions.is_set("braze.merged_journey", "ends"):
            return
        for journey in self._under_way.pop(gone.braze_id, ()):
            journey.profile = kept
            self._under_way[kept.braze_id].append(journey)
        for waiting in self._waiting.pop(gone.braze_id, ()):
            self._waiting[kept.braze_id].append(waiting)
        for canvas in self._state.canvases:
            both = (self._latest.pop((canvas.id, each.braze_id), None) for each in (gone, kept))
            latest = max(filter(None, both), key=lambda journey: journey.number, default=None)
            if latest is not None:
                self._latest[canvas.id, kept.braze_id] = latest

    def _hindrance(self, canvas: Canvas, profile: Profile) -> Finding | None:
        if canvas.status != "active":
            return notices.canvas_inactive(canvas.name, canvas.status)
        group = self._state.control_group
        if group and group.withholds(canvas.tags, profile):
            return notices.in_control_group("Canvas", canvas.name, str(profile))
        latest, entry = self._latest.get((canvas.id, profile.braze_id)), canvas.entry
        if latest is not None:
            again = latest.entered_at + entry.re_eligible_after
            if not entry.re_eligible or self._world.clock.now() < again:
                return notices.not_entered_again(canvas.name, str(profile))
        if canvas.max_entries is not None and self._entries[canvas.id] >= canvas.max_entries:
            return notices.canvas_full(canvas.name, canvas.max_entries)
        if not self._targeting.has(canvas.audience, profile):
            return notices.outside_audience("Canvas", canvas.name, str(profile))
        return None

    def _draw(self, key: tuple[str, str, str], shares: Mapping[str, float], *, again: bool = False) -> str:
        """Draw one of several by their percentages, once for a key unless it is to be drawn again."""
        known = self._lots.get(key)
        if known in shares and not again:
            return cast(str, known)
        lot = self._world.ids.fraction() * sum(shares.values()) if len(shares) > 1 else 0
        ends = zip(shares, accumulate(shares.values()), strict=True)
        name = next((name for name, end in ends if lot < end), next(reversed(tuple(shares))))
        self._lots[key] = name
        return name

    def _arrive(self, journey: Journey, name: str) -> None:
        """Walk from a step to the next that holds the user."""
        while name:
            step = journey.canvas.step(name)
            if self._state.profiles.by_braze_id(journey.profile.braze_id) is not journey.profile:
                self._end(journey, Whereabouts.EXITED, "the profile is gone")
                return
            journey.step = name
            way = self._take(journey, step)
            if way is None:
                return
            if self._exits(journey):
                return
            name = journey.canvas.after(step, way)
        self._end(journey, Whereabouts.FINISHED, "")

    def _leave(self, journey: Journey, step: Step, way: str) -> None:
        """Go on from a step that held the user."""
        if not self._exits(journey):
            self._arrive(journey, journey.canvas.after(step, way))

    def _take(self, journey: Journey, step: Step) -> str | None:
        """Do what a step does; give the way out of it, or None where it holds the user."""
        match step:
            case WebhookStep():
                return self._send(journey, step)
            case DelayStep():
                return self._delay(journey, step)
            case ActionPathsStep():
                return self._wait(journey, step)
            case AudiencePathsStep():
                return self._audience(journey, step)
            case DecisionSplitStep():
                passed = self._targeting.has(step.audience, journey.profile, journey.context)
                self._tell(journey, "yes" if passed else "no")
                return step.next if passed else step.otherwise
            case ExperimentPathsStep():
                return self._experiment(journey, step)
            case UserUpdateStep():
                return self._change(journey, step)
            case ContextStep():
                return self._set_context(journey, step)
        raise AssertionError(f"there is no step of type {type(step).__name__}")

    def _send(self, journey: Journey, step: WebhookStep) -> str | None:
        self._tell(journey, f"sends {step.template}")
        event_properties, journey.event_properties = journey.event_properties, None
        self._sender.send_now(
            Dispatch(
                **self._about(journey, step, self._state.template(step.template)),
                dispatch_id=self._world.ids.hex(32),
                event_properties=event_properties,
                validation=step.delivery_validation,
                done=lambda message: self._sent(journey, step, message),
            )
        )
        return None

    def _sent(self, journey: Journey, step: WebhookStep, message: Message) -> None:
        self._tell(journey, f"message {message.number} {message.outcome}")
        if message.outcome is Outcome.SENT:
            record_message(journey, step.name, self._now())
        stays_out = self._world.assumptions.is_set("braze.canvas_failed_webhook", "exit")
        if message.abort_type == FAILED_VALIDATION:
            self._end(journey, Whereabouts.EXITED, message.reason)
        elif message.outcome is Outcome.FAILED and stays_out:
            self._end(journey, Whereabouts.EXITED, "the webhook failed")
        else:
            self._leave(journey, step, step.next)

    def _delay(self, journey: Journey, step: DelayStep) -> str | None:
        now = self._now()
        try:
            until = self._delay_ends(journey, step, now)
        except ValueError as mistake:
            why = f"the delay by {step.by!r} failed: {mistake}" if step.by else str(mistake)
            self._end(journey, Whereabouts.EXITED, why)
            return None
        if until <= now or not journey.canvas.after(step, step.next):
            # A delay that nothing follows holds nobody.
            return step.next
        self._tell(journey, f"waits until {until.astimezone(UTC).isoformat()}")
        self._later(until - now, lambda: self._leave(journey, step, step.next), journey)
        return None

    def _delay_ends(self, journey: Journey, step: DelayStep, now: datetime) -> datetime:
        """Give when a delay lets a user go on; a ``ValueError`` says why they exit instead."""
        company = self._state.time_zone
        zone = zone_of(journey.profile, company) if step.in_local_time else known_zone(company)
        meant = step.personalized(journey.context.get(step.by), zone) if step.by else step
        until = meant.ends(now, zone)
        if until is None:
            raise ValueError("the time of the delay has passed")
        if step.by and until - now > LONGEST_DELAY:
            raise ValueError(f"{until.date()} is more than two years away")
        return until

    def _audience(self, journey: Journey, step: AudiencePathsStep) -> str:
        for group in step.groups:
            if self._targeting.has(group.audience, journey.profile, journey.context):
                self._tell(journey, group.name)
                return group.next
        self._tell(journey, "Everyone Else")
        return step.next

    def _experiment(self, journey: Journey, step: ExperimentPathsStep) -> str:
        shares = {path.name: path.percent for path in step.paths}
        key = journey.canvas.id, step.name, journey.profile.braze_id
        name = self._draw(key, shares, again=step.randomized)
        self._tell(journey, name)
        return next(path.next for path in step.paths if path.name == name)

    def _change(self, journey: Journey, step: UserUpdateStep) -> str:
        rendered = self._rendered(journey, step, step.json or step.body, self._sender.codes())
        if rendered is None:
            return step.next
        try:
            body = parse_update(rendered) if isinstance(rendered, str) else rendered
        except ValueError as mistake:
            self._tell(journey, str(mistake))
            return step.next
        self._tell(journey, "updates the profile")
        for finding in self._update(journey.profile, body):
            self._tell(journey, f"{finding.code}: {finding.message}")
        return step.next

    def _set_context(self, journey: Journey, step: ContextStep) -> str:
        codes, done = self._sender.codes(), []
        for name, source in step.variables.items():
            # One after the other: a variable may use those set before it.
            rendered = self._rendered(journey, step, source, codes)
            if rendered is None:
                continue
            try:
                journey.context[name] = typed(rendered, step.types.get(name, "string"))
                done.append(name)
            except ValueError as mistake:
                self._tell(journey, f"does not set {name}: {mistake}")
        if done or not step.variables:
            self._tell(journey, "sets " + ", ".join(done))
        return step.next

    def _rendered(self, journey: Journey, step: Step, value: Any, codes: Codes) -> Any:
        """Render the Liquid in a value; None where it gives up, which is written down."""
        nothing = WebhookTemplate(name=step.name, url="")
        values = personalize(Dispatch(**self._about(journey, step, nothing)))
        try:
            return LiquidValues(values, self._sender.resources(values, codes)).rendered(value)
        except ValueAborted as given_up:
            self._tell(journey, f"{given_up.abort.type}: {given_up.abort.reason}")
            return None

    def _about(self, journey: Journey, step: Step, template: WebhookTemplate) -> dict[str, Any]:
        place = CanvasPlace(journey.canvas, step.name, journey.variant)
        return {
            "template": template,
            "profile": journey.profile,
            "place": place,
            "context": dict(journey.context),
        }

    def _wait(self, journey: Journey, step: ActionPathsStep) -> str | None:
        self._tell(journey, "waits for an action")
        work = self._later(step.window, lambda: self._window_over(waiting), journey)
        waiting = Waiting(journey, step, work)
        self._waiting[journey.profile.braze_id].append(waiting)
        return None

    def _acted(
        self,
        profile: Profile,
        fits: Callable[[EventTrigger | AttributeTrigger], bool],
        properties: Mapping[str, Any] | None,
    ) -> None:
        advanced: set[tuple[str, str]] = set()
        for waiting in tuple(self._waiting.get(profile.braze_id, ())):
            group = next((group for group in waiting.step.groups if fits(group.action)), None)
            if group is None:
                continue
            place = waiting.journey.canvas.id, waiting.step.name
            if waiting.step.ranked:
                waiting.matched.append((group, properties))
            elif place in advanced:
                self._release(waiting)
                self._end(waiting.journey, Whereabouts.EXITED, "an earlier entry went on with the action")
            else:
                advanced.add(place)
                self._release(waiting)
                self._go_by(waiting, group, properties)

    def _go_by(self, waiting: Waiting, group: ActionGroup, properties: Mapping[str, Any] | None) -> None:
        journey = waiting.journey
        self._tell(journey, group.name)
        if properties is not None:
            journey.event_properties = properties
        self._later(timedelta(0), lambda: self._leave(journey, waiting.step, group.next), journey)

    def _window_over(self, waiting: Waiting) -> None:
        self._release(waiting)
        rank = {group.name: index for index, group in enumerate(waiting.step.groups)}
        best = min(waiting.matched, key=lambda match: rank[match[0].name], default=None)
        if best is None:
            self._tell(waiting.journey, "Everyone Else")
            self._leave(waiting.journey, waiting.step, waiting.step.next)
        else:
            self._go_by(waiting, *best)

    def _release(self, waiting: Waiting) -> None:
        waiting.work.cancel()
        self._waiting[waiting.journey.profile.braze_id].remove(waiting)

    def _exits(self, journey: Journey) -> bool:
        exits = journey.canvas.exit_audience
        if journey.leaves or (exits and self._targeting.has(exits, journey.profile)):
            self._end(journey, Whereabouts.EXITED, "exit criteria")
            return True
        return False

    def _end(self, journey: Journey, whereabouts: Whereabouts, reason: str) -> None:
        journey.whereabouts, journey.reason = whereabouts, reason
        record_exit(journey, self._now())
        self._under_way[journey.profile.braze_id].remove(journey)

    def _tell(self, journey: Journey, what: str) -> None:
        journey.stages.append(Stage(self._now(), journey.step, what))

    def _now(self) -> datetime:
        return self._world.clock.now()

    def _later(self, delay: timedelta, run: Callable[[], None], journey: Journey) -> Work:
        label = f"braze: {journey.profile} in {journey.canvas.name}"
        return self._world.clock.call_later(delay, run, label)
