"""The templates of the pages.

Jinja2 escapes every value by itself; hand-made HTML would have to remember to, at each place.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
_TICKED: Final = re.compile("`([^`]+)`")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["ticked"] = _ticked
    return environment


def _ticked(text: str) -> Markup:
    """Show what stands between backticks as code, and everything as text."""
    return Markup(_TICKED.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - it is escaped


def render_page(name: str, **values: Any) -> str:
    """Render a template of the inspector; every value in it is escaped."""
    return _environment().get_template(name).render(**values)
