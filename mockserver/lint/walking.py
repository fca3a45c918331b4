"""Walks through a template along every path at once, noting down what rules want to know.

The walk is an abstract interpretation: instead of one user's values it carries what may be said of
everybody's, splits where the template branches and meets where branches end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

from liquid.ast import Node
from liquid.builtin.content import ContentNode

from mockserver.lint.conditions import Verdict, judge
from mockserver.lint.evaluation import Evaluator, keys_proven_by
from mockserver.lint.facts import Call, Dead, Facts, Sink
from mockserver.lint.fields import Field, Kind
from mockserver.lint.parsing import parse_field
from mockserver.lint.state import Proven, State, merge
from mockserver.lint.target import Into, Target, meet_targets
from mockserver.lint.values import ANYTHING, NUMBER, Danger, Literal, Source, Value
from mockserver.liquid.blocks import Block
from mockserver.liquid.content_blocks import ContentBlockNode
from mockserver.liquid.tags.abort_message import AbortMessageNode
from mockserver.liquid.tags.assign import AssignNode
from mockserver.liquid.tags.break_loop import BreakNode
from mockserver.liquid.tags.capture import CaptureNode
from mockserver.liquid.tags.case import CaseNode
from mockserver.liquid.tags.catalog_items import CatalogItemsNode
from mockserver.liquid.tags.catalog_selection_items import CatalogSelectionItemsNode
from mockserver.liquid.tags.connected_content import ConnectedContentNode
from mockserver.liquid.tags.continue_loop import ContinueNode
from mockserver.liquid.tags.cycle import CycleNode
from mockserver.liquid.tags.decrement import DecrementNode
from mockserver.liquid.tags.for_loop import ForNode
from mockserver.liquid.tags.if_block import Branch, IfNode
from mockserver.liquid.tags.increment import IncrementNode
from mockserver.liquid.tags.landing_page_url import LandingPageUrlNode
from mockserver.liquid.tags.message_extras import MessageExtrasNode
from mockserver.liquid.tags.output import BareMarkerNode, IsoTimestampNode, OutputNode
from mockserver.liquid.tags.promotion import PromotionNode
from mockserver.liquid.tags.random_number import RandomNode
from mockserver.liquid.tags.shopping_cart import ShoppingCartNode
from mockserver.liquid.tags.tablerow import TablerowNode
from mockserver.liquid.tags.translation import TranslationNode

if TYPE_CHECKING:
    from liquid.context import RenderContext

    from mockserver.liquid.fragments import Fragment

_INTO: Final = {Kind.URL: Into.URL, Kind.HEADER: Into.HEADER, Kind.BODY: Into.BODY, Kind.PAIR: Into.TEXT}
_ANSWER: Final = Value(json=Danger.SENDER, url=Danger.SENDER, named=True)


def facts_of(field: Field, *, keep_comments: bool = False) -> Facts:
    """Parse a field and walk through it; never raises."""
    parsed = parse_field(field, keep_comments=keep_comments)
    facts = Facts(field, parsed.source, Target.of(_INTO[field.kind]), parsed.tokens, parsed.faults)
    _Walk(facts).through(parsed.block)
    return facts


class _Walk:
    """One walk; ``state`` and ``target`` are those of the point it has come to."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.evaluator = Evaluator(facts)
        self.state = State()
        self.target = facts.target
        self.leaves = 0

    def through(self, block: Block) -> None:
        self.nodes(block.nodes)
        if self.state.reachable and self.target.into is Into.JSON:
            self.target.json.end()

    def nodes(self, nodes: Sequence[Node]) -> None:
        for place, node in enumerate(nodes):
            was_reachable = self.state.reachable
            self.node(node)
            if was_reachable and not self.state.reachable:
                self._note_rest(node, nodes[place + 1 :])

    def node(self, node: Node) -> None:
        if isinstance(node, ContentNode):
            if self.state.reachable:
                self.target.text(node.text, node.token.start_index)
            return
        visit = VISITS.get(type(node))
        if visit is not None:
            visit(self, cast("Any", node))

    def _note_rest(self, node: Node, rest: Sequence[Node]) -> None:
        behind = [other for other in rest if not (isinstance(other, ContentNode) and other.blank)]
        if behind:
            many = isinstance(node, IfNode | CaseNode)
            why = "no branch before it goes on" if many else f"it stands behind {node.token.value}"
            self.facts.dead.append(Dead(behind[0].token.start_index, why, behind=True))

    # -- printing

    def _print(self, value: Value, index: int, end: int = 0) -> None:
        if not self.state.reachable:
            return
        for call in self.facts.calls:
            if Source(call.key) in value.sources or Source(call.key, one=True) in value.sources:
                call.used = True
                call.unguarded = call.unguarded or call.key in value.absent
        place = self.target.output(value, index)
        if place.into is not Into.CAPTURE:
            self.facts.sinks.append(Sink(place, value, index, end))

    def output(self, node: OutputNode) -> None:
        value = self.evaluator.value(node.expression, self.state)
        text = node.token.value
        closed = text.startswith("{{") and text.endswith("}}")
        index = node.token.start_index
        self._print(value, index, index + len(text) if closed else 0)

    def content_block(self, node: ContentBlockNode) -> None:
        self.facts.open_ended = self.state.open_ended = True
        self._print(replace(ANYTHING, is_json=True), node.token.start_index)

    def counter(self, node: IncrementNode | DecrementNode) -> None:
        self.state.variables.setdefault(node.name, NUMBER)
        self._print(NUMBER, node.token.start_index)

    def some_text(self, node: Node) -> None:
        self._print(ANYTHING, node.token.start_index)

    def cycle(self, node: CycleNode) -> None:
        for expression in node.expressions():
            self.evaluator.value(expression, self.state)
        self._print(ANYTHING, node.token.start_index)

    def translation(self, node: TranslationNode) -> None:
        self.nodes(node.body.nodes)

    # -- variables

    def _define(self, name: str, index: int, value: Value) -> None:
        self.facts.definitions.setdefault(name, index)
        self.state.assign(name, replace(value, named=True))

    def assign(self, node: AssignNode) -> None:
        value = self.evaluator.value(node.expression, self.state)
        self._define(node.name, node.token.start_index, value)

    def capture(self, node: CaptureNode) -> None:
        written = self._written(node.body.nodes, Into.CAPTURE)
        value = replace(_trimmed(written.value), is_json=written.holds_json)
        self._define(node.name, node.token.start_index, value)

    def _written(self, nodes: Sequence[Node], into: Into) -> Target:
        outer, self.target = self.target, Target.of(into)
        self.nodes(nodes)
        written, self.target = self.target, outer
        return written

    def loads(self, node: CatalogItemsNode | CatalogSelectionItemsNode | ShoppingCartNode) -> None:
        if isinstance(node, ShoppingCartNode):
            name, parts = "shopping_cart", [node.cart_id]
        else:
            last = node.ids if isinstance(node, CatalogItemsNode) else (node.selection,)
            name, parts = "items", [node.catalog, *last]
        for part in parts:
            self._written(part.body.nodes, Into.TEXT)
        self.state.assign(name, replace(_ANSWER, is_array=name == "items"))

    def extras(self, node: MessageExtrasNode) -> None:
        for part in (node.key, node.text):
            self._written(part.body.nodes, Into.TEXT)

    # -- calls

    def call(self, node: ConnectedContentNode) -> None:
        options = node.options.fragments
        url = self._fragment(node.url, Into.URL)
        body = self._fragment(options["body"], Into.BODY).value if "body" in options else Value()
        headers = self._fragment(options["headers"], Into.BODY) if "headers" in options else None
        for name in ("method", "content_type", "cache_max_age"):
            if name in options:
                self._written(options[name].body.nodes, Into.TEXT)
        method = options["method"].source.upper() if "method" in options else "GET"
        sent = headers.json.members if headers else []
        authorised = next((member.value for member in sent if _is_authorization(member.path)), Value())
        call = Call(node, node.token.start_index, body, authorised, method, url.value)
        if self.state.reachable:
            self.facts.calls.append(call)
        absent = frozenset() if "retry" in node.options.flags else frozenset({call.key})
        value = replace(_ANSWER, absent=absent, sources=frozenset({Source(call.key)}))
        self.state.assign(node.variable, value)
        if "save" not in node.options.names and self.state.reachable and self.target.into is not Into.CAPTURE:
            self.target.output(replace(value, is_json=True), node.token.start_index)

    def _fragment(self, fragment: Fragment, into: Into) -> Target:
        written = self._written(fragment.body.nodes, into)
        if self.state.reachable and written.into is Into.JSON:
            written.json.end()
            self.facts.inner.append(written)
        return written

    # -- branches

    def branches(self, node: IfNode) -> None:
        ends: list[tuple[State, Target]] = []
        decided: Dead | None = None
        for branch in node.branches:
            verdict = self._verdict(branch)
            self._note_dead(branch, verdict, decided)
            if verdict.holds and decided is None:
                decided = Dead(0, "a branch before it is always taken", verdict.by_constant)
            ends.append(self._branch(branch, verdict))
            self.state.assume(verdict.if_false)
            self.state.reachable = self.state.reachable and verdict.holds is not True
        self._meet([*ends, (self.state, self.target)])

    def _verdict(self, branch: Branch) -> Verdict:
        if branch.condition is None:
            return Verdict(True)
        verdict = judge(branch.condition, self.evaluator, self.state)
        return verdict.turned() if branch.negated else verdict

    def _branch(self, branch: Branch, verdict: Verdict) -> tuple[State, Target]:
        inside = self.state.fork()
        inside.assume(verdict.if_true)
        inside.reachable = inside.reachable and verdict.holds is not False
        return self._aside(branch.body.nodes, inside)

    def _aside(self, nodes: Sequence[Node], state: State, *, of_loop: bool = False) -> tuple[State, Target]:
        """Walk through nodes with a state and a target of their own, and give both as they end."""
        outer = self.state, self.target
        self.state, self.target = state, self.target.fork()
        if of_loop:
            self.target.json.loosen()
        self.nodes(nodes)
        ended = self.state, self.target
        self.state, self.target = outer
        return ended

    def _note_dead(self, branch: Branch, verdict: Verdict, decided: Dead | None) -> None:
        index = _index_of(branch)
        if index < 0 or not _says_something(branch.body.nodes):
            return
        if decided is not None:
            self.facts.dead.append(replace(decided, index=index))
        elif self.state.reachable and verdict.holds is False:
            self.facts.dead.append(Dead(index, "its condition never holds", verdict.by_constant))

    def _meet(self, ends: Sequence[tuple[State, Target]]) -> None:
        reached = [target for state, target in ends if state.reachable]
        self.state = merge((state for state, _ in ends), ANYTHING)
        if reached:
            met = reached[0]
            for target in reached[1:]:
                met = meet_targets(met, target)
            self.target.become(met)

    def case(self, node: CaseNode) -> None:
        subject = self.evaluator.value(node.subject, self.state)
        ends: list[tuple[State, Target]] = []
        for branch in node.branches:
            matches = [self.evaluator.value(match, self.state) for match in branch.matches or ()]
            inside = self.state.fork()
            if branch.matches is not None:
                inside.assume(self._matched(node, matches))
                inside.reachable = inside.reachable and _may_match(subject, matches)
            if self.state.reachable and not inside.reachable and branch.matches:
                index = branch.matches[0].token.start_index
                self.facts.dead.append(Dead(index, "nothing it names is ever met", subject.named))
            ends.append(self._aside(branch.body.nodes, inside))
        if all(branch.matches is not None for branch in node.branches):
            ends.append((self.state, self.target))
        self._meet(ends)

    def _matched(self, node: CaseNode, matches: Sequence[Value]) -> Proven:
        solid = all(match.only is not None and match.only.value not in (None, "") for match in matches)
        return Proven(present=keys_proven_by(node.subject)) if solid else Proven()

    # -- loops

    def loop(self, node: ForNode | TablerowNode) -> None:
        collection = self.evaluator.value(node.loop.collection, self.state)
        for name, option in node.loop.options.items():
            if not (name == "offset" and node.loop.continues):
                self.evaluator.value(option, self.state)
        before = self.state.fork()
        self._widen(node)
        item = replace(collection, literals=(), closed=False, is_array=False, named=True).present()
        self.state.variables[node.loop.variable] = item
        self.state.variables["forloop"] = self.state.variables["tablerowloop"] = NUMBER
        leaves = self.leaves
        body = self._aside(node.body.nodes, self.state.fork(), of_loop=True)
        otherwise = node.otherwise if isinstance(node, ForNode) else None
        nothing = self._aside(otherwise.nodes if otherwise else (), self.state.fork())
        left = (replace(self.state, reachable=before.reachable), self.target)
        self._meet([end for end in (body, nothing, left) if end[0].reachable] or [left])
        if self.leaves == leaves and otherwise is None:
            self.target.json.behind_loop(body[1].json)
        self._restore(before, (node.loop.variable, "forloop", "tablerowloop"))

    def _restore(self, before: State, names: Iterable[str]) -> None:
        for name in names:
            if name in before.variables:
                self.state.variables[name] = before.variables[name]
            else:
                self.state.variables.pop(name, None)

    def _widen(self, node: ForNode | TablerowNode) -> None:
        """Forget what a variable holds that the loop may change on the way."""
        for name in _assigned_in(node):
            known = self.state.variables.get(name, ANYTHING)
            self.state.assign(name, replace(known, literals=(), closed=False))

    # -- leaving

    def leave(self, node: Node) -> None:  # noqa: ARG002
        self.leaves += 1
        self.state.reachable = False

    def group(self, node: Block) -> None:
        self.nodes(node.nodes)


def _trimmed(value: Value) -> Value:
    """Give a captured constant without the white space around it; its place too."""
    only = value.only
    if only is None or only.start < 0:
        return value
    text = only.text.strip()
    start = only.start + len(only.text) - len(only.text.lstrip())
    return replace(value, literals=(Literal(only.value, start, start + len(text)),))


def _is_authorization(path: Sequence[str | int]) -> bool:
    return bool(path) and str(path[-1]).lower() == "authorization"


def _index_of(branch: Branch) -> int:
    if branch.condition is not None:
        return branch.condition.token.start_index
    return branch.body.nodes[0].token.start_index if branch.body.nodes else -1


def _says_something(nodes: Sequence[Node]) -> bool:
    return any(not (isinstance(node, ContentNode) and node.blank) for node in nodes)


def _may_match(subject: Value, matches: Sequence[Value]) -> bool:
    if not (subject.closed and all(match.closed for match in matches)):
        return True
    wanted = {literal.value for match in matches for literal in match.literals if literal.value is not None}
    return any(literal.value in wanted for literal in subject.literals) or len(wanted) < len(matches)


def _assigned_in(node: Node) -> Iterable[str]:
    # Nothing here loads other templates, so the children need no context to be listed.
    for child in node.children(cast("RenderContext", None)):
        yield from (str(name) for name in child.template_scope())
        if isinstance(child, ConnectedContentNode):
            yield child.variable
        yield from _assigned_in(child)


VISITS: Final[dict[type[Node], Callable[[_Walk, Any], None]]] = {
    AbortMessageNode: _Walk.leave,
    AssignNode: _Walk.assign,
    Block: _Walk.group,
    BreakNode: _Walk.leave,
    CaptureNode: _Walk.capture,
    CaseNode: _Walk.case,
    CatalogItemsNode: _Walk.loads,
    CatalogSelectionItemsNode: _Walk.loads,
    ConnectedContentNode: _Walk.call,
    ContentBlockNode: _Walk.content_block,
    ContinueNode: _Walk.leave,
    CycleNode: _Walk.cycle,
    DecrementNode: _Walk.counter,
    ForNode: _Walk.loop,
    IfNode: _Walk.branches,
    IncrementNode: _Walk.counter,
    LandingPageUrlNode: _Walk.some_text,
    MessageExtrasNode: _Walk.extras,
    OutputNode: _Walk.output,
    BareMarkerNode: _Walk.output,
    IsoTimestampNode: _Walk.some_text,
    PromotionNode: _Walk.some_text,
    RandomNode: _Walk.some_text,
    ShoppingCartNode: _Walk.loads,
    TablerowNode: _Walk.loop,
    TranslationNode: _Walk.translation,
}
"""What is done at each node; a comment needs nothing."""
