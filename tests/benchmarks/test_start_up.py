"""What a command line and every pytest run of an environment pay for the package being installed."""

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
