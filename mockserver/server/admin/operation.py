"""An operation of the admin API: what it is called with, what it does, and what a document says of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from mockserver.errors import UsageError
from mockserver.simulator.operation import path_pattern


class Payload(BaseModel):
    """Base of what the admin API takes; members that nobody knows are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


@dataclass(frozen=True, slots=True)
class AdminCall:
    """One call: the path's parameters, the query and the JSON body, already parsed."""

    params: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    payload: Any = None

    def whole_number(self, name: str, default: int) -> int:
        """Give a number out of the query.

        Raises ``UsageError`` for anything else.
        """
        text = self.query.get(name, str(default))
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            raise UsageError(f"{name}={text} is not a whole number", hint=f"write ?{name}={default}")
        return int(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminOperation:
    """One operation; ``path`` is a template below the prefix, ``run`` gets what it is ``on`` and the call.

    ``on`` is ``sandbox`` for what is done in a sandbox and ``hosted`` for what is done to one. ``body``
    is the model of what it takes, ``query`` says what each parameter of the query means. ``changes`` is
    whether it changes the sandbox, which is then written down.
    """

    method: str
    path: str
    name: str
    summary: str
    run: Callable[[Any, AdminCall], Any]
    on: Literal["sandbox", "hosted"] = "sandbox"
    changes: bool = False
    body: type[BaseModel] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"
    pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", path_pattern(self.path))


def admin_operation(
    method: str,
    path: str,
    *,
    on: Literal["sandbox", "hosted"] = "sandbox",
    changes: bool = False,
    body: type[BaseModel] | None = None,
    query: Mapping[str, str] | None = None,
    media_type: str = "application/json",
) -> Callable[[Callable[[Any, AdminCall], Any]], AdminOperation]:
    """Make a function an operation, named after it; the first line of its docstring is the summary."""

    def make(run: Callable[[Any, AdminCall], Any]) -> AdminOperation:
        return AdminOperation(
            method=method,
            path=path,
            name=run.__name__,
            summary=(run.__doc__ or "").strip().split("\n")[0],
            run=run,
            on=on,
            changes=changes,
            body=body,
            query=query or {},
            media_type=media_type,
        )

    return make


def checked(model: type[Payload], payload: Any) -> Any:
    """Give a payload as its model has it.

    Raises ``UsageError`` naming the first mistake and what the model knows.
    """
    known = "it may name " + ", ".join(model.model_fields)
    if payload is None:
        payload = {}
    if not isinstance(payload, Mapping):
        raise UsageError("the body is not a JSON object", hint=f"send a JSON object; {known}")
    try:
        return model.model_validate(payload)
    except ValidationError as mistakes:
        first = mistakes.errors()[0]
        place = ".".join(map(str, first["loc"]))
        message = first["msg"].removeprefix("Value error, ")
        raise UsageError(f"{place}: {message}" if place else message, hint=known) from None
