"""Plain Liquid renders here as it does in Shopify's Ruby engine, on which Braze builds.

What differs on purpose, and is therefore not generated:

- three opening braces are refused, as Braze documents; Ruby reads an odd name;
- a quoted string keeps ``}}``; in Ruby an output ends there;
- a comment may hold broken Liquid, as in engine 5.5; Debian's 5.4 parses it;
- ``filter: key`` with a range as key; Ruby takes a slice of the text or of the integer's bits;
- after ``break`` Ruby still prints the first node of a further ``when`` that matches, and 5.4 the rest
  of a ``tablerow``;
- a text such as ``-13`` that is no date by itself; Ruby takes it for a day of this month;
- ``%-z``; Ruby prints UTC as ``-0000``;
- filters newer than 5.4: ``find``, ``has``, ``reject``, ``sum``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from mockserver.errors import TemplateError
from mockserver.liquid import Personalization, Resources, parse_template
from tests.liquid.plain_liquid import DATA, TEMPLATES

EXAMPLES = int(os.environ.get("LIQUID_EXAMPLES", "150"))
SCRIPT = Path(__file__).with_name("ruby_liquid.rb")
AS_RUBY = {
    "liquid.unsupported_filters": "work",
    "liquid.first_of_object": "nil",
    "liquid.html_comments": "kept",
}


class Ruby:
    """One Ruby process that renders templates."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["ruby", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
            env={**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        )  # fmt: skip

    def render(self, template: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"template": template, "data": DATA}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return str(answer.get("text", "<<error>>"))

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def ruby() -> Iterator[Ruby]:
    if (
        shutil.which("ruby") is None
        or subprocess.run(["ruby", "-rliquid", "-e", ""], capture_output=True).returncode
    ):
        pytest.skip("Ruby's liquid is not installed (Debian: apt-get install ruby-liquid)")
    engine = Ruby()
    yield engine
    engine.close()


def render_here(template: str) -> str:
    try:
        parsed = parse_template(template, assumptions=AS_RUBY)
    except TemplateError:
        return "<<error>>"
    rendering = parsed.render(Personalization(), Resources(assumptions=AS_RUBY), variables=DATA)
    return rendering.text if rendering.aborted is None else f"<<{rendering.aborted}>>"


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(template=TEMPLATES)
def test_a_template_renders_as_in_ruby(ruby: Ruby, template: str) -> None:
    assert render_here(template) == ruby.render(template)
