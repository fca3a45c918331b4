"""JSON001 to JSON008: what can be wrong with a text that should be JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mockserver.contracts import sources
from mockserver.contracts.json_text.places import open_brackets, places_in, pointer_before
from mockserver.contracts.rokt.flow_rules import strings_in
from mockserver.contracts.wording import shown
from mockserver.errors import Location, locate
from mockserver.evidence import Evidence
from mockserver.findings import Severity, pointer
from mockserver.rules import Problem, Rule, rule

DEEPEST: Final = 100
"""How deep arrays and objects may nest; no payload of either vendor comes near it."""

_REASONS: Final = {
    "Expecting value": "a value is expected",
    "Expecting property name": "a name in double quotes is expected",
    "Expecting ':'": "a colon is expected",
    "Expecting ','": "a comma or a closing bracket is expected",
    "Illegal trailing comma": "another member is expected after a comma",
    "Extra data": "the JSON value has ended",
    "Invalid control character": "a control character must be escaped",
    "Invalid \\": "a backslash must begin an escape",
}
_UNESCAPED: Final = ("Expecting ','", "Invalid control character", "Invalid \\")
_ODD_QUOTES: Final = ("'", "“", "”", "„", "‘", "’", "«", "`")
_BRACKETS: Final = {"{": ("an object", "brace }"), "[": ("an array", "bracket ]")}


@dataclass(frozen=True, slots=True)
class BadBytes:
    """A body that cannot be decoded."""

    body: bytes
    error: UnicodeDecodeError
    source: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A text that is not JSON, what the reader says of it, and the index it says it of."""

    text: str
    reason: str
    index: int
    source: str

    def place(self, index: int | None = None) -> Location:
        """Give a place in the text, by default the one where reading ended."""
        return locate(self.text, self.index if index is None else index, self.source)[0]

    def member(self, index: int | None = None) -> str:
        """Give the pointer of the member or item that stands at a place or just before it."""
        return pointer_before(self.text, self.index if index is None else index)

    @property
    def at_end(self) -> bool:
        """Whether the text simply ends too early."""
        return self.index >= len(self.text.rstrip()) or self.reason.startswith("Unterminated string")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text that is JSON, and its value."""

    text: str
    value: object
    repeats: bool
    source: str


_EVENT_WITH: Final = '{"eventId": "e", "title": "#", "start": "2026-02-21T15:00:00", "timezone": "UTC"}'


@rule(
    "JSON001",
    Severity.ERROR,
    "The body is not UTF-8.",
    hint="send the text encoded as UTF-8",
    source=sources.RFC_JSON + "#section-8.1",
    why="No reader of JSON takes other encodings; a title with an accent is where it shows.",
    of="bytes",
    fails=_EVENT_WITH.replace("#", r"Caf\xe9"),
    passes=_EVENT_WITH.replace("#", r"Caf\xc3\xa9"),
)
def not_utf8(bad: BadBytes) -> Iterator[Problem]:
    before = bad.body[: bad.error.start].decode("utf-8", errors="replace")
    yield Problem(
        message=f"byte 0x{bad.body[bad.error.start]:02x} at offset {bad.error.start} is not UTF-8",
        location=locate(before, len(before), bad.source)[0],
    )


@rule(
    "JSON002",
    Severity.ERROR,
    "The body is empty.",
    hint="send a JSON object",
    source=sources.RFC_JSON,
    why="There is nothing to read, and the request is refused.",
    of="update",
    fails=" ",
    passes=(
        '{"eventId": "semi-final_ada", "title": "Semi-final", "start": "2026-02-21T15:00:00", '
        '"timezone": "Eastern Standard Time"}'
    ),
)
def empty_body(broken: Broken) -> Iterator[Problem]:
    if not broken.text.strip():
        yield Problem(message="the body is empty", location=broken.place(0))


@rule(
    "JSON003",
    Severity.ERROR,
    "The body is not JSON.",
    hint="write it as JSON; in a template, what is put in goes through `json_escape`",
    source=sources.RFC_JSON,
    why="The whole body is refused; where it breaks is mostly a value that was put in without escaping.",
    of="update",
    fails=('{"eventId": "e", "title": "The "best" day", "start": "2026-02-21T15:00:00", "timezone": "UTC"}'),
    passes=(
        '{"eventId": "e", "title": "The \\"best\\" day", "start": "2026-02-21T15:00:00", "timezone": "UTC"}'
    ),
)
def not_json(broken: Broken) -> Iterator[Problem]:
    if broken.text.strip() and not broken.at_end:
        yield Problem(
            pointer=broken.member(),
            message=f"{_reason(broken)}, but {_standing_at(broken)} stands here",
            hint=_way_out(broken),
            location=broken.place(),
        )


@rule(
    "JSON004",
    Severity.ERROR,
    "The body ends before the JSON in it does.",
    hint="close what is open",
    source=sources.RFC_JSON,
    why="The whole body is refused; a published edition of the template lacks its last brace.",
    of="update",
    fails=('{"event": {"eventId": "e", "title": "t", "start": "2026-02-21T15:00:00", "timezone": "UTC"}'),
    passes=('{"event": {"eventId": "e", "title": "t", "start": "2026-02-21T15:00:00", "timezone": "UTC"}}'),
)
def ends_early(broken: Broken) -> Iterator[Problem]:
    if not broken.text.strip() or not broken.at_end:
        return
    if broken.reason.startswith("Unterminated string"):
        what, closing, index = "a string", 'quote "', broken.index
    else:
        opened = open_brackets(broken.text)
        what, closing = _BRACKETS[opened[-1].text] if opened else ("a value", "part of it")
        index = opened[-1].index if opened else broken.index
    start = broken.place(index)
    yield Problem(
        pointer=broken.member(),
        message=f"the body ends inside {what} opened at line {start.line}, column {start.column}",
        hint=f"the closing {closing} is missing",
        location=broken.place(len(broken.text.rstrip())),
    )


@rule(
    "JSON005",
    Severity.WARNING,
    "A member's name occurs twice in one object.",
    hint="keep one of them; readers take the last, or whichever they like",
    source=sources.RFC_JSON + "#section-4",
    why="One of the two values is lost, and which one depends on the reader.",
    of="update",
    fails=('{"eventId": "e", "title": "t", "title": "u", "start": "2026-02-21T15:00:00", "timezone": "UTC"}'),
    passes='{"eventId": "e", "title": "u", "start": "2026-02-21T15:00:00", "timezone": "UTC"}',
)
def repeated_member(parsed: Parsed) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, index in places_in(parsed.text) if parsed.repeats else ():
        if at in seen:
            yield Problem(
                pointer=at,
                message=f"{shown(at.rpartition('/')[2])} occurs again in the same object",
                location=locate(parsed.text, index, parsed.source)[0],
            )
        seen.add(at)


@rule(
    "JSON006",
    Severity.ERROR,
    "Arrays and objects nest too deep.",
    hint=f"keep within {DEEPEST} levels",
    evidence=Evidence.ASSUMED,
    source=sources.RFC_JSON + "#section-9",
    why="A reader that gives up on it refuses the whole body.",
    of="track",
    fails="[" * 101 + "]" * 101,
    passes='{"attributes": [{"external_id": "ada", "seats": {"row": {"number": 4}}}]}',
)
def too_deep(broken: Broken) -> Iterator[Problem]:
    yield Problem(message=f"arrays and objects nest deeper than {DEEPEST} levels", location=broken.place())


@rule(
    "JSON007",
    Severity.ERROR,
    "A number is one that JSON does not have, or that readers cannot hold.",
    hint="send a number that fits a double, or null",
    source=sources.RFC_JSON + "#section-6",
    why="Readers in other languages refuse the whole body.",
    of="track",
    fails='{"attributes": [{"external_id": "ada", "score": NaN}]}',
    passes='{"attributes": [{"external_id": "ada", "score": null}]}',
)
def number_out_of_range(broken: Broken) -> Iterator[Problem]:
    yield Problem(message=f"{broken.reason} is not a usable number", location=broken.place())


@rule(
    "JSON008",
    Severity.WARNING,
    "A string holds half of a character.",
    hint="write both halves of the surrogate pair, or the character itself",
    source=sources.RFC_JSON + "#section-8.2",
    why="What arrives is not the character that was sent; cutting a text in the middle of an emoji does it.",
    of="update",
    fails=('{"eventId": "e", "title": "Final \\ud83c", "start": "2026-02-21T15:00:00", "timezone": "UTC"}'),
    passes=(
        '{"eventId": "e", "title": "Final \\ud83c\\udfc6", "start": "2026-02-21T15:00:00", "timezone": "UTC"}'
    ),
)
def lone_surrogate(parsed: Parsed) -> Iterator[Problem]:
    values = {pointer(*path): text for path, text in strings_in(parsed.value)}
    for at, index in (("", 0), *places_in(parsed.text)):
        held = [
            text for text in (at.rpartition("/")[2], values.get(at, "")) if whole_characters(text) != text
        ]
        if held:
            yield Problem(
                pointer=at,
                message=f"{shown(held[0])} holds half of a character; U+FFFD takes its place",
                location=locate(parsed.text, index, parsed.source)[0],
            )


def whole_characters(text: str) -> str:
    """Put U+FFFD in the place of each half of a surrogate pair that stands alone."""
    return text.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")


def _reason(broken: Broken) -> str:
    told = next((told for start, told in _REASONS.items() if broken.reason.startswith(start)), "")
    return told or broken.reason


def _standing_at(broken: Broken) -> str:
    return shown(broken.text[broken.index : broken.index + 12].split("\n")[0] or "\n")


def _way_out(broken: Broken) -> str:
    before, standing = broken.text[: broken.index].rstrip(), broken.text[broken.index :]
    if standing.startswith(("{{", "{%")) or (before.endswith("{") and standing.startswith(("{", "%"))):
        return "Liquid was not rendered; render the template for a user first, or `mockserver lint` it"
    if standing.startswith(_ODD_QUOTES):
        return 'write straight double quotes: "'
    if standing.startswith("<"):
        return "this looks like HTML or XML; send JSON"
    if (before.endswith(",") and standing.startswith(("}", "]"))) or "trailing comma" in broken.reason:
        return "take away the comma after the last member"
    if broken.reason.startswith(_UNESCAPED):
        return (
            "a quote, backslash or line break inside a value must be escaped; in a template use `json_escape`"
        )
    return "" if before else "send a JSON object, with curly braces around its members"


READING_RULES: Final[tuple[Rule[Broken], ...]] = (empty_body, not_json, ends_early)
