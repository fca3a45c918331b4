"""What should stand where something else does is told in words of our own, not in pydantic's."""

from typing import Annotated, Literal

import pytest
from pydantic import Field

from mockserver.contracts.braze.requests import wrong_type
from mockserver.contracts.shape import parse_shape
from mockserver.contracts.wire import Payload


class Coat(Payload):
    size: Literal["small", "large"] = "small"
    code: Annotated[str, Field(min_length=2, max_length=3, pattern="^[a-z]+$")] = "ab"
    pockets: Annotated[list[str] | None, Field(min_length=1, max_length=2)] = None
    buttons: Annotated[int, Field(ge=1, le=9)] = 4


@pytest.mark.parametrize(
    ("member", "sentence"),
    [
        ({"size": "huge"}, "`size` is a string (\"huge\"), not 'small' or 'large'"),
        ({"code": "a"}, '`code` is a string ("a"), not a string of 2 or more characters'),
        ({"code": "abcd"}, '`code` is a string ("abcd"), not a string of at most 3 characters'),
        ({"code": "AB"}, '`code` is a string ("AB"), not a string of the form ^[a-z]+$'),
        ({"pockets": []}, "`pockets` is an array, not an array of 1 or more items"),
        ({"pockets": ["a", "b", "c"]}, "`pockets` is an array, not an array of at most 2 items"),
        ({"buttons": 0}, "`buttons` is a number (0), not 1 or more"),
        ({"buttons": 10}, "`buttons` is a number (10), not 9 or less"),
    ],
)
def test_what_should_stand_there_is_told(member, sentence):
    [finding] = parse_shape(Coat, member, [wrong_type])[1]
    assert finding.message == sentence
