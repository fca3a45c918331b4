"""Templates: parsed once, rendered for any number of recipients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from liquid.exceptions import LiquidError

from mockserver.errors import TemplateError, locate
from mockserver.evidence import Assumptions, Choice
from mockserver.findings import Severity
from mockserver.liquid.assumptions import LIQUID_ASSUMPTIONS
from mockserver.liquid.blocks import Block
from mockserver.liquid.context import BrazeContext, Output
from mockserver.liquid.environment import braze_environment
from mockserver.liquid.failures import Interrupt, LimitReached, RenderingAborted
from mockserver.liquid.personalization import Personalization
from mockserver.liquid.program import Program
from mockserver.liquid.rendering import Abort, Rendering
from mockserver.liquid.resources import Resources
from mockserver.liquid.tags.promotion import promotion_lists

NOTHING: Mapping[str, object] = MappingProxyType({})
LIMIT_ABORT = "renderer_limit"
"""The abort type of a rendering that hit one of this renderer's own limits; Braze has no such type."""


@dataclass(frozen=True, slots=True)
class Template:
    """One field of a message, parsed; immutable and safe to render from several threads."""

    name: str
    source: str
    body: Block = field(repr=False, compare=False)
    program: Program = field(repr=False, compare=False)
    promotion_lists: tuple[str, ...] = ()
    keeps_comments: bool = field(default=False, repr=False, compare=False)
    _included: dict[tuple[str, bool], Block] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def render(
        self,
        personalization: Personalization,
        resources: Resources,
        *,
        variables: Mapping[str, object] = NOTHING,
    ) -> Rendering:
        """Render the template for one recipient.

        ``variables`` are plain variables, as if the template had assigned them. Nothing is raised for
        what the template does: errors of Liquid are printed and reported, as in Braze.
        """
        if resources.assumptions:
            _ = resources.assumed  # a choice that does not exist is told even where it does not matter
        context = BrazeContext(self.name, personalization, resources, variables, self._included)
        output = Output()
        aborted = None
        for name in self.promotion_lists:
            resources.promotions(name)  # a code is used up even if its branch is not taken
        try:
            self.program.write(context, output)
        except RenderingAborted as abort:
            aborted = Abort(abort.kind, abort.reason)
        except Interrupt:
            pass
        except (LimitReached, RecursionError) as limit:
            aborted = self._limit(limit, context)
        return context.finish("".join(output), aborted)

    def _limit(self, limit: Exception, context: BrazeContext) -> Abort:
        reason = str(limit) if isinstance(limit, LimitReached) else "values nested too deeply"
        context.note("LIQ190", f"a limit was reached: {reason}", self.body.token, severity=Severity.ERROR)
        return Abort(LIMIT_ABORT, reason)

    def __reduce__(self) -> tuple[object, ...]:
        # Nodes hold functions that cannot be pickled, and what is compiled cannot either.
        return _parse_again, (self.source, self.name, self.keeps_comments)


def parse_template(
    source: str, *, name: str = "template", assumptions: Mapping[str, Choice] | None = None
) -> Template:
    """Parse one field of a message.

    ``assumptions`` matters for ``liquid.html_comments`` only. Raises ``TemplateError`` with the place
    of the mistake.
    """
    chosen = Assumptions(LIQUID_ASSUMPTIONS, _known(assumptions or {}))
    return _parse(source, name, keeps_comments=chosen.is_set("liquid.html_comments", "kept"))


def _parse(source: str, name: str, *, keeps_comments: bool) -> Template:
    environment = braze_environment(keep_comments=keeps_comments)
    try:
        body = environment.parse_part(source, 0, len(source))
    except LiquidError as error:
        raise template_error(error, source, name) from error
    lists = tuple(dict.fromkeys(promotion_lists(body.nodes)))
    return Template(name, source, body, Program(body), lists, keeps_comments)


def _parse_again(source: str, name: str, keeps_comments: bool) -> Template:
    return _parse(source, name, keeps_comments=keeps_comments)


def _known(assumptions: Mapping[str, Choice]) -> Mapping[str, Choice]:
    declared = {assumption.name for assumption in LIQUID_ASSUMPTIONS}
    return {name: choice for name, choice in assumptions.items() if name in declared}


def template_error(error: LiquidError, source: str, name: str) -> TemplateError:
    """Give an error of the parser with its place in the source."""
    index = error.token.start_index if error.token is not None and error.token.start_index >= 0 else 0
    location, line = locate(source, index, name)
    return TemplateError(str(error.message), location=location, line_text=line)
