"""``mockserver lint``: templates read without a user."""

from __future__ import annotations

from typing import Any

import click

from mockserver.cli.checking import Options, checking_options, run_checks


@click.command("lint")
@checking_options
@click.option(
    "--as",
    "field",
    type=click.Choice(["url", "header", "body"]),
    help="What the templates are; told by name and text if not given.",
)
def command(field: str | None, **options: Any) -> None:
    """Say what is wrong with Liquid templates, without rendering them; - is standard input.

    A file holds one field of a webhook, a list of headers, or a whole webhook written as a request: a line
    with method and URL, headers, an empty line and the body. In folders, *.liquid is looked at; url.liquid,
    headers.liquid and body.liquid of one folder are taken together. Of a workspace file (.yaml) every webhook
    template is looked at, with the files it lies in. A finding is switched off on its line with
    {% comment %} mockserver: ignore CODE {% endcomment %}.

    Exits with 0 if nothing failed, 1 if something did, 2 for a wrong command line, and 3 if a file or the
    configuration cannot be read; the other files are checked all the same.
    """
    from mockserver.checks.templates import TemplateCheck
    from mockserver.clock import Clock
    from mockserver.lint import Kind

    now = Clock.wall().now()
    if field:
        run_checks(Options(**options), TemplateCheck(Kind(field), now), ("*.liquid",))
    from mockserver.workspace.template_lint import WorkspaceLint

    check = WorkspaceLint(TemplateCheck(None, now))
    run_checks(Options(**options, files_of=check.files_of), check, ("*.liquid",))
