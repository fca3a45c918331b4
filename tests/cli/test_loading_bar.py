"""The bar that tells how far a large file of users is read."""

from io import StringIO
from pathlib import Path

import click
from click.testing import CliRunner
from rich.console import Console

from mockserver.cli.loading_bar import LoadingBar, loading_bar


def test_the_bar_shows_the_file_and_goes_when_it_is_read():
    written = StringIO()
    bar = LoadingBar(Console(file=written, force_terminal=True, width=80))
    for done in (500, 1_000):
        bar(Path("export/users.zip"), done, 1_000)
    shown, _, after = written.getvalue().rpartition("Loading users.zip")
    assert "100%" in after
    assert shown
    assert written.getvalue().endswith("\x1b[1A\x1b[2K")


def test_a_bar_that_is_not_shown_can_be_put_away():
    LoadingBar().close()


def test_nobody_is_shown_a_bar_where_there_is_no_terminal():
    @click.command
    def command():
        click.echo(repr(loading_bar()))

    assert CliRunner().invoke(command).output == "None\n"
