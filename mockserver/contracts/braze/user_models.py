"""The bodies of the endpoints that identify, merge, rename, delete and export users."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from mockserver.contracts.braze.models import UserAlias
from mockserver.contracts.wire import IdText, Payload

Text = Annotated[str, Field(min_length=1)]
Prioritization = Annotated[
    list[str] | None, Field(description="Which profile is meant where several have the address.")
]


class NewAlias(UserAlias):
    """An alias for a profile, or for one yet to be made."""

    external_id: IdText | None = None


class AliasNew(Payload):
    """The body that adds aliases."""

    user_aliases: list[NewAlias]


class AliasChange(Payload):
    """An alias and its new name."""

    alias_label: Text
    old_alias_name: Text
    new_alias_name: Text


class AliasUpdate(Payload):
    """The body that renames aliases."""

    alias_updates: list[AliasChange]


class AliasToIdentify(Payload):
    """An alias and the external id its profile is to have."""

    external_id: IdText | None = None
    user_alias: UserAlias | None = None


class EmailToIdentify(Payload):
    """An email address and the external id its profile is to have."""

    external_id: IdText | None = None
    email: str | None = None
    prioritization: Prioritization = None


class PhoneToIdentify(Payload):
    """A phone number and the external id its profile is to have."""

    external_id: IdText | None = None
    phone: str | None = None
    prioritization: Prioritization = None


class Identify(Payload):
    """The body that identifies anonymous profiles."""

    aliases_to_identify: list[AliasToIdentify] | None = None
    emails_to_identify: list[EmailToIdentify] | None = None
    phone_numbers_to_identify: list[PhoneToIdentify] | None = None
    merge_behavior: Any = None


class MergeIdentifier(Payload):
    """One of two profiles to merge."""

    external_id: str | None = None
    user_alias: UserAlias | None = None
    email: str | None = None
    phone: str | None = None
    prioritization: Prioritization = None


class MergeUpdate(Payload):
    """Two profiles, of which one is kept."""

    identifier_to_merge: MergeIdentifier
    identifier_to_keep: MergeIdentifier


class Merge(Payload):
    """The body that merges profiles."""

    merge_updates: list[MergeUpdate]


class EmailToDelete(Payload):
    """An email address whose profile is deleted."""

    email: str
    prioritization: Prioritization = None


class PhoneToDelete(Payload):
    """A phone number whose profile is deleted."""

    phone: str
    prioritization: Prioritization = None


class Delete(Payload):
    """The body that deletes profiles."""

    external_ids: list[IdText] | None = None
    user_aliases: list[UserAlias] | None = None
    braze_ids: list[str] | None = None
    email_addresses: list[EmailToDelete] | None = None
    phone_numbers: list[PhoneToDelete] | None = None


class ExternalIdRename(Payload):
    """An external id and the one that takes its place."""

    current_external_id: IdText
    new_external_id: IdText


class Rename(Payload):
    """The body that renames external ids."""

    external_id_renames: list[ExternalIdRename]


class Remove(Payload):
    """The body that removes deprecated external ids."""

    external_ids: list[IdText]


class ExportUsers(Payload):
    """The body that exports the users of the Global Control Group."""

    fields_to_export: list[str] | None = None
    callback_endpoint: str | None = None
    output_format: Literal["zip", "gzip"] | None = None


class ExportSegment(ExportUsers):
    """The body that exports the users of a segment."""

    segment_id: Text
    custom_attributes_to_export: Annotated[list[str] | None, Field(max_length=500)] = None


class CancelExport(Payload):
    """The body that cancels the export of a segment."""

    segment_id: Text


class Blocklist(Payload):
    """The body that blocks or unblocks custom attributes."""

    custom_attribute_names: list[Text]
    blocklisted: bool
