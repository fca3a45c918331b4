"""The contracts of the bodies about users other than /users/track."""

import pytest

from mockserver.contracts import (
    ALIAS_NEW,
    ALIAS_UPDATE,
    BLOCKLIST,
    CANCEL_EXPORT,
    DELETE,
    EXPORT_SEGMENT,
    IDENTIFY,
    MERGE,
    REMOVE,
    RENAME,
    SUBSCRIPTION_SET,
    SUBSCRIPTION_SET_V2,
    TRACK_BULK,
    TRACK_SYNC,
)

ALIAS = {"alias_name": "n", "alias_label": "l"}
PAIR = {"identifier_to_merge": {"external_id": "a"}, "identifier_to_keep": {"user_alias": ALIAS}}
OBJECT = {"external_id": "a"}


@pytest.mark.parametrize(
    ("contract", "body"),
    [
        (ALIAS_NEW, {"user_aliases": [{**ALIAS, "external_id": 5}]}),
        (
            ALIAS_UPDATE,
            {"alias_updates": [{"alias_label": "l", "old_alias_name": "n", "new_alias_name": "m"}]},
        ),
        (IDENTIFY, {"aliases_to_identify": [{"external_id": "a", "user_alias": ALIAS}]}),
        (IDENTIFY, {"emails_to_identify": [{"external_id": "a", "email": "x@example.test"}]}),
        (MERGE, {"merge_updates": [PAIR]}),
        (DELETE, {"braze_ids": ["b"], "phone_numbers": [{"phone": "+491"}]}),
        (RENAME, {"external_id_renames": [{"current_external_id": "a", "new_external_id": "b"}]}),
        (REMOVE, {"external_ids": ["a"]}),
        (EXPORT_SEGMENT, {"segment_id": "s", "fields_to_export": ["email"], "output_format": "zip"}),
        (CANCEL_EXPORT, {"segment_id": "s"}),
        (BLOCKLIST, {"custom_attribute_names": ["a"], "blocklisted": True}),
        (
            SUBSCRIPTION_SET,
            {"subscription_group_id": "g", "subscription_state": "subscribed", "external_id": [1]},
        ),
        (SUBSCRIPTION_SET_V2, {"subscription_groups": []}),
        (TRACK_SYNC, {"attributes": [OBJECT], "events": []}),
        (TRACK_BULK, {"attributes": [OBJECT] * 100}),
    ],
)
def test_what_the_pages_show_is_valid(told, contract, body):
    checked = contract.check(body, {})
    assert told(checked) == []
    assert checked.value is not None


@pytest.mark.parametrize(
    ("contract", "body", "expected"),
    [
        (ALIAS_NEW, [], ("BRAZE400", "error", "")),
        (ALIAS_NEW, {"user_aliases": []}, ("BRAZE402", "error", "")),
        (ALIAS_NEW, {"user_aliases": [ALIAS] * 51}, ("BRAZE401", "error", "/user_aliases")),
        (ALIAS_NEW, {"user_aliases": [{"alias_name": "n"}]},
         ("BRAZE361", "error", "/user_aliases/0/alias_label")),
        (ALIAS_NEW, {"user_aliases": [{**ALIAS, "alias_name": "n" * 237}]},
         ("BRAZE403", "error", "/user_aliases/0/alias_name")),
        (IDENTIFY, {}, ("BRAZE402", "error", "")),
        (IDENTIFY, {"aliases_to_identify": [{"user_alias": {**ALIAS, "alias_label": "n" * 237}}]},
         ("BRAZE403", "error", "/aliases_to_identify/0/alias_label")),
        (MERGE, None, ("BRAZE400", "error", "")),
        (MERGE, {"merge_updates": [{**PAIR, "identifier_to_keep": {"email": ""}}]},
         ("BRAZE404", "error", "/merge_updates/0")),
        (DELETE, {"external_ids": ["a"] * 51}, ("BRAZE401", "error", "/external_ids")),
        (RENAME, {"external_id_renames": [{"current_external_id": "a", "new_external_id": "b" * 988}]},
         ("BRAZE403", "error", "/external_id_renames/0/new_external_id")),
        (EXPORT_SEGMENT, {"segment_id": "s", "output_format": "gzip"},
         ("BRAZE409", "error", "/output_format")),
        (EXPORT_SEGMENT, {"segment_id": "s", "fields_to_export": ["mail"]},
         ("BRAZE408", "warning", "/fields_to_export/0")),
        (EXPORT_SEGMENT, {"segment_id": ""}, ("BRAZE361", "error", "/segment_id")),
        (TRACK_SYNC, {"attributes": [OBJECT, OBJECT]}, ("BRAZE405", "error", "")),
        (TRACK_BULK, {"attributes": [OBJECT] * 101}, ("BRAZE406", "error", "")),
        (TRACK_BULK, {"attributes": [{"external_id": str(n)} for n in range(1_001)]},
         ("BRAZE301", "error", "")),
    ],
)  # fmt: skip
def test_one_mistake_gives_its_one_finding(told, contract, body, expected):
    assert told(contract.check(body, {})) == [expected]


def test_an_export_of_a_segment_names_fields_where_that_is_required(told):
    strict = {"braze.export_fields_required": "yes"}
    assert told(EXPORT_SEGMENT.check({"segment_id": "s"}, strict)) == [
        ("BRAZE407", "error", "/fields_to_export")
    ]
