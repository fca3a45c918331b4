"""A Python client of a live server's admin API: every call as a method."""

from __future__ import annotations

from types import TracebackType
from typing import Any
from urllib.parse import quote

import httpx

from mockserver.errors import UsageError

_SLACK = 10.0
"""Seconds that the way to the server and back may take beyond a wait."""


class WaitTimeout(AssertionError):
    """What was waited for did not happen in time; says what came nearest."""


class AdminClient:
    """Talks to the admin API below one address of a live server, about one of its sandboxes.

    ``url`` is the address of any of the server's ports. Answers are given as plain JSON values. A mistake
    raises ``UsageError`` with what the server says, and so does a server that is not there. ``transport``
    is httpx's, for servers that are none.
    """

    def __init__(
        self,
        url: str,
        *,
        sandbox: str = "",
        token: str = "",
        verify: Any = True,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._given = {"token": token, "verify": verify, "transport": transport}
        self.url = url.rstrip("/")
        headers = {"X-Mockserver-Sandbox": sandbox} if sandbox else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._client = httpx.Client(
            base_url=f"{self.url}/_mockserver/",
            headers=headers,
            verify=verify,
            transport=transport,
            timeout=_SLACK,
            trust_env=False,
        )

    def __enter__(self) -> AdminClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def sandbox(self, name: str) -> AdminClient:
        """Give a client for the sandbox of that name, which opens when it is first asked for."""
        return AdminClient(self.url, sandbox=name, **self._given)

    # The server.

    def health(self) -> Any:
        """Tell that the server is up."""
        return self._get("health")

    def ready(self) -> Any:
        """Tell whether everything is answered as it should be, and what is wrong if not."""
        return self._ask("GET", "ready").json()

    def openapi(self, service: str) -> Any:
        """Give the OpenAPI document of a service, ``braze`` or ``rokt``."""
        return self._get("openapi.json", service=service)

    def document(self) -> Any:
        """Give the OpenAPI document of the admin API."""
        return self._get("admin-openapi.json")

    def sandboxes(self) -> Any:
        """List the sandboxes."""
        return self._get("sandboxes")["sandboxes"]

    def delete_sandbox(self, name: str) -> None:
        """Give a sandbox up."""
        self._send("DELETE", f"sandboxes/{quote(name, safe='')}")

    def reload(self) -> bool:
        """Load the workspace file again; tell whether it had changed."""
        return bool(self._send("POST", "reload")["changed"])

    # The world.

    def reset(self) -> None:
        """Put the workspace's fresh world in the place of this one."""
        self._send("POST", "reset")

    def snapshots(self) -> list[str]:
        """List the snapshots."""
        return list(self._get("snapshots")["snapshots"])

    def snapshot(self, name: str) -> None:
        """Remember the world as it is now under a name."""
        self._send("POST", "snapshots", name=name)

    def restore(self, name: str) -> None:
        """Put the world back as it was at a snapshot."""
        self._send("POST", f"snapshots/{quote(name, safe='')}/restore")

    def assumptions(self) -> Any:
        """List the assumptions with what is in force."""
        return self._get("assumptions")["assumptions"]

    def assume(self, name: str, value: str | float) -> None:
        """Choose what is assumed."""
        self._send("PUT", "assumptions", name=name, value=value)

    def clock(self) -> Any:
        """Tell the time and the work that waits."""
        return self._get("clock")

    def advance(self, **how_far: Any) -> Any:
        """Move the clock: ``minutes=5``, ``to="2026-03-02T10:00:00Z"`` or ``next=True``."""
        return self._send("POST", "clock/advance", **how_far)

    def set_clock_mode(self, mode: str) -> Any:
        """Let time stand still (``frozen``) or pass (``wall``, ``60x``)."""
        return self._send("POST", "clock/mode", mode=mode)

    def faults(self) -> Any:
        """List the faults in force."""
        return self._get("faults")["faults"]

    def fault(self, target: str, **fault: Any) -> Any:
        """Put a fault in force, in the shape scenario files have it."""
        return self._send("POST", "faults", target=target, **fault)

    def clear_faults(self) -> None:
        """Lift every fault."""
        self._send("POST", "faults/clear")

    # What happened.

    def journal(self, **filters: Any) -> Any:
        """Show exchanges: the latest, or with ``since`` those from there on."""
        return self._get("journal", **filters)["exchanges"]

    def exchange(self, number: int) -> Any:
        """Show one exchange."""
        return self._get(f"journal/{number}")

    def find(self, **question: Any) -> Any:
        """Find exchanges by caller, service, operation, method, path, status, body and since."""
        return self._send("POST", "journal/find", **question)["exchanges"]

    def wait_for(self, *, timeout: float = 10.0, **question: Any) -> Any:
        """Wait until there are ``count`` exchanges of a kind, and give them.

        Raises ``WaitTimeout`` where there are not in time.
        """
        seconds = httpx.Timeout(timeout + _SLACK)
        wanted = {"timeout": timeout, **question}
        told = _checked(self._ask("POST", "journal/wait", json=wanted, timeout=seconds))
        if not told["found"]:
            raise WaitTimeout(
                f"not in the journal within {timeout:g} s: {question}; nearest: {told['nearest']}"
            )
        return told["exchanges"]

    def messages(self) -> Any:
        """Show Braze's message log."""
        return self._get("messages")["messages"]

    def jobs(self) -> Any:
        """Tell what became of what Rokt Calendar accepted, of its pushes and webhooks."""
        return self._get("jobs")

    # People and templates.

    def profiles(self, **which: Any) -> Any:
        """Show Braze's users: all of a page, or the one of an ``external_id``."""
        return self._get("profiles", **which)["profiles"]

    def add_profile(self, **profile: Any) -> Any:
        """Add a user, described as an export does."""
        return self._send("POST", "profiles", **profile)

    def delete_profile(self, external_id: str) -> None:
        """Delete a user."""
        self._send("DELETE", f"profiles/{quote(external_id, safe='')}")

    def subscriptions(self, **which: Any) -> Any:
        """Show Rokt Calendar's subscriptions: all of a page, or those of a ``subscriber_id``."""
        return self._get("subscriptions", **which)["subscriptions"]

    def subscription(self, subscription_id: str) -> Any:
        """Show one subscription, with the events its subscriber sees."""
        return self._get(f"subscriptions/{quote(subscription_id, safe='')}")

    def subscribe(self, account: str, calendar: str, **person: Any) -> Any:
        """Subscribe a person as a page does."""
        return self._send("POST", "subscriptions", account=account, calendar=calendar, **person)

    def unsubscribe(self, subscription_id: str, *, reason: str = "") -> Any:
        """End a subscription as its subscriber would."""
        path = f"subscriptions/{quote(subscription_id, safe='')}/unsubscribe"
        return self._send("POST", path, reason=reason)

    def feed(self, subscription_id: str) -> str:
        """Give the iCalendar feed of a subscription."""
        answer = self._ask("GET", f"feeds/{quote(subscription_id, safe='')}")
        return answer.text if answer.is_success else str(_checked(answer))

    def templates(self) -> Any:
        """Show the saved webhook templates."""
        return self._get("templates")["templates"]

    def save_template(self, name: str, **fields: Any) -> Any:
        """Save a webhook template, in place of one of the same name."""
        return self._send("PUT", "templates", name=name, **fields)

    def send_message(self, template: str, external_id: str, **given: Any) -> Any:
        """Send a saved webhook template to one user at once."""
        return self._send("POST", "messages/send", template=template, external_id=external_id, **given)

    def _get(self, path: str, /, **query: Any) -> Any:
        return _checked(self._ask("GET", path, params=query))

    def _send(self, method: str, path: str, /, **payload: Any) -> Any:
        return _checked(self._ask(method, path, json=payload))

    def _ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            return self._client.request(method, path, **options)
        except httpx.TransportError as error:
            hint = "start it with `mockserver serve`, or `mockserver.live_server` in a test"
            raise UsageError(f"no server answers at {self.url}: {error}", hint=hint) from error


def _checked(answer: httpx.Response) -> Any:
    if answer.is_success:
        return answer.json()
    try:
        told = answer.json()
        raise UsageError(told["mockserver"], hint=told.get("hint", ""))
    except (ValueError, KeyError, TypeError):
        raise UsageError(f"the server answered {answer.status_code}: {answer.text[:200]}") from None
