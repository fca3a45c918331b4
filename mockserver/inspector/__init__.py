"""The inspector: pages of a live server that show what happened in a sandbox, and why."""

from mockserver.inspector.app import inspector_app
from mockserver.inspector.host import Host

__all__ = ["Host", "inspector_app"]
