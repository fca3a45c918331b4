"""The preview panel: a template as it is being written, for one user."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from mockserver.braze import Profile
from mockserver.braze.messaging.webhook import METHODS
from mockserver.errors import MockServerError, UsageError
from mockserver.inspector.views.previews import Draft, PreviewView, draft_of, made_up_user, preview_view
from mockserver.inspector.views.profiles import profile_lines
from mockserver.inspector.visit import Visit

_PROPERTIES = ("event_properties", "trigger_properties", "context")
_FIRST = {"user": "existing", "seed": "0", "profile": '{"external_id": "somebody", "custom_attributes": {}}'}


def show(visit: Visit) -> Response:
    """Show the editor with a saved template in it, for a first user."""
    templates = visit.sandbox.braze.state.templates
    name = visit.asked("template") or next(iter(templates), "")
    draft = draft_of(templates[name]) if name in templates else Draft(name="new", url="https://")
    somebody = next(iter(visit.sandbox.braze.state.profiles), None)
    known = visit.asked("user") or (somebody.external_id if somebody else "")
    return _page(visit, draft, {**_FIRST, "external_id": known})


def render(visit: Visit) -> Response:
    """Show what the template in the form becomes."""
    return _page(visit, _draft(visit), visit.form)


def save(visit: Visit) -> Response:
    """Put the template in the form in the place of the world's of that name."""
    template = _draft(visit).template()
    visit.host.call(
        "PUT",
        "templates",
        {
            "name": template.name,
            "url": template.url,
            "method": template.method,
            "headers": dict(template.headers),
            "body": template.body if isinstance(template.body, str) else dict(template.body),
        },
    )
    return _page(
        visit, _draft(visit), visit.form, notice=f"{template.name} is what campaigns send from now on."
    )


def send(visit: Visit) -> Response:
    """Save the template and send it to a user of the world as a test."""
    if visit.form.get("user") != "existing":
        raise UsageError("a test is sent to a user of this world", hint="choose an existing user")
    save(visit)
    properties = {name: visit.object_field(name) or {} for name in _PROPERTIES}
    wanted = {"template": _draft(visit).name, "external_id": visit.form.get("external_id", ""), **properties}
    sent = visit.host.call("POST", "messages/send", wanted)
    return visit.go(f"/messages/{sent['number']}")


def _page(visit: Visit, draft: Draft, form: Mapping[str, str], *, notice: str = "") -> Response:
    return visit.show(
        "preview.html",
        here="/preview?" + urlencode({"template": draft.name, "user": form.get("external_id", "")}),
        draft=draft,
        form={name: form.get(name, "") for name in (*_FIRST, *_PROPERTIES, "external_id")},
        templates=tuple(visit.sandbox.braze.state.templates),
        methods=METHODS,
        people=profile_lines(visit.sandbox),
        offers_random=visit.random_profile is not None,
        preview=_preview(visit, draft, form),
        notice=notice,
    )


def _preview(visit: Visit, draft: Draft, form: Mapping[str, str]) -> PreviewView:
    # As one types, much is not finished: a mistake is shown beside the editor, not in its place.
    try:
        given = {name: visit.object_field(name) for name in _PROPERTIES}
        return preview_view(visit.sandbox, draft, _user(visit, form), given)
    except MockServerError as mistake:
        return PreviewView(mistake=mistake.message, hint=mistake.hint)


def _draft(visit: Visit) -> Draft:
    names = ("name", "url", "method", "headers", "body")
    # Browsers send line ends as CRLF, and drop none of what was written.
    fields = {name: visit.form.get(name, "").replace("\r\n", "\n") for name in names}
    fields["name"] = fields["name"].strip() or "new"
    return Draft(**fields, pairs=visit.form.get("body_is") == "pairs")


def _user(visit: Visit, form: Mapping[str, str]) -> Profile:
    kind = form.get("user", "")
    if kind == "random" and visit.random_profile is not None:
        seed = form.get("seed", "") or "0"
        return made_up_user(visit.sandbox, visit.random_profile(seed), seed)
    if kind == "made-up":
        document: Mapping[str, Any] | None = visit.object_field("profile")
        return made_up_user(visit.sandbox, document or {})
    external_id = form.get("external_id", "").strip()
    profile = visit.sandbox.braze.profile(external_id)
    if profile is None:
        raise UsageError(f"no Braze profile has external_id {external_id!r}", hint="choose one of the list")
    return profile
