"""What may stand in a workspace file."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from mockserver.marked_yaml import YamlModel
from mockserver.rokt import NotificationType
from mockserver.workspace.data_model import DataModel
from mockserver.workspace.messaging_model import (
    CampaignModel,
    CanvasModel,
    CatalogModel,
    FrequencyCapModel,
    Guid,
    Promotion,
    SegmentModel,
    Text,
)
from mockserver.workspace.moments import Start

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._~-]*$")]
"""An account or calendar code: it stands in URLs, so only letters, digits and ``. _ ~ -``."""


def _file_name(name: str) -> str:
    if "\0" in name:
        raise ValueError("no file can be called so")
    return name


class FileModel(YamlModel):
    """A text kept in a file of its own."""

    file: Annotated[Text, AfterValidator(_file_name)] = Field(
        description="Path of the file, relative to the file that names it."
    )


TextSource = str | FileModel
"""A text as it stands, or the file it stands in."""


class ClientModel(YamlModel):
    """An OAuth client of Rokt Calendar."""

    id: Text = Field(description="The client_id.")
    secret: Text = Field(description="The client_secret.")
    accounts: list[Code] | None = Field(None, description="Accounts it may act on; all without this key.")


class TagModel(YamlModel):
    """A tag of a calendar's events, by which a subscription may be limited."""

    name: Text = Field(description="Its name.")
    id: str = Field("", description="Its UUID; made up without this key.")
    external_id: str = Field("", description="The merchant's own id of it.")


class CalendarEventModel(YamlModel):
    """An event of a calendar itself, seen by every subscription it concerns."""

    id: Guid | None = Field(None, description="Its UUID; made up without this key.")
    external_id: str = Field("", description="The merchant's own id of it.")
    title: Text = Field(description="Its title.")
    description: str = Field("", description="Its description.")
    location: str = Field("", description="Where it is.")
    start: Text = Field(description="Local time it starts at, quoted, such as '2026-07-21T15:00:00'.")
    end: str = Field("", description="Local time it ends at; when it starts without this key.")
    timezone: Text = Field("UTC", description="Windows id of its zone.")
    all_day: bool = Field(False, description="Whether it takes whole days.")
    reminder_minutes: int | None = Field(
        None, ge=0, le=999_999_999, description="Minutes before the start; none without it."
    )
    tags: list[Text] = Field([], description="Ids or names of its tags.")
    time_zones: list[Text] = Field([], description="Windows ids of the zones it is meant for; all without.")


class CalendarModel(YamlModel):
    """A calendar people subscribe to."""

    id: Guid | None = Field(None, description="The calendar's UUID; made up without this key.")
    title: str = Field("", description="Its title; the code without this key.")
    tags: list[TagModel] = Field([], description="The tags its events may have.")
    events: list[CalendarEventModel] = Field([], description="Its own events.")


class WebhookModel(YamlModel):
    """An endpoint that Rokt Calendar tells what happens in an account."""

    url: Text = Field(description="Where notifications are sent.")
    types: list[NotificationType] = Field([], description="Types of notification; all without this key.")


class BrazeLinkModel(YamlModel):
    """Where Rokt Calendar pushes an account's subscribers."""

    endpoint: Text = Field(description="Braze's REST endpoint, such as https://rest.iad-01.braze.com.")
    api_key: Text = Field(description="A Braze REST API key with the permission users.track.")


class AccountModel(YamlModel):
    """A Rokt Calendar account."""

    id: Guid | None = Field(None, description="The account's UUID; made up without this key.")
    name: str = Field("", description="Its name; the code without this key.")
    braze: BrazeLinkModel | None = Field(
        None, description="Where subscribers are pushed; nowhere without it."
    )
    webhooks: list[WebhookModel] = Field([], description="Endpoints that are told what happens.")
    calendars: dict[Code, CalendarModel] = Field(description="Calendars by code.")


class SubscriptionModel(YamlModel):
    """A subscription that exists from the start."""

    id: Guid | None = Field(None, description="The subscription's UUID; made up without this key.")
    account: Code = Field(description="Code of the account.")
    calendar: Code = Field(description="Code of the calendar.")
    subscriber_id: str = Field("", description="The client's own id of the person: Braze's external_id.")
    email: str = Field("", description="The person's email address.")
    method: Literal["WebCal", "Google", "Microsoft"] = Field("WebCal", description="How it was subscribed.")


class RoktModel(YamlModel):
    """The Rokt Calendar side of a world."""

    clients: list[ClientModel] = Field([], description="OAuth clients.")
    accounts: dict[Code, AccountModel] = Field({}, description="Accounts by code.")
    subscriptions: list[SubscriptionModel] = Field([], description="Subscriptions that exist from the start.")


class ApiKeyModel(YamlModel):
    """A REST API key of the Braze workspace."""

    key: Text = Field(description="The key itself.")
    name: str = Field("", description="What it is for.")
    permissions: list[Text] = Field(description="Braze's permission names, such as users.track.")


class CredentialModel(YamlModel):
    """A Connected Content credential: user name and password, or header values."""

    username: Text | None = Field(None, description="User name of a basic credential.")
    password: Text | None = Field(None, description="Password of a basic credential.")
    headers: dict[str, str] = Field({}, description="Header values of a token credential.")
    allowed_domain: str = Field("", description="Domain a token credential may be sent to; any without it.")

    @model_validator(mode="after")
    def _one_kind(self) -> CredentialModel:
        basic = self.username is not None and self.password is not None
        if basic == bool(self.headers) or (self.username is None) != (self.password is None):
            raise ValueError("give username and password, or headers")
        return self


class TemplateModel(YamlModel):
    """A webhook template: what the fields of Braze's webhook composer hold."""

    method: Literal["POST", "GET", "PUT", "DELETE"] = Field("POST", description="HTTP method.")
    url: TextSource = Field(description="Liquid of the URL field.")
    headers: dict[str, TextSource] = Field({}, description="Liquid of each header's value, by name.")
    body: FileModel | str | dict[str, TextSource] = Field(
        "",
        union_mode="left_to_right",
        description="Liquid of the raw-text body, or of the value of each JSON key-value pair by key.",
    )
    replace: dict[str, str] = Field(
        {}, description="Texts to put in place of others in every field, such as a credential's placeholder."
    )


_USERS = (
    "Profiles in the shape of /users/export/ids, or files of them: an export's answer, JSON lines, "
    "a segment export (.zip or .gz), a folder of these."
)
UserEntry = Annotated[FileModel | dict[str, Any], Field(union_mode="left_to_right")]
"""A profile in the shape /users/export/ids gives, or a file or folder of them: see ``load_profiles``."""


class BrazeModel(DataModel):
    """The Braze side of a world."""

    api_keys: list[ApiKeyModel] = Field([], description="REST API keys.")
    credentials: dict[Text, CredentialModel] = Field({}, description="Connected Content credentials by name.")
    templates: dict[Text, TemplateModel] = Field({}, description="Webhook templates by name.")
    campaigns: list[CampaignModel] = Field([], description="Webhook campaigns.")
    canvases: list[CanvasModel] = Field([], description="Canvases.")
    segments: list[SegmentModel] = Field([], description="Segments.")
    content_blocks: dict[Text, TextSource] = Field({}, description="Liquid of Content Blocks by name.")
    catalogs: dict[Text, CatalogModel] = Field({}, description="Catalogs by name.")
    promotions: dict[Text, Promotion] = Field({}, description="Promotion codes by the name of their list.")
    frequency_caps: list[FrequencyCapModel] = Field(
        [], max_length=10, description="How many messages a user gets at most."
    )
    time_zone: Text = Field("UTC", description="The company's IANA time zone, for users without their own.")
    users: list[UserEntry] = Field([], description=_USERS)


class ContentModel(DataModel):
    """What a scenario may add to a workspace, in a workspace's own shapes."""

    subscriptions: list[SubscriptionModel] = Field([], description="Further Rokt Calendar subscriptions.")
    templates: dict[Text, TemplateModel] = Field({}, description="Further webhook templates by name.")
    campaigns: list[CampaignModel] = Field([], description="Further webhook campaigns.")
    canvases: list[CanvasModel] = Field([], description="Further Canvases.")
    segments: list[SegmentModel] = Field([], description="Further segments.")
    content_blocks: dict[Text, TextSource] = Field({}, description="Further Content Blocks by name.")
    catalogs: dict[Text, CatalogModel] = Field({}, description="Further catalogs by name.")
    promotions: dict[Text, Promotion] = Field({}, description="Further promotion codes by list.")
    users: list[UserEntry] = Field([], description=f"Further ones. {_USERS}")


class WorkspaceModel(YamlModel):
    """One world: both vendors' sides, the time it starts at and the choices made in it."""

    now: Start | None = Field(None, description="Where the clock starts, with Z or an offset.")
    seed: int | str = Field(0, description="Seed of every identifier and of chance.")
    assumptions: dict[str, str | int | float | bool] = Field(
        {}, description="Choices for the open questions `mockserver assumptions` lists."
    )
    rokt: RoktModel = Field(default_factory=RoktModel, description="Rokt Calendar's side.")
    braze: BrazeModel = Field(default_factory=BrazeModel, description="Braze's side.")
