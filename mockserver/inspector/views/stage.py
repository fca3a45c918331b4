"""A world apart in which a template is tried out, so that looking changes nothing in the real one.

It has the templates' surroundings of a sandbox (credentials, Content Blocks, catalogs, assumptions,
accounts) and none of its history: what a preview calls is written in no journal anybody reads.
"""

from __future__ import annotations

from mockserver.clock import Clock
from mockserver.rokt.state import State
from mockserver.sandbox import Sandbox


def open_stage(sandbox: Sandbox) -> Sandbox:
    """Make the world in which a template is tried out for users of a sandbox."""
    stage = Sandbox(clock=Clock(sandbox.clock.now()), seed="preview", assumptions=dict(sandbox.assumptions))
    _share_rokt(sandbox.rokt.state, stage.rokt.state)
    for name, credential in sandbox.braze.state.credentials.items():
        stage.braze.state.add_credential(name, credential)
    for key in sandbox.braze.state.api_keys:
        stage.braze.state.add_api_key(key)
    stage.braze.state.content_blocks = sandbox.braze.state.content_blocks
    stage.braze.state.catalogs = sandbox.braze.state.catalogs
    return stage


def _share_rokt(state: State, stage: State) -> None:
    stage.accounts = state.accounts
    stage.clients = state.clients
