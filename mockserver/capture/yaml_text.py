"""Writing scenario files: YAML that people read and the loader reads back as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import yaml

_PLAIN: Final = re.compile(r"[A-Za-z/][A-Za-z0-9 _./-]*[A-Za-z0-9_/-]|[A-Za-z]")
_UNWRAPPED: Final = 1 << 20
_WORDS: Final = frozenset(["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"])


def render_yaml(document: Mapping[str, Any]) -> str:
    """Write a document; texts that might be taken for something else are quoted."""
    return yaml.dump(
        document,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=_UNWRAPPED,
        default_flow_style=False,
    )


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text)
    block = "\n" in text and not re.search(r"[^\S\n](?:\n|\Z)|\A\s|[\r\t\x85\u2028\u2029]", text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if block else _quotes(text))


def _quotes(text: str) -> str:
    # Between double quotes PyYAML writes an emoji as an escape that nobody can read; only there it keeps the
    # ends of lines.
    return "'" if re.search("[\U00010000-\U0010ffff]", text) and text.splitlines() == [text] else '"'


_Dumper.add_representer(str, _text)


def escape_variables(value: Any) -> Any:
    """Write ``$(`` so that the scenario language does not take it for a variable."""
    if isinstance(value, str):
        return value.replace("$(", "$$(")
    if isinstance(value, Mapping):
        return {escape_variables(name): escape_variables(member) for name, member in value.items()}
    return [escape_variables(item) for item in value] if isinstance(value, list) else value
