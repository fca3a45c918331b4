"""A block on its way from the parser into Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.liquid.compiler import Write, compile_block

if TYPE_CHECKING:
    from mockserver.liquid.blocks import Block
    from mockserver.liquid.context import BrazeContext, Output


class Program:
    """Writes what a block prints: compiled, once the block has turned out to be written more than once.

    Compiling takes a few times as long as parsing, which a single rendering would never win back.
    Safe to use from several threads: at worst each compiles the block for itself.
    """

    __slots__ = ("_block", "_written", "write")

    patience = 1
    """How often a block is written by its nodes before it is compiled."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._written = 0
        self.write: Write = self._write

    def compile(self) -> None:
        """Compile the block now."""
        self.write = compile_block(self._block)

    def _write(self, context: BrazeContext, output: Output) -> None:
        if self._written >= self.patience:
            self.compile()
            self.write(context, output)
        else:
            self._written += 1
            self._block.write(context, output)
