"""What a sandbox, and a live server, cost a test beside an empty fixture: all in one run of pytest."""

import json
import subprocess
import sys

CONFTEST = """
import json
from pathlib import Path
from time import process_time
from statistics import median

import pytest

SPENT = {}

@pytest.fixture
def empty():
    yield

@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    before = process_time()
    done = yield
    SPENT.setdefault(item.originalname, []).append(process_time() - before)
    return done

def pytest_sessionfinish():
    Path("spent.json").write_text(json.dumps({name: median(times) for name, times in SPENT.items()}))
"""
TESTS = """
import pytest

MANY = pytest.mark.parametrize("number", range(200))
"""
TEST = """
@MANY
def test_{fixture}({fixture}, number):
    pass
"""
SPENT = 0.005
"""Seconds of the processor a sandbox may cost a test."""


def test_a_sandbox_per_test(tmp_path, tell):
    tests = TESTS + "".join(TEST.format(fixture=name) for name in ("empty", "sandbox", "live_server"))
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_many.py").write_text(tests)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", "."]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    spent = json.loads((tmp_path / "spent.json").read_text(encoding="utf-8"))
    empty, sandbox, server = (spent[f"test_{name}"] for name in ("empty", "sandbox", "live_server"))
    tell(
        f"an empty fixture: {empty * 1000:.2f} ms a test, a sandbox: {sandbox * 1000:.2f} ms "
        f"({sandbox / empty:.1f} x), a live server: {server * 1000:.2f} ms"
    )
    assert sandbox - empty <= SPENT
