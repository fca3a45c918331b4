"""Exports of segments: work on the clock that leaves a ZIP of JSON lines to be downloaded.

Source: https://www.braze.com/docs/api/endpoints/export/user_data/post_users_segment/
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mockserver.braze.audiences.segments import Segment
from mockserver.braze.profiles.files import write_segment_zip
from mockserver.braze.profiles.profile import Profile
from mockserver.braze.profiles.store import ProfileStore
from mockserver.contracts import ExportUsers
from mockserver.http import JSON_TYPE, Headers, NoResponse, Request
from mockserver.simulator.world import World

LIFETIME = timedelta(hours=4)
"""How long a finished export can be downloaded."""
MOST_AT_ONCE = 100
CALLER = "braze export"
"""Who calls a ``callback_endpoint``, in the journal."""


@dataclass(slots=True, eq=False)
class SegmentExport:
    """One export: of which segment, under which name, and its ZIP once it has run."""

    segment: Segment
    request: ExportUsers
    file_name: str
    url: str
    content: bytes | None = None
    ended: datetime | None = None
    cancelled: bool = False


class SegmentExports:
    """The exports of one workspace."""

    def __init__(self, world: World, profiles: ProfileStore) -> None:
        self._world = world
        self._profiles = profiles
        self._by_file: dict[str, SegmentExport] = {}

    @property
    def running(self) -> list[SegmentExport]:
        """Those that have not run yet."""
        return [export for export in self._by_file.values() if export.ended is None]

    def runs(self, segment: Segment) -> bool:
        """Tell whether an export of a segment has not run yet."""
        return any(export.segment.id == segment.id for export in self.running)

    def start(self, segment: Segment, request: ExportUsers, base_url: str) -> SegmentExport:
        """Begin an export; without a delay it has run when this returns."""
        self._drop_expired()
        file_name = self._world.ids.token(43)
        export = SegmentExport(segment, request, file_name, f"{base_url}/{file_name}.zip")
        self._by_file[file_name] = export
        delay = timedelta(seconds=self._world.assumptions.number("braze.export_delay"))
        if delay:
            self._world.clock.call_later(delay, lambda: self._run(export), f"export of {segment.name}")
        else:
            self._run(export)
        return export

    def cancel(self, segment: Segment) -> int:
        """Take back the exports of a segment that have not run yet; give how many there were."""
        cancelled = [export for export in self.running if export.segment.id == segment.id]
        for export in cancelled:
            export.cancelled, export.ended = True, self._world.clock.now()
        return len(cancelled)

    def download(self, file_name: str) -> bytes | None:
        """Give the ZIP of an export that has run in the last four hours."""
        export = self._by_file.get(file_name)
        if export is None or export.ended is None or self._world.clock.now() - export.ended > LIFETIME:
            return None
        return export.content

    def _drop_expired(self) -> None:
        latest = self._world.clock.now() - LIFETIME
        self._by_file = {
            name: export
            for name, export in self._by_file.items()
            if export.ended is None or export.ended >= latest
        }

    def _run(self, export: SegmentExport) -> None:
        if export.cancelled:
            return
        now = self._world.clock.now()
        target = io.BytesIO()
        documents = (
            selected(profile, export.request, now) for profile in export.segment.members(self._profiles, now)
        )
        write_segment_zip(target, documents, moment=now, name=lambda number: self._world.ids.hex(32))  # noqa: ARG005
        export.content, export.ended = target.getvalue(), now
        if export.request.callback_endpoint:
            self._world.clock.call_later(timedelta(0), lambda: self._call_back(export), "export callback")

    def _call_back(self, export: SegmentExport) -> None:
        body = json.dumps({"success": True, "url": export.url}).encode()
        request = Request(
            "POST", export.request.callback_endpoint or "", Headers({"Content-Type": JSON_TYPE}), body
        )
        try:
            self._world.network.send(request, caller=CALLER)
        except NoResponse:
            return  # The journal tells of it, and Braze does not try again.


def selected(profile: Profile, request: ExportUsers, now: datetime) -> dict[str, Any]:
    """Give of a profile what an export asks for; everything where it names nothing."""
    whole = profile.exported(now=now)
    fields = request.fields_to_export or ()
    attributes = getattr(request, "custom_attributes_to_export", None) or ()
    if not fields and not attributes:
        return whole
    chosen = dict(_chosen(whole, fields))
    if attributes and "custom_attributes" not in fields:
        held = whole.get("custom_attributes", {})
        chosen["custom_attributes"] = {name: held[name] for name in held if name in attributes}
    return chosen


def _chosen(whole: dict[str, Any], fields: Any) -> Iterator[tuple[str, Any]]:
    return ((name, whole[name]) for name in whole if name in fields)
