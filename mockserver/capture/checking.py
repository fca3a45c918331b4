"""Checks curl commands: the requests they send, and everything found at its place in the command."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mockserver.capture.curl import Files, command_starts, holds_curl, requests_in
from mockserver.checks.configuration import Configuration
from mockserver.checks.files import Check, Source
from mockserver.checks.outcome import CheckedSource
from mockserver.checks.places import Lines
from mockserver.errors import Location, SourceError, UsageError
from mockserver.findings import Finding
from mockserver.fixes import Fix
from mockserver.transcripts import Transcript


@dataclass(frozen=True)
class CurlCheck:
    """Checks the requests that the curl commands in a text send; ``other`` checks them, and every other text.

    ``files`` reads the files that commands name.
    """

    other: Check
    files: Files

    def __call__(self, source: Source, configuration: Configuration) -> CheckedSource:
        """Check a text.

        Raises ``SourceError`` for a command that cannot be read, and what the other check raises.
        """
        if not holds_curl(source.text):
            return self.other(source, configuration)
        source.require_text()
        checked = [self._checked(source, each, configuration) for each in self._requests(source)]
        return CheckedSource(
            source.name,
            source.text,
            tuple(finding for one in checked for finding in one.findings),
            tuple(fix for one in checked for fix in one.fixes),
            " and ".join(dict.fromkeys(one.read_as for one in checked if one.read_as)),
        )

    def _requests(self, source: Source) -> list[Transcript]:
        read: list[Transcript] = []
        try:
            for request in requests_in(source.text, files=self.files):
                read.append(request)
        except UsageError as mistake:
            # Those before it were read.
            start = command_starts(source.text)[len(read)]
            place = Lines(source.text, source.name).locate(start)
            raise SourceError(mistake.message, location=place, hint=mistake.hint) from None
        return read

    def _checked(self, source: Source, request: Transcript, configuration: Configuration) -> CheckedSource:
        """Check one request, and put what is found where the command says it."""
        body = request.text.encode(errors="surrogatepass")
        written = _Written(request, Lines(source.text, source.name))
        try:
            checked = self.other(replace(source, text=request.text, body=body), configuration)
        except SourceError as mistake:
            place = written.place(mistake.location) if mistake.location else None
            raise type(mistake)(mistake.message, location=place, hint=mistake.hint) from None
        found = {finding: written.finding(finding) for finding in checked.findings}
        fixes = tuple(written.fixes(checked.fixes, found))
        return replace(checked, findings=tuple(found[each] for each in checked.findings), fixes=fixes)


@dataclass(frozen=True)
class _Written:
    """A request and the lines of the text it is written in."""

    request: Transcript
    lines: Lines

    def place(self, location: Location) -> Location:
        before = self.request.text.split("\n")[: location.line - 1]
        index = sum(len(line) + 1 for line in before) + location.column - 1
        return self.lines.locate(self.request.indexes[index])

    def finding(self, finding: Finding) -> Finding:
        return replace(finding, location=self.place(finding.location)) if finding.location else finding

    def fixes(self, fixes: tuple[Fix, ...], found: dict[Finding, Finding]) -> Iterator[Fix]:
        for fix in fixes:
            edits = [self.request.edit(edit) for edit in fix.edits]
            if all(edits):
                yield Fix(found[fix.finding], tuple(edit for edit in edits if edit))
