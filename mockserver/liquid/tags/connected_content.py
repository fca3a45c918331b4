"""``{% connected_content URL :options %}``: calls an API and keeps or prints what it answers.

Page: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/connected_content/making_an_api_call/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liquid.ast import Node
from liquid.context import RenderContext
from liquid.exceptions import LiquidError, LiquidSyntaxError
from liquid.token import Token

from mockserver.http import Failure, NoResponse, Request, Response
from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.connected_content import (
    TIMEOUT,
    CallPlan,
    CallRefused,
    build_request,
    calls_for_retry,
    parse_headers,
    with_status,
)
from mockserver.liquid.context import Output
from mockserver.liquid.failures import RenderingAborted
from mockserver.liquid.fragments import Fragment, Markup, parse_markup, split_words
from mockserver.liquid.health import COUNTED_STATUSES
from mockserver.liquid.json_values import NotJson, parse_json
from mockserver.liquid.rendering import Call, RetryWanted
from mockserver.liquid.resources import Credential
from mockserver.liquid.response_cache import LARGEST_RESPONSE, CacheKey, cache_seconds
from mockserver.liquid.ruby.values import leading_integer
from mockserver.liquid.tags.base import BrazeTag

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext
    from mockserver.liquid.environment import BrazeEnvironment
    from mockserver.liquid.syntax.stream import BrazeTokenStream

FRAGMENTS = frozenset({"method", "body", "headers", "content_type", "cache_max_age", "cache"})
NAMES = frozenset({"basic_auth", "auth_credentials", "save"})
FLAGS = frozenset({"retry", "no_cache", "rerender"})
_PERSONAL = re.compile(r"\$\{\s*(?:user_id|braze_id|email|email_address|phone_number|date_of_birth)\s*\}")


class CallOptions:
    """A call's options: texts that may hold Liquid, names taken literally, flags, and what is none."""

    __slots__ = ("cut_body", "flags", "fragments", "names", "unknown")

    def __init__(self, environment: BrazeEnvironment, markup: Markup) -> None:
        self.fragments: dict[str, Fragment] = {}
        self.names: dict[str, str] = {}
        self.flags: set[str] = set()
        self.unknown: list[Token] = split_words(markup.head)[1:]
        self.cut_body: Fragment | None = None
        for option in reversed(markup.options):
            if option.name in FRAGMENTS:
                self.fragments[option.name] = Fragment(environment, option.markup)
                if option.name == "body":
                    self.cut_body = _cut_body(environment, option.markup)
            elif option.name in NAMES:
                self.names[option.name] = (option.markup.value.split() or [""])[0]
            elif option.name in FLAGS:
                self.flags.add(option.name)
            else:
                self.unknown.append(option.token)

    def text(self, name: str, context: BrazeContext) -> str | None:
        """Give an option's rendered text, ``None`` where it is not set."""
        return self.fragments[name].render(context) if name in self.fragments else None


def _cut_body(environment: BrazeEnvironment, markup: Token) -> Fragment | None:
    """Give the part before the first blank of a body that is JSON with blanks."""
    words = split_words(markup)
    if len(words) < 2 or words[0].value[:2] == "{{" or words[0].value[0] not in "{[":
        return None
    return Fragment(environment, words[0])


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a call."""

    response: Response | None = None
    failure: Failure | None = None
    refused: str = ""
    cached: bool = False


class ConnectedContentNode(BrazeNode):
    """Makes a call; JSON goes into a variable, any other text into the message."""

    __slots__ = ("is_personal", "options", "url")

    def __init__(self, token: Token, url: Fragment, options: CallOptions, *, is_personal: bool) -> None:
        super().__init__(token)
        self.url = url
        self.options = options
        self.is_personal = is_personal

    @property
    def variable(self) -> str:
        """The variable a JSON response is saved in."""
        return self.options.names.get("save") or "connected"

    def write(self, context: BrazeContext, output: Output) -> None:
        """Make the call and use the answer."""
        for token in self.options.unknown:
            context.note("LIQ111", f"connected_content has no option {token.value}", token)
        plan, refused = self._plan(context)
        try:
            request = build_request(plan)
        except CallRefused as error:
            request, refused = Request(plan.method, plan.url), refused or str(error)
        answer = Answer(refused=refused) if refused else self._ask(request, context)
        self._note(request, answer, context)
        self._use(answer, context, output)

    # -- asking

    def _plan(self, context: BrazeContext) -> tuple[CallPlan, str]:
        options = self.options
        method = (options.text("method", context) or "get").upper()
        body = self._body(context)
        if method == "GET" and context.assumed.is_set("liquid.body_of_get", "dropped"):
            body = None
        credential, refused = self._credential(context)
        plan = CallPlan(
            url=self.url.render(context).replace("\u00a0", "").strip(),
            method=method,
            body=body,
            content_type=options.text("content_type", context) or "",
            headers=self._headers(context),
            credential=credential,
        )
        return plan, refused

    def _body(self, context: BrazeContext) -> str | None:
        cut = self.options.cut_body
        if cut is not None:
            message = "JSON behind :body may hold no blanks, says Braze's page"
            hint = "capture it into a variable and write :body {{variable}}"
            context.note("LIQ118", message, cut.token, hint=hint)
            if context.assumed.is_set("liquid.blanks_in_inline_body", "cut"):
                return cut.render(context)
        return self.options.text("body", context)

    def _headers(self, context: BrazeContext) -> Mapping[str, str]:
        text = self.options.text("headers", context)
        try:
            return parse_headers(text) if text is not None else {}
        except NotJson as error:
            message = f"the headers are not a JSON object once rendered ({error}); none is sent"
            context.note("LIQ112", message, self.options.fragments["headers"].token)
            return {}

    def _credential(self, context: BrazeContext) -> tuple[Credential | None, str]:
        name = self.options.names.get("basic_auth") or self.options.names.get("auth_credentials")
        credential = context.resources.credentials.get(name) if name else None
        if name is None or credential is not None:
            return credential, ""
        hint = "write the credential's name without < and >" if name.startswith("<") else ""
        message = f"there is no Connected Content credential {name!r}"
        context.note("LIQ113", message, self.token, hint=hint)
        if context.assumed.is_set("liquid.unknown_credential", "message_aborted"):
            raise RenderingAborted("liquid_abort_message", message)
        return None, message

    def _ask(self, request: Request, context: BrazeContext) -> Answer:
        seconds = self._cache_seconds(request, context)
        key = self._cache_key(request, context)
        kept = context.resources.cache.find(key, context.now()) if seconds else None
        if kept is not None:
            return Answer(kept, cached=True)
        answer = self._send(request, context)
        response = answer.response
        if seconds and response is not None and response.ok and len(response.body) <= LARGEST_RESPONSE:
            context.resources.cache.keep(key, response, context.now(), seconds)
        return answer

    def _cache_seconds(self, request: Request, context: BrazeContext) -> int:
        asked = self.options.text("cache_max_age", context) or self.options.text("cache", context)
        personal = self.is_personal and context.assumed.is_set("liquid.personal_calls_cached", "no")
        age = leading_integer(asked) if asked else None
        return cache_seconds(age, request.method, refused="no_cache" in self.options.flags or personal)

    def _cache_key(self, request: Request, context: BrazeContext) -> CacheKey:
        counted = context.assumed.is_set("liquid.cache_key_headers", "counted")
        return CacheKey.of(request, with_headers=counted)

    def _send(self, request: Request, context: BrazeContext) -> Answer:
        health, now = context.resources.health, context.now()
        if health.is_paused(request.host, now):
            context.note("LIQ114", f"{request.host} is unhealthy; calls to it are stopped", self.token)
            return Answer(failure=Failure.REFUSED)
        try:
            response = context.resources.send(request, TIMEOUT)
        except NoResponse as error:
            health.note(request.host, now, failed=True)
            return Answer(failure=error.failure)
        health.note(request.host, now, failed=response.status in COUNTED_STATUSES)
        return Answer(response)

    # -- using the answer

    def _note(self, request: Request, answer: Answer, context: BrazeContext) -> None:
        location = context.locate(self.token)
        if answer.refused:
            context.note("LIQ110", f"the call was not made: {answer.refused}", self.token)
        context.note_call(
            Call(
                request=request,
                response=answer.response,
                failure=answer.failure,
                refused=answer.refused,
                location=location,
                saved_as=self.variable,
                cached=answer.cached,
            )
        )
        broadly = context.assumed.is_set("liquid.retried_failures", "broad")
        if "retry" in self.options.flags and calls_for_retry(
            answer.response, answer.failure, broadly=broadly
        ):
            self._want_retry(RetryWanted(request.url, location), context)

    def _want_retry(self, wanted: RetryWanted, context: BrazeContext) -> None:
        if context.resources.preview:
            message = "This message would not have been shown because retry functionality was triggered"
            context.note("LIQ115", message, self.token)
        else:
            context.story.retry = context.story.retry or wanted

    def _use(self, answer: Answer, context: BrazeContext, output: Output) -> None:
        context.locals[self.variable] = None
        response = answer.response
        if response is None or not response.ok or len(response.body) > LARGEST_RESPONSE:
            tells = context.assumed.is_set("liquid.status_of_failed_call", "status")
            if tells and response is not None:
                context.locals[self.variable] = with_status({}, response.status)
            return
        text = response.text
        if "rerender" in self.options.flags:
            text = self._rerendered(text, context)
        try:
            context.locals[self.variable] = with_status(parse_json(text), response.status)
        except NotJson:
            self._use_text(text, context, output)

    def _use_text(self, text: str, context: BrazeContext, output: Output) -> None:
        if "save" in self.options.names and context.assumed.is_set("liquid.text_response", "saved"):
            context.locals[self.variable] = text
            return
        if "save" in self.options.names:
            context.note("LIQ116", "the response is not JSON: it is printed, not saved", self.token)
        output.write(text)

    def _rerendered(self, source: str, context: BrazeContext) -> str:
        output = Output()
        name = f"{context.name}: response"
        with context.inside(name, visible=frozenset(context.referenced)):
            try:
                context.parse(source).write(context, output)
            except LiquidError as error:
                context.note("LIQ117", f"the response is not Liquid: {error.message}", self.token)
                return source
        return output.getvalue()

    def children(self, static_context: RenderContext, *, include_partials: bool = True) -> Iterable[Node]:  # noqa: ARG002
        """Give the nodes of the URL and of every option that may hold Liquid."""
        parts = (self.url, *self.options.fragments.values())
        return [node for part in parts for node in part.body.nodes]


class ConnectedContentTag(BrazeTag):
    """Calls an API."""

    name = "connected_content"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:  # noqa: ARG002
        """Make the node.

        Raises ``LiquidSyntaxError`` where there is no URL.
        """
        parsed = parse_markup(markup)
        words = split_words(parsed.head)
        if not words:
            raise LiquidSyntaxError("expected 'connected_content URL'", token=tag)
        personal = _PERSONAL.search(markup.value) is not None
        options = CallOptions(self.env, parsed)
        return ConnectedContentNode(tag, Fragment(self.env, words[0]), options, is_personal=personal)
