"""Workspaces: one YAML file that describes a world, and the sandboxes opened from it."""

from __future__ import annotations

from mockserver.workspace.additions import Addition, Source, content_additions
from mockserver.workspace.loader import Workspace, default_workspace, load_workspace
from mockserver.workspace.messaging_model import CampaignModel, CanvasModel
from mockserver.workspace.model import (
    ContentModel,
    SubscriptionModel,
    TemplateModel,
    UserEntry,
    WorkspaceModel,
)
from mockserver.workspace.user_files import Progress

__all__ = [
    "Addition",
    "CampaignModel",
    "CanvasModel",
    "ContentModel",
    "Progress",
    "Source",
    "SubscriptionModel",
    "TemplateModel",
    "UserEntry",
    "Workspace",
    "WorkspaceModel",
    "content_additions",
    "default_workspace",
    "load_workspace",
]
