"""The pages: each function answers one kind of request from a view; the table says which."""

from __future__ import annotations

from typing import Final

from mockserver.inspector.pages import (
    calendars,
    clock,
    exchanges,
    journal,
    people,
    preview,
    programs,
    scenarios,
    settings,
    subscribe,
)
from mockserver.inspector.visit import Page

ROUTES: Final[tuple[tuple[str, str, Page], ...]] = (
    ("GET", "/", journal.show),
    ("GET", "/exchanges/{number:int}", exchanges.show),
    ("GET", "/exchanges/{number:int}/scenario", scenarios.show),
    ("GET", "/exchanges/{number:int}/scenario.yaml", scenarios.download),
    ("POST", "/exchanges/{number:int}/scenario", scenarios.run),
    ("GET", "/calendars", calendars.list_all),
    ("GET", "/calendars/{id}", calendars.show),
    ("POST", "/calendars/{id}/unsubscribe", calendars.unsubscribe),
    ("GET", "/people", people.list_all),
    ("GET", "/people/{id}", people.show),
    ("GET", "/programs", programs.list_all),
    ("GET", "/campaigns/{name:path}", programs.show_campaign),
    ("GET", "/canvases/{name:path}", programs.show_canvas),
    ("GET", "/messages/{number:int}", programs.show_message),
    ("GET", "/journeys/{number:int}", programs.show_journey),
    ("GET", "/preview", preview.show),
    ("POST", "/preview", preview.render),
    ("POST", "/preview/save", preview.save),
    ("POST", "/preview/send", preview.send),
    ("GET", "/clock", clock.show),
    ("POST", "/clock/advance", clock.advance),
    ("POST", "/clock/to", clock.advance_to),
    ("POST", "/clock/next", clock.advance_to_next),
    ("POST", "/clock/mode", clock.set_mode),
    ("POST", "/reset", clock.reset),
    ("GET", "/assumptions", settings.show_assumptions),
    ("POST", "/assumptions", settings.choose),
    ("GET", "/faults", settings.show_faults),
    ("POST", "/faults", settings.add_fault),
    ("POST", "/faults/clear", settings.clear_faults),
    ("GET", "/subscribe/", subscribe.list_all),
    ("GET", "/subscribe/{account}/{calendar}", subscribe.show),
    ("POST", "/subscribe/{account}/{calendar}", subscribe.subscribe),
    ("GET", "/subscribe/{account}/{calendar}/{id}", subscribe.welcome),
)
"""Method, path and page of everything there is."""

UNLOCKED: Final[frozenset[Page]] = frozenset({scenarios.show, scenarios.download, scenarios.run})
"""The pages that take long and lock the sandbox by themselves, as long as they need it."""
