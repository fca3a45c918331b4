"""``mockserver preview``: what a webhook template becomes for one user."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mockserver.cli.utf8_output import echo_json
from mockserver.cli.workspace_option import workspace_option

if TYPE_CHECKING:
    from mockserver.findings import Finding
    from mockserver.liquid import Call
    from mockserver.sandbox import Sandbox
    from mockserver.testing.preview import Preview

_USER_HINT = 'give a profile, such as \'{"external_id": "ada", "first_name": "Ada"}\''
_OBJECT_HINT = 'give a JSON object, such as \'{"title": "Premiere"}\''


@click.command("preview")
@click.argument("template")
@click.option(
    "--user",
    default="random",
    show_default=True,
    metavar="ID|FILE|JSON|random",
    help="Whom it is rendered for.",
)
@workspace_option
@click.option("--seed", default="0", show_default=True, help="Seed of the random user.")
@click.option("--event-properties", metavar="JSON", help="Properties of the event that set it off.")
@click.option("--trigger-properties", metavar="JSON", help="Properties of the API trigger.")
@click.option("--context", metavar="JSON", help="Context of a Canvas.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.option("--send", is_flag=True, help="Send it too, to the simulated services.")
def command(
    template: str,
    user: str,
    path: Path | None,
    seed: str,
    event_properties: str | None,
    trigger_properties: str | None,
    context: str | None,
    as_json: bool,
    send: bool,
) -> None:
    """Render the webhook TEMPLATE for one user: URL, headers and body as they would be sent.

    TEMPLATE is a name in the workspace or a file with the Liquid of a body. A user is an external id, a
    profile as JSON or in a JSON file, or made up at random. Connected Content is called; the webhook
    itself goes nowhere without --send, and then to the simulated services. Credentials are masked. Exits
    with 0 if all is well, 1 if nothing would be sent or an error was found, 2 for a wrong command line and
    3 for a file that cannot be used.
    """
    from mockserver.cli.loading_bar import loading_bar
    from mockserver.testing.preview import preview
    from mockserver.workspace import default_workspace, load_workspace

    sandbox = (load_workspace(path, progress=loading_bar()) if path else default_workspace()).open()
    shown = preview(
        sandbox,
        chosen_template(sandbox, template),
        _user(user),
        seed=seed,
        event_properties=parse_object(event_properties, "--event-properties"),
        trigger_properties=parse_object(trigger_properties, "--trigger-properties"),
        context=parse_object(context, "--context"),
        send=send,
    )
    if as_json:
        echo_json(_record(shown))
    else:
        click.echo(_render(shown))
    raise SystemExit(0 if shown.is_sound else 1)


def chosen_template(sandbox: Sandbox, given: str) -> Path | str:
    """Give the name of a saved template, the file that is named so, or the Liquid itself.

    Raises ``UsageError`` for a name of neither a template nor a file.
    """
    from mockserver.errors import UsageError
    from mockserver.testing.webhooks import is_name

    if given in sandbox.braze.state.templates or not is_name(given):
        return given
    if Path(given).is_file():
        return Path(given)
    try:
        return sandbox.braze.state.template(given).name
    except UsageError as mistake:
        raise UsageError(f"{mistake.message}, and no file of that name", hint=mistake.hint) from None


def _user(given: str) -> dict[str, Any] | str:
    if given.lstrip().startswith("{"):
        return _parsed(given, "--user", _USER_HINT)
    file = Path(given)
    if not file.is_file() and file.suffix != ".json":
        return given
    from mockserver.cli.capture import read_file
    from mockserver.errors import SourceError, UsageError

    text = read_file(file, hint=_USER_HINT)
    try:
        return _parsed(text, f"--user {given}", _USER_HINT)
    except UsageError as mistake:
        raise SourceError(mistake.message, hint=mistake.hint) from None


def parse_object(text: str | None, option: str) -> dict[str, Any] | None:
    """Read the JSON object an option holds, if it was given; raises ``UsageError`` for anything else."""
    return None if text is None else _parsed(text, option, _OBJECT_HINT)


def _parsed(text: str, option: str, hint: str) -> dict[str, Any]:
    from mockserver.errors import UsageError

    try:
        value = json.loads(text)
    except ValueError as error:
        raise UsageError(f"{option} is not JSON: {error}", hint=hint) from None
    if not isinstance(value, dict):
        raise UsageError(f"{option} is not a JSON object", hint=hint)
    return value


def _record(shown: Preview) -> dict[str, Any]:
    from mockserver.simulator.masking import mask_request, mask_response

    request = mask_request(shown.request) if shown.request else None
    answer = mask_response(shown.answer, shown.request) if shown.answer and shown.request else None
    abort = shown.rendered.abort
    return {
        "user": shown.user.exported(),
        "request": {
            "method": request.method,
            "url": request.url,
            "headers": dict(request.headers.pairs),
            "body": request.text,
        }
        if request
        else None,
        "aborted": {"type": abort.type, "reason": abort.reason} if abort else None,
        "calls": [_call(call) for call in shown.rendered.calls],
        "missing": list(shown.missing),
        "findings": [
            {
                "code": finding.code,
                "severity": str(finding.severity),
                "pointer": finding.pointer,
                "location": str(finding.location) if finding.location else None,
                "message": finding.message,
                "hint": finding.hint,
            }
            for finding in shown.findings
        ],
        "sent": {
            "outcome": str(shown.message.outcome),
            "status": shown.message.status,
            "reason": shown.message.reason,
            "body": answer.text if answer else None,
        }
        if shown.message
        else None,
    }


def _call(call: Call) -> str:
    from mockserver.simulator.masking import mask_text

    came = call.response.status if call.response else call.refused or call.failure
    cached = ", from the cache" if call.cached else ""
    return f"{call.request.method} {mask_text(call.request.url)} -> {came}{cached}"


def _render(shown: Preview) -> str:
    return "\n".join(_lines(shown))


def _lines(shown: Preview) -> Iterator[str]:
    record = _record(shown)
    request = record["request"]
    if request:
        yield click.style(f"{request['method']} {request['url']}", bold=True)
        yield from (f"{name}: {value}" for name, value in request["headers"].items())
        yield ""
        yield request["body"].strip()
    else:
        yield click.style(str(shown.rendered), fg="red")
    yield ""
    yield f"User      {shown.user}"
    yield from _titled("Calls", record["calls"])
    yield from _titled("Missing", record["missing"])
    yield from _titled("Findings", [line for finding in shown.findings for line in _told(finding)])
    yield _fate(shown, record["sent"])


def _told(finding: Finding) -> Iterator[str]:
    yield str(replace(finding, hint=""))
    if finding.hint:
        yield f"  hint: {finding.hint}"


def _titled(title: str, entries: list[str]) -> Iterator[str]:
    for index, entry in enumerate(entries):
        yield f"{title if index == 0 else '':<10}{entry}"


def _fate(shown: Preview, sent: dict[str, Any] | None) -> str:
    if sent is None or shown.message is None:
        return "Sent      no; --send sends it to the simulated services"
    status = "" if sent["status"] is None else f", answered {sent['status']}"
    body = f": {sent['body']}" if sent["body"] else ""
    reason = f" ({sent['reason']})" if sent["reason"] else ""
    return f"Sent      {sent['outcome']}{status}{body}{reason}"
