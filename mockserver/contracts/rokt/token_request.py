"""The request for a token: its form, and ROKT150 to ROKT159, the rules it follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qsl

from mockserver.contracts import sources
from mockserver.contracts.assumptions import Terms
from mockserver.contracts.checked import Checked, Contract, conclude
from mockserver.contracts.rokt.event_rules import SHAPE_RULES, body_not_object, unknown_field
from mockserver.contracts.rokt.models import TokenRequest
from mockserver.contracts.shape import Members, ShapeError, parse_shape
from mockserver.contracts.wire import wire_names
from mockserver.contracts.wording import nearest, shown
from mockserver.findings import Severity, pointer
from mockserver.rules import Problem, Rule, apply, rule

_GRANTS: Final = ("client_credentials", "refresh_token")


class Form(dict[str, str]):
    """The parameters of a form; of those that came more than once, named in ``repeated``, the last counts."""

    repeated: tuple[str, ...] = ()


def parse_form(body: bytes) -> Form:
    """Read an `application/x-www-form-urlencoded` body."""
    pairs = parse_qsl(body.decode("utf-8", errors="replace"), keep_blank_values=True)
    form = Form(pairs)
    form.repeated = tuple(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
    return form


@rule(
    "ROKT151",
    Severity.ERROR,
    "A token is asked for by a grant that is not offered.",
    hint="send grant_type=client_credentials",
    source=sources.ROKT_OAUTH,
    why="No token is given, and without one every later call is refused.",
    of="token",
    fails="grant_type=password",
    passes="grant_type=client_credentials",
)
def unsupported_grant(form: Mapping[str, object]) -> Iterator[Problem]:
    grant = form.get("grant_type")
    if isinstance(grant, str) and grant and grant not in _GRANTS:
        near = nearest(grant, _GRANTS)
        yield Problem(
            pointer="/grant_type",
            message=f"`grant_type` is {shown(grant)}, not one of {' and '.join(_GRANTS)}",
            hint=f"did you mean {near}?" if near else "",
        )


@rule(
    "ROKT152",
    Severity.ERROR,
    "A token is to be refreshed without its refresh token.",
    hint="send refresh_token=… with the one the last answer held",
    source=sources.RFC_OAUTH + "#section-6",
    why="No token is given, and without one every later call is refused.",
    of="token",
    fails="grant_type=refresh_token",
    passes="grant_type=refresh_token&refresh_token=9c1d",
)
def no_refresh_token(form: Mapping[str, object]) -> Iterator[Problem]:
    if form.get("grant_type") == "refresh_token" and form.get("refresh_token") in (None, ""):
        yield Problem(
            pointer="/refresh_token", message="`refresh_token` is required for this grant and missing"
        )


@rule(
    "ROKT153",
    Severity.ERROR,
    "A form holds one half of the client's credentials.",
    hint="send client_id and client_secret together, or both in an Authorization: Basic header",
    source=sources.RFC_OAUTH + "#section-2.3.1",
    why="The client cannot be told, so no token is given.",
    of="token",
    fails="grant_type=client_credentials&client_id=acme",
    passes="grant_type=client_credentials&client_id=acme&client_secret=s3",
)
def half_credentials(form: Mapping[str, object]) -> Iterator[Problem]:
    given = [name for name in ("client_id", "client_secret") if form.get(name) not in (None, "")]
    if len(given) == 1:
        # Beside an Authorization header the id may be sent, for identification (RFC 6749 section 3.2.1).
        only_named = given == ["client_id"]
        other = "client_secret" if only_named else "client_id"
        yield Problem(
            pointer=f"/{other}",
            message=f"`{given[0]}` is sent without `{other}`",
            severity=Severity.WARNING if only_named else None,
        )


@rule(
    "ROKT154",
    Severity.ERROR,
    "A form names a parameter more than once.",
    hint="send each parameter once",
    source=sources.RFC_OAUTH + "#section-3.2",
    why="OAuth forbids it, since nobody can tell which one counts: no token is given.",
    of="token",
    fails="grant_type=client_credentials&grant_type=client_credentials",
    passes="grant_type=client_credentials",
)
def repeated_parameter(form: Mapping[str, object]) -> Iterator[Problem]:
    for name in form.repeated if isinstance(form, Form) else ():
        yield Problem(pointer=pointer(name), message=f"`{name}` is sent more than once")


TOKEN_RULES: Final[tuple[Rule[Mapping[str, object]], ...]] = (
    unsupported_grant,
    no_refresh_token,
    half_credentials,
    repeated_parameter,
)


def _examine(body: object, _: Terms) -> Checked[TokenRequest]:
    if not isinstance(body, dict):
        error = ShapeError("", "", body, missing=False, expected="a form")
        return conclude(apply([body_not_object], error), None)
    # RFC 6749 section 3.2: a parameter without a value is treated as if it were left out.
    request, findings = parse_shape(
        TokenRequest, {name: value for name, value in body.items() if value != ""}, SHAPE_RULES
    )
    members = Members(body, wire_names(TokenRequest))
    return conclude([*findings, *apply(TOKEN_RULES, body), *unknown_field.findings(members)], request)


TOKEN_REQUEST: Final = Contract("rokt-token-request", TokenRequest, _examine)
