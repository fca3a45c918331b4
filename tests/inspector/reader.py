"""A reader of the inspector without a browser: pages as text, forms as a browser sends them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

import httpx

from mockserver import Sandbox
from mockserver.server.hosted import Hosted
from mockserver.server.live_server import LiveServer


@dataclass(frozen=True)
class Reader:
    """Opens pages of one named sandbox, a world of its own on a server that others use too."""

    client: httpx.Client
    server: LiveServer
    hosted: Hosted

    @property
    def sandbox(self) -> Sandbox:
        return self.hosted.sandbox

    @property
    def base(self) -> str:
        return f"/@{self.hosted.name}/_mockserver/inspector"

    @property
    def origin(self) -> str:
        return self.server.url("rokt")

    def open(self, path: str, **options: object) -> httpx.Response:
        return self.client.get(self.origin + self.base + path, **options)

    def send(self, path: str, *, sent_with: dict[str, str] | None = None, **form: str) -> httpx.Response:
        given = {"Origin": self.origin} if sent_with is None else sent_with
        return self.client.post(self.origin + self.base + path, data=form, headers=given)

    def text(self, path: str) -> str:
        """Give what can be read on a page."""
        response = self.open(path)
        assert response.status_code == 200, response.text[-2000:]
        return readable(response.text)

    def path_of(self, response: httpx.Response) -> str:
        """Give where a form led to, as a path of the inspector."""
        assert response.status_code == 303, readable(response.text)
        return response.headers["location"].removeprefix(self.base)


def readable(page: str) -> str:
    """Give what can be read in the main part of a page."""
    main = page[page.find("<main") :] if "<main" in page else page
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))).strip()
