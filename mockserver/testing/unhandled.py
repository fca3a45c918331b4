"""Requests that nobody simulates, and what they mean for the test that caused them."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

import pytest

from mockserver.sandbox import Sandbox
from mockserver.simulator.journal import Exchange
from mockserver.simulator.masking import mask_text, secrets_of
from mockserver.testing.settings import told_plainly, unhandled_policy

_ADVICE = """\
Correct the address, or answer for the host with sandbox.network.stub(host, respond). If the test means
it, mark it @pytest.mark.mockserver(unhandled="ignore")."""


class UnhandledRequest(UserWarning):
    """A request went to a host or a path that nobody simulates."""


def judge_unhandled(item: pytest.Item, sandboxes: Iterable[Sandbox]) -> None:
    """Fail the test, warn or do nothing about requests that nobody simulates."""
    with told_plainly():
        policy = unhandled_policy(item)
    text = describe_unhandled(sandboxes)
    if text and policy == "fail":
        pytest.fail(text, pytrace=False)
    if text and policy == "warn":
        warnings.warn(text, UnhandledRequest, stacklevel=1)


def describe_unhandled(sandboxes: Iterable[Sandbox]) -> str:
    """Tell of the requests that nobody simulates; empty where there is none."""
    found = [exchange for sandbox in sandboxes for exchange in sandbox.journal if is_unhandled(exchange)]
    if not found:
        return ""
    lines = [f"  {mask_text(str(exchange), secrets_of(exchange.request))}" for exchange in found]
    count = "a request was" if len(found) == 1 else f"{len(found)} requests were"
    return "\n".join([f"{count} sent that nobody simulates:", *lines, _ADVICE])


def is_unhandled(exchange: Exchange) -> bool:
    """Tell whether a request reached neither an operation nor a function that stands in for a host."""
    stubbed = not exchange.service and exchange.response is not None
    return not exchange.operation and not stubbed
