"""Case files: templates with what they should render to, recorded from a dashboard's preview.

A file is a YAML list. Each case has ``id``, ``template``, ``expected`` and, where wanted, ``context``,
``compare``, ``expected_requests`` and ``source``. Keys of the context written as a template writes
them (``custom_attribute.${name}``) are personalization; other keys are plain variables; keys with ``@``
set up the world: ``@now``, ``@http``, ``@credentials``, ``@catalogs``, ``@selections``, ``@promotions``,
``@shopping_carts``, ``@random``, ``@landing_pages``, ``@translations``, ``@assumptions``. A value
``{"@time": iso}`` is a time. ``expected`` is the text, ``null`` for anything but a crash,
``<<abort: reason>>`` or ``<<error>>``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import ndiff
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, Field, RootModel, field_validator, model_validator

from mockserver.clock import DEFAULT_START
from mockserver.errors import AssumptionError, ScenarioError, TemplateError
from mockserver.evidence import Assumptions, Choice
from mockserver.http import Headers, Request, Response
from mockserver.ids import Ids
from mockserver.liquid.assumptions import LIQUID_ASSUMPTIONS
from mockserver.liquid.personalization import Personalization
from mockserver.liquid.rendering import Rendering
from mockserver.liquid.resources import (
    BasicCredential,
    Credential,
    PromotionLists,
    Resources,
    TokenCredential,
)
from mockserver.liquid.ruby.times import parse_time
from mockserver.liquid.template import parse_template
from mockserver.marked_yaml import YamlModel, load_yaml, validate

ABORT = "<<abort: {}>>"
ERROR = "<<error>>"
CONTENT_BLOCKS = "content_blocks"


class CannedResponse(YamlModel):
    """What one URL answers in a case; every other URL answers 404."""

    method: str = "GET"
    url: str
    status: int = 200
    content_type: str = "application/json"
    body: str = ""


class ExpectedRequest(YamlModel):
    """A Connected Content call a case expects; only what is set is compared."""

    method: str
    url: str
    headers: dict[str, str] = Field(default_factory=dict)
    body: str | None = None
    json_body: Any = Field(default=None, alias="json")


class CaseCredential(YamlModel):
    """A credential in a case's context."""

    type: Literal["basic", "token"]
    username: str = ""
    password: str = ""
    headers: dict[str, str] = Field(default_factory=dict)
    allowed_domain: str = ""

    def build(self) -> Credential:
        """Give the credential a rendering uses."""
        if self.type == "basic":
            return BasicCredential(self.username, self.password)
        return TokenCredential(self.headers, self.allowed_domain)


class CaseContext(YamlModel):
    """What a case is rendered with: settings of its world; personalization and variables are extras."""

    model_config = ConfigDict(extra="allow")

    now: str = Field("", alias="@now")
    random: int | str = Field(0, alias="@random")
    assumptions: dict[str, Choice] = Field(default_factory=dict, alias="@assumptions")
    http: list[CannedResponse] = Field(default_factory=list, alias="@http")
    credentials: dict[str, CaseCredential] = Field(default_factory=dict, alias="@credentials")
    catalogs: dict[str, list[dict[str, Any]]] = Field(default_factory=dict, alias="@catalogs")
    selections: dict[str, list[dict[str, Any]]] = Field(default_factory=dict, alias="@selections")
    promotions: dict[str, list[str]] = Field(default_factory=dict, alias="@promotions")
    shopping_carts: dict[str, dict[str, Any]] = Field(default_factory=dict, alias="@shopping_carts")
    landing_pages: dict[str, str] = Field(default_factory=dict, alias="@landing_pages")
    translations: dict[str, dict[str, str]] = Field(default_factory=dict, alias="@translations")

    @field_validator("assumptions")
    @classmethod
    def _chooses_what_there_is(cls, chosen: dict[str, Choice]) -> dict[str, Choice]:
        try:
            Assumptions(LIQUID_ASSUMPTIONS, chosen)
        except AssumptionError as error:
            raise ValueError(error.message) from None
        return chosen

    @model_validator(mode="after")
    def _knows_every_setting(self) -> CaseContext:
        known = [str(each.alias) for each in type(self).model_fields.values()]
        for name in self.values:
            if name.startswith("@"):
                raise ValueError(f"there is no setting {name}; there are {', '.join(known)}")
        return self

    @property
    def values(self) -> Mapping[str, Any]:
        """Personalization and variables."""
        return self.model_extra or {}


class Case(YamlModel):
    """One template with what it should render to."""

    id: str
    template: str
    expected: str | None
    context: CaseContext = Field(default_factory=CaseContext)
    compare: Literal["exact", "abort-type"] | None = None
    expected_requests: list[ExpectedRequest] | None = None
    source: str = ""


class CaseFile(RootModel[list[Case]]):
    """A file of cases."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of a case; ``difference`` is empty where it passed."""

    case: Case
    difference: str

    @property
    def passed(self) -> bool:
        """Whether the case came out as expected."""
        return not self.difference


def load_cases(path: Path) -> Sequence[Case]:
    """Read a case file.

    Raises ``YamlError`` or ``ScenarioError`` with file, line and column.
    """
    marked = load_yaml(path)
    return validate(CaseFile, marked, ScenarioError).root


def run_case(case: Case) -> CaseResult:
    """Render a case and compare."""
    world = _World(case.context)
    try:
        template = parse_template(case.template, name=case.id, assumptions=world.assumptions)
    except TemplateError as error:
        return CaseResult(case, "" if case.expected in (None, ERROR) else _differ(case.expected, str(error)))
    rendering = template.render(world.personalization, world.resources(), variables=world.variables)
    return CaseResult(case, _difference(case, rendering))


def render_report(results: Sequence[CaseResult]) -> str:
    """Show every failure as a difference, then how many passed and failed."""
    failures = [
        f"{result.case.id}\n{_indented(result.difference)}" for result in results if not result.passed
    ]
    summary = f"{len(results) - len(failures)} passed, {len(failures)} failed"
    return "\n".join([*failures, summary])


# -- the world of a case


class _World:
    """A case's context, taken apart."""

    def __init__(self, context: CaseContext) -> None:
        self._context = context
        flat = {key: _value(item) for key, item in context.values.items() if "${" in key}
        blocks = Personalization.of(flat).namespaces.get(CONTENT_BLOCKS, {})
        self.content_blocks = {name: str(text) for name, text in blocks.items()}
        self.personalization = Personalization.of(flat)
        self.variables = {key: _value(item) for key, item in context.values.items() if key not in flat}

    @property
    def assumptions(self) -> Mapping[str, Choice]:
        """The assumptions a case chooses."""
        return self._context.assumptions

    def resources(self) -> Resources:
        """Give what a rendering of the case may reach."""
        given = self._context
        now = parse_time(given.now, DEFAULT_START) or DEFAULT_START
        return Resources(
            now=lambda: now,
            send=lambda request, timeout: _answer(given.http, request),  # noqa: ARG005
            credentials={name: each.build() for name, each in given.credentials.items()},
            ids=Ids(given.random),
            assumptions=self.assumptions,
            catalogs=given.catalogs,
            selections=given.selections,
            promotions=PromotionLists(given.promotions).for_message(),
            shopping_carts=given.shopping_carts,
            content_blocks=self.content_blocks,
            landing_pages=given.landing_pages,
            translations=given.translations,
        )


def _value(item: Any) -> object:
    if isinstance(item, dict):
        if set(item) == {"@time"}:
            return parse_time(str(item["@time"]), datetime(1970, 1, 1, tzinfo=UTC))
        return {key: _value(value) for key, value in item.items()}
    return [_value(value) for value in item] if isinstance(item, list) else item


def _answer(canned: Sequence[CannedResponse], request: Request) -> Response:
    for answer in canned:
        if (answer.method.upper(), answer.url) == (request.method, request.url):
            headers = Headers({"Content-Type": answer.content_type})
            return Response(answer.status, headers, answer.body.encode())
    return Response.of_text(404, "")


# -- comparison


def _difference(case: Case, rendering: Rendering) -> str:
    parts = [_text_difference(case, rendering), *_request_differences(case, rendering)]
    return "\n".join(part for part in parts if part)


def _text_difference(case: Case, rendering: Rendering) -> str:
    if case.expected is None:
        return ""
    actual = rendering.text
    if rendering.aborted is not None:
        told = rendering.aborted.type if case.compare == "abort-type" else rendering.aborted.reason
        actual = ABORT.format(told)
    if case.compare == "exact":
        return "" if actual == case.expected else _differ(case.expected, actual)
    return "" if _collapsed(actual) == _collapsed(case.expected) else _differ(case.expected, actual)


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def _differ(expected: str, actual: str) -> str:
    lines = ndiff(expected.splitlines() or [""], actual.splitlines() or [""])
    return "\n".join(line.rstrip("\n") for line in lines)


def _request_differences(case: Case, rendering: Rendering) -> list[str]:
    if case.expected_requests is None:
        return []
    made = [call.request for call in rendering.calls]
    if len(made) != len(case.expected_requests):
        return [f"expected {len(case.expected_requests)} requests, {len(made)} were made"]
    return [
        f"request {number}: {fault}"
        for number, (expected, actual) in enumerate(zip(case.expected_requests, made, strict=True), 1)
        for fault in _faults(expected, actual)
    ]


def _faults(expected: ExpectedRequest, actual: Request) -> list[str]:
    pairs: list[tuple[str, object, object]] = [
        ("method", expected.method, actual.method),
        ("url", expected.url, actual.url),
        *((f"header {name}", value, actual.headers.get(name)) for name, value in expected.headers.items()),
    ]
    if expected.body is not None:
        pairs.append(("body", expected.body.strip(), actual.text.strip()))
    if expected.json_body is not None:
        pairs.append(("json", expected.json_body, _json_of(actual)))
    return [f"{what}: expected {wanted!r}, got {got!r}" for what, wanted, got in pairs if wanted != got]


def _json_of(request: Request) -> object:
    try:
        return json.loads(request.text)
    except ValueError:
        return request.text


def _indented(text: str) -> str:
    return "\n".join("  " + line for line in text.splitlines())
