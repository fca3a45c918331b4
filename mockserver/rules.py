"""What a rule is: one small function with its code, severity, hint, evidence and source beside it.

A rule looks at a subject (an event object, a header, a body) and yields a :class:`Problem` for
each thing it finds; the rule's own text makes :class:`~mockserver.findings.Finding` objects of them.
Codes come in families, by the hundred:

    JSON0xx    text that is not the JSON it should be
    ROKT1xx    shape and required fields of Rokt Calendar's payloads
    TIME2xx    time zones and date-times
    BRAZE3xx   what is tracked, triggered and exported with Braze's REST API
    BRAZE4xx   payloads of its other endpoints
    LIQ1xx     what a rendering notes of its template
    LIQ2xx     what a template refers to that a webhook does not have
    LIQ3xx     how a template is written: syntax, data flow, escaping
    HTTP6xx    headers and URLs
    FLOW7xx    what goes wrong between the two services
    SEND8xx    messages that are not sent, or not as they were meant
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from mockserver.errors import Location
from mockserver.evidence import Choice, Evidence
from mockserver.findings import Finding, Severity

S = TypeVar("S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing a rule found: where, and what; ``hint`` and ``severity`` in place of the rule's own."""

    message: str
    pointer: str = ""
    hint: str = ""
    severity: Severity | None = None
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[S]):
    """One thing that can be wrong; ``title`` says what, in a sentence that holds for every case.

    ``why`` says what comes of it. ``fails`` and ``passes`` are the shortest examples of a subject with the
    problem and without it, as text: what ``of`` names says what text, and ``under`` holds the assumptions
    that are chosen otherwise for them.
    """

    code: str
    severity: Severity
    title: str
    hint: str
    evidence: Evidence
    source: str
    look: Callable[[S], Iterable[Problem]]
    fails: str = ""
    passes: str = ""
    why: str = ""
    of: str = ""
    under: Mapping[str, Choice] = field(default_factory=dict, hash=False)

    def findings(self, subject: S) -> Iterator[Finding]:
        """Give what the rule has to say about a subject."""
        return (self.finding(problem) for problem in self.look(subject))

    def finding(self, problem: Problem) -> Finding:
        """Dress a problem in the rule's code, hint, evidence and source."""
        return Finding(
            code=self.code,
            severity=problem.severity or self.severity,
            message=in_one_line(problem.message),
            pointer=printable(problem.pointer),
            hint=in_one_line(problem.hint or self.hint),
            evidence=self.evidence,
            source=self.source,
            location=problem.location,
        )


def rule(
    code: str,
    severity: Severity,
    title: str,
    *,
    hint: str,
    source: str,
    evidence: Evidence = Evidence.DOCUMENTED,
    fails: str = "",
    passes: str = "",
    why: str = "",
    of: str = "",
    under: Mapping[str, Choice] | None = None,
) -> Callable[[Callable[[S], Iterable[Problem]]], Rule[S]]:
    """Make a rule of a function that yields the problems it finds in a subject."""

    def make(look: Callable[[S], Iterable[Problem]]) -> Rule[S]:
        return Rule(
            code=code,
            severity=severity,
            title=title,
            hint=hint,
            evidence=evidence,
            source=source,
            look=look,
            fails=fails,
            passes=passes,
            why=why,
            of=of,
            under=under or {},
        )

    return make


def notice(
    code: str,
    severity: Severity,
    title: str,
    *,
    source: str,
    why: str = "",
    hint: str = "",
    evidence: Evidence = Evidence.DOCUMENTED,
    of: str = "",
    fails: str = "",
    passes: str = "",
) -> Rule[Problem]:
    """Make a rule of something only its finder can see; it says a problem that is handed to it."""
    return Rule(
        code=code,
        severity=severity,
        title=title,
        hint=hint,
        evidence=evidence,
        source=source,
        look=lambda problem: (problem,),
        why=why,
        of=of,
        fails=fails,
        passes=passes,
    )


def apply(rules: Iterable[Rule[S]], subject: S) -> list[Finding]:
    """Give what several rules have to say about one subject, in the order of the rules."""
    return [rule.finding(problem) for rule in rules for problem in rule.look(subject)]


def printable(text: str) -> str:
    r"""Write characters that no UTF-8 text can hold as escapes, such as ``\ud83d``."""
    # Asking first is several times faster, and nearly every text is printable as it stands.
    return text if text.isprintable() else text.encode("utf-8", errors="backslashreplace").decode("utf-8")


def in_one_line(text: str) -> str:
    """Write line breaks as escapes too."""
    return text if text.isprintable() else printable(text).replace("\r", "\\r").replace("\n", "\\n")
