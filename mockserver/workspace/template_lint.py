"""Lints the webhook templates of workspace files: each text where it stands, in the file or one it names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from yaml.nodes import ScalarNode

from mockserver.checks.configuration import Configuration
from mockserver.checks.files import Source as Checked
from mockserver.checks.files import load_source
from mockserver.checks.outcome import CheckedSource
from mockserver.checks.templates import TemplateCheck
from mockserver.errors import Location, SourceError, WorkspaceError
from mockserver.evidence import Choice
from mockserver.findings import Finding
from mockserver.lint import Field, Kind, Linted, Text, Webhook, WrittenText, lint_webhook
from mockserver.marked_yaml import MarkedYaml, parse_yaml, validate
from mockserver.transcripts import Transcript
from mockserver.workspace.additions import Path_, Source
from mockserver.workspace.loader import chosen_assumptions
from mockserver.workspace.model import FileModel, TemplateModel, TextSource, WorkspaceModel
from mockserver.yaml_scalars import transcribe_scalar

SUFFIXES: Final = (".yaml", ".yml")
_UNUSED_SUPPRESSION: Final = "LIQ391"


@dataclass
class WorkspaceLint:
    """Lints workspace files with the files their templates lie in; ``alone`` lints every other file.

    A file that several templates share is told of once.
    """

    alone: TemplateCheck
    _owners: dict[Path, list[Path]] = field(default_factory=dict)
    _read: dict[Path, tuple[bytes, TemplateFile]] = field(default_factory=dict)
    _linted: dict[tuple[Path, str], tuple[object, Linted]] = field(default_factory=dict)

    def files_of(self, file: Path) -> list[Path]:
        """Give a file and, if it is a workspace, the files its templates lie in, which belong to it then."""
        if file.suffix not in SUFFIXES:
            return [file]
        try:
            named = self._templates(load_source(file)).files
        except SourceError:
            named = []
        files = [file, *filter(os.path.isfile, named)]  # Path.is_file raises for names too long
        for each in files:
            owners = self._owners.setdefault(each.resolve(), [])
            owners += [file] if file not in owners else []
        return files

    def __call__(self, source: Checked, configuration: Configuration) -> CheckedSource:
        """Check a text; what is found in other files is left to these.

        Raises ``SourceError`` for what is no text, no workspace, or names a file that cannot be read.
        """
        owners = self._owners.get(source.file.resolve(), []) if source.file else []
        if not owners:
            return self.alone(source, configuration)
        source.require_text()
        linted = [each for owner in owners for each in self._lint(owner, source, configuration)]
        if not linted and source.file not in owners:
            return self.alone(source, configuration)
        fixes = dict.fromkeys(fix for each in linted for fix in each.fixes)
        found = tuple(_together([each.findings for each in linted]))
        return CheckedSource(source.name, source.text, found, tuple(fixes))

    def _lint(self, owner: Path, source: Checked, configuration: Configuration) -> Iterator[Linted]:
        """Lint the templates of a workspace that name a file; all, if it is the workspace itself."""
        file = source.file or owner
        templates = self._templates(source if owner == file else load_source(owner))
        called = templates.name_of(file)
        assumptions = {**configuration.assumptions, **templates.assumptions}
        for name in templates.names_in(file):
            asked = templates.webhook(name), assumptions
            known = self._linted.get((owner, name))
            if known is None or known[0] != asked:
                linted = lint_webhook(asked[0], assumptions=assumptions, now=self.alone.now)
                known = self._linted[owner, name] = (asked, linted)
            yield _told_in(called, known[1], source.name)

    def _templates(self, source: Checked) -> TemplateFile:
        assert source.file is not None  # noqa: S101 - workspaces are files
        known = self._read.get(source.file)
        if known is None or known[0] != source.body:
            known = self._read[source.file] = (source.body, parse_templates(source.text, source.file))
        return known[1]


def _told_in(called: str, linted: Linted, name: str) -> Linted:
    """Keep what is found in a file that a workspace calls so, under the name that is used for it here."""
    here = {each: _moved(each, name) for each in linted.findings if _place(each).source == called}
    fixes = (replace(fix, finding=here[fix.finding]) for fix in linted.fixes if fix.finding in here)
    return Linted(tuple(here.values()), tuple(fixes))


def _moved(finding: Finding, name: str) -> Finding:
    return replace(finding, location=replace(_place(finding), source=name))


def _place(finding: Finding) -> Location:
    assert finding.location is not None  # noqa: S101 - lint gives every finding one
    return finding.location


def _together(told: list[tuple[Finding, ...]]) -> Iterable[Finding]:
    """Give every finding once; a comment that switches off something for one template is of use."""
    unused = [{one for one in findings if one.code == _UNUSED_SUPPRESSION} for findings in told]
    for finding in dict.fromkeys(one for findings in told for one in findings):
        if finding.code != _UNUSED_SUPPRESSION or all(finding in some for some in unused):
            yield finding


@dataclass(frozen=True)
class TemplateFile:
    """The templates a workspace file describes, and the choices it makes."""

    marked: MarkedYaml
    source: Source
    models: Mapping[str, TemplateModel]
    assumptions: Mapping[str, Choice]

    @cached_property
    def _yaml(self) -> Text:
        return Text(Path(self.marked.source).as_posix(), self.marked.text)

    @cached_property
    def _names(self) -> Mapping[Path, list[str]]:
        """The templates that name each file."""
        named: dict[Path, list[str]] = {}
        for name, model in self.models.items():
            for file in dict.fromkeys(map(self._file, _files_in(model))):
                named.setdefault(file, []).append(name)
        return named

    @cached_property
    def _called(self) -> Mapping[Path, Path]:
        """The files as they are named here, by where they lie."""
        return {file.resolve(): file for file in (*self._names, Path(self.marked.source))}

    @property
    def files(self) -> list[Path]:
        """The files that templates lie in, each once."""
        return list(self._names)

    def name_of(self, file: Path) -> str:
        """Give what a file is called in findings."""
        return self._called.get(file.resolve(), file).as_posix()

    def names_in(self, file: Path) -> list[str]:
        """Give the templates that name a file; all for the workspace file itself."""
        called = self._called.get(file.resolve(), file)
        return list(self.models) if called == Path(self.marked.source) else self._names.get(called, [])

    def webhook(self, name: str) -> Webhook:
        """Read a template as it is now, and the files it lies in.

        Raises ``WorkspaceError`` for a file that cannot be read, at the place that names it.
        """
        return tuple(self._fields(self.models[name], ("braze", "templates", name)))

    def _fields(self, model: TemplateModel, path: Path_) -> Iterator[Field]:
        yield self._field(Kind.URL, model.url, (*path, "url"), model)
        for name, value in model.headers.items():
            yield self._header(name, value, (*path, "headers", name), model)
        if isinstance(model.body, dict):
            for key, value in model.body.items():
                yield self._field(Kind.PAIR, value, (*path, "body", key), model)
        elif model.body:
            yield self._field(Kind.BODY, model.body, (*path, "body"), model)

    def _field(self, kind: Kind, value: TextSource, path: Path_, model: TemplateModel) -> Field:
        text = WrittenText.of(self._text(value, path, model))
        return Field(kind, text, 0, len(text.text))

    def _header(self, name: str, value: TextSource, path: Path_, model: TemplateModel) -> Field:
        """Give a header with its name before it, so that the name has a place too."""
        key, _ = self.marked.member(path)
        named = self._scalar(key)
        blank = Transcript.made_up(": ", named.indexes[-1])
        text = WrittenText.of((self._yaml, named), (self._yaml, blank), self._text(value, path, model))
        return Field(Kind.HEADER, text, len(name) + len(blank.text), len(text.text), name, 0)

    def _text(self, value: TextSource, path: Path_, model: TemplateModel) -> tuple[Text, Transcript]:
        if isinstance(value, FileModel):
            origin = self._loaded(value, path)
            transcript = Transcript.of(origin.text)
        else:
            origin, transcript = self._yaml, self._scalar(self.marked.member(path)[1])
        for old, new in model.replace.items():
            transcript = transcript.replaced(old, new)
        return origin, transcript

    def _scalar(self, node: object) -> Transcript:
        assert isinstance(node, ScalarNode)  # noqa: S101 - the model lets only texts through
        return transcribe_scalar(node, self.marked.text)

    def _loaded(self, model: FileModel, path: Path_) -> Text:
        file = self._file(model)
        try:
            loaded = load_source(file)
            loaded.require_text()
        except SourceError as mistake:
            raise self.source.mistake((*path, "file"), str(mistake), mistake.hint) from mistake
        return Text(file.as_posix(), loaded.text)

    def _file(self, model: FileModel) -> Path:
        """Write the path of a file without its detours, where it leads to the same file so."""
        file = self.source.base / model.file
        tidy = Path(os.path.normpath(file))
        return tidy if tidy.resolve() == file.resolve() else file


def parse_templates(text: str, file: Path) -> TemplateFile:
    """Read what a workspace file's text says of webhook templates; files it names are relative to it.

    Raises ``YamlError`` or ``WorkspaceError`` with file, line and column for what is no workspace.
    """
    marked = parse_yaml(text, source=str(file))
    source = Source(marked, file.parent, WorkspaceError)
    if isinstance(marked.data, dict) and "scenarios" in marked.data:
        raise source.mistake(("scenarios",), "this is a scenario file", "lint the workspace it names")
    model = validate(WorkspaceModel, marked, WorkspaceError)
    return TemplateFile(marked, source, model.braze.templates, chosen_assumptions(model, source))


def _files_in(model: TemplateModel) -> Iterator[FileModel]:
    body = model.body.values() if isinstance(model.body, dict) else [model.body]
    for value in (model.url, *model.headers.values(), *body):
        if isinstance(value, FileModel):
            yield value
