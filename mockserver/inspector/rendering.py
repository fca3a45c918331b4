"""The templates of the pages.

Jinja2 escapes every value by itself; hand-made HTML would have to remember to, at each place.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_page(name: str, **values: Any) -> str:
    """Render a template of the inspector; every value in it is escaped."""
    return _environment().get_template(name).render(**values)
