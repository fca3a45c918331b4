"""Checking files one by one: which there are, what is chosen for each, what was found."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from mockserver.checks.configuration import Configuration, load_configuration
from mockserver.checks.outcome import CheckedSource
from mockserver.errors import Location, UsageError
from mockserver.findings import Finding

STDIN: Final = "<stdin>"

Check = Callable[["Source", Configuration], CheckedSource]
"""Checks one text under a configuration; what it finds needs not be filtered yet."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text to check and the file it is of, None for standard input.

    ``named`` is false for a file that nobody named, but the folder it lies in.
    """

    file: Path | None
    text: str
    body: bytes = b""
    named: bool = True

    @property
    def name(self) -> str:
        """How reports name it."""
        return self.file.as_posix() if self.file else STDIN

    @property
    def is_text(self) -> bool:
        """Whether the text can be written back without a loss."""
        return self.body.removeprefix(BOM_UTF8) == self.text.encode("utf-8")

    def with_text(self, text: str) -> Source:
        """Give the same source with another text, its byte order mark kept."""
        mark = BOM_UTF8 if self.body.startswith(BOM_UTF8) else b""
        return replace(self, text=text, body=mark + text.encode("utf-8"))


def load_source(file: Path) -> Source:
    """Read a file to check; bytes that are not UTF-8 show as U+FFFD in ``text``.

    Raises ``UsageError`` if it cannot be read.
    """
    try:
        return source_of(file.read_bytes(), file)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error


def source_of(body: bytes, file: Path | None = None) -> Source:
    """Make a source of bytes; a byte order mark is left out of its text."""
    return Source(file, body.decode("utf-8-sig", errors="replace"), body)


def files_in(paths: Iterable[Path], patterns: tuple[str, ...]) -> Iterator[Path]:
    """Give the files named and those of folders whose names match a pattern, each once.

    Raises ``UsageError`` for a path that is not there, and a folder that has no such file.
    """
    seen: set[Path] = set()
    for path in paths:
        found = _in_folder(path, patterns) if path.is_dir() else [path]
        if not path.exists() or not found:
            what = "does not exist" if not path.exists() else f"has no file {' or '.join(patterns)}"
            raise UsageError(f"{path} {what}")
        yield from (file for file in found if file not in seen)
        seen.update(found)


def _in_folder(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    return sorted({file for pattern in patterns for file in folder.rglob(pattern) if file.is_file()})


@dataclass(frozen=True)
class FileChecker:
    """Checks texts, each under the configuration nearest to it.

    ``adjusted`` changes a configuration by what the command line says. ``known`` gives the codes a
    configuration may name; a later one is asked only where the earlier do not have them all.
    """

    check: Check
    known: tuple[Callable[[], Iterable[str]], ...]
    adjusted: Callable[[Configuration], Configuration] = lambda configuration: configuration
    _loaded: dict[Path, Configuration] = field(default_factory=dict)

    def checked(self, source: Source) -> CheckedSource:
        """Check a text and keep the findings that are chosen.

        Raises ``ConfigurationError`` for a configuration that cannot be meant.
        """
        configuration = self._configuration(source.file.parent if source.file else Path())
        checked = self.check(source, configuration)
        findings = configuration.apply(checked.findings, source.file)
        # A fix's finding may have got another severity, and a fix of what is not told is not offered.
        told = {_key(finding): finding for finding in findings}
        offered = (fix for fix in checked.fixes if _key(fix.finding) in told)
        fixes = tuple(replace(fix, finding=told[_key(fix.finding)]) for fix in offered)
        return replace(checked, findings=findings, fixes=fixes)

    def _configuration(self, folder: Path) -> Configuration:
        if folder not in self._loaded:
            configuration = self.adjusted(load_configuration(folder))
            if not any(configuration.names_only(known()) for known in self.known):
                configuration.require_known(self.known[-1]())
            self._loaded[folder] = configuration
        return self._loaded[folder]


def _key(finding: Finding) -> tuple[str, Location | None, str, str]:
    return finding.code, finding.location, finding.pointer, finding.message
