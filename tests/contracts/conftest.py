"""Payloads that are valid, and what a check of a changed one says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mockserver.contracts import CREATE_EVENT, TRACK, UPDATE_EVENT, Checked

EVENT = {
    "eventId": "Event_0001_user-1",
    "title": "Event Title",
    "description": "Event Description",
    "location": "Event Location",
    "start": "2026-02-21T15:00:00",
    "end": "2026-02-21T16:00:00",
    "timezone": "Eastern Standard Time",
    "notifyBefore": 15,
}
GONE = object()
"""The value of a member to leave out."""


def changed(payload: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**payload, **changes}.items() if value is not GONE}


@pytest.fixture
def gone() -> object:
    return GONE


@pytest.fixture
def event() -> Callable[..., dict[str, Any]]:
    """Make a valid event object with some members changed."""
    return lambda **changes: changed(EVENT, changes)


@pytest.fixture
def create() -> Callable[..., Checked[Any]]:
    """Check a new event with members changed, under assumptions given as `rokt_…`."""

    def check(assumptions: dict[str, Any] | None = None, /, **changes: Any) -> Checked[Any]:
        ids = ["06423672-b6ba-4536-aa36-70788a7a0a36"]
        return CREATE_EVENT.check(
            {"event": changed(EVENT, changes), "subscriptionIds": ids}, assumptions or {}
        )

    return check


@pytest.fixture
def create_for() -> Callable[..., Checked[Any]]:
    """Check a new event for the given subscription ids."""

    def check(ids: object, assumptions: dict[str, Any] | None = None) -> Checked[Any]:
        return CREATE_EVENT.check(changed({"event": EVENT}, {"subscriptionIds": ids}), assumptions or {})

    return check


@pytest.fixture
def update() -> Callable[..., Checked[Any]]:
    """Check the body of an update."""
    return lambda body, assumptions=None: UPDATE_EVENT.check(body, assumptions or {})


@pytest.fixture
def track() -> Callable[..., Checked[Any]]:
    """Check a /users/track body given as its arrays."""
    return lambda assumptions=None, /, **arrays: TRACK.check(arrays, assumptions or {})


@pytest.fixture
def told() -> Callable[[Any], list[tuple[str, str, str]]]:
    """Give code, severity and pointer of each finding."""

    def tell(checked: Any) -> list[tuple[str, str, str]]:
        findings = checked if isinstance(checked, list) else checked.findings
        return [(finding.code, finding.severity.value, finding.pointer) for finding in findings]

    return tell
