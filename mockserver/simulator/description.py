"""What a document says of a service beyond what its operation table tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pydantic import BaseModel

from mockserver.http import JSON_TYPE
from mockserver.simulator.operation import Operation

Content = Mapping[str, type[BaseModel] | None]
"""Media types with the model of each, None for what is no JSON."""


class Description:
    """One vendor's API in words and shapes; a subclass says where an operation differs from the others.

    ``security`` holds OpenAPI's security scheme objects by name, ``refusal`` is the shape of every
    error body and ``answer`` that of a success whose operation states none.
    """

    title: ClassVar[str]
    text: ClassVar[str]
    source: ClassVar[str]
    security: ClassVar[Mapping[str, Mapping[str, Any]]]
    refusal: ClassVar[type[BaseModel]]
    answer: ClassVar[type[BaseModel]]

    def security_of(self, operation: Operation) -> Sequence[Mapping[str, Sequence[str]]]:
        """Give the ways to authenticate, any of which is enough."""
        return [{name: []} for name in self.security] if operation.permission else []

    def body_of(self, operation: Operation) -> Content:
        """Give what an operation takes; nothing where it reads no body."""
        return {JSON_TYPE: operation.contract.model} if operation.contract else {}

    def answer_of(self, operation: Operation) -> Content:
        """Give what a success holds."""
        if operation.media_type != JSON_TYPE:
            return {operation.media_type: operation.answer}
        return {JSON_TYPE: operation.answer or self.answer}

    def refusals_of(self, operation: Operation) -> set[int]:
        """Give the statuses of every refusal, faults included."""
        refusals = {*operation.refusals, 413, 500, 503}
        if operation.contract:
            refusals |= {400, 415}
        if operation.permission:
            refusals.add(401)
        return refusals

    def refusal_of(self, operation: Operation, status: int) -> Content:  # noqa: ARG002
        """Give what a refusal holds."""
        return {JSON_TYPE: self.refusal}

    def headers_of(self, operation: Operation, status: int) -> Mapping[str, str]:  # noqa: ARG002
        """Give what headers of an answer are for, by name."""
        return {}
