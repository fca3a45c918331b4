"""Failures of tests that use a sandbox: no traceback into the harness, and what happened in the sandbox."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from mockserver.errors import MockServerError
from mockserver.http import NoResponse
from mockserver.sandbox import Sandbox
from mockserver.scenarios.story import tell
from mockserver.scenarios.trial import Trial

_PLUGIN: Final = str(Path(__file__).with_name("plugin.py"))
_TOLD: Final = ("AllMockedAssertionError", "WebhookNotSent", "TemplateBroke")
"""By name, so that neither respx nor the renderer is imported for it."""


def explain_failure(item: pytest.Item, error: BaseException, sandboxes: Iterable[Sandbox]) -> None:
    """Add what happened in the sandboxes to a test's report and shorten the traceback of its error."""
    for sandbox in sandboxes:
        story = "\n".join(tell(Trial(sandbox)))
        if story:
            item.add_report_section("call", "mockserver", story)
    if is_told_by_the_harness(error) and not item.config.getoption("fulltrace"):
        leave_harness_out(error)


def is_told_by_the_harness(error: BaseException) -> bool:
    """Tell whether an error is what the harness says to a test; its own crashes keep their traceback."""
    told = isinstance(error, MockServerError | NoResponse) or type(error).__name__ in _TOLD
    return told or _is_silence(error)


def _is_silence(error: BaseException) -> bool:
    """Tell whether httpx got no response because the sandbox gave none."""
    # Through respx, which raises it again, the cause is an error of respx in the place of NoResponse.
    by_us = (error.__cause__, error.__context__)
    return type(error).__module__.startswith("httpx") and any(
        isinstance(each, NoResponse) or type(each).__name__ == "SideEffectError" for each in by_us
    )


def leave_harness_out(error: BaseException) -> None:
    """End the traceback of an error at the line of the test that called the harness."""
    folders = _harness_folders()
    last = None
    step = error.__traceback__
    while step is not None:
        file = step.tb_frame.f_code.co_filename
        if last is not None and file != _PLUGIN and file.startswith(folders):
            last.tb_next = None
            error.__cause__, error.__suppress_context__ = None, True
            return
        last, step = step, step.tb_next


def _harness_folders() -> tuple[str, ...]:
    found = (find_spec(name) for name in ("mockserver", "httpx", "httpcore", "respx"))
    return tuple(f"{place}/" for spec in found if spec for place in spec.submodule_search_locations or ())
