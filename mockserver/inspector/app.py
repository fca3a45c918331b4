"""The inspector as an ASGI application: its routes, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Final
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from mockserver.errors import MockServerError
from mockserver.inspector.host import HOSTED
from mockserver.inspector.live import stream
from mockserver.inspector.pages import ROUTES, UNLOCKED
from mockserver.inspector.rendering import STATIC
from mockserver.inspector.security import SAFE_METHODS, SECURITY_HEADERS, is_same_origin
from mockserver.inspector.visit import Page, RandomProfile, Visit

MAX_FORM: Final = 1024 * 1024
"""The largest form in bytes that is read."""

Answer = Callable[[Request], Awaitable[Response]]


def inspector_app(random_profile: RandomProfile | None = None) -> Starlette:
    """Make the inspector; it may be mounted under any path of a server that fills the ASGI scope.

    ``random_profile`` makes the users up that the preview offers. Nothing is changed by a GET, and what
    changes something has to come from a page of the same origin.
    """
    routes: list[Route | Mount] = [
        Route(path, _guarded(partial(_answer, random_profile, page)), methods=[method])
        for method, path, page in ROUTES
    ]
    routes += [
        Route("/live", _guarded(_stream)),
        Mount("/static", StaticFiles(directory=STATIC), name="static"),
    ]
    return Starlette(routes=routes, exception_handlers={HTTPException: _refuse})


def _guarded(answer: Answer) -> Answer:
    async def guarded(request: Request) -> Response:
        if request.method not in SAFE_METHODS and not is_same_origin(request):
            response = Response("This form was not sent by a page of this server.\n", 403)
        else:
            response = await answer(request)
        response.headers.update(SECURITY_HEADERS)
        return response

    return guarded


async def _answer(random_profile: RandomProfile | None, page: Page, request: Request) -> Response:
    form = await _read_form(request)
    if form is None:
        return Response(f"A form may hold {MAX_FORM} bytes.\n", 413)
    # In a thread: what a page sets off may wait for a real host.
    return await run_in_threadpool(_page, page, Visit(request, form, random_profile))


def _page(page: Page, visit: Visit) -> Response:
    try:
        if page in UNLOCKED:
            return page(visit)
        with visit.host.lock:
            return page(visit)
    except MockServerError as mistake:
        here = "" if visit.request.method in SAFE_METHODS else "/"
        return visit.show("mistake.html", status=400, here=here, mistake=mistake.message, hint=mistake.hint)


async def _stream(request: Request) -> Response:
    return stream(request.scope[HOSTED], request.query_params.get("shown", ""))


async def _read_form(request: Request) -> Mapping[str, str] | None:
    """Read an urlencoded form; None for one that is too large. Of a repeated name the last value counts."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM:
            return None
    return dict(parse_qsl(body.decode("utf-8", errors="replace"), keep_blank_values=True))


async def _refuse(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    response = _missing(request) if status == 404 else Response(f"{error}\n", status)
    response.headers.update({**SECURITY_HEADERS, **(getattr(error, "headers", None) or {})})
    return response


def _missing(request: Request) -> Response:
    visit = Visit(request, {}, None)
    with visit.host.lock:
        return visit.show("mistake.html", status=404, here="", mistake="There is no such page.", hint="")
