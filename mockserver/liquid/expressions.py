"""The nodes of expressions: what a template computes.

Nodes are immutable after parsing and hold their token, so that a value can be traced to its place.
A node's whole state is in its public attributes; a compiler needs nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, cast

from liquid.expression import Expression
from liquid.token import Token

from mockserver.liquid.atoms import LOOP_MEMBERS, Atom, Kind
from mockserver.liquid.failures import LimitReached, LiquidFailure
from mockserver.liquid.personalization import CONTENT_BLOCKS
from mockserver.liquid.ruby import values

if TYPE_CHECKING:
    from liquid.context import RenderContext

    from mockserver.liquid.compiler import Compiler
    from mockserver.liquid.context import BrazeContext
    from mockserver.liquid.filters import Filter


class BrazeExpression(Expression):
    """An expression that is evaluated in the context of a Braze rendering."""

    __slots__ = ()

    def evaluate(self, context: RenderContext) -> object:
        """Give the expression's value."""
        return self.value(cast("BrazeContext", context))

    def value(self, context: BrazeContext) -> object:
        """Give the expression's value."""
        raise NotImplementedError

    def compile(self, compiler: Compiler) -> Atom:
        """Add the code that gives the expression's value; where it is not overridden, ``value`` is called."""
        return compiler.evaluated(self)

    def children(self) -> Iterable[Expression]:
        """Give the expressions inside this one."""
        return ()


class Constant(BrazeExpression):
    """A value written in the template."""

    __slots__ = ("constant",)

    def __init__(self, token: Token, constant: object) -> None:
        super().__init__(token)
        self.constant = constant

    def value(self, context: BrazeContext) -> object:  # noqa: ARG002
        """Give the value as written."""
        return self.constant

    def compile(self, compiler: Compiler) -> Atom:
        """Give the value as it stands in the code."""
        return compiler.constant(self.constant)


class Key(BrazeExpression):
    """A step of a path written with a dot, ``.name``, or as a chained marker, ``.${name}``."""

    __slots__ = ("is_command", "name")

    def __init__(self, token: Token, name: str, *, is_command: bool) -> None:
        super().__init__(token)
        self.name = name
        self.is_command = is_command

    def value(self, context: BrazeContext) -> object:  # noqa: ARG002
        """Give the name of the member."""
        return self.name

    def compile(self, compiler: Compiler) -> Atom:
        """Give the name as it stands in the code."""
        return compiler.constant(self.name)


class Name(BrazeExpression):
    """A plain variable: assigned, captured, saved, a loop's, or given by the caller."""

    __slots__ = ("name",)

    def __init__(self, token: Token, name: str) -> None:
        super().__init__(token)
        self.name = name

    def value(self, context: BrazeContext) -> object:
        """Give the variable's value, ``None`` where it has none."""
        return context.variable(self.name)

    def compile(self, compiler: Compiler) -> Atom:
        """Give the variable."""
        return compiler.variable(self.name)

    def __str__(self) -> str:
        return self.name


class DynamicName(BrazeExpression):
    """A variable whose name is computed: ``[name]``."""

    __slots__ = ("expression",)

    def __init__(self, token: Token, expression: Expression) -> None:
        super().__init__(token)
        self.expression = expression

    def value(self, context: BrazeContext) -> object:
        """Give the value of the variable the expression names."""
        name = self.expression.evaluate(context)
        return context.variable(name) if isinstance(name, str) else None

    def children(self) -> Iterable[Expression]:
        """Give the expression that makes the name."""
        return (self.expression,)

    def __str__(self) -> str:
        return f"[{self.expression}]"


class Attribute(BrazeExpression):
    """Personalization: ``${name}`` where ``namespace`` is empty, else ``namespace.${name}``."""

    __slots__ = ("name", "namespace")

    def __init__(self, token: Token, namespace: str, name: str) -> None:
        super().__init__(token)
        self.namespace = namespace
        self.name = name

    def value(self, context: BrazeContext) -> object:
        """Give the attribute's value, ``None`` where the recipient has none."""
        return context.attribute(self.namespace, self.name)

    def compile_text(self, compiler: Compiler) -> Atom:
        """Look the attribute up where it usually is; a text is its value, of all else the context knows."""
        known = "context.personalization.standard"
        if self.namespace == CONTENT_BLOCKS:
            known = "context.resources.content_blocks"
        elif self.namespace:
            known = f"context.personalization.namespaces.get({self.namespace!r}) or NOTHING"
        value = compiler.let(f"{compiler.shared(known)}.get({self.name!r})")
        compiler.reads(self.namespace)
        if compiler.notes_references:
            compiler.line(f"context.referenced.add({f'{self.namespace}.{self.name}'!r})")
        return value

    def compile(self, compiler: Compiler) -> Atom:
        """Give the attribute's value."""
        value = self.compile_text(compiler)
        v, attribute = value.code, f"context.attribute({self.namespace!r}, {self.name!r})"
        compiler.line(f"if type({v}) is not str and type({v}) not in PLAIN: {v} = {attribute}")
        return value

    def __str__(self) -> str:
        marker = "${" + self.name + "}"
        return f"{self.namespace}.{marker}" if self.namespace else marker


class Path(BrazeExpression):
    """A look-up: a root and the steps that lead from it."""

    __slots__ = ("root", "steps")

    def __init__(self, token: Token, root: Expression, steps: Sequence[Expression]) -> None:
        super().__init__(token)
        self.root = root
        self.steps = tuple(steps)

    def value(self, context: BrazeContext) -> object:
        """Follow the path; what leads nowhere is nil, and noted as missing."""
        value = self.root.evaluate(context)
        for step in self.steps:
            key = step.evaluate(context)
            is_command = isinstance(step, Key) and step.is_command
            value = context.member(value, key, is_command=is_command)
        if value is None and not isinstance(self.root, NestedOutput):
            context.note_missing(self)
        return value

    def compile_printed(self, compiler: Compiler) -> Atom:
        """Give the text an output prints for the path."""
        if isinstance(self.root, NestedOutput):
            return compiler.printed(self._compile_steps(compiler))
        path = compiler.bind(self)
        if type(self.root) is Attribute and not self.steps:
            value = self.root.compile_text(compiler)
            return compiler.printed(value, f"context.printed({path}.value(context))")
        value = self._compile_steps(compiler)
        return compiler.printed(value, f"context.printed_at({value.code}, {path})")

    def _compile_steps(self, compiler: Compiler) -> Atom:
        value = compiler.value(self.root)
        for step in self.steps:
            value = _compile_step(step, value, compiler)
        return value

    def compile(self, compiler: Compiler) -> Atom:
        """Follow the path, and note where it leads nowhere."""
        if type(self.root) is Attribute and not self.steps:
            value = self.root.compile_text(compiler)
            v, again = value.code, f"{compiler.bind(self)}.value(context)"
            compiler.line(f"if type({v}) is not str and type({v}) not in PLAIN: {v} = {again}")
            return value
        value = self._compile_steps(compiler)
        if not value.is_set and not isinstance(self.root, NestedOutput):
            missing = "" if value.is_constant else f"if {value.code} is None: "
            compiler.line(f"{missing}context.note_missing({compiler.bind(self)})")
        return value

    def children(self) -> Iterable[Expression]:
        """Give the root and the steps."""
        return (self.root, *self.steps)

    def __str__(self) -> str:
        return f"{self.root}" + "".join(map(_step_text, self.steps))


def _step_text(step: Expression) -> str:
    if isinstance(step, Key):
        return f".{step.name}"
    return f"[{values.inspect(step.constant)}]" if isinstance(step, Constant) else f"[{step}]"


def _compile_step(step: Expression, value: Atom, compiler: Compiler) -> Atom:
    is_command = isinstance(step, Key) and step.is_command
    if value.kind is Kind.LOOP and isinstance(step, Key) and step.name in LOOP_MEMBERS:
        return compiler.let(f"{value.code}.{step.name}", LOOP_MEMBERS[step.name])
    value = compiler.let(value.code) if value.is_constant else value
    key = compiler.value(step)
    v, k = value.code, key.code
    member = f"context.member({v}, {k}, is_command={is_command})"
    if isinstance(key.constant, str) and not is_command:
        return compiler.let(f"{v}[{k}] if type({v}) is dict and {k} in {v} else {member}")
    if type(key.constant) is int and key.constant >= 0:
        return compiler.let(f"{v}[{k}] if type({v}) is list and len({v}) > {k} else {member}")
    return compiler.let(member)


class Range(BrazeExpression):
    """``(first..last)``, both included."""

    __slots__ = ("start", "stop")

    def __init__(self, token: Token, start: Expression, stop: Expression) -> None:
        super().__init__(token)
        self.start = start
        self.stop = stop

    def value(self, context: BrazeContext) -> range:
        """Give the range; it is empty where it would run backwards."""
        start, stop = (_range_end(part, context) for part in (self.start, self.stop))
        if max(abs(start), abs(stop)) >= 2**62:
            raise LimitReached("a range of enormous numbers")
        return range(start, stop + 1)

    def children(self) -> Iterable[Expression]:
        """Give both ends."""
        return (self.start, self.stop)


def _range_end(part: Expression, context: BrazeContext) -> int:
    value = part.evaluate(context)
    if value is None:
        return 0
    if isinstance(part, Constant) and isinstance(value, float):
        return int(value)
    return values.leading_integer(value) if isinstance(value, str) else values.to_integer(value)


class FilterCall:
    """One filter with its arguments; ``filter`` is ``None`` for a name Braze does not offer."""

    __slots__ = ("arguments", "filter", "keywords", "name", "token")

    def __init__(
        self,
        token: Token,
        name: str,
        filter: Filter | None,  # noqa: A002 - the field's own word
        arguments: Sequence[Expression],
        keywords: Mapping[str, Expression],
    ) -> None:
        self.token = token
        self.name = name
        self.filter = filter
        self.arguments = tuple(arguments)
        self.keywords = dict(keywords)

    def apply(self, value: object, context: BrazeContext) -> object:
        """Give the filtered value; a filter that does not exist is left to the context.

        Raises ``LiquidFailure`` for a wrong number of arguments and whatever the filter refuses.
        """
        arguments = [argument.evaluate(context) for argument in self.arguments]
        if self.keywords:
            arguments.append({name: item.evaluate(context) for name, item in self.keywords.items()})
        if self.filter is None or not self.filter.works(context):
            return context.unknown_filter(self, value)
        return self.filter.apply(context, value, arguments)

    def compile(self, compiler: Compiler, value: Atom) -> Atom:
        """Call the filter's function, or ``apply`` where that would not be the same."""
        wanted = self.filter
        if wanted is None or wanted.assumption or self.keywords or not wanted.takes(len(self.arguments)):
            compiler.fails = True
            compiler.reads(None)
            return compiler.let(f"{compiler.bind(self)}.apply({value.code}, context)")
        arguments = [value.code, *(compiler.value(argument).code for argument in self.arguments)]
        compiler.work_on(value)
        compiler.fails = True
        given = ", ".join(["context", *arguments] if wanted.wants_context else arguments)
        result = compiler.let(f"{compiler.bind(wanted.function)}({given})", wanted.kind)
        compiler.bound(result)
        return result


class Filtered(BrazeExpression):
    """A value and the filters it runs through."""

    __slots__ = ("filters", "left")

    def __init__(self, token: Token, left: Expression, filters: Sequence[FilterCall]) -> None:
        super().__init__(token)
        self.left = left
        self.filters = tuple(filters)

    def value(self, context: BrazeContext) -> object:
        """Give the value after the last filter."""
        value = self.left.evaluate(context)
        for call in self.filters:
            value = call.apply(value, context)
        return value

    def compile(self, compiler: Compiler) -> Atom:
        """Give the value after the last filter."""
        value = compiler.value(self.left)
        for call in self.filters:
            value = call.compile(compiler, value)
        return value

    def children(self) -> Iterable[Expression]:
        """Give the value and every argument."""
        arguments = [item for call in self.filters for item in (*call.arguments, *call.keywords.values())]
        return (self.left, *arguments)


class NestedOutput(BrazeExpression):
    """An output inside a tag or another output: ``{{expression}}``."""

    __slots__ = ("expression",)

    def __init__(self, token: Token, expression: Filtered) -> None:
        super().__init__(token)
        self.expression = expression

    def value(self, context: BrazeContext) -> object:
        """Give the value of what stands between the braces."""
        return self.expression.value(context)

    def compile(self, compiler: Compiler) -> Atom:
        """Give the value of what stands between the braces."""
        return compiler.value(self.expression)

    def children(self) -> Iterable[Expression]:
        """Give what stands between the braces."""
        return (self.expression,)


_COMPARED = {
    "==": "is_equal({}, {})",
    **dict.fromkeys(("!=", "<>"), "not is_equal({}, {})"),
    "contains": "contains({}, {})",
    **{operator: f"compare({{}}, {operator!r}, {{}})" for operator in ("<", ">", "<=", ">=")},
}
"""The code of every operator."""
_MOST_NESTED = 8
"""Comparisons that are compiled; each stands inside the one before."""


class Comparison(BrazeExpression):
    """``left operator right``; without an operator, ``left`` alone is what counts.

    ``glued`` says how the operator was written: ``a>0`` to ``both`` sides, ``a> 0`` to the ``left``.
    """

    __slots__ = ("glued", "left", "operator", "right")

    def __init__(
        self,
        token: Token,
        left: Expression,
        operator: str = "",
        right: Expression | None = None,
        *,
        glued: str = "",
    ) -> None:
        super().__init__(token)
        self.glued = glued
        self.left = left
        self.operator = operator
        self.right = right

    def value(self, context: BrazeContext) -> object:
        """Give whether the comparison holds.

        Raises ``LiquidFailure`` for an operator that does not exist and for values without an order.
        """
        if self.glued and context.assumed.is_set("liquid.unspaced_comparison", "odd_name"):
            return self.left.evaluate(context) if self.glued == "left" else None
        if self.right is None or (self._is_filtered and context.drops_filters_in_conditions):
            return self._left_alone(context)
        left, right = self.left.evaluate(context), self.right.evaluate(context)
        context.work_on(left)
        if self.operator == "==":
            return values.is_equal(left, right)
        if self.operator in ("!=", "<>"):
            return not values.is_equal(left, right)
        if self.operator == "contains":
            return values.contains(left, right)
        if self.operator in ("<", ">", "<=", ">="):
            return values.compare(left, self.operator, right)
        raise LiquidFailure(f"Unknown operator {self.operator}")

    def compile(self, compiler: Compiler) -> Atom:
        """Compare, where assumptions have no say in how."""
        if self.glued or self._is_filtered or self.operator not in ("", *_COMPARED):
            return compiler.evaluated(self)
        if self.right is None:
            return compiler.value(self.left)
        left, right = compiler.value(self.left), compiler.value(self.right)
        compiler.work_on(left)
        code = _COMPARED[self.operator].format(left.code, right.code)
        compiler.fails |= code.startswith("compare")
        return compiler.let(code, Kind.FLAG)

    def _left_alone(self, context: BrazeContext) -> object:
        if self._is_filtered and context.drops_filters_in_conditions:
            return cast("NestedOutput", self.left).expression.left.evaluate(context)
        return self.left.evaluate(context)

    @property
    def _is_filtered(self) -> bool:
        return isinstance(self.left, NestedOutput) and bool(self.left.expression.filters)

    def children(self) -> Iterable[Expression]:
        """Give both sides."""
        return (self.left,) if self.right is None else (self.left, self.right)


class Conditions(BrazeExpression):
    """Comparisons joined by ``and`` and ``or``, read from the right, neither binding stronger."""

    __slots__ = ("comparisons", "joints")

    def __init__(self, token: Token, comparisons: Sequence[Comparison], joints: Sequence[str]) -> None:
        super().__init__(token)
        self.comparisons = tuple(comparisons)
        self.joints = tuple(joints)

    def value(self, context: BrazeContext) -> object:
        """Give the first result that settles the matter, else the last.

        A comparison behind ``&&`` counts only where that is assumed to mean ``and``.
        """
        result: object = None
        skips = context.assumed.is_set("liquid.double_ampersand", "ignored")
        for before, comparison in zip(("", *self.joints), self.comparisons, strict=True):
            if before == "&&" and skips:
                continue
            if before and values.is_truthy(result) == (before == "or"):
                break
            result = comparison.value(context)
        return result

    def compile(self, compiler: Compiler) -> Atom:
        """Compare until the matter is settled; gives whether the conditions hold."""
        if "&&" in self.joints or len(self.comparisons) > _MOST_NESTED:
            return compiler.evaluated(self)
        first, *others = self.comparisons
        holds = compiler.let(compiler.truth(compiler.value(first)), Kind.FLAG)
        with ExitStack() as nested:
            for joint, comparison in zip(self.joints, others, strict=True):
                unsettled = holds.code if joint == "and" else f"not {holds.code}"
                nested.enter_context(compiler.indented(f"if {unsettled}:"))
                compiler.line(f"{holds.code} = {compiler.truth(compiler.value(comparison))}")
        return holds

    def children(self) -> Iterable[Expression]:
        """Give the comparisons."""
        return self.comparisons
