"""The bodies of the endpoints for Content Blocks, catalogs and subscription groups."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import Field

from mockserver.contracts.braze.shaped import shaped, unchecked
from mockserver.contracts.wire import IdText, Payload


class ContentBlockCreate(Payload):
    """The body that creates a Content Block."""

    name: Annotated[str, Field(max_length=99, pattern="^[A-Za-z0-9_-]+$")]
    content: Annotated[str, Field(min_length=1)]
    description: Annotated[str | None, Field(max_length=249)] = None
    state: Literal["active", "draft"] | None = None
    tags: list[str] | None = None


class ContentBlockUpdate(Payload):
    """The body that changes a Content Block."""

    content_block_id: str
    name: str | None = None
    content: str | None = None
    description: str | None = None
    state: Literal["active", "draft"] | None = None
    tags: list[str] | None = None


class CatalogField(Payload):
    """A field of a catalog's items."""

    name: Annotated[str, Field(max_length=250)]
    type: Literal["string", "number", "boolean", "time", "object", "array", "geo"]


class NewCatalog(Payload):
    """A catalog; its first field is ``id``, a string."""

    name: Annotated[str, Field(max_length=250, pattern="^[A-Za-z0-9_-]+$")]
    description: Annotated[str | None, Field(max_length=250)] = None
    fields: list[CatalogField]


class CatalogsCreate(Payload):
    """The body that creates one catalog."""

    catalogs: Annotated[list[NewCatalog], Field(min_length=1, max_length=1)]


class CatalogItems(Payload):
    """The body that adds, changes or deletes items of a catalog."""

    items: Annotated[list[dict[str, Any]], Field(max_length=50)]


class CatalogFields(Payload):
    """The body that adds fields to a catalog."""

    fields: Annotated[list[CatalogField], Field(min_length=1, max_length=50)]


class SelectionFilter(Payload):
    """A condition of a catalog selection; which operators there are depends on the field's type."""

    field: str
    operator: Literal[
        "equals", "does not equal", "greater than", "less than", "is", "before", "after",
        "includes value", "does not include value",
    ]  # fmt: skip
    value: str | int | float | bool


class Selection(Payload):
    """A selection of a catalog's items; without ``sort_field`` and ``sort_order`` their order is random."""

    name: Annotated[str, Field(min_length=1)]
    description: str | None = None
    external_id: str | None = None
    source: str | None = None
    filters: Annotated[list[SelectionFilter] | None, Field(max_length=4)] = None
    results_limit: Annotated[int | None, Field(ge=1, le=50)] = None
    sort_field: str | None = None
    sort_order: Literal["asc", "desc"] | None = None


class SelectionCreate(Payload):
    """The body that adds a selection to a catalog."""

    selection: Selection


class SubscriptionSet(Payload):
    """The body that sets the state of users in one subscription group."""

    subscription_group_id: str
    subscription_state: Literal["subscribed", "unsubscribed"]
    external_id: IdText | list[IdText] | None = None
    email: str | list[str] | None = None
    phone: str | list[str] | None = None
    use_double_opt_in_logic: bool | None = None


class GroupState(Payload):
    """The state of users in one subscription group."""

    subscription_group_id: str
    subscription_state: Literal["subscribed", "unsubscribed"]
    external_ids: list[IdText] | None = None
    emails: list[str] | None = None
    phones: list[str] | None = None
    use_double_opt_in_logic: bool | None = None


class SubscriptionSetV2(Payload):
    """The body that sets the state of users in several subscription groups."""

    subscription_groups: list[GroupState]


CONTENT_BLOCK_CREATE: Final = unchecked("braze-content-blocks-create", ContentBlockCreate)
CONTENT_BLOCK_UPDATE: Final = unchecked("braze-content-blocks-update", ContentBlockUpdate)
CATALOGS_CREATE: Final = unchecked("braze-catalogs-create", CatalogsCreate)
CATALOG_ITEMS: Final = unchecked("braze-catalog-items", CatalogItems)
CATALOG_FIELDS: Final = unchecked("braze-catalog-fields", CatalogFields)
CATALOG_SELECTION: Final = unchecked("braze-catalog-selections", SelectionCreate)
SUBSCRIPTION_SET: Final = shaped("braze-subscription-status-set", SubscriptionSet)
SUBSCRIPTION_SET_V2: Final = shaped("braze-v2-subscription-status-set", SubscriptionSetV2)
