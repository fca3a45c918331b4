"""Checking files one by one: which there are, what is chosen for each, what was found."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from mockserver.checks.configuration import Configuration, load_configuration
from mockserver.checks.outcome import CheckedSource
from mockserver.errors import Location, SourceError, UsageError, locate
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

    def require_text(self) -> None:
        """See that it is text.

        Raises ``SourceError`` at the first byte that is not UTF-8.
        """
        try:
            self.body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = self.body[: error.start].decode("utf-8-sig")
            location, _ = locate(before, len(before), self.name)
            raise SourceError("not UTF-8", location=location, hint="save it as UTF-8") from None

    def with_text(self, text: str) -> Source:
        """Give the same source with another text, its byte order mark kept."""
        mark = BOM_UTF8 if self.body.startswith(BOM_UTF8) else b""
        return replace(self, text=text, body=mark + text.encode("utf-8"))


def load_source(file: Path) -> Source:
    """Read a file to check; bytes that are not UTF-8 show as U+FFFD in ``text``.

    Raises ``SourceError`` if it cannot be read.
    """
    try:
        return source_of(file.read_bytes(), file)
    except OSError as error:
        raise SourceError(f"{file}: cannot be read: {error.strerror}") from error


def write_source(file: Path, body: bytes) -> None:
    """Write a file that was mended.

    Raises ``SourceError`` if it cannot be written.
    """
    try:
        file.write_bytes(body)
    except OSError as error:
        raise SourceError(f"{file}: cannot be written: {error.strerror}") from error


def source_of(body: bytes, file: Path | None = None) -> Source:
    """Make a source of bytes; a byte order mark is left out of its text."""
    return Source(file, body.decode("utf-8-sig", errors="replace"), body)


def files_in(paths: Iterable[Path], patterns: tuple[str, ...]) -> Iterator[Path]:
    """Give the files named and those of folders whose names match a pattern, each once.

    Hidden folders, and those that package managers fill, are passed over unless they are named.

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
    found = []
    for at, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if not _is_foreign(each)]
        found += [Path(at, name) for name in names if any(fnmatch(name, each) for each in patterns)]
    return sorted(file for file in found if file.is_file())


def _is_foreign(folder: str) -> bool:
    """Tell whether a folder holds what others wrote, or programs keep for themselves."""
    return folder.startswith(".") or folder in ("node_modules", "site-packages")


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

    def require_known(self, configuration: Configuration) -> None:
        """See that every code a configuration names begins the code of a rule.

        Raises ``ConfigurationError`` for the first that does not.
        """
        if not any(configuration.names_only(known()) for known in self.known):
            configuration.require_known(self.known[-1]())

    def _configuration(self, folder: Path) -> Configuration:
        if folder not in self._loaded:
            configuration = load_configuration(folder)
            self.require_known(configuration)
            self._loaded[folder] = self.adjusted(configuration)
        return self._loaded[folder]


def _key(finding: Finding) -> tuple[str, Location | None, str, str]:
    return finding.code, finding.location, finding.pointer, finding.message
