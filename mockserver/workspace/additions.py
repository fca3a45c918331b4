"""What a workspace or a scenario adds to a sandbox, prepared once and added to any number of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mockserver.braze import ApiKey, ContentBlock, ControlGroup, SubscriptionGroup, WebhookTemplate
from mockserver.errors import MockServerError, SourceError, UsageError
from mockserver.liquid import BasicCredential, TokenCredential
from mockserver.marked_yaml import MarkedYaml
from mockserver.rokt import (
    Account,
    BrazeLink,
    Calendar,
    CalendarEvent,
    Client,
    Method,
    Subscription,
    Tag,
    WebhookEndpoint,
)
from mockserver.sandbox import Sandbox
from mockserver.workspace.data_model import (
    ControlGroupModel,
    CustomAttributeModel,
    DataModel,
    SubscriptionGroupModel,
)
from mockserver.workspace.messaging_additions import (
    campaign_of,
    canvas_of,
    catalog_of,
    frequency_cap_of,
    segment_of,
)
from mockserver.workspace.messaging_model import (
    CampaignModel,
    CanvasModel,
    CatalogModel,
    PromotionModel,
    SegmentModel,
)
from mockserver.workspace.model import (
    AccountModel,
    ApiKeyModel,
    BrazeModel,
    CalendarEventModel,
    CalendarModel,
    ClientModel,
    ContentModel,
    CredentialModel,
    FileModel,
    RoktModel,
    SubscriptionModel,
    TemplateModel,
    TextSource,
    UserEntry,
)
from mockserver.workspace.user_files import Progress, UserFile, check_identified

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """One thing to add, and the place in the file it comes from."""

    path: Path_
    add: Callable[[Sandbox], object]


@dataclass(frozen=True, slots=True)
class Source:
    """The file that additions come from: where to look for what it names, how to report mistakes in it.

    ``progress`` is told how far the reading of a large file is.
    """

    marked: MarkedYaml
    base: Path
    error: type[SourceError]
    progress: Progress | None = None

    def mistake(self, path: Path_, message: str, hint: str = "") -> SourceError:
        """Make the error for a mistake at a path of the file."""
        place, line_text = self.marked.place(path)
        return self.error(message, location=place, line_text=line_text, hint=hint)

    def add_all(self, additions: Iterable[Addition], sandbox: Sandbox) -> None:
        """Add everything to a sandbox; a mistake is reported at its place in the file."""
        for addition in additions:
            try:
                addition.add(sandbox)
            except SourceError:
                raise
            except MockServerError as mistake:
                raise self.mistake(addition.path, mistake.message, mistake.hint) from mistake

    def text(self, source: TextSource, path: Path_) -> str:
        """Give a text as it stands, or out of the file it stands in."""
        return source if isinstance(source, str) else self._read(self._file(source), path)

    def users(self, entry: UserEntry, path: Path_) -> Addition:
        """Prepare the profile an entry is, or those of the file it names."""
        try:
            if isinstance(entry, FileModel):
                return Addition((*path, "file"), UserFile.prepared(self._file(entry), self.progress).add)
            check_identified(entry)
        except UsageError as mistake:
            at = (*path, "file") if isinstance(entry, FileModel) else path
            raise self.mistake(at, mistake.message, mistake.hint) from mistake
        return Addition(path, lambda sandbox: sandbox.braze.state.profiles.load(entry))

    def _file(self, source: FileModel) -> Path:
        return self.base / source.file

    def _read(self, file: Path, path: Path_) -> str:
        try:
            return file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise self.mistake((*path, "file"), f"{file}: not UTF-8", "save it as UTF-8") from error
        except OSError as error:
            raise self.mistake((*path, "file"), f"{file}: {error.strerror}") from error


def rokt_additions(model: RoktModel, path: Path_) -> Iterator[Addition]:
    """Prepare Rokt Calendar's side of a workspace."""
    for code, account in model.accounts.items():
        yield _account(code, account, (*path, "accounts", code))
    for index, client in enumerate(model.clients):
        yield _client(client, frozenset(model.accounts), (*path, "clients", index))
    for index, subscription in enumerate(model.subscriptions):
        yield _subscription(subscription, (*path, "subscriptions", index))


def braze_additions(model: BrazeModel, source: Source, path: Path_) -> Iterator[Addition]:
    """Prepare Braze's side of a workspace."""
    for index, key in enumerate(model.api_keys):
        yield _api_key(key, (*path, "api_keys", index))
    for name, credential in model.credentials.items():
        yield _credential(name, credential, (*path, "credentials", name))
    yield _time_zone(model, (*path, "time_zone"))
    yield _frequency_caps(model, (*path, "frequency_caps"))
    yield from _messaging(model, source, path)


def content_additions(model: ContentModel, source: Source, path: Path_) -> Iterator[Addition]:
    """Prepare what a scenario adds to a workspace."""
    for index, subscription in enumerate(model.subscriptions):
        yield _subscription(subscription, (*path, "subscriptions", index))
    yield from _messaging(model, source, path)


def _account(code: str, model: AccountModel, path: Path_) -> Addition:
    calendars = {slug: _calendar(slug, calendar) for slug, calendar in model.calendars.items()}
    link = BrazeLink(endpoint=model.braze.endpoint, api_key=model.braze.api_key) if model.braze else None
    webhooks = tuple(WebhookEndpoint(url=one.url, types=frozenset(one.types)) for one in model.webhooks)
    account = Account(
        code=code, id=model.id or "", name=model.name, calendars=calendars, braze=link, webhooks=webhooks
    )
    return Addition(path, lambda sandbox: sandbox.rokt.state.add_account(account))


def _calendar(code: str, model: CalendarModel) -> Calendar:
    return Calendar(
        code=code,
        id=model.id or "",
        title=model.title,
        tags=tuple(Tag(**tag.model_dump()) for tag in model.tags),
        events=tuple(map(_calendar_event, model.events)),
    )


def _calendar_event(model: CalendarEventModel) -> CalendarEvent:
    lists = {"tags": tuple(model.tags), "time_zones": tuple(model.time_zones)}
    return CalendarEvent(**{**model.model_dump(), **lists, "id": model.id or ""})


def _client(model: ClientModel, everything: frozenset[str], path: Path_) -> Addition:
    accounts = everything if model.accounts is None else frozenset(model.accounts)
    client = Client(client_id=model.id, client_secret=model.secret, accounts=accounts)
    return Addition(path, lambda sandbox: sandbox.rokt.state.add_client(client))


def _subscription(model: SubscriptionModel, path: Path_) -> Addition:
    subscription = Subscription(
        id=model.id or "",
        account=model.account,
        calendar=model.calendar,
        subscriber_id=model.subscriber_id,
        email=model.email,
        method=Method(model.method),
    )
    return Addition(path, lambda sandbox: sandbox.rokt.state.add_subscription(subscription))


def _api_key(model: ApiKeyModel, path: Path_) -> Addition:
    key = ApiKey(key=model.key, permissions=frozenset(model.permissions), name=model.name)
    return Addition(path, lambda sandbox: sandbox.braze.state.add_api_key(key))


def _credential(name: str, model: CredentialModel, path: Path_) -> Addition:
    credential: BasicCredential | TokenCredential
    if model.username is not None and model.password is not None:
        credential = BasicCredential(model.username, model.password)
    else:
        credential = TokenCredential(model.headers, model.allowed_domain)
    return Addition(path, lambda sandbox: sandbox.braze.state.add_credential(name, credential))


def _time_zone(model: BrazeModel, path: Path_) -> Addition:
    return Addition(path, lambda sandbox: sandbox.braze.state.set_time_zone(model.time_zone))


def _frequency_caps(model: BrazeModel, path: Path_) -> Addition:
    def set_caps(sandbox: Sandbox) -> None:
        sandbox.braze.state.frequency_caps = tuple(map(frequency_cap_of, model.frequency_caps))

    return Addition(path, set_caps)


def _messaging(model: BrazeModel | ContentModel, source: Source, path: Path_) -> Iterator[Addition]:
    yield from _data(model, path)
    yield from _content(model, source, path)
    for index, segment in enumerate(model.segments):
        yield _segment(segment, (*path, "segments", index))
    for name, template in model.templates.items():
        yield _saved(
            _template(name, template, source, (*path, "templates", name)), (*path, "templates", name)
        )
    for index, campaign in enumerate(model.campaigns):
        yield _campaign(campaign, (*path, "campaigns", index))
    for index, canvas in enumerate(model.canvases):
        yield _canvas(canvas, (*path, "canvases", index))
    for index, entry in enumerate(model.users):
        yield source.users(entry, (*path, "users", index))


def _data(model: DataModel, path: Path_) -> Iterator[Addition]:
    for index, group in enumerate(model.subscription_groups):
        yield _subscription_group(group, (*path, "subscription_groups", index))
    for name, attribute in model.custom_attributes.items():
        yield _custom_attribute(name, attribute, (*path, "custom_attributes", name))
    if model.global_control_group:
        yield _control_group(model.global_control_group, (*path, "global_control_group"))
    events, external_ids = model.blocked_events, model.blocked_external_ids
    if events:
        at = (*path, "blocked_events")
        yield Addition(at, lambda sandbox: sandbox.braze.state.profiles.names.block_events(events))
    if external_ids:
        at = (*path, "blocked_external_ids")
        yield Addition(
            at, lambda sandbox: sandbox.braze.state.profiles.names.block_external_ids(external_ids)
        )


def _subscription_group(model: SubscriptionGroupModel, path: Path_) -> Addition:
    group = SubscriptionGroup(name=model.name, id=model.id or "", channel=model.channel)
    return Addition(path, lambda sandbox: sandbox.braze.state.subscription_groups.add(group))


def _control_group(model: ControlGroupModel, path: Path_) -> Addition:
    def add(sandbox: Sandbox) -> None:
        tags = frozenset(model.exempt_tags)
        if model.percent is not None:
            group = ControlGroup.drawn(model.percent, sandbox.braze.world.ids, tags)
        else:
            group = ControlGroup(ranges=tuple(model.buckets or ()), exempt_tags=tags)
        sandbox.braze.state.control_group = group

    return Addition(path, add)


def _custom_attribute(name: str, model: CustomAttributeModel, path: Path_) -> Addition:
    def add(sandbox: Sandbox) -> None:
        names = sandbox.braze.state.profiles.names
        if model.type is not None:
            names.force_type(name, model.type)
        if model.array_limit is not None:
            names.limit_array(name, model.array_limit)
        if model.blocked:
            names.block_attributes([name])
        names.describe(name, model.description)

    return Addition(path, add)


def _content(model: BrazeModel | ContentModel, source: Source, path: Path_) -> Iterator[Addition]:
    for name, liquid in model.content_blocks.items():
        at = (*path, "content_blocks", name)
        yield _content_block(ContentBlock(name=name, content=source.text(liquid, at)), at)
    for name, catalog in model.catalogs.items():
        yield _catalog(name, catalog, (*path, "catalogs", name))
    for name, promotion in model.promotions.items():
        yield _promotion(name, promotion, (*path, "promotions", name))


def _content_block(block: ContentBlock, path: Path_) -> Addition:
    return Addition(path, lambda sandbox: sandbox.braze.state.content_blocks.add(block))


def _catalog(name: str, model: CatalogModel, path: Path_) -> Addition:
    # Made anew for each sandbox: a catalog is changed where it stands.
    return Addition(path, lambda sandbox: sandbox.braze.state.catalogs.add(catalog_of(name, model)))


def _promotion(name: str, model: PromotionModel, path: Path_) -> Addition:
    return Addition(
        path, lambda sandbox: sandbox.braze.state.promotions.add(name, model.codes, model.expires)
    )


def _segment(model: SegmentModel, path: Path_) -> Addition:
    segment = segment_of(model)
    return Addition(path, lambda sandbox: sandbox.braze.state.add_segment(segment))


def _campaign(model: CampaignModel, path: Path_) -> Addition:
    return Addition(path, lambda sandbox: sandbox.braze.state.add_campaign(campaign_of(model)))


def _canvas(model: CanvasModel, path: Path_) -> Addition:
    return Addition(path, lambda sandbox: sandbox.braze.state.add_canvas(canvas_of(model)))


def _saved(template: WebhookTemplate, path: Path_) -> Addition:
    return Addition(path, lambda sandbox: sandbox.braze.state.add_template(template))


def _body(model: TemplateModel, text: Callable[..., str]) -> str | dict[str, str]:
    if isinstance(model.body, dict):
        return {key: text(value, "body", key) for key, value in model.body.items()}
    return text(model.body, "body")


def _template(name: str, model: TemplateModel, source: Source, path: Path_) -> WebhookTemplate:
    def text(value: TextSource, *where: str) -> str:
        liquid = source.text(value, (*path, *where))
        for old, new in model.replace.items():
            liquid = liquid.replace(old, new)
        return liquid

    return WebhookTemplate(
        name=name,
        method=model.method,
        url=text(model.url, "url"),
        headers={header: text(value, "headers", header) for header, value in model.headers.items()},
        body=_body(model, text),
    )
