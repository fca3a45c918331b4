"""Fitting what was recorded elsewhere into a workspace: hosts, accounts, credentials, subscriptions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlsplit

from mockserver.capture.recording import Recorded
from mockserver.errors import UsageError
from mockserver.http import JSON_TYPE, Headers, Request
from mockserver.sandbox import Sandbox
from mockserver.simulator.masking import mask, mask_text
from mockserver.simulator.operation import Operation
from mockserver.simulator.service import Service

TOKEN_OPERATION: Final = "obtain_token"  # noqa: S105 - an operation's name
_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_EVENTS_PATH: Final = "/v1/subscriptionevent"
_ACCOUNT_PATHS: Final = re.compile(r"(/v1/subscriptionevent/|/v2/subscribe/|/v2/subscription/)([^/]+)")
_FORM: Final = "application/x-www-form-urlencoded"
# Of all headers only these change what the receiver does; a misspelt one is told by its likeness.
_AUTHORIZATION: Final = re.compile(r"aut[a-z]*[sz]ation", re.IGNORECASE)
_TELLING: Final = re.compile(rf"content-type|{_AUTHORIZATION.pattern}|x-braze-.*", re.IGNORECASE)
_LONGEST_SCHEME: Final = 16


@dataclass(slots=True)
class Fitted:
    """A request as a step of a scenario, and what had to be changed or added for it.

    ``operation`` is what it reaches, None where that is nothing.
    """

    service: Service
    operation: Operation | None
    request: Request
    with_token: bool
    notes: list[str] = field(default_factory=list)

    @property
    def success(self) -> int:
        """The status it should be answered with."""
        if self.operation is not None:
            return self.operation.success
        return 202 if self.request.raw_path.startswith(_EVENTS_PATH) else 200

    @property
    def asks_for_token(self) -> bool:
        """Whether it asks Rokt Calendar for a token."""
        return self.operation is not None and self.operation.name == TOKEN_OPERATION

    @property
    def is_put_off(self) -> bool:
        """Whether it is accepted at once and done later."""
        return self.success == 202

    def step(self) -> dict[str, Any]:
        """Give the scenario's step, credentials masked."""
        call: dict[str, Any] = {"method": self.request.method, "url": mask_text(self.request.url)}
        body = self._body()
        if headers := self._headers(body):
            call["headers"] = headers
        if self.with_token:
            call["token"] = True
        return {"call": call | body}

    def _headers(self, body: dict[str, Any]) -> dict[str, str]:
        """Give the headers without a content type that the step sends by itself."""
        implied = {"json": JSON_TYPE, "form": _FORM}.get(next(iter(body), ""), "")
        fields = self.request.headers.pairs
        return {name: _masked(name, value) for name, value in fields if value != implied}

    def _body(self) -> dict[str, Any]:
        text = mask_text(self.request.body.decode("utf-8", errors="replace"))
        if not text:
            return {}
        if self.request.content_type == JSON_TYPE and (value := _parsed(text)) is not None:
            return {"json": value}
        fields = parse_qsl(text, keep_blank_values=True) if self.request.content_type == _FORM else []
        form = dict(fields)
        return {"form": form} if form and len(form) == len(fields) else {"text": text}


class Fitting:
    """Fits requests into the world of one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._accounts = sandbox.rokt.state.accounts

    @property
    def account(self) -> str:
        """The account that stands in for unknown ones.

        Raises ``UsageError`` for a workspace without any.
        """
        if not self._accounts:
            raise UsageError("the workspace has no Rokt Calendar account", hint="choose another --workspace")
        return next(iter(self._accounts))

    def fit(self, recorded: Recorded) -> Fitted:
        """Fit one request in.

        Raises ``UsageError`` for one to a host that is neither vendor's.
        """
        service, request, notes = self._at_home(recorded.request)
        if service is self._sandbox.rokt:
            request, more = self._in_known_account(request)
            notes += more
        operation = service.find(request).operation
        with_token = _has_credential(request)
        fields = [pair for pair in request.headers.pairs if _TELLING.fullmatch(pair[0])]
        kept = Headers(pair for pair in fields if not (with_token and pair[0].lower() == "authorization"))
        bare = replace(request, headers=kept, url=_without_key(request.url))
        return Fitted(service, operation, bare, with_token, notes)

    def belongs_here(self, request: Request) -> bool:
        """Tell whether a request is to one of the vendors, maybe under another address."""
        return self._service_of(request) is not None

    def subscriptions(self, fitted: Iterable[Fitted]) -> Iterator[dict[str, str]]:
        """Give the subscriptions that events are sent to and the workspace does not have."""
        seen = {subscription.id.lower() for subscription in self._sandbox.rokt.state.subscriptions}
        for each in fitted:
            _, _, ids = each.request.text.partition('"subscriptionIds"')
            code = self._account_of(each.request)
            for found in _GUID.findall(ids if code else ""):
                if found.lower() not in seen:
                    seen.add(found.lower())
                    calendar = next(iter(self._accounts[code].calendars))
                    yield {"id": found, "account": code, "calendar": calendar}

    def _account_of(self, request: Request) -> str:
        found = _ACCOUNT_PATHS.match(request.raw_path)
        code = found[2] if found and found[2] in self._accounts else self.account
        return code if self._accounts[code].calendars else ""

    def _service_of(self, request: Request) -> Service | None:
        for service in self._sandbox.services:
            if request.host in service.hosts:
                return service
        near = (service for service in self._sandbox.services if service.find(request).operation)
        return next(near, None) or (self._sandbox.rokt if request.raw_path.startswith(_EVENTS_PATH) else None)

    def _at_home(self, request: Request) -> tuple[Service, Request, list[str]]:
        service = self._service_of(request)
        if service is None:
            raise UsageError(
                f"{request.method} {mask_text(request.url)} goes to neither Braze nor Rokt Calendar",
                hint="capture the request that reaches one of them",
            )
        if request.host in service.hosts:
            return service, request, []
        home = urlsplit(request.url)._replace(scheme="https", netloc=service.hosts[0]).geturl()
        return (
            service,
            replace(request, url=home),
            [f"{urlsplit(request.url).netloc} stands for {service.hosts[0]}"],
        )

    def _in_known_account(self, request: Request) -> tuple[Request, list[str]]:
        found = _ACCOUNT_PATHS.search(request.raw_path)
        if found is None or found[2] in self._accounts or _is_template(found[2]):
            return request, []
        known = found[1] + quote(self.account)
        note = f"account {found[2]} is not in the workspace; {self.account} stands for it"
        return replace(request, url=request.url.replace(found[0], known, 1)), [note]


def _masked(name: str, value: str) -> str:
    """Mask the credential in a header, also in one whose name only resembles the right one."""
    if _AUTHORIZATION.fullmatch(name) is None:
        return mask_text(value)
    scheme, blank, credential = value.partition(" ")
    shown = scheme if scheme.isalpha() and len(scheme) <= _LONGEST_SCHEME else "…"
    return f"{shown}{blank}{mask(credential) if credential.strip() else credential}"


def _is_template(code: str) -> bool:
    return "{" in code or "%7B" in code


def _has_credential(request: Request) -> bool:
    """Tell whether a request brings what its service asks for, as far as one who masks it can see."""
    scheme, _, credential = request.headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() == "bearer" and credential.strip() and "<" not in credential and "{" not in credential:
        return True
    return "api_key=" in request.url or '"api_key"' in request.text


def _without_key(url: str) -> str:
    return re.sub(r"(?<=[?&])api_key=[^&#]*&?", "", url).rstrip("?&")


def _parsed(text: str) -> Any:
    """Read JSON that a scenario can hold without changing it; None for any other text."""
    try:
        value = json.loads(text, object_pairs_hook=_without_repetition)
        return value if isinstance(value, dict | list) else None
    except (ValueError, RecursionError):
        return None


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a member is repeated")
    return members
