"""What a command line, a server and every pytest run of an environment pay before anything happens."""

import os
import subprocess
import sys
import time
from contextlib import suppress

import httpx

from tests.cli.test_server_files import free_port

CLICK = """
import click

@click.group()
def main(): "Do things."

@main.command()
def run(): "Run things."

main()
"""


def test_help_of_the_command_line_beside_a_bare_click_program(best_times, tell):
    ours = ["-c", "from mockserver.cli import main; main()", "--help"]
    bare, with_us = best_times(["-c", CLICK, "--help"], ours, rounds=15)
    tell(f"mockserver --help: {with_us / bare:.2f} x a bare click program's")
    assert with_us / bare <= 1.5


def test_loading_the_pytest_plugin_beside_a_run_without_it(best_times, tmp_path, monkeypatch, tell):
    # Other plugins of the environment cost a hundred times as much and would drown the difference.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    (tmp_path / "test_nothing.py").write_text("def test_nothing():\n    pass\n")
    run = ["-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)]
    without, with_us = best_times(run, [*run, "-p", "mockserver.testing.plugin"], rounds=20)
    tell(f"the unused pytest plugin: {(with_us - without) * 1000:.1f} ms")
    assert with_us - without <= 0.015


def test_a_server_answers_half_a_second_after_its_start(tmp_path, tell):
    # With bytecode, as pip leaves it: the first of the starts writes what the others read.
    compiled = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    compiled.pop("PYTHONDONTWRITEBYTECODE", None)
    seconds = min(_seconds_to_the_first_answer(compiled) for _ in range(8))
    tell(f"mockserver serve: {seconds:.2f} s from the start of the process to its first answer")
    assert seconds < 0.8


def _seconds_to_the_first_answer(environment):
    port = free_port()
    asking = httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False)
    serve = ["-c", "from mockserver.cli import main; main()", "serve", "--port", str(port)]
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, *serve], env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            while not _is_up(asking):
                assert process.poll() is None
                time.sleep(0.002)
            return time.perf_counter() - began
        finally:
            asking.close()
            process.terminate()


def _is_up(asking):
    with suppress(httpx.TransportError):
        return asking.get("/_mockserver/health").status_code == 200
    return False
