"""The catalogue of rules: the families they come in, where rules are found, and one of them by its code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

from mockserver.contracts.wording import nearest
from mockserver.errors import UsageError
from mockserver.rules import Rule


@dataclass(frozen=True, slots=True)
class Family:
    """Rules about one thing, known by how their codes begin."""

    name: str
    title: str
    begins: tuple[str, ...]

    def has(self, code: str) -> bool:
        """Tell whether a code is of the family."""
        return code.startswith(self.begins)


FAMILIES: Final = (
    Family("json", "Text that is not the JSON it should be", ("JSON0",)),
    Family("rokt", "Payloads of Rokt Calendar", ("ROKT1",)),
    Family("time", "Time zones and date-times", ("TIME2",)),
    Family("braze", "Payloads of Braze", ("BRAZE3", "BRAZE4")),
    Family("rendering", "What a template does as it renders", ("LIQ1",)),
    Family("meaning", "What a template refers to", ("LIQ2",)),
    Family("writing", "How a template is written", ("LIQ3",)),
    Family("http", "Headers and URLs", ("HTTP6",)),
    Family("flow", "What goes wrong between the two services", ("FLOW7",)),
    Family("sending", "Messages that are not sent, or not as they were meant", ("SEND8",)),
)


def family_named(name: str) -> Family:
    """Look a family up by its name.

    Raises ``UsageError`` for a name there is none of.
    """
    by_name = {family.name: family for family in FAMILIES}
    if name not in by_name:
        near = nearest(name, by_name)
        hint = f"did you mean {near}?" if near else "there are " + ", ".join(by_name)
        raise UsageError(f"there is no family of rules {name!r}", hint=hint)
    return by_name[name]


def family_of(code: str) -> Family:
    """Give the family of a code.

    Raises ``KeyError`` for a code of none.
    """
    for family in FAMILIES:
        if family.has(code):
            return family
    raise KeyError(code)


def rules_in(modules: Iterable[ModuleType]) -> Mapping[str, Rule[Any]]:
    """Give the rules of some modules by their codes, family by family.

    Raises ``ValueError`` for two rules of one code.
    """
    found: dict[str, Rule[Any]] = {}
    for module in modules:
        for each in _stated(module):
            if found.setdefault(each.code, each) is not each:
                raise ValueError(f"two rules have the code {each.code}")
    return {code: found[code] for code in sorted(found, key=_order)}


def _stated(module: ModuleType) -> Iterator[Rule[Any]]:
    """Give the rules a module names, and those of a mapping it calls ``RULES``."""
    yield from (value for value in vars(module).values() if isinstance(value, Rule))
    stated = vars(module).get("RULES")
    yield from stated.values() if isinstance(stated, Mapping) else ()


def _order(code: str) -> tuple[int, str]:
    return FAMILIES.index(family_of(code)), code


def rules_of_code(rules: Mapping[str, Rule[Any]], code: str) -> list[Rule[Any]]:
    """Look rules up by their code or how it begins, in any case of letters.

    Raises ``UsageError`` naming the nearest for a code there is none of.
    """
    wanted = code.strip().upper()
    found = [rule for known, rule in rules.items() if wanted and known.startswith(wanted)]
    if not found:
        near = nearest(wanted, rules)
        hint = f"did you mean {near}?" if near else "`mockserver rules` lists them all"
        raise UsageError(f"there is no rule {code!r}", hint=hint)
    return found
