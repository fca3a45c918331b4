"""What is known of a recipient and a message, as templates see it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mockserver.errors import UsageError
from mockserver.liquid.ruby.values import look_up

CONTENT_BLOCKS = "content_blocks"
"""The namespace whose values are the account's, not the recipient's."""
_FLAT_KEY = re.compile(r"(?:(?P<namespace>\w+)\.)?\$\{(?P<name>[^}]+)\}")
_PATH_STEP = re.compile(
    r"\[(?P<index>-?\d+)\]|\[(?P<quote>[\"'])(?P<quoted>.*?)(?P=quote)\]|(?P<name>[^.\[\]]+)"
)
_ALIASES = {"canvas_entry_properties": "context", "context": "canvas_entry_properties"}


@dataclass(frozen=True)
class Personalization:
    """The values behind ``${name}`` and ``namespace.${name}``.

    Values are what JSON has, and aware ``datetime`` for times. Names:
    https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/supported_personalization_tags/
    """

    standard: Mapping[str, object] = field(default_factory=dict)
    namespaces: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    @classmethod
    def of(cls, flat: Mapping[str, object]) -> Personalization:
        """Make personalization from keys as templates write them, ``custom_attribute.${zip code}``.

        Raises ``UsageError`` for a key that is not written so.
        """
        standard: dict[str, object] = {}
        namespaces: dict[str, dict[str, object]] = {}
        for key, value in flat.items():
            match = _FLAT_KEY.fullmatch(key)
            if match is None:
                raise UsageError(
                    f"{key!r} does not name a personalization variable",
                    hint="write ${name} or namespace.${name}",
                )
            target = namespaces.setdefault(match["namespace"], {}) if match["namespace"] else standard
            target[match["name"]] = value
        return cls(standard, namespaces)

    def namespace(self, name: str) -> Mapping[str, object] | None:
        """Give a namespace's values; ``context`` is also known by its older name."""
        if name in self.namespaces:
            return self.namespaces[name]
        return self.namespaces.get(_ALIASES.get(name, ""))

    def attribute(self, namespace: str, name: str) -> object:
        """Give the value of a marker: its whole text as a name, else read as a path."""
        known = self.namespace(namespace) if namespace else self.standard
        if known is None:
            return None
        if name in known:
            return known[name]
        return _follow(known, name) if "." in name or "[" in name else None


def _follow(known: Mapping[str, object], path: str) -> object:
    value: object = known
    for match in _PATH_STEP.finditer(path):
        name = match["name"] or match["quoted"]
        value = look_up(value, int(match["index"]) if match["index"] else name)
    return value
