"""The state of one rendering: variables in scope, what may be reached, and the story so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.context import RenderContext, builtin
from liquid.template import BoundTemplate
from liquid.token import Token
from liquid.utils import ReadOnlyChainMap

from mockserver.clock import as_utc
from mockserver.errors import Location, locate
from mockserver.evidence import Assumptions
from mockserver.findings import Finding, Severity
from mockserver.liquid.failures import LIMITS, LimitReached, LiquidFailure
from mockserver.liquid.personalization import CONTENT_BLOCKS, Personalization
from mockserver.liquid.rendering import Abort, Call, MissingVariable, Rendering, RetryWanted
from mockserver.liquid.resources import Resources
from mockserver.liquid.ruby import values

if TYPE_CHECKING:
    from mockserver.liquid.blocks import Block
    from mockserver.liquid.environment import BrazeEnvironment
    from mockserver.liquid.expressions import FilterCall, Path
    from mockserver.liquid.tags.for_loop import ForLoop

LONG_TEXT = 256
"""Characters that make as much work as a tag."""
LONG_ARRAY = 4
"""Elements that do."""
_MOST_PARSED = 30
"""Sources kept parsed for a template's next rendering; Content Blocks are few, responses are not."""


class Output(list[str]):
    """Takes what a rendering writes, up to a limit."""

    room = LIMITS.output

    def write(self, text: str) -> int:
        """Take a piece of text.

        Raises ``LimitReached`` for more than the limit.
        """
        self.room -= len(text)
        if self.room < 0:
            raise LimitReached(f"an output of more than {LIMITS.output} characters")
        self.append(text)
        return len(text)

    def getvalue(self) -> str:
        """Give everything written so far."""
        return "".join(self)


@dataclass(slots=True)
class Story:
    """What a rendering has to tell beside its text."""

    retry: RetryWanted | None = None
    extras: dict[str, str] = field(default_factory=dict)
    missing: dict[tuple[str, str, int], MissingVariable] = field(default_factory=dict)
    findings: dict[tuple[str, str, Location], Finding] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)


class BrazeContext(RenderContext):
    """Everything a node may ask for while it renders.

    Every rendering makes one, so what most of them never need is made when it is asked for.
    """

    block_level = 0
    room = LIMITS.work
    """How many more tags and outputs may be rendered."""
    visible: frozenset[str] | None = None
    """The attributes that may be seen; ``None`` is all."""
    assigned: tuple[str, ...] | None = None
    """The variables assigned, where they are known ahead and nothing reads them."""
    _story: Story | None = None
    _counts = False
    _frames: Sequence[dict[str, object]] = ()

    def __init__(
        self,
        name: str,
        personalization: Personalization,
        resources: Resources,
        variables: Mapping[str, object],
        parsed: dict[tuple[str, bool], Block],
    ) -> None:
        self.name = name
        self.personalization = personalization
        self.resources = resources
        self.locals: dict[str, object] = {}
        self._variables = variables
        self._parsed = parsed

    def __getattr__(self, name: str) -> object:
        """Make what python-liquid's own nodes use, once one of them asks for it."""
        if name not in RenderContext.__slots__:
            raise AttributeError(name)
        variables = self.locals
        super().__init__(BoundTemplate(self.environment, [], self.name))
        self.locals, self._counts = variables, True
        self.scope = ReadOnlyChainMap(variables, self.globals, builtin, self.counters)
        return getattr(self, name)

    @cached_property
    def environment(self) -> BrazeEnvironment:
        """The dialect in which sources are parsed that this rendering comes upon."""
        from mockserver.liquid.environment import braze_environment  # it knows the tags, which know this

        return braze_environment(keep_comments=self.assumed.is_set("liquid.html_comments", "kept"))

    @property
    def assumed(self) -> Assumptions:
        """The assumptions in force."""
        return self.resources.assumed

    @property
    def drops_filters_in_conditions(self) -> bool:
        """Whether a filtered value in a condition is taken without its filters and its comparison."""
        return self.assumed.is_set("liquid.filters_in_conditions", "ignored")

    @cached_property
    def referenced(self) -> set[str]:
        """The attributes the message has referenced so far."""
        return set()

    @cached_property
    def turns(self) -> dict[object, int]:
        """Whose turn it is in each ``cycle``."""
        return {}

    @cached_property
    def stops(self) -> dict[str, int]:
        """Where the last loop of each head stopped."""
        return {}

    @cached_property
    def _loops(self) -> list[ForLoop]:
        return []

    # -- variables

    def variable(self, name: str) -> object:
        """Give a plain variable: of a loop, assigned, given by the caller, counted, or a namespace."""
        for frame in reversed(self._frames):
            if name in frame:
                return frame[name]
        if name in self.locals:
            return self.locals[name]
        if self._counts and name in self.counters:
            return self.counters[name]
        if name in self._variables:
            return self._variables[name]
        return self.personalization.namespace(name)

    def attribute(self, namespace: str, name: str) -> object:
        """Give the value behind a marker, and note that the message has referenced it."""
        if namespace == CONTENT_BLOCKS:
            return self.resources.content_blocks.get(name)
        key = f"{namespace}.{name}"
        if self.visible is not None and key not in self.visible:
            return None
        self.referenced.add(key)
        if namespace and self.personalization.namespace(namespace) is None:
            # A marker may also name a member of a plain variable whose name could not be written bare.
            return values.look_up(self.variable(namespace), name)
        value = self.personalization.attribute(namespace, name)
        # A time attribute is in UTC wherever it was recorded.
        return as_utc(value) if isinstance(value, datetime) else value

    def member(self, value: object, key: object, *, is_command: bool) -> object:
        """Give the member of a value that a path step leads to."""
        if key == 0 and isinstance(value, Mapping) and isinstance(key, int):
            return value if self.assumed.is_set("liquid.first_of_object", "object") else None
        return values.look_up(value, key, is_command=is_command)

    def count(self, name: str, step: int) -> int:
        """Step a counter of ``increment`` or ``decrement`` and give its new value.

        It starts at a variable of that name that was given to the rendering, as in Ruby.
        """
        value = self.counters.get(name, self._variables.get(name) or 0)
        if isinstance(value, bool) or not isinstance(value, int):
            raise LiquidFailure("internal")
        self.counters[name] = value + step
        return self.counters[name]

    @contextmanager
    def frame(self) -> Iterator[dict[str, object]]:
        """Open a scope of its own for a loop."""
        variables: dict[str, object] = {}
        outer, self._frames = self._frames, (*self._frames, variables)
        try:
            yield variables
        finally:
            self._frames = outer

    def enter_loop(self, loop: ForLoop) -> dict[str, object]:
        """Open the scope of a ``for`` loop, which ``leave_loop`` closes."""
        loop.parentloop = self._loops[-1] if self._loops else None
        self._loops.append(loop)
        variables: dict[str, object] = {"forloop": loop}
        self._frames = (*self._frames, variables)
        return variables

    def leave_loop(self) -> None:
        """Close the scope of the innermost ``for`` loop."""
        self._frames = self._frames[:-1]
        self._loops.pop()

    @contextmanager
    def inside(self, name: str, *, visible: frozenset[str] | None = None) -> Iterator[None]:
        """Render another source in this context; ``visible`` limits the attributes it may see."""
        outer = self.name, self.visible
        self.name, self.visible = name, visible if visible is not None else self.visible
        try:
            yield
        finally:
            self.name, self.visible = outer

    def parse(self, source: str) -> Block:
        """Parse another source that this rendering has come upon, or one before it.

        Raises ``LiquidError`` where it is not Liquid.
        """
        key = source, self.environment.keep_comments
        block = self._parsed.get(key)
        if block is None:
            block = self.environment.parse_part(source, 0, len(source))
            if len(self._parsed) >= _MOST_PARSED:
                self._parsed.clear()
            self._parsed[key] = block
        return block

    # -- time and limits

    def now(self) -> datetime:
        """Tell the time, in UTC."""
        return as_utc(self.resources.now())

    def work(self, amount: int = 1) -> None:
        """Count one more tag or output, or the work a long value makes.

        Raises ``LimitReached`` when there has been too much.
        """
        self.room -= amount
        if self.room < 0:
            raise LimitReached(f"more than {LIMITS.work} tags and outputs to render")

    def work_on(self, value: object) -> None:
        """Count the work that a value makes by its length, if it is long.

        Raises ``LimitReached`` when there has been too much.
        """
        if isinstance(value, str):
            if len(value) > LONG_TEXT:
                self.work(len(value) // LONG_TEXT)
        elif isinstance(value, list) and len(value) > LONG_ARRAY:
            self.work(len(value) // LONG_ARRAY)

    # -- output

    def printed(self, value: object) -> str:
        """Give what an output prints."""
        self.work_on(value)
        if isinstance(value, list) and self.assumed.is_set("liquid.array_output", "inspected"):
            return values.inspect(value)
        return values.render_value(value)

    def printed_at(self, value: object, path: Path) -> str:
        """Give what an output prints for the value a path leads to."""
        if value is None:
            self.note_missing(path)
        return self.printed(value)

    def captured(self, text: str) -> None:
        """Count a text that was captured.

        Raises ``LimitReached`` for one longer than an output may be.
        """
        if len(text) > LIMITS.output:
            raise LimitReached(f"an output of more than {LIMITS.output} characters")
        self.work_on(text)

    def failed(self, failure: LiquidFailure, node: Node) -> str:
        """Note a run-time error, and give what stands in the message in the place of its node."""
        self.note("LIQ101", failure.printed, node.token)
        return "" if node.blank else failure.printed

    # -- the story

    @property
    def story(self) -> Story:
        """What there is to tell so far."""
        if self._story is None:
            self._story = Story()
        return self._story

    def locate(self, token: Token) -> Location:
        """Give the place of a token in the source being rendered."""
        return locate(token.source, token.start_index, self.name)[0]

    def note_missing(self, path: Path) -> None:
        """Note that a look-up found nothing."""
        key = (str(path), self.name, path.token.start_index)
        if key not in self.story.missing:
            self.story.missing[key] = MissingVariable(str(path), self.locate(path.token))

    def note(
        self, code: str, message: str, token: Token, *, hint: str = "", severity: Severity = Severity.WARNING
    ) -> None:
        """Note something worth telling about a place in the template, once for each place."""
        location = self.locate(token)
        finding = Finding(code=code, severity=severity, message=message, hint=hint, location=location)
        self.story.findings.setdefault((code, message, location), finding)

    def note_call(self, call: Call) -> None:
        """Note a Connected Content call.

        Raises ``LimitReached`` for one too many.
        """
        self.story.calls.append(call)
        if len(self.story.calls) > LIMITS.calls:
            raise LimitReached(f"more than {LIMITS.calls} Connected Content calls")

    def unknown_filter(self, call: FilterCall, value: object) -> object:
        """Do what is assumed for a filter Braze does not offer."""
        self.note("LIQ102", f"Braze has no filter {call.name!r}", call.token)
        if self.assumed.is_set("liquid.unknown_filter", "fails"):
            raise LiquidFailure(f"undefined filter {call.name}")
        return None if self.assumed.is_set("liquid.unknown_filter", "empty") else value

    def finish(self, text: str, aborted: Abort | None) -> Rendering:
        """Give the result."""
        story = self._story
        if story is None:
            if aborted is None:
                return Rendering.of_text(text, self.assigned or tuple(self.locals))
            story = Story()
        return Rendering(
            text=text,
            aborted=aborted,
            retry=None if aborted else story.retry,
            calls=tuple(story.calls),
            missing=tuple(story.missing.values()),
            assigned=self.assigned or tuple(self.locals),
            findings=tuple(story.findings.values()),
            extras=dict(story.extras),
        )
