"""Checks a text that holds payloads, or a request with one: everything found, at its place in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Final
from urllib.parse import urlsplit

from mockserver.checks.configuration import Configuration
from mockserver.checks.documents import Document, documents_in
from mockserver.checks.files import Source
from mockserver.checks.kinds import Kind, kind_at, nearest_member, recognise
from mockserver.checks.mending import fixes_for, json_fixes
from mockserver.checks.outcome import CheckedSource
from mockserver.checks.places import Lines
from mockserver.checks.request_text import RequestText, parse_request_text
from mockserver.clock import DEFAULT_START
from mockserver.contracts.json_text.reading import parse_json
from mockserver.contracts.rokt.http_rules import check_event_url, check_headers
from mockserver.contracts.rokt.token_request import parse_form
from mockserver.errors import SourceError
from mockserver.findings import Finding
from mockserver.fixes import Fix

_FORM: Final = re.compile(r"\s*[A-Za-z_]+=[^{}\[\]\"]*\Z")
_OF_EVENTS: Final = ("event", "update")
_CONTENT_TYPE_CODE: Final = "HTTP605"


Exists = Callable[[str, str], bool]
"""Tells whether there is an operation for a method and a URL."""


class UnknownKindError(SourceError):
    """A payload that nobody says what it is."""


@dataclass(frozen=True)
class PayloadCheck:
    """Checks payloads of one kind, or of the kind each is recognised as.

    ``now`` is what far past and far future are measured from. ``exists`` is asked of requests whose URL is
    of no kind; where nothing is there, it was meant to be one of events.
    """

    kind: Kind | None = None
    now: datetime = DEFAULT_START
    exists: Exists = field(default=lambda *_: False, compare=False)

    def __call__(self, source: Source, configuration: Configuration) -> CheckedSource:
        """Check a text.

        Raises ``UnknownKindError`` for a payload whose kind is neither given nor recognised, in a file that
        was named; another is passed over.
        """
        reading = _Reading(source, configuration, self.kind, self.now, self.exists)
        try:
            reading.read()
        except UnknownKindError:
            if source.named:
                raise
            return CheckedSource(source.name, source.text, (), passed_over=True)
        titles = list(dict.fromkeys(kind.title for kind in reading.kinds))
        return CheckedSource(
            source.name,
            source.text,
            tuple(reading.findings),
            tuple(reading.fixes),
            " and ".join(titles) if self.kind is None else "",
        )


@dataclass
class _Reading:
    source: Source
    configuration: Configuration
    given: Kind | None
    now: datetime
    exists: Exists
    findings: list[Finding] = field(default_factory=list)
    fixes: list[Fix] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)

    @cached_property
    def lines(self) -> Lines:
        """Where the lines of the source begin."""
        return Lines(self.source.text, self.source.name)

    def read(self) -> None:
        """Check whatever the source holds."""
        request = parse_request_text(self.source.text)
        if not self.source.is_text:
            self.findings += parse_json(self.source.body, source=self.source.name).findings
        elif request is not None:
            self._read_request(request)
        else:
            self._read_body(self.source.text, 0, self.given)

    def _read_request(self, request: RequestText) -> None:
        """Check the URL and the headers of a request, then its body."""
        kind = self.given or kind_at(_path(request.url))
        elsewhere = kind is None and self.exists(request.method, request.url)
        if not elsewhere and (kind is None or kind.name in _OF_EVENTS):
            self._add(check_event_url(request.url), request.url_index)
            for finding in check_headers(request.headers):
                about = "Content-Type" if finding.code == _CONTENT_TYPE_CODE else "Authorization"
                self._add([finding], request.header_index(about))
        if request.body.strip() and not elsewhere:
            self._read_body(request.body, request.body_index, kind)

    def _read_body(self, text: str, offset: int, kind: Kind | None) -> None:
        if _FORM.fullmatch(text):
            form = parse_form(text.strip().encode())
            self._add(self._check(form, self._kind(kind, form, offset)), offset)
            return
        for document in documents_in(text, offset, self.source.name):
            before = len(self.findings)
            for finding in document.read.findings:
                self._add([finding], document.index(finding.location) if finding.location else offset)
            self.fixes += json_fixes(self.findings[before:], document)
            for at, value in document.payloads:
                self._read_payload(document, at, value, kind)

    def _read_payload(self, document: Document, at: str, value: object, kind: Kind | None) -> None:
        found = self._check(value, self._kind(kind, value, document.places.index(at)))
        for finding in (replace(each, pointer=at + each.pointer) for each in found):
            self._add([finding], document.places.index(finding.pointer, finding.code))
            self.fixes += fixes_for(self.findings[-1:], document.places, value, at)

    def _check(self, value: object, kind: Kind) -> Iterable[Finding]:
        self.kinds.append(kind)
        return kind.contract.check(value, self.configuration.assumptions, now=self.now).findings

    def _add(self, findings: Iterable[Finding], index: int) -> None:
        place = self.lines.locate(index)
        self.findings += [replace(finding, location=place) for finding in findings]

    def _kind(self, kind: Kind | None, value: object, index: int) -> Kind:
        found = kind or (recognise(value) if isinstance(value, dict) else None)
        if found is not None:
            return found
        members = value if isinstance(value, dict) else ()
        near = nearest_member(members)
        raise UnknownKindError(
            "it cannot be told what kind of payload this is",
            location=self.lines.locate(index),
            hint=f"did you mean `{near}`? Or name it with --kind"
            if near
            else "name it with --kind; --kinds lists them",
        )


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
