"""LIQ361 to LIQ369: the names and schemes of headers, and URLs, before anything is rendered.

What the contracts say of a request's headers and URL they say of the template too, at its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from mockserver.contracts import check_event_url, sources
from mockserver.contracts.rokt import http_rules
from mockserver.contracts.wording import shown
from mockserver.findings import Finding, Severity
from mockserver.fixes import Edit
from mockserver.http import Headers
from mockserver.lint.facts import Facts
from mockserver.lint.fields import Kind
from mockserver.lint.problems import TemplateProblem, WebhookFacts, approximate, at
from mockserver.rules import Rule, rule

_AUTHORIZATION: Final = "authorization"
_TRANSLATIONS: Final[Mapping[str, str]] = {
    "autorisation": "Authorization",
    "authorisation": "Authorization",
    "autorizacion": "Authorization",
    "autorizzazione": "Authorization",
    "autorizacao": "Authorization",
    "autorisierung": "Authorization",
    "autoryzacja": "Authorization",
    "auth": "Authorization",
    "type de contenu": "Content-Type",
    "type-de-contenu": "Content-Type",
    "tipo de contenido": "Content-Type",
    "tipo-de-contenido": "Content-Type",
    "tipo di contenuto": "Content-Type",
    "tipo de conteudo": "Content-Type",
    "inhaltstyp": "Content-Type",
    "inhalts-typ": "Content-Type",
}
_KNOWN: Final = ("Authorization", "Content-Type", "Accept", "Accept-Language", "User-Agent", "Cache-Control")
_SCHEMES: Final = frozenset({"porteur", "portador", "trager", "portatore", "inhaber", "okaziciel"})


def meant_header(name: str) -> str | None:
    """Give the header that was meant by a misspelt or translated name; ``None`` for a name of its own."""
    folded = _plain(name)
    if folded in {known.lower() for known in _KNOWN} or folded == "proxy-authorization":
        return None
    if folded in _TRANSLATIONS:
        return _TRANSLATIONS[folded]
    joined = folded.replace("_", "-").replace(" ", "-")
    likeness = {known: SequenceMatcher(None, joined, known.lower()).ratio() for known in _KNOWN[:2]}
    best = max(likeness, key=likeness.__getitem__)
    return best if likeness[best] >= 0.85 else None


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.strip().lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _name_edit(facts: Facts, meant: str) -> tuple[Edit, ...]:
    start = facts.field.header_at
    return (Edit(start, start + len(facts.field.header), meant),) if start >= 0 else ()


def _name_at(facts: Facts) -> int:
    return facts.field.header_at if facts.field.header_at >= 0 else facts.field.start


@rule(
    "LIQ361",
    Severity.ERROR,
    "A header's name is misspelt or translated.",
    why="The header is sent under a name that nobody looks for.",
    hint="header names are English in every edition of the guide",
    source=sources.INTEGRATION,
    fails="Type de contenu: application/json",
    passes="Content-Type: application/json",
    of="headers",
)
def misspelt_header(facts: Facts) -> Iterator[TemplateProblem]:
    meant = meant_header(facts.field.header) if facts.field.kind is Kind.HEADER else None
    if meant and meant.lower() != _AUTHORIZATION:
        message = f"nobody reads a header {shown(facts.field.header)}"
        yield at(facts, _name_at(facts), message, hint=f"write {meant}", edits=_name_edit(facts, meant))


def header_findings(facts: Facts) -> Iterator[tuple[Finding, tuple[Edit, ...]]]:
    """Say what the contracts say of an Authorization header, at its place in the template."""
    meant = meant_header(facts.field.header)
    if meant == "Authorization":
        message = f"the header {shown(facts.field.header)} authenticates nobody"
        problem = at(facts, _name_at(facts), message, edits=_name_edit(facts, meant))
        yield http_rules.misspelt_authorization.finding(problem), problem.edits
    if meant == "Authorization" or facts.field.header.lower() == _AUTHORIZATION:
        yield from _scheme_findings(facts)


def _scheme_findings(facts: Facts) -> Iterator[tuple[Finding, tuple[Edit, ...]]]:
    first = re.match(r"\s*([^\s{%]+)(?=\s|$|\{)", facts.field.source)
    word = first[1] if first else ""
    start = facts.field.start + (first.start(1) if first else 0)
    if _plain(word) in _SCHEMES:
        edits = (Edit(start, start + len(word), "Bearer"),)
        problem = at(facts, start, f"the scheme of the Authorization header is {shown(word)}, not Bearer")
        yield http_rules.not_bearer.finding(problem), edits
    elif word.lower() == "bearer" and not facts.faults and approximate(facts, "x").lower() == "bearer":
        problem = at(facts, start, "nothing follows Bearer in the Authorization header")
        yield http_rules.no_token.finding(problem), ()


def request_findings(webhook: WebhookFacts) -> Iterator[tuple[Finding, tuple[Edit, ...]]]:
    """Say what the contracts say of the URL and the headers of a request to Rokt Calendar."""
    if not webhook.goes_to_rokt:
        return
    for facts in webhook.of_kind(Kind.URL):
        if not facts.faults:
            for finding in check_event_url(_known_url(facts)):
                yield replace(finding, location=facts.field.text.locate(_url_at(facts))), ()
    headers = list(webhook.of_kind(Kind.HEADER))
    if headers and not any(_authorizes(facts) for facts in headers):
        problem = at(headers[0], _name_at(headers[0]), "the Authorization header is missing")
        yield http_rules.no_authorization.finding(problem), ()
    for facts in headers:
        yield from _content_type(facts)


def _known_url(facts: Facts) -> str:
    """Write the URL with the account code `acme` where it is not constant."""
    return approximate(facts, "acme")


def _url_at(facts: Facts) -> int:
    start = next((part.only.start for part in facts.target.parts if part.only and part.only.text.strip()), -1)
    return start if start >= 0 else facts.field.start


def _authorizes(facts: Facts) -> bool:
    return "Authorization" in (meant_header(facts.field.header), facts.field.header.title())


def _content_type(facts: Facts) -> Iterator[tuple[Finding, tuple[Edit, ...]]]:
    sent = Headers({"Content-Type": approximate(facts, "")})
    if facts.field.header.lower() == "content-type" and all(part.only for part in facts.target.parts):
        for finding in http_rules.not_json_type.findings(sent):
            yield replace(finding, location=facts.field.text.locate(facts.field.start)), ()


HEADER_RULES: Final[tuple[Rule[Facts], ...]] = (misspelt_header,)
