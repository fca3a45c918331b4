"""The state of one rendering: variables in scope, what may be reached, and the story so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import StringIO
from typing import TYPE_CHECKING, cast

from liquid.context import RenderContext
from liquid.template import BoundTemplate
from liquid.token import Token

from mockserver.clock import as_utc
from mockserver.errors import Location, locate
from mockserver.evidence import Assumptions
from mockserver.findings import Finding, Severity
from mockserver.liquid import values
from mockserver.liquid.assumptions import LIQUID_ASSUMPTIONS
from mockserver.liquid.failures import LIMITS, LimitReached, LiquidFailure
from mockserver.liquid.personalization import Personalization
from mockserver.liquid.rendering import Abort, Call, MissingVariable, Rendering, RetryWanted
from mockserver.liquid.resources import Resources

if TYPE_CHECKING:
    from mockserver.liquid.blocks import Block
    from mockserver.liquid.environment import BrazeEnvironment
    from mockserver.liquid.expressions import FilterCall, Path

_LONG_TEXT = 256
"""Characters that make as much work as a tag."""
_LONG_ARRAY = 4
"""Elements that do."""
_DECLARED = {assumption.name for assumption in LIQUID_ASSUMPTIONS}


class Output(StringIO):
    """Takes what a rendering writes, up to a limit."""

    def __init__(self) -> None:
        super().__init__()
        self._room = LIMITS.output

    def write(self, text: str) -> int:
        """Take a piece of text.

        Raises ``LimitReached`` for more than the limit.
        """
        self._room -= len(text)
        if self._room < 0:
            raise LimitReached(f"an output of more than {LIMITS.output} characters")
        return super().write(text)


class BrazeContext(RenderContext):
    """Everything a node may ask for while it renders."""

    __slots__ = (
        "_calls",
        "_findings",
        "_frames",
        "_missing",
        "_parsed",
        "_room_for_work",
        "_variables",
        "_visible",
        "assumed",
        "block_level",
        "drops_filters_in_conditions",
        "extras",
        "name",
        "personalization",
        "referenced",
        "resources",
        "retry",
    )

    def __init__(
        self,
        template: BoundTemplate,
        personalization: Personalization,
        resources: Resources,
        variables: Mapping[str, object],
    ) -> None:
        super().__init__(template)
        self.name = template.name
        self.personalization = personalization
        self.resources = resources
        chosen = {name: item for name, item in resources.assumptions.items() if name in _DECLARED}
        self.assumed = Assumptions(LIQUID_ASSUMPTIONS, chosen)
        self.drops_filters_in_conditions = self.assumed.is_set("liquid.filters_in_conditions", "ignored")
        self.retry: RetryWanted | None = None
        self.extras: dict[str, str] = {}
        self.referenced: set[str] = set()
        self.block_level = 0
        self._variables = variables
        self._visible: frozenset[str] | None = None
        self._frames: list[dict[str, object]] = []
        self._missing: dict[tuple[str, str, int], MissingVariable] = {}
        self._findings: dict[tuple[str, str, Location], Finding] = {}
        self._calls: list[Call] = []
        self._parsed: dict[tuple[str, str], Block] = {}
        self._room_for_work = LIMITS.work

    # -- variables

    def variable(self, name: str) -> object:
        """Give a plain variable: of a loop, assigned, given by the caller, counted, or a namespace."""
        for frame in reversed(self._frames):
            if name in frame:
                return frame[name]
        if name in self.locals:
            return self.locals[name]
        if name in self.counters:
            return self.counters[name]
        if name in self._variables:
            return self._variables[name]
        return self.personalization.namespace(name)

    def attribute(self, namespace: str, name: str) -> object:
        """Give the value behind a marker, and note that the message has referenced it."""
        if namespace == "content_blocks":
            return self.resources.content_blocks.get(name)
        key = f"{namespace}.{name}"
        if self._visible is not None and key not in self._visible:
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
        self._frames.append(variables)
        try:
            yield variables
        finally:
            self._frames.pop()

    @contextmanager
    def inside(self, name: str, *, visible: frozenset[str] | None = None) -> Iterator[None]:
        """Render another source in this context; ``visible`` limits the attributes it may see."""
        outer = self.name, self._visible
        self.name, self._visible = name, visible if visible is not None else self._visible
        try:
            yield
        finally:
            self.name, self._visible = outer

    def parse(self, source: str, name: str) -> Block:
        """Parse another source that this rendering has come upon, once.

        Raises ``LiquidError`` where it is not Liquid.
        """
        if (source, name) not in self._parsed:
            environment = cast("BrazeEnvironment", self.env)
            self._parsed[source, name] = environment.parse_part(source, 0, len(source))
        return self._parsed[source, name]

    # -- time and limits

    def now(self) -> datetime:
        """Tell the time, in UTC."""
        return as_utc(self.resources.now())

    def work(self, amount: int = 1) -> None:
        """Count one more tag or output, or the work a long value makes.

        Raises ``LimitReached`` when there has been too much.
        """
        self._room_for_work -= amount
        if self._room_for_work < 0:
            raise LimitReached(f"more than {LIMITS.work} tags and outputs to render")

    def work_on(self, value: object) -> None:
        """Count the work that a value makes by its length, if it is long.

        Raises ``LimitReached`` when there has been too much.
        """
        if isinstance(value, str):
            if len(value) > _LONG_TEXT:
                self.work(len(value) // _LONG_TEXT)
        elif isinstance(value, list) and len(value) > _LONG_ARRAY:
            self.work(len(value) // _LONG_ARRAY)

    # -- the story

    def locate(self, token: Token) -> Location:
        """Give the place of a token in the source being rendered."""
        return locate(token.source, token.start_index, self.name)[0]

    def note_missing(self, path: Path) -> None:
        """Note that a look-up found nothing."""
        key = (str(path), self.name, path.token.start_index)
        if key not in self._missing:
            self._missing[key] = MissingVariable(str(path), self.locate(path.token))

    def note(
        self, code: str, message: str, token: Token, *, hint: str = "", severity: Severity = Severity.WARNING
    ) -> None:
        """Note something worth telling about a place in the template, once for each place."""
        location = self.locate(token)
        finding = Finding(code=code, severity=severity, message=message, hint=hint, location=location)
        self._findings.setdefault((code, message, location), finding)

    def note_call(self, call: Call) -> None:
        """Note a Connected Content call.

        Raises ``LimitReached`` for one too many.
        """
        self._calls.append(call)
        if len(self._calls) > LIMITS.calls:
            raise LimitReached(f"more than {LIMITS.calls} Connected Content calls")

    def unknown_filter(self, call: FilterCall, value: object) -> object:
        """Do what is assumed for a filter Braze does not offer."""
        self.note("LIQ102", f"Braze has no filter {call.name!r}", call.token)
        if self.assumed.is_set("liquid.unknown_filter", "fails"):
            raise LiquidFailure(f"undefined filter {call.name}")
        return None if self.assumed.is_set("liquid.unknown_filter", "empty") else value

    def finish(self, text: str, aborted: Abort | None) -> Rendering:
        """Give the result."""
        return Rendering(
            text=text,
            aborted=aborted,
            retry=None if aborted else self.retry,
            calls=tuple(self._calls),
            missing=tuple(self._missing.values()),
            assigned=tuple(self.locals),
            findings=tuple(self._findings.values()),
            extras=dict(self.extras),
        )
