"""Turns the nodes of a template into one Python function, as Jinja does.

The function does what the nodes' own methods do, in the same order, with everything decided ahead
that a template settles: text that stands together is one text, filters and arguments are bound,
variables that must have been assigned are Python's own. The state of the rendering stays in its context
all the while, so a node nobody has taught to compile is simply asked to write itself.

A node or an expression is compiled by its method ``compile``; where a subclass changes how it renders
and not how it compiles, the rendering counts.

Nothing of a template gets into the code but as the ``repr`` of a text or a number, or as an object
bound to a name made here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import count
from math import isfinite
from typing import TYPE_CHECKING, cast

from liquid.ast import Node
from liquid.builtin.content import ContentNode
from liquid.expression import Expression

from mockserver.liquid.atoms import Atom, Kind
from mockserver.liquid.blocks import Block, assigned, compiles, is_straight
from mockserver.liquid.context import LONG_ARRAY, LONG_TEXT, BrazeContext, Output
from mockserver.liquid.failures import LIMITS, BreakLoop, ContinueLoop, LiquidFailure
from mockserver.liquid.ruby.values import bounded, compare, contains, is_equal, is_truthy, render_value

if TYPE_CHECKING:
    from mockserver.liquid.blocks import BrazeNode
    from mockserver.liquid.expressions import BrazeExpression

Write = Callable[[BrazeContext, Output], None]
"""What a block becomes."""

DEEPEST = 4
"""Blocks inside one another in one function; Python's compiler takes 20 of its own, and a loop makes 4."""
_LONGEST_RUN = 100
_GREATEST_NUMBER = 2**63
_PLAIN = frozenset({str, int, float, bool, list, dict})
_NAMES: Mapping[str, object] = {
    "BreakLoop": BreakLoop,
    "ContinueLoop": ContinueLoop,
    "LiquidFailure": LiquidFailure,
    "PLAIN": _PLAIN,
    "NOTHING": {},
    "Output": Output,
    "bounded": bounded,
    "compare": compare,
    "contains": contains,
    "is_equal": is_equal,
}


class _Store(str):
    """The line of code that keeps a variable in the context."""

    __slots__ = ()


class Compiler:
    """Writes one function.

    ``is_whole`` says that the function is a template's, so that no loop can be open around it.
    ``notes_references`` says that somebody may ask which attributes were referenced.
    """

    def __init__(self, *, is_whole: bool, notes_references: bool) -> None:
        self.notes_references = notes_references
        self.fails = False
        """Whether what was written since the node began may raise ``LiquidFailure``."""
        self._is_whole = is_whole
        self._lines: list[tuple[int, str]] = []
        self._indent = 1
        self._depth = 0
        self._numbers = count(1)
        self._names: dict[str, object] = dict(_NAMES)
        self._shared: dict[str, str] = {}
        self._run: list[Atom] = []
        self._output = "output"
        self._assigned: dict[str, Atom] = {}
        self._frames: list[dict[str, Atom]] = []
        self._after_failure: list[str] = []
        self._stored: dict[str, None] = {}
        self._read: set[str] | None = set()

    def function(self, block: Block) -> Write:
        """Compile a block."""
        self.block(block)
        if self._is_whole and block.is_straight:
            self._end_straight()
        self.flush()
        head = ["def write(context, output):"]
        head += [f"    {name} = {code}" for code, name in self._shared.items()]
        body = ["    " * indent + line for indent, line in self._lines]
        code = compile("\n".join([*head, *body, "    return"]), "<compiled Liquid>", "exec")
        exec(code, self._names)  # noqa: S102 - the code is made here, of names made here and of reprs
        return cast("Write", self._names["write"])

    def _end_straight(self) -> None:
        """Leave out what nobody can see of a template that always runs from its beginning to its end."""
        if self._run:
            self.line(f"text = {self._joined()}")
            self.line(f"output.write(text) if len(text) > {LIMITS.output} else output.append(text)")
            self._run.clear()
        if self._stored and self._read is not None and self._read.isdisjoint(self._stored):
            self._lines = [(indent, line) for indent, line in self._lines if not isinstance(line, _Store)]
            self.line(f"context.assigned = {self.bind(tuple(self._stored))}")

    # -- pieces of code

    def line(self, code: str) -> None:
        """Add a statement."""
        self._lines.append((self._indent, code))

    @contextmanager
    def indented(self, head: str) -> Iterator[None]:
        """Add a statement with a block of its own."""
        self.line(head)
        self._indent += 1
        before = len(self._lines)
        yield
        if len(self._lines) == before:
            self.line("pass")
        self._indent -= 1

    def let(self, code: str, kind: Kind = Kind.ANY) -> Atom:
        """Give the value of an expression a name."""
        name = f"v{next(self._numbers)}"
        self.line(f"{name} = {code}")
        return Atom(name, kind)

    def bind(self, value: object) -> str:
        """Give an object that is there already a name."""
        name = f"c{next(self._numbers)}"
        self._names[name] = value
        return name

    def shared(self, code: str) -> str:
        """Give a name to an expression that is worked out once, when the function begins."""
        return self._shared.setdefault(code, f"s{len(self._shared)}")

    def constant(self, value: object) -> Atom:
        """Give a value written in the template."""
        if isinstance(value, str):
            return Atom(repr(value), Kind.TEXT, True, value)
        small = isinstance(value, int) and abs(value) < _GREATEST_NUMBER
        if value is None or small or (isinstance(value, float) and isfinite(value)):
            return Atom(repr(value), Kind.ANY, True, value)
        return Atom(self.bind(value), Kind.ANY, True, value)

    # -- nodes

    def block(self, block: Block) -> None:
        """Add the nodes of a block."""
        if self._depth >= DEEPEST:
            inner = Compiler(is_whole=False, notes_references=self.notes_references).function(block)
            self.line(f"{self.bind(inner)}(context, {self._output})")
            self.reads(None)
            self.forget(assigned(block.nodes))
            return
        self._depth += 1
        self.work(_nodes_in(block))
        self.nodes(block)
        self._depth -= 1

    def nodes(self, block: Block) -> None:
        """Add the nodes of a block whose work is counted already."""
        for node in block.nodes:
            self._node(node)

    def work(self, amount: int) -> None:
        """Count nodes that are rendered from here on."""
        if not amount:
            return
        if self._is_whole and not self._lines and amount <= LIMITS.work:
            self.line(f"context.room = {LIMITS.work - amount}")
        else:
            self.line(f"context.room = room = context.room - {amount}")
            self.line("if room < 0: context.work(0)")

    def _node(self, node: Node) -> None:
        if type(node) is ContentNode:
            self._run.append(self.constant(node.text))
            return
        if len(self._run) >= _LONGEST_RUN:
            self._run = [self.let(self._joined(), Kind.TEXT)]
        if not is_straight(node):
            self.flush()
        outer = self.fails, self._after_failure
        self.fails, self._after_failure = False, []
        start, before = len(self._lines), len(self._run)
        if compiles(node):
            cast("BrazeNode", node).compile(self)
        else:
            self._opaque(node)
        if self.fails:
            self._catch(node, start, printed=len(self._run) > before)
        self.fails, self._after_failure = outer

    def _catch(self, node: Node, start: int, *, printed: bool) -> None:
        """Let a run-time error take the place of the node whose code begins at a line."""
        self._lines[start:] = [(indent + 1, line) for indent, line in self._lines[start:]]
        self._lines.insert(start, (self._indent, "try:"))
        error = f"context.failed(failure, {self.bind(node)})"
        with self.indented("except LiquidFailure as failure:"):
            self.line(f"{self._run[-1].code} = {error}" if printed else f"{self._output}.write({error})")
            for line in self._after_failure:
                self.line(line)

    def _opaque(self, node: Node) -> None:
        """Let a node write itself; anything may happen there."""
        self.line(f"{self.bind(node)}.render_to_output(context, {self._output})")
        self.fails = True
        self.reads(None)
        self.forget(None)

    # -- output

    def print(self, atom: Atom) -> None:
        """Add a text to what is written."""
        if self.fails:
            # A name of its own, which an error can be given to.
            atom = self.let(atom.code, Kind.TEXT)
        self._run.append(atom)

    def printed(self, atom: Atom, otherwise: str = "") -> Atom:
        """Give the text an output prints for a value; ``otherwise`` gives it where it is no short text."""
        if atom.is_constant and (atom.is_set or not otherwise):
            self.work_on(atom)
            return self.constant(render_value(atom.constant))
        if atom.kind is Kind.TEXT:
            self.work_on(atom)
            return atom
        v = atom.code
        short = f"type({v}) is str and len({v}) <= {LONG_TEXT}"
        return self.let(f"{v} if {short} else {otherwise or f'context.printed({v})'}", Kind.TEXT)

    def flush(self) -> None:
        """Write what waits to be written."""
        if self._run:
            self.line(f"{self._output}.write({self._joined()})")
            self._run.clear()

    def _joined(self) -> str:
        pieces: list[str] = []
        text = ""
        for atom in self._run:
            if atom.is_constant:
                text += str(atom.constant)
                continue
            pieces += [repr(text)] if text else []
            pieces.append(f"f'{{{atom.code}}}'")
            text = ""
        pieces += [repr(text)] if text else []
        return self._run[0].code if len(self._run) == 1 else " ".join(pieces) or "''"

    def captured(self, block: Block) -> Atom:
        """Give the text a block prints, of nodes that do nothing else."""
        outer, self._run = self._run, []
        self.nodes(block)
        run, self._run = self._run, outer
        if all(atom.is_constant for atom in run):
            return self.constant("".join(str(atom.constant) for atom in run))
        outer, self._run = self._run, run
        atom = self.let(self._joined(), Kind.TEXT)
        self._run = outer
        return atom

    @contextmanager
    def output(self) -> Iterator[str]:
        """Write somewhere else for a while; gives the name of the new output."""
        self.flush()
        outer, self._output = self._output, f"output{next(self._numbers)}"
        yield self._output
        self.flush()
        self._output = outer

    # -- variables

    def variable(self, name: str) -> Atom:
        """Give the value of a variable."""
        for frame in reversed(self._frames):
            if name in frame:
                return frame[name]
        if name in self._assigned:
            return self._assigned[name]
        self.reads(name)
        if not self._is_whole:
            return self.let(f"context.variable({name!r})")
        variables = self.shared("context.locals")
        return self.let(f"{variables}[{name!r}] if {name!r} in {variables} else context.variable({name!r})")

    def assign(self, name: str, atom: Atom) -> None:
        """Keep a value under a name."""
        self.line(_Store(f"context.locals[{name!r}] = {atom.code}"))
        self._stored[name] = None
        if not self._is_whole or any(name in frame for frame in self._frames):
            return
        if self.fails:
            # If the assignment fails, the variable stays what it is.
            self.reads(None)
            kept = f"v{next(self._numbers)}"
            self.line(f"{kept} = {atom.code}")
            self._after_failure.append(f"{kept} = context.variable({name!r})")
            atom = Atom(kept)
        self._assigned[name] = atom

    def reads(self, name: str | None) -> None:
        """Take it that the context is asked for a variable; ``None`` means for any."""
        if name is None:
            self._read = None
        elif self._read is not None:
            self._read.add(name)

    def forget(self, names: frozenset[str] | None) -> None:
        """Take it that variables may have any value from here on; ``None`` means all of them."""
        for name in list(self._assigned):
            if names is None or name in names:
                del self._assigned[name]

    @contextmanager
    def branch(self) -> Iterator[None]:
        """Compile what may not be reached: what it learns of variables holds inside only."""
        self.flush()
        kept = dict(self._assigned)
        yield
        self.flush()
        self._assigned = kept

    @contextmanager
    def frame(self, variables: Mapping[str, Atom]) -> Iterator[None]:
        """Compile the inside of a loop, which has variables of its own."""
        self._frames.append(dict(variables))
        yield
        self._frames.pop()

    # -- expressions

    def value(self, expression: Expression) -> Atom:
        """Add what an expression does, and give its value."""
        if _compiles(type(expression)):
            return cast("BrazeExpression", expression).compile(self)
        return self.evaluated(expression)

    def evaluated(self, expression: Expression) -> Atom:
        """Let an expression evaluate itself."""
        self.fails = True
        self.reads(None)
        return self.let(f"{self.bind(expression)}.evaluate(context)")

    def truth(self, atom: Atom) -> str:
        """Give the code of a condition."""
        if atom.is_constant:
            return str(is_truthy(atom.constant))
        if atom.kind is Kind.ANY:
            return f"{atom.code} is not None and {atom.code} is not False"
        return atom.code if atom.kind is Kind.FLAG else "True"

    def work_on(self, atom: Atom, method: str = "work_on") -> None:
        """Count the work that a value makes by its length."""
        if not atom.is_constant:
            self._if_longer(atom, LONG_TEXT, LONG_ARRAY, f"context.{method}")
        elif isinstance(atom.constant, str) and len(atom.constant) > LONG_TEXT:
            self.line(f"context.{method}({atom.code})")

    def bound(self, atom: Atom) -> None:
        """Refuse a value that is too long."""
        self._if_longer(atom, LIMITS.text, LIMITS.items, "bounded")

    def _if_longer(self, atom: Atom, text: int, items: int, function: str) -> None:
        v = atom.code
        if atom.kind is Kind.TEXT:
            self.line(f"if len({v}) > {text}: {function}({v})")
        elif atom.kind is Kind.ANY:
            is_longer = f"len({v}) > {text} if type({v}) is str else type({v}) is list and len({v}) > {items}"
            self.line(f"if {is_longer}: {function}({v})")


@cache
def _compiles(expression_class: type[Expression]) -> bool:
    """Tell whether expressions have their code from where they have their value from."""
    for owner in expression_class.__mro__:
        if "compile" in vars(owner):
            return True
        if "value" in vars(owner) or "evaluate" in vars(owner):
            return False
    return False


def _nodes_in(block: Block) -> int:
    """Count nodes that are certain to be rendered."""
    inside = (getattr(node, "body", node) for node in block.nodes if is_straight(node))
    return len(block.nodes) + sum(_nodes_in(part) for part in inside if isinstance(part, Block))


def compile_block(block: Block) -> Write:
    """Make a function that writes what a whole template prints."""
    # Only tags that are not compiled ask which attributes a message has referenced.
    return Compiler(is_whole=True, notes_references=block.assigns is None).function(block)
