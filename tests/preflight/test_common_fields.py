"""Which fields one rendering of serves everybody."""

import pytest

from mockserver.preflight import Calls
from mockserver.preflight.common_fields import common_fields
from tests.preflight.audiences import body, saved


@pytest.mark.parametrize(
    ("text", "is_common"),
    [
        ("plain", True),
        ("{% assign a = 1 %}{{a | plus: 1}}", True),
        ("{{${first_name}}}", False),
        ("{{custom_attribute.plan}}", False),
        ("{% random_number 9 %}", False),
        ("{% liquid\nassign a = 1 %}", False),
        ("{% connected_content https://example.test/ %}", True),
        ("{% connected_content https://example.test/ :rerender %}", False),
    ],
)
def test_a_body(text, is_common):
    assert ("body" in common_fields(body(text))) == is_common


def test_the_published_header_is_common_unless_every_user_asks_for_a_token():
    assert list(common_fields(saved("new-event"))) == ["headers.Authorization", "headers.Content-Type"]
    assert list(common_fields(saved("new-event", calls=Calls.EACH))) == ["headers.Content-Type"]
