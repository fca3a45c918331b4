"""The published templates give what their guide sets as traps, and less of it once mended."""

from pathlib import Path

import pytest

from mockserver.fixes import apply_fixes
from mockserver.lint import lint_webhook

FOLDER = Path(__file__).parents[2] / "fixtures" / "templates"
TEXT_NOT_ESCAPED = ["LIQ331"] * 3
"""Title, description and location."""
SAMPLE = ["TIME216", "TIME214", "ROKT120"]
"""A date long past, an end that is the start, a reminder that is a string."""
TOKEN = ["LIQ353", "LIQ355"]
"""A new token for every message; the placeholder for the credential's name."""
URL = ["LIQ341"]
"""Users without an account code."""
ALL_SUBSCRIPTIONS = ["LIQ342", "LIQ341"]
"""Subscriptions of other accounts; users without one."""
BRACE = ["LIQ336"]


def read(*parts: str) -> str:
    return FOLDER.joinpath(*parts).read_text(encoding="utf-8")


def webhook(body: str, url: str = "") -> dict[str, str]:
    return {
        "url": read(url or body, "url.liquid"),
        "headers.Authorization": read("authorization.liquid"),
        "headers.Content-Type": "application/json",
        "body": read(body, "body.liquid"),
    }


def codes(fields) -> list[str]:
    return [finding.code for finding in lint_webhook(fields).findings]


@pytest.mark.parametrize(
    ("body", "url", "expected"),
    [
        ("new-event", "", [*SAMPLE, *TEXT_NOT_ESCAPED, *ALL_SUBSCRIPTIONS, *TOKEN, *URL]),
        ("update-event", "", [*SAMPLE, *TEXT_NOT_ESCAPED, *TOKEN, *URL]),
        ("update-event-old", "update-event", [*SAMPLE, *BRACE, *TEXT_NOT_ESCAPED, *TOKEN, *URL]),
        ("personal-event", "new-event", ["ROKT120", *TEXT_NOT_ESCAPED, *ALL_SUBSCRIPTIONS, *TOKEN, *URL]),
        ("guarded-event", "", ["ROKT120", "LIQ342", *TOKEN]),
    ],
)
def test_a_shipped_template_gives_what_its_guide_foretells(body, url, expected):
    assert codes(webhook(body, url)) == expected


@pytest.mark.parametrize("name", ["new-event", "update-event", "update-event-old", "personal-event"])
def test_mending_escapes_the_three_texts_and_nothing_else(name):
    source = read(name, "body.liquid")
    linted = lint_webhook({"body": source})
    mended = apply_fixes(source, linted.fixes).text
    assert mended.replace(" | json_escape", "") == source
    assert codes({"body": mended}) == [code for code in codes({"body": source}) if code != "LIQ331"]


def test_the_other_spelling_of_the_guides_table_is_found():
    fields = webhook("new-event")
    fields["body"] = fields["body"].replace("{{eventTZ}}", "{{eventTz}}")
    assert "LIQ211" in codes(fields)


def test_the_translated_header_is_found():
    fields = webhook("new-event")
    fields["headers.Autorisation"] = fields.pop("headers.Authorization").replace("Bearer", "Porteur")
    assert {"HTTP602", "HTTP603"} <= set(codes(fields))


def test_an_iana_name_is_mended_to_the_windows_id_of_the_same_zone():
    source = read("guarded-event", "body.liquid").replace("Eastern Standard Time", "America/New_York")
    linted = lint_webhook({"body": source})
    assert "TIME201" in {finding.code for finding in linted.findings}
    assert apply_fixes(source, linted.fixes).text == read("guarded-event", "body.liquid")
