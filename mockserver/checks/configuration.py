"""What a project chooses among the rules: ``[tool.mockserver]`` in the nearest pyproject.toml.

[tool.mockserver]
select = ["ROKT", "TIME", "LIQ3"]        # codes, or how codes begin; without it, all
ignore = ["ROKT120"]
timezones = ["Eastern Standard Time"]    # the zone ids Rokt Calendar knows for this company

[tool.mockserver.severity]
ROKT133 = "error"

[tool.mockserver.per-file-ignores]
"drafts/*" = ["LIQ"]

[tool.mockserver.assumptions]
"rokt.end_equals_start" = "reject"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import Any, Final

from mockserver.contracts import windows_zone
from mockserver.contracts.assumptions import CONTRACT_ASSUMPTIONS
from mockserver.contracts.times.timezones import suggest_windows_id
from mockserver.contracts.wording import described, nearest, shown
from mockserver.errors import AssumptionError, ConfigurationError, UsageError, locate
from mockserver.evidence import Assumptions, Choice
from mockserver.findings import Finding, Severity

FILE: Final = "pyproject.toml"
_CODE: Final = re.compile(r"[A-Z]+[0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class Configuration:
    """Which findings are told, and how bad they are; codes may be given by how they begin.

    ``assumptions`` are choices for the contracts. ``folder`` is what the patterns of
    ``per_file_ignores`` are relative to.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict, hash=False)
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    assumptions: Mapping[str, Choice] = field(default_factory=dict, hash=False)
    folder: Path | None = None

    def with_codes(self, *, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Configuration:
        """Give a configuration with another selection, where one is given, and more ignored."""
        chosen = tuple(select)
        return replace(self, select=chosen or self.select, ignore=(*self.ignore, *ignore))

    def apply(self, findings: Iterable[Finding], file: PurePath | None = None) -> tuple[Finding, ...]:
        """Leave out what is not chosen in a file, and give the rest the severity that is."""
        ignored = self._ignored_in(file)
        told = (finding for finding in findings if not finding.code.startswith(ignored))
        return tuple(self._graded(finding) for finding in told if self._is_told(finding.code))

    def codes(self) -> tuple[str, ...]:
        """Give every code, or beginning of one, that is named anywhere."""
        per_file = (code for codes in self.per_file_ignores.values() for code in codes)
        return (*self.select, *self.ignore, *self.severity, *per_file)

    def names_only(self, known: Iterable[str]) -> bool:
        """Tell whether every code named begins one of these."""
        existing = tuple(known)
        return all(any(each.startswith(code) for each in existing) for code in self.codes())

    def require_known(self, known: Iterable[str]) -> None:
        """See that every code named begins the code of a rule.

        Raises ``ConfigurationError`` for the first that does not, with the code that was probably meant.
        """
        existing = tuple(known)
        for code in self.codes():
            if not any(each.startswith(code) for each in existing):
                near = nearest(code, existing)
                at = f"{self.folder / FILE}: " if self.folder else ""
                raise ConfigurationError(
                    f"{at}no rule has the code {code}",
                    hint=f"did you mean {near}?" if near else "`mockserver rules` lists every rule",
                )

    def _is_told(self, code: str) -> bool:
        # The longest beginning decides, so that one rule of an ignored family can be asked for.
        chosen = _longest(code, self.select) if self.select else 0
        against = _longest(code, self.ignore)
        return chosen is not None and (against is None or against < chosen)

    def _graded(self, finding: Finding) -> Finding:
        named = [code for code in self.severity if finding.code.startswith(code)]
        return replace(finding, severity=self.severity[max(named, key=len)]) if named else finding

    def _ignored_in(self, file: PurePath | None) -> tuple[str, ...]:
        if file is None or not self.per_file_ignores:
            return ()
        path = Path(file).absolute()
        inside = self.folder is not None and path.is_relative_to(self.folder)
        name = (path.relative_to(self.folder) if inside and self.folder else path).as_posix()
        patterns = self.per_file_ignores.items()
        return tuple(
            code for pattern, codes in patterns if fnmatch(name, pattern.removeprefix("./")) for code in codes
        )


def _longest(code: str, beginnings: Iterable[str]) -> int | None:
    return max((len(each) for each in beginnings if code.startswith(each)), default=None)


def load_configuration(near: Path) -> Configuration:
    """Read the configuration for a file or folder: the nearest pyproject.toml above it that has a table.

    Without one everything is at its default. Raises ``ConfigurationError`` for a table that cannot be meant.
    """
    start = near.absolute()
    for folder in (start, *start.parents):
        file = folder / FILE
        if file.is_file() and (found := parse_configuration(_read(file), file)) is not None:
            return found
    return Configuration()


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file} cannot be read: {error}") from error


def parse_configuration(text: str, file: Path) -> Configuration | None:
    """Read the table of a pyproject.toml; None if the file has none.

    Raises ``ConfigurationError`` for what cannot be meant.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{file} is not TOML: {error}") from error
    tool = document.get("tool")
    if not isinstance(tool, dict) or "mockserver" not in tool:
        return None
    return _Table(text, file).configuration(tool["mockserver"])


@dataclass(frozen=True)
class _Table:
    text: str
    file: Path

    def configuration(self, table: object) -> Configuration:
        values: dict[str, Any] = {}
        for name, value in self._members(table, "[tool.mockserver]").items():
            if name not in _READERS:
                near = nearest(name, _READERS)
                raise self.mistake(
                    f"[tool.mockserver] has no `{name}`",
                    name,
                    f"did you mean `{near}`?" if near else f"there are {', '.join(_READERS)}",
                )
            values[name] = _READERS[name](self, value)
        chosen = {**values.get("timezones", {}), **values.get("assumptions", {})}
        return Configuration(
            select=values.get("select", ()),
            ignore=values.get("ignore", ()),
            severity=values.get("severity", {}),
            per_file_ignores=values.get("per-file-ignores", {}),
            assumptions=chosen,
            folder=self.file.parent,
        )

    def read_select(self, value: object) -> tuple[str, ...]:
        return self._codes(value, "select")

    def read_ignore(self, value: object) -> tuple[str, ...]:
        return self._codes(value, "ignore")

    def read_severity(self, value: object) -> dict[str, Severity]:
        graded = {}
        for code, name in self._members(value, "`severity`").items():
            if name not in tuple(Severity):
                hint = "choose one of " + ", ".join(Severity)
                raise self.mistake(f"{described(name)} is no severity", code, hint)
            graded[self._code(code)] = Severity(name)
        return graded

    def read_per_file_ignores(self, value: object) -> dict[str, tuple[str, ...]]:
        members = self._members(value, "`per-file-ignores`")
        return {pattern: self._codes(codes, pattern) for pattern, codes in members.items()}

    def read_timezones(self, value: object) -> dict[str, Choice]:
        ids = self._texts(value, "timezones")
        for zone_id in ids:
            if windows_zone(zone_id) is None:
                meant = suggest_windows_id(zone_id)
                raise self.mistake(
                    f"{shown(zone_id)} is not a Windows zone id",
                    zone_id,
                    f"did you mean {shown(meant)}?" if meant else "",
                )
        return {"rokt.timezones": "listed", "rokt.timezone_list": ", ".join(ids)} if ids else {}

    def read_assumptions(self, value: object) -> dict[str, Choice]:
        chosen = Assumptions(CONTRACT_ASSUMPTIONS)
        members = self._members(value, "`assumptions`")
        for name, choice in members.items():
            if name not in chosen:
                near = nearest(name, chosen)
                raise self.mistake(
                    f"what is checked depends on no assumption {shown(name)}",
                    name,
                    f"did you mean {near}?" if near else "there are " + ", ".join(chosen),
                )
            try:
                chosen.set(name, choice)
            except AssumptionError as error:
                raise self.mistake(error.message, name, error.hint) from None
        return {name: chosen[name] for name in members}

    def mistake(self, message: str, word: str, hint: str = "") -> ConfigurationError:
        """Make an error at the place of a word, the table's own if it cannot be found."""
        table = max(self.text.find("[tool.mockserver"), 0)
        found = re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w-])", self.text[table:]) if word else None
        index = table + found.start() if found else table
        location, line = locate(self.text, index, str(self.file))
        return ConfigurationError(message, location=location, line_text=line, hint=hint)

    def _codes(self, value: object, name: str) -> tuple[str, ...]:
        return tuple(map(self._code, self._texts(value, name)))

    def _code(self, text: str) -> str:
        if not _CODE.fullmatch(text):
            raise self.mistake(
                f"{shown(text)} is no code of a rule", text, 'write a code such as "ROKT120", or "ROKT"'
            )
        return text

    def _texts(self, value: object, name: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.mistake(f"`{name}` is {described(value)}", name, "write an array of strings")
        return tuple(value)

    def _members(self, value: object, what: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.mistake(f"{what} is {described(value)}", what.strip("`"), "write a table")
        return value


_READERS: Final[Mapping[str, Callable[[_Table, object], Any]]] = {
    "select": _Table.read_select,
    "ignore": _Table.read_ignore,
    "severity": _Table.read_severity,
    "per-file-ignores": _Table.read_per_file_ignores,
    "timezones": _Table.read_timezones,
    "assumptions": _Table.read_assumptions,
}


def codes_in(text: str) -> tuple[str, ...]:
    """Read codes from a command line: separated by commas or blanks.

    Raises ``UsageError`` for what is no code.
    """
    codes = tuple(filter(None, re.split(r"[,\s]+", text)))
    for code in codes:
        if not _CODE.fullmatch(code):
            raise UsageError(f"{shown(code)} is no code of a rule", hint="write ROKT120, or ROKT")
    return codes
