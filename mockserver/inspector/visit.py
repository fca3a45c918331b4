"""A request for a page, as the pages see it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from mockserver.errors import UsageError
from mockserver.inspector.host import DEFAULT, HOSTED, SERVER, Host, Server
from mockserver.inspector.rendering import render_page
from mockserver.inspector.views.shell import shell_view
from mockserver.sandbox import Sandbox

_SEE_OTHER: Final = 303

RandomProfile = Callable[[str], Mapping[str, Any]]
"""Makes a profile up in the shape of ``/users/export/ids``, the same one for the same seed."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: where it leads, what its form says, and the world it is about."""

    request: Request
    form: Mapping[str, str]
    random_profile: RandomProfile | None = None

    @property
    def host(self) -> Host:
        """The sandbox's keeper."""
        host: Host = self.request.scope[HOSTED]
        return host

    @property
    def rokt_url(self) -> str:
        """The address at which Rokt Calendar answers for this sandbox, feeds included."""
        server: Server = self.request.scope[SERVER]
        return server.url("rokt") + ("" if self.host.name == DEFAULT else f"/@{self.host.name}")

    @property
    def sandbox(self) -> Sandbox:
        """The world the pages show."""
        return self.host.sandbox

    @property
    def base(self) -> str:
        """The path under which the inspector is mounted, without a slash at its end."""
        return str(self.request.scope.get("root_path", "")).rstrip("/")

    @property
    def here(self) -> str:
        """The path and the query of the page itself."""
        query = self.request.url.query
        return f"{self.request.url.path}?{query}" if query else self.request.url.path

    @property
    def is_refresh(self) -> bool:
        """Whether a page that is open asks for what is new: only what lives on it is taken."""
        return self.request.headers.get("hx-trigger") == "refresh"

    def part(self, name: str) -> str:
        """Give a part of the path by its name in the route."""
        return str(self.request.path_params[name])

    def asked(self, name: str, default: str = "") -> str:
        """Give a value of the query."""
        return self.request.query_params.get(name, default)

    def object_field(self, name: str) -> dict[str, Any] | None:
        """Give the JSON object in a field of the form, None for an empty one.

        Raises ``UsageError`` for anything else.
        """
        text = self.form.get(name, "").strip()
        return _object(text, name.replace("_", " ")) if text else None

    def show(self, template: str, *, status: int = 200, here: str = "", **values: Any) -> Response:
        """Give a page; ``here`` is the path that shows it again, where this one does not."""
        shell = shell_view(self.sandbox, self.host.name)
        again = self.base + here if here else self.here
        version = self.host.changes.version
        page = render_page(template, base=self.base, here=again, shell=shell, version=version, **values)
        return HTMLResponse(page, status)

    def go(self, path: str) -> Response:
        """Send the reader on to a page of the inspector, as answer to a form."""
        return RedirectResponse(self.base + path, _SEE_OTHER)

    def go_back(self, otherwise: str) -> Response:
        """Send the reader back to the page that the form was on."""
        back = self.form.get("back", "")
        # To a browser `//host` and `/\host` are other sites.
        is_ours = back.startswith(self.base + "/") and not back.startswith(("//", "/\\"))
        return RedirectResponse(back if is_ours else self.base + otherwise, _SEE_OTHER)


Page = Callable[[Visit], Response]
"""Answers one kind of request; it is called with the sandbox locked."""


def _object(text: str, label: str) -> dict[str, Any]:
    hint = 'write a JSON object, such as {"title": "Premiere"}'
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{label}: this is not JSON: {error}", hint=hint) from None
    if not isinstance(value, dict):
        raise UsageError(f"{label}: this is not a JSON object", hint=hint)
    return value
