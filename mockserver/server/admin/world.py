"""The sandbox as a whole over the admin API: assumptions, reset, snapshots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from mockserver.sandbox import ALL_ASSUMPTIONS, Sandbox
from mockserver.server.admin.operation import AdminCall, Payload, admin_operation, checked
from mockserver.server.plain import plain

if TYPE_CHECKING:
    from mockserver.server.hosted import Hosted


class Choice(Payload):
    """What to assume."""

    name: str = Field(description="The assumption's name, as `mockserver assumptions` lists it.")
    value: str | float = Field(description="The name of a choice, or a number.")


class Named(Payload):
    """A name for a snapshot."""

    name: str = Field(min_length=1, max_length=100, pattern=r"^[\w.-]+$", description="Its name.")


@admin_operation("GET", "assumptions")
def assumptions(sandbox: Sandbox, call: AdminCall) -> object:  # noqa: ARG001
    """List what the vendors' documentation leaves open, with choices, sources and what is in force."""
    return {
        "assumptions": [
            {**plain(assumption), "value": sandbox.assumptions[assumption.name]}
            for assumption in ALL_ASSUMPTIONS
        ]
    }


@admin_operation("PUT", "assumptions", changes=True, body=Choice)
def assume(sandbox: Sandbox, call: AdminCall) -> object:
    """Choose what is assumed from now on."""
    choice: Choice = checked(Choice, call.payload)
    sandbox.assumptions.set(choice.name, choice.value)
    return {"name": choice.name, "value": sandbox.assumptions[choice.name]}


@admin_operation("POST", "reset", on="hosted", changes=True)
def reset(hosted: Hosted, call: AdminCall) -> object:  # noqa: ARG001
    """Put the workspace's fresh world in the place of this one; snapshots are forgotten."""
    hosted.reset()
    return {"reset": True}


@admin_operation("GET", "snapshots", on="hosted")
def snapshots(hosted: Hosted, call: AdminCall) -> object:  # noqa: ARG001
    """List the snapshots of the sandbox."""
    return {"snapshots": list(hosted.snapshots)}


@admin_operation("POST", "snapshots", on="hosted", changes=True, body=Named)
def take_snapshot(hosted: Hosted, call: AdminCall) -> object:
    """Remember the world as it is now under a name."""
    wanted: Named = checked(Named, call.payload)
    hosted.snapshot(wanted.name)
    return {"snapshot": wanted.name}


@admin_operation("POST", "snapshots/{name}/restore", on="hosted", changes=True)
def restore_snapshot(hosted: Hosted, call: AdminCall) -> object:
    """Put the world back as it was at a snapshot, clock and journal included."""
    hosted.restore(call.params["name"])
    return {"restored": call.params["name"]}
