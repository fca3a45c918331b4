"""A changed workspace file brought into a sandbox that is in use.

What people set up is taken over: accounts and clients, keys and credentials, templates, Content Blocks,
campaigns, Canvases and segments, added or in place of those of the same name; catalogs and calendars are
added. What has happened stays: users, subscriptions, events, codes given out, the journal, the clock,
assumptions. What the file does not name any more stays too, until the sandbox is reset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from mockserver.clock import Clock
from mockserver.rokt import Account
from mockserver.sandbox import Sandbox
from mockserver.workspace.loader import Workspace


def update_sandbox(sandbox: Sandbox, workspace: Workspace) -> None:
    """Bring what a workspace file describes now into a sandbox that was opened from it before.

    Raises ``WorkspaceError`` for a file that describes a world that cannot be; the sandbox is then as
    it was.
    """
    fresh = workspace.open(clock=Clock(sandbox.clock.now()))
    _update_rokt(sandbox, fresh)
    _update_content(sandbox, fresh)
    _update_messaging(sandbox, fresh, workspace.source.marked.text)


def _update_rokt(sandbox: Sandbox, fresh: Sandbox) -> None:
    state = sandbox.rokt.state
    for code, account in fresh.rokt.state.accounts.items():
        if code in state.accounts:
            state.accounts[code] = _updated_account(state.accounts[code], account)
        else:
            state.add_account(account)
    state.clients.update(fresh.rokt.state.clients)


def _updated_account(former: Account, account: Account) -> Account:
    """Keep the calendars there are, whose events and subscriptions hang on them, and add new ones."""
    calendars = {**account.calendars, **former.calendars}
    return replace(
        former, name=account.name, braze=account.braze, webhooks=account.webhooks, calendars=calendars
    )


def _update_content(sandbox: Sandbox, fresh: Sandbox) -> None:
    state, new = sandbox.braze.state, fresh.braze.state
    for key in new.api_keys:
        state.add_api_key(key)
    for name, credential in new.credentials.items():
        state.add_credential(name, credential)
    for block in new.content_blocks:
        former = state.content_blocks.named(block.name)
        if former is None or former.content != block.content:
            state.content_blocks.add(replace(block, id=former.id if former else ""))
    for name in new.catalogs.names:
        catalog = new.catalogs.find(name)
        if catalog is not None and name not in state.catalogs.names:
            state.catalogs.add(catalog)
    state.frequency_caps, state.time_zone = new.frequency_caps, new.time_zone


def _update_messaging(sandbox: Sandbox, fresh: Sandbox, text: str) -> None:
    state, new = sandbox.braze.state, fresh.braze.state
    for template in new.templates.values():
        state.add_template(template)
    _replace_changed(state.segments, new.segments, state.add_segment, text)
    _replace_changed(state.campaigns, new.campaigns, state.add_campaign, text)
    _replace_changed(state.canvases, new.canvases, state.add_canvas, text)


def _replace_changed(
    formers: Iterable[Any], news: Iterable[Any], add: Callable[[Any], object], text: str
) -> None:
    """Add what is new or differs; what is as it was keeps its plan, or its past sends would be due again."""
    by_name = {former.name: former for former in formers}
    for new in news:
        former = by_name.get(new.name)
        # An id that the file does not give was made for the fresh sandbox and may be taken in this one.
        given = new if new.id in text else replace(new, id=former.id if former else "")
        if given != former:
            add(given)
