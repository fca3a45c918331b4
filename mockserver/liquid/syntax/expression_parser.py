"""Parses expressions the way Braze's engine does: as far as they make sense, the rest ignored.

Almost nothing is refused. What stands where no token is expected is read past, up to the next pipe
in an output and up to the next ``and`` or ``or`` in a condition.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from liquid.exceptions import LiquidSyntaxError
from liquid.expression import Expression
from liquid.token import (
    TOKEN_COLON,
    TOKEN_COMMA,
    TOKEN_DOT,
    TOKEN_EOF,
    TOKEN_FLOAT,
    TOKEN_ILLEGAL,
    TOKEN_INTEGER,
    TOKEN_LBRACKET,
    TOKEN_LPAREN,
    TOKEN_PIPE,
    TOKEN_RANGE,
    TOKEN_RBRACKET,
    TOKEN_RPAREN,
    TOKEN_STRING,
    TOKEN_WORD,
    Token,
)

from mockserver.liquid.expressions import (
    Attribute,
    Comparison,
    Conditions,
    Constant,
    DynamicName,
    FilterCall,
    Filtered,
    Key,
    Name,
    NestedOutput,
    Path,
    Range,
)
from mockserver.liquid.failures import LIMITS, LimitReached
from mockserver.liquid.ruby import values
from mockserver.liquid.syntax.stream import BrazeTokenStream
from mockserver.liquid.syntax.tokens import KIND_CLOSE, KIND_MARKER, KIND_OPEN, KIND_OPERATOR

if TYPE_CHECKING:
    from mockserver.liquid.filters import Filter

_WORDS: Mapping[str, object] = {
    "nil": None,
    "null": None,
    "true": True,
    "false": False,
    "blank": "",
    "empty": "",
}
_DESCRIPTIONS = {"blank": values.BLANK, "empty": values.EMPTY}
_JOINTS = ("and", "or", "&&")
_READ_PAST = frozenset("!#$%&'*+/;?@\\^`~\"")
"""Signs that mean nothing before a name; the first negates nothing."""
_SIGNS = frozenset({TOKEN_ILLEGAL, KIND_OPERATOR})
_STEP_AHEAD = frozenset({TOKEN_DOT, TOKEN_LBRACKET})
_VALUE_STARTS = frozenset(
    {
        KIND_OPEN,
        KIND_MARKER,
        TOKEN_WORD,
        TOKEN_LBRACKET,
        TOKEN_LPAREN,
        TOKEN_STRING,
        TOKEN_INTEGER,
        TOKEN_FLOAT,
        TOKEN_ILLEGAL,
    }
)


class ExpressionParser:
    """Parses the tokens of one output or tag."""

    def __init__(self, stream: BrazeTokenStream, filters: Mapping[str, Filter]) -> None:
        self.stream = stream
        self._filters = filters
        self._depth = 0

    # -- values with filters

    def filtered(self) -> Filtered:
        """Parse a value and its filters, up to the end or the braces that close them."""
        token = self.stream.current
        left = self.value() or Constant(token, None)
        return Filtered(token, left, self._filter_calls())

    def _filter_calls(self) -> list[FilterCall]:
        calls: list[FilterCall] = []
        while self._seek(TOKEN_PIPE):
            call = self._filter_call()
            if call is not None:
                calls.append(call)
        return calls

    def _seek(self, kind: str) -> bool:
        """Step past the next token of a kind, if one comes before the end or the closing braces."""
        opened = 0
        while (current := self.stream.current.kind) != TOKEN_EOF:
            if current == kind and not opened:
                next(self.stream)
                return True
            if current == KIND_CLOSE and not opened:
                return False
            opened += (current == KIND_OPEN) - (current == KIND_CLOSE)
            next(self.stream)
        return False

    def _filter_call(self) -> FilterCall | None:
        token = self.stream.current
        if token.kind != TOKEN_WORD:
            return None
        next(self.stream)
        arguments: list[Expression] = []
        keywords: dict[str, Expression] = {}
        while self.stream.current.kind not in (TOKEN_PIPE, KIND_CLOSE, TOKEN_EOF):
            if next(self.stream).kind in (TOKEN_COLON, TOKEN_COMMA):
                self._argument(arguments, keywords)
        return FilterCall(token, token.value, self._filters.get(token.value), arguments, keywords)

    def _argument(self, arguments: list[Expression], keywords: dict[str, Expression]) -> None:
        token = self.stream.current
        if token.kind == TOKEN_WORD and self.stream.peek.kind == TOKEN_COLON:
            next(self.stream)
            next(self.stream)
            keywords[token.value] = self.value() or Constant(token, None)
            return
        argument = self.value()
        if argument is not None:
            arguments.append(argument)

    # -- single values

    def value(self, *, in_condition: bool = False) -> Expression | None:
        """Parse one value without filters, ``None`` where none begins."""
        token = self.stream.current
        while token.kind in _SIGNS and token.value in _READ_PAST and self._touches(self.stream.peek):
            next(self.stream)
            token = self.stream.current
        if token.kind not in _VALUE_STARTS:
            return None
        self._depth += 1
        if self._depth > LIMITS.depth:
            raise LiquidSyntaxError("brackets or braces are nested too deeply", token=token)
        value = self._value(token, in_condition=in_condition)
        self._depth -= 1
        return value

    def _value(self, token: Token, *, in_condition: bool) -> Expression | None:
        if token.kind == TOKEN_LPAREN:
            return self._range()
        if token.kind == TOKEN_STRING:
            return Constant(next(self.stream), token.value)
        if token.kind == TOKEN_INTEGER:
            return self._literal(_integer(token))
        if token.kind == TOKEN_FLOAT:
            return self._literal(_float(token.value))
        if token.kind == TOKEN_WORD and token.value in _WORDS and self.stream.peek.kind not in _STEP_AHEAD:
            described = _DESCRIPTIONS.get(token.value) if in_condition else None
            return self._literal(described or _WORDS[token.value])
        return self._path(token)

    def _literal(self, value: object) -> Constant:
        token = next(self.stream)
        return Constant(token, None if self._is_within_a_name(self.stream.current) else value)

    def _path(self, token: Token) -> Expression:
        root = self._root(token)
        steps: list[Expression] = []
        while (step := self._step()) is not None:
            steps.append(step)
        if isinstance(root, Path):
            return Path(root.token, root.root, (*root.steps, *steps)) if steps else root
        if steps or isinstance(root, Name | DynamicName | Attribute):
            return Path(token, root, steps)
        return root

    def _root(self, token: Token) -> Expression:
        next(self.stream)
        if token.kind == KIND_OPEN:
            return self._nested_output(token)
        if token.kind == KIND_MARKER:
            return Attribute(token, "", token.value)
        if token.kind == TOKEN_LBRACKET:
            return DynamicName(token, self._bracketed(token))
        if self.stream.current.kind == TOKEN_DOT and self.stream.peek.kind == KIND_MARKER:
            next(self.stream)
            return Attribute(token, token.value, next(self.stream).value)
        return Name(token, token.value)

    def _nested_output(self, token: Token) -> Expression:
        start = self.stream.current
        left = self.value() or Constant(start, None)
        while self.stream.current.kind in (TOKEN_RPAREN, TOKEN_ILLEGAL):
            next(self.stream)
        calls = self._filter_calls() if self.stream.current.kind == TOKEN_PIPE else []
        if self.stream.current.kind == KIND_CLOSE:
            next(self.stream)
        return NestedOutput(token, Filtered(start, left, calls)) if calls else left

    def _bracketed(self, token: Token) -> Expression:
        key = self.value() or Constant(token, None)
        self._seek(TOKEN_RBRACKET)
        return key

    def _step(self) -> Expression | None:
        token = self.stream.current
        if token.kind == TOKEN_LBRACKET:
            next(self.stream)
            return self._bracketed(token)
        # A sign written without blanks, as in a+b, parts two names like a dot.
        if token.kind != TOKEN_DOT and not self._is_within_a_name(token):
            return None
        next(self.stream)
        name = self.stream.current
        if name.kind not in (TOKEN_WORD, TOKEN_INTEGER, KIND_MARKER):
            return None
        next(self.stream)
        return Key(name, name.value, is_command=name.kind == TOKEN_WORD and name.value in values.COMMANDS)

    def _touches(self, token: Token) -> bool:
        """Tell whether a name comes next, without a blank before it."""
        return token.kind == TOKEN_WORD and not _is_blank(token.source, token.start_index - 1)

    def _is_within_a_name(self, token: Token) -> bool:
        if token.kind != TOKEN_ILLEGAL or self.stream.peek.kind not in (TOKEN_WORD, TOKEN_INTEGER):
            return False
        ends = token.start_index - 1, token.start_index + len(token.value)
        return not any(_is_blank(token.source, end) for end in ends)

    def _range(self) -> Expression | None:
        """Parse a range, in which no blank may stand.

        A parenthesis that opens none is read past, as Liquid groups nothing; with one a literal is the
        name of a variable that nobody has.
        """
        token = next(self.stream)
        if _is_blank(token.source, token.start_index + 1):
            return Constant(token, None)
        start = self.value()
        if start is None or self.stream.current.kind != TOKEN_RANGE:
            return Constant(token, None) if isinstance(start, Constant) else start
        next(self.stream)
        stop = self.value() or Constant(token, None)
        if self.stream.current.kind == TOKEN_RPAREN:
            next(self.stream)
        written = token.source[token.start_index : self.stream.current.start_index].rstrip()
        if "{{" not in written and any(map(str.isspace, written)):
            return Constant(token, None)
        return Range(token, start, stop)

    # -- conditions

    def conditions(self) -> Conditions:
        """Parse the condition of an ``if``, ``elsif`` or ``unless``.

        Raises ``LiquidSyntaxError`` where there is none.
        """
        token = self.stream.current
        if token.kind == TOKEN_EOF:
            raise LiquidSyntaxError("expected a condition", token=token)
        self._check_joint(token)
        comparisons, joints = [self._comparison()], []
        while (joint := self._joint()) is not None:
            joints.append(joint)
            if joint != "&&":
                self._check_joint(self.stream.current)
            comparisons.append(self._comparison())
        return Conditions(token, comparisons, joints)

    def _check_joint(self, token: Token) -> None:
        is_joint = token.kind == TOKEN_WORD and token.value in _JOINTS
        if token.kind == TOKEN_EOF or (is_joint and self.stream.peek.kind != TOKEN_EOF):
            raise LiquidSyntaxError("expected a condition on both sides of 'and' and 'or'", token=token)

    def _joint(self) -> str | None:
        while (token := self.stream.current).kind != TOKEN_EOF:
            next(self.stream)
            if token.value in _JOINTS and token.kind in (TOKEN_WORD, KIND_OPERATOR):
                return token.value
        return None

    def _comparison(self) -> Comparison:
        token = self.stream.current
        left = self._operand() or Constant(token, None)
        operator = self.stream.current
        if not _is_operator(operator):
            return Comparison(token, left)
        next(self.stream)
        right = self._operand() or Constant(operator, None)
        return Comparison(token, left, operator.value, right, glued=_glued(operator))

    def _operand(self) -> Expression | None:
        value = self.value(in_condition=True)
        closing = self.stream.current
        if (
            closing.kind == TOKEN_RPAREN
            and isinstance(value, Constant)
            and value.token.kind != TOKEN_STRING
            and not _is_blank(closing.source, closing.start_index - 1)
        ):
            value = Constant(value.token, None)
        while self.stream.current.kind in (TOKEN_RPAREN, KIND_CLOSE):
            next(self.stream)
        return value


def _is_blank(source: str, index: int) -> bool:
    return source[index : index + 1].isspace()


def _is_operator(token: Token) -> bool:
    if token.kind == TOKEN_WORD:
        return token.value not in _JOINTS
    return token.kind == KIND_OPERATOR and token.value not in _JOINTS


def _glued(operator: Token) -> str:
    """Tell to which sides an operator was written without a blank; a brace or a quote ends a name."""
    before = operator.source[operator.start_index - 1]
    if operator.kind == TOKEN_WORD or before in ")}'\"" or before.isspace():
        return ""
    after = operator.source[operator.start_index + len(operator.value) :][:1]
    return "left" if after.isspace() else "both"


def _integer(token: Token) -> int:
    try:
        return values.leading_integer(token.value)
    except LimitReached as limit:
        raise LiquidSyntaxError(str(limit), token=token) from None


def _float(text: str) -> float:
    whole, _, rest = text.partition(".")
    return float(f"{whole}.{rest.partition('.')[0] or '0'}")
