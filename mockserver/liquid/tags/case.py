"""``{% case %}{% when %}…{% else %}…{% endcase %}``: prints every block whose value equals the subject."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.context import RenderContext
from liquid.exceptions import LiquidSyntaxError
from liquid.expression import Expression
from liquid.token import TOKEN_COMMA, TOKEN_EOF, TOKEN_WORD, Token

from mockserver.liquid.atoms import Atom, Kind
from mockserver.liquid.blocks import Block, BrazeNode, assigned, drop_blanks
from mockserver.liquid.expressions import Constant
from mockserver.liquid.ruby.values import is_equal
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.compiler import Compiler
    from mockserver.liquid.context import BrazeContext, Output
    from mockserver.liquid.syntax.stream import BrazeTokenStream


class When:
    """A block and the values it is printed for; ``else`` has ``None``."""

    __slots__ = ("body", "matches")

    def __init__(self, matches: Sequence[Expression] | None, body: Block) -> None:
        self.matches = matches
        self.body = body


class CaseNode(BrazeNode):
    """Prints every branch that matches, and an ``else`` if none did before it."""

    __slots__ = ("branches", "subject")

    def __init__(self, token: Token, subject: Expression, preamble: Block, branches: Sequence[When]) -> None:
        super().__init__(token, blank=drop_blanks([preamble, *(branch.body for branch in branches)]))
        self.subject = subject
        self.branches = tuple(branches)

    def write(self, context: BrazeContext, output: Output) -> None:
        """Write the branches that match, once for each value that does."""
        subject = self.subject.evaluate(context)
        matched = False
        for branch in self.branches:
            if branch.matches is None:
                if not matched:
                    branch.body.write(context, output)
                continue
            for match in branch.matches:
                if is_equal(subject, match.evaluate(context)):
                    matched = True
                    branch.body.write(context, output)

    def compile(self, compiler: Compiler) -> None:
        """Add the branches in order."""
        subject = compiler.value(self.subject)
        matched = compiler.let("False", Kind.FLAG)
        for branch in self.branches:
            if branch.matches is None:
                with compiler.indented(f"if not {matched.code}:"), compiler.branch():
                    compiler.block(branch.body)
            else:
                self._compile_when(branch, branch.matches, f"is_equal({subject.code}, ", matched, compiler)
        compiler.forget(self.assigns)

    def _compile_when(
        self, branch: When, matches: Sequence[Expression], equal: str, matched: Atom, compiler: Compiler
    ) -> None:
        if len(matches) == 1:
            with compiler.indented(f"if {equal}{compiler.value(matches[0]).code}):"), compiler.branch():
                compiler.line(f"{matched.code} = True")
                compiler.block(branch.body)
            return
        compiler.forget(branch.body.assigns)
        compiler.fails = True
        match = compiler.let("None")
        with (
            compiler.indented(f"for {match.code} in {compiler.bind(matches)}:"),
            compiler.indented(f"if {equal}{match.code}.evaluate(context)):"),
            compiler.branch(),
        ):
            compiler.line(f"{matched.code} = True")
            compiler.block(branch.body)

    @property
    def assigns(self) -> frozenset[str] | None:
        """What any branch assigns."""
        return assigned(branch.body for branch in self.branches)

    def children(self, static_context: RenderContext, *, include_partials: bool = True) -> Iterable[Node]:  # noqa: ARG002
        """Give the nodes of every branch."""
        return [node for branch in self.branches for node in branch.body.nodes]

    def expressions(self) -> Iterable[Expression]:
        """Give the subject and the values it is compared with."""
        return (self.subject, *(match for branch in self.branches for match in branch.matches or ()))


class CaseTag(BrazeTag):
    """Chooses blocks by equality."""

    name = "case"
    block = True
    end = "endcase"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:
        """Make the node; what stands before the first ``when`` is dropped."""
        subject = self.expressions(markup).value()
        if subject is None:
            raise LiquidSyntaxError("expected 'case value'", token=tag)
        preamble = self._body(stream, tag)
        branches: list[When] = []
        while (branch := stream.current).value != self.end:
            markup = stream.markup()
            matches = self._matches(branch, markup) if branch.value == "when" else None
            branches.append(When(matches, self._body(stream, tag)))
        return CaseNode(tag, subject, preamble, branches)

    def _body(self, stream: BrazeTokenStream, tag: Token) -> Block:
        return self.block_up_to(stream, tag, "when", "else", self.end)

    def _matches(self, branch: Token, markup: Token) -> list[Expression]:
        parser = self.expressions(markup)
        matches = [parser.value(in_condition=True)]
        while _separates(parser.stream.current):
            next(parser.stream)
            matches.append(parser.value(in_condition=True))
        if matches[0] is None and parser.stream.current.kind == TOKEN_EOF:
            raise LiquidSyntaxError("expected 'when value'", token=branch)
        return [match or Constant(branch, None) for match in matches]


def _separates(token: Token) -> bool:
    return token.kind == TOKEN_COMMA or (token.kind == TOKEN_WORD and token.value == "or")
