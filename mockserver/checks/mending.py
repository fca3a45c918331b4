"""What of a payload can be mended without a change of its meaning."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from mockserver.checks.documents import Document
from mockserver.checks.places import Places
from mockserver.contracts.json_text.places import tokens_of
from mockserver.contracts.times.timezones import windows_id_for, windows_id_in_any_case, windows_zone
from mockserver.findings import Finding
from mockserver.fixes import Edit, Fix, apply_edits

_CURLY: Final = re.compile("[“”„]")


@dataclass(frozen=True, slots=True)
class Spot:
    """The value a finding points at, as it is and as it is written, and where."""

    value: Any
    start: int
    end: int

    def written_as(self, value: object) -> Edit:
        """Write another value in its place."""
        return Edit(self.start, self.end, json.dumps(value, ensure_ascii=False))


Mend = Callable[[Spot], Edit | None]


def _windows_id(spot: Spot) -> Edit | None:
    zone_id = windows_id_for(spot.value) or windows_id_in_any_case(spot.value)
    return spot.written_as(zone_id) if zone_id else None


def _iana_name(spot: Spot) -> Edit | None:
    zone = windows_zone(spot.value) if isinstance(spot.value, str) else None
    return spot.written_as(zone.iana) if zone else None


def _number(spot: Spot) -> Edit | None:
    return spot.written_as(int(spot.value))


_MENDS: Final[Mapping[str, Mend]] = {
    "TIME201": _windows_id,
    "TIME204": _windows_id,
    "ROKT120": _number,
    "BRAZE355": _iana_name,
}
"""Code to what mends it. An abbreviation, an offset or a name that is merely near may mean another zone."""


def fixes_for(findings: Iterable[Finding], places: Places, value: object, at: str = "") -> Iterator[Fix]:
    """Give the fixes of what was found in a payload; ``at`` is the payload's own pointer."""
    for finding in findings:
        mend, place = _MENDS.get(finding.code), places.value(finding.pointer)
        if mend is not None and place is not None:
            edit = mend(Spot(_member(value, finding.pointer.removeprefix(at)), place.start, place.end))
            if edit is not None:
                yield Fix(finding, (edit,))


def _member(value: Any, at: str) -> Any:
    for part in at.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value


def json_fixes(findings: Iterable[Finding], document: Document) -> Iterator[Fix]:
    """Give the fix of a document that is not JSON; ``findings`` are what was found, at their places.

    A comma after the last member goes, and curly quotes become straight, where that alone makes it JSON.
    """
    if document.read.ok:
        return
    broken = [finding for finding in findings if finding.code == "JSON003"][-1:]
    for finding in broken:
        ways = (_without_comma(document.text), _straightened(document.text))
        edits = next((edits for edits in ways if edits and _is_json(document.text, edits)), [])
        if edits:
            yield Fix(finding, tuple(_moved(edit, document.offset) for edit in edits))


def _moved(edit: Edit, offset: int) -> Edit:
    return replace(edit, start=edit.start + offset, end=edit.end + offset)


def _without_comma(text: str) -> list[Edit]:
    tokens = list(tokens_of(text))
    commas = (
        token for token, following in pairwise(tokens) if token.text == "," and following.text in ("}", "]")
    )
    return [Edit(comma.index, comma.index + 1, "") for comma in commas]


def _straightened(text: str) -> list[Edit]:
    return [Edit(found.start(), found.end(), '"') for found in _CURLY.finditer(text)]


def _is_json(text: str, edits: Iterable[Edit]) -> bool:
    try:
        json.loads(apply_edits(text, edits))
    except ValueError:
        return False
    return True
