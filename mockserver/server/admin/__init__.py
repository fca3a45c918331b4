"""The admin API of a live server, under ``/_mockserver/`` on every port.

It is what only the test, not the integration, may ask: the clock, the journal, faults, assumptions,
people, snapshots, sandboxes. ``admin-openapi.json`` describes all of it. A mistake is answered 400, 404 or
405 with ``{"mockserver": "what is wrong", "hint": "what to do"}``; credentials are masked.
"""
