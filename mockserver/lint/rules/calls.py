"""LIQ351 to LIQ369: Connected Content calls, and placeholders somebody was to replace."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from liquid.token import TOKEN_CONTENT

from mockserver.contracts import sources
from mockserver.contracts.wording import shown
from mockserver.evidence import Evidence
from mockserver.findings import Severity
from mockserver.lint import pages
from mockserver.lint.facts import Call, Facts
from mockserver.lint.problems import TemplateProblem, WebhookFacts, at
from mockserver.lint.target import Into
from mockserver.liquid.connected_content import METHODS
from mockserver.rules import Rule, rule

_LOGINS: Final = ("basic_auth", "auth_credentials")
_TOKEN_PATH: Final = re.compile(r"/(?:oauth2?|token)(?:/v\d+)?(?:/token)?/?(?:$|[?#])", re.IGNORECASE)
_PLACEHOLDER: Final = re.compile(
    r"<(?!/|!--|br\b)[A-Za-z][\w .:-]*[\w.]>|\[(?:URL|YOUR[ _-][^\]]*|INSERT[ _-][^\]]*)\]"
    r"|\b(?:YOUR|INSERT|REPLACE)[_-][A-Z0-9_-]*[A-Z0-9]\b|\bREPLACE_?ME\b"
)


def _url(call: Call) -> str:
    return call.node.url.source


def _credential(call: Call) -> str:
    names = call.node.options.names
    return next((names[name] for name in _LOGINS if name in names), "")


def _is_cached(call: Call) -> bool:
    options = call.node.options
    if "no_cache" in options.flags:
        return False
    return call.method == "GET" or bool(options.fragments.keys() & {"cache_max_age", "cache"})


def _asks_for_token(call: Call) -> bool:
    body = call.node.options.fragments.get("body")
    granted = body is not None and "grant_type" in body.source
    return granted or bool(call.method == "POST" and _TOKEN_PATH.search(_url(call)))


@rule(
    "LIQ351",
    Severity.WARNING,
    "A call has no :retry, and nothing looks whether it failed.",
    why="When the other side is slow for a moment, users get a message with holes.",
    hint="add :retry, or abort the message where the call gave nothing",
    source=pages.RETRIES,
    fails='{% connected_content https://api.example.com/x :save x %}{"a": "{{x.name | json_escape}}"}',
    passes=(
        '{% connected_content https://api.example.com/x :save x :retry %}{"a": "{{x.name | json_escape}}"}'
    ),
)
def neither_retried_nor_checked(facts: Facts) -> Iterator[TemplateProblem]:
    for call in facts.calls:
        printed = "save" not in call.node.options.names and not call.used
        if "retry" not in call.node.options.flags and (call.unguarded or printed):
            yield at(facts, call.index, "if this call fails, the message is sent without what it gives")


@rule(
    "LIQ352",
    Severity.ERROR,
    "A cached answer is shared between calls of different authority.",
    why="Users are told what was meant for others.",
    hint="add :no_cache, or make the URLs differ; the key of the cache holds no headers",
    source=pages.CACHING,
    fails=(
        "{% connected_content https://api.example.com/me "
        ':headers {"Authorization": "Bearer {{custom_attribute.${token} | json_escape}}"} :save me :retry %}'
        '{"a": "{{me.name | json_escape}}"}'
    ),
    passes=(
        "{% connected_content https://api.example.com/me "
        ':headers {"Authorization": "Bearer {{custom_attribute.${token} | json_escape}}"} '
        ':no_cache :save me :retry %}{"a": "{{me.name | json_escape}}"}'
    ),
)
def authorised_answer_shared(facts: Facts) -> Iterator[TemplateProblem]:
    seen: dict[tuple[str, str, str], str] = {}
    for call in facts.calls:
        if not _is_cached(call):
            continue
        if _varies(call) and not call.node.is_personal:
            message = "each user's own authority is asked with, and all are given the first one's answer"
            yield at(facts, call.index, message)
        elif _credential(call) != seen.setdefault(_cache_key(call), _credential(call)):
            yield at(facts, call.index, "a call with another credential has the same place in the cache")


def _varies(call: Call) -> bool:
    """Tell whether the Authorization header is of the user, and neither URL nor body are."""
    own = {source.key for source in call.headers.sources if not source.key.startswith("call ")}
    told_apart = {source.key for value in (call.url, call.body) for source in value.sources}
    return bool(own - told_apart)


def _cache_key(call: Call) -> tuple[str, str, str]:
    options = call.node.options.fragments
    parts = [options[name].source if name in options else "" for name in ("content_type", "body")]
    return _url(call), parts[0], parts[1]


@rule(
    "LIQ353",
    Severity.NOTE,
    "Every message asks for a new token: a POST is not cached unless told to be.",
    why="It doubles the requests, and a limit on tokens stops the whole campaign.",
    hint="with one credential, :cache_max_age 900 keeps the token; with several, let the URL tell them apart",
    source=pages.CACHING,
    fails=(
        "Authorization: Bearer {% connected_content https://api.example.com/oauth2/token :method post "
        ":basic_auth login :body grant_type=client_credentials :save token :retry %}{{token.access_token}}"
    ),
    passes=(
        "Authorization: Bearer {% connected_content https://api.example.com/oauth2/token :method post "
        ":basic_auth login :body grant_type=client_credentials :save token :cache_max_age 900 :retry %}"
        "{{token.access_token}}"
    ),
)
def token_not_cached(facts: Facts) -> Iterator[TemplateProblem]:
    for call in facts.calls:
        if _asks_for_token(call) and not _is_cached(call):
            yield at(facts, call.index, "this call asks for a new token for every message")


@rule(
    "LIQ354",
    Severity.WARNING,
    "The same call is made more than once for a message.",
    why="It takes the time of two calls, and counts twice against the other side's limits.",
    hint="make it in one field only: no field sees what another saved",
    source=pages.CALLS,
    fails=(
        "POST https://api.example.com/x\n"
        "Authorization: Bearer {% connected_content https://api.example.com/oauth2/token :method post "
        ":basic_auth login :cache_max_age 900 :save token :retry %}{{token.access_token}}\n\n"
        "{% connected_content https://api.example.com/oauth2/token :method post :basic_auth login "
        ':cache_max_age 900 :save token :retry %}{"token": "{{token.access_token | json_escape}}"}'
    ),
    passes=(
        "POST https://api.example.com/x\n"
        "Authorization: Bearer {% connected_content https://api.example.com/oauth2/token :method post "
        ":basic_auth login :cache_max_age 900 :save token :retry %}{{token.access_token}}\n\n"
        '{"id": "{{${user_id}}}"}'
    ),
)
def call_repeated(webhook: WebhookFacts) -> Iterator[TemplateProblem]:
    seen: dict[tuple[str, ...], str] = {}
    for facts in webhook.fields:
        for call in facts.calls:
            key = (*_cache_key(call), call.method, _credential(call))
            first = seen.setdefault(key, str(facts.field.text.locate(call.index)))
            if first != str(facts.field.text.locate(call.index)):
                what = "asks for the same token" if _asks_for_token(call) else "is the same call"
                yield at(facts, call.index, f"this {what} as the one at {first}")


@rule(
    "LIQ355",
    Severity.ERROR,
    "A placeholder was left in place.",
    why="The call or the request fails for every user.",
    hint="put your own value there; a credential's name is written without angle brackets",
    source=sources.INTEGRATION,
    fails=(
        "Authorization: Bearer {% connected_content https://api.example.com/oauth2/token :method post "
        ":basic_auth <Rokt-Calendar-API> :cache_max_age 900 :save token :retry %}{{token.access_token}}"
    ),
    passes=(
        "Authorization: Bearer {% connected_content https://api.example.com/oauth2/token :method post "
        ":basic_auth Rokt-Calendar-API :cache_max_age 900 :save token :retry %}{{token.access_token}}"
    ),
)
def placeholder_left(facts: Facts) -> Iterator[TemplateProblem]:
    for start, text in _places_of_names(facts):
        match = _PLACEHOLDER.search(text)
        if match:
            yield at(facts, start + match.start(), f"the placeholder {shown(match[0])} was left in place")


def _places_of_names(facts: Facts) -> Iterator[tuple[int, str]]:
    """Give the texts in which no angle brackets belong: calls, URLs, headers, and whole JSON strings."""
    for call in facts.calls:
        end = facts.source.find("%}", call.index)
        yield call.index, facts.source[call.index : end]
    if facts.target.into in (Into.URL, Into.HEADER):
        for token in facts.tokens:
            if token.kind == TOKEN_CONTENT:
                yield token.start_index, token.value
    for member in facts.target.json.members:
        only = member.value.only
        if member.quoted and only and only.start >= 0 and _PLACEHOLDER.fullmatch(only.text.strip()):
            yield only.start, only.text


@rule(
    "LIQ356",
    Severity.ERROR,
    "Connected Content has no such method.",
    why="The call is not made.",
    hint="it makes GET and POST requests only",
    source=pages.CALLS,
    fails="{% connected_content https://api.example.com/x :method put :retry %}",
    passes="{% connected_content https://api.example.com/x :method post :retry %}",
)
def unknown_method(facts: Facts) -> Iterator[TemplateProblem]:
    for call in facts.calls:
        if call.method not in METHODS and "{" not in call.method:
            index = call.node.options.fragments["method"].token.start_index
            yield at(facts, index, f"Connected Content makes no {call.method[:20]} requests")


@rule(
    "LIQ357",
    Severity.WARNING,
    "JSON written straight behind :body holds blanks.",
    why="The body may end at the first blank.",
    hint="capture it into a variable and write :body {{variable}}",
    source=pages.CALLS,
    evidence=Evidence.DOCUMENTED,
    fails='{% connected_content https://api.example.com/x :method post :body {"a": 1} :retry %}',
    passes='{% connected_content https://api.example.com/x :method post :body {"a":1} :retry %}',
)
def blanks_in_inline_body(facts: Facts) -> Iterator[TemplateProblem]:
    for call in facts.calls:
        cut = call.node.options.cut_body
        if cut is not None:
            yield at(facts, cut.token.start_index, "JSON behind :body may hold no blanks")


@rule(
    "LIQ358",
    Severity.ERROR,
    "Braze does not call such an address.",
    why="The call is not made.",
    hint="write http:// or https:// and a host, on the standard port",
    source=pages.CALLS,
    fails="{% connected_content ftp://files.example.com/x :retry %}",
    passes="{% connected_content https://files.example.com/x :retry %}",
)
def uncallable_address(facts: Facts) -> Iterator[TemplateProblem]:
    for call in facts.calls:
        beginning = re.match(r"[^{/?#]*://(?:[^{/?#@]*@)?[^{/?#]*", _url(call))
        relative = not _url(call).startswith(("{", "http://", "https://", "[", "<"))
        port = re.search(r":(\d+)$", beginning[0]) if beginning else None
        odd = port is not None and port[1] != ("443" if _url(call).startswith("https") else "80")
        if relative or odd:
            index = call.node.url.token.start_index
            yield at(facts, index, f"Braze does not call {shown(_url(call))}")


CALL_RULES: Final[tuple[Rule[Facts], ...]] = (
    neither_retried_nor_checked,
    authorised_answer_shared,
    token_not_cached,
    placeholder_left,
    unknown_method,
    blanks_in_inline_body,
    uncallable_address,
)
CALL_WEBHOOK_RULES: Final[tuple[Rule[WebhookFacts], ...]] = (call_repeated,)
