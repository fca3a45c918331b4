"""Plain data written as YAML for people: in the order it has, texts of several lines as blocks."""

from __future__ import annotations

from typing import Any

import yaml

from mockserver.simulator.difference import Absent


def render_yaml(value: Any) -> str:
    """Make the YAML text of plain data."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, default_flow_style=False
    )
    return text.removesuffix("...\n")


_BREAKS = frozenset("\r\x85\u2028\u2029")


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value.strip() else None
    if not _BREAKS.isdisjoint(value):
        style = '"'  # PyYAML reads each of these as the end of a line unless it is escaped
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Absent, lambda dumper, _: dumper.represent_str("(nothing)"))
