"""The fields of a webhook that are the same for every user, so that one rendering serves a whole partition.

The published Authorization header is one: its token is asked for by a call that names no user.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mockserver.preflight.spec import Calls, Spec

_TAG: Final = re.compile(r"\{%-?\s*(\w+)")
_PERSONAL: Final = re.compile(r"\$\{|custom_attribute|subscribed_state|:rerender")
_CALL: Final = "connected_content"
_CONSTANT_TAGS: Final = frozenset({"assign", "capture", "endcapture", "if", "elsif", "else", "endif", _CALL})
"""Tags that give the same for the same variables; any other may give each user something else."""


def common_fields(spec: Spec) -> Iterator[str]:
    """Name the fields of a spec's template that do not depend on the user."""
    for name, source in spec.template.fields.items():
        tags = set(_TAG.findall(source))
        own_calls = _CALL in tags and spec.calls is Calls.EACH
        if tags <= _CONSTANT_TAGS and not own_calls and not _PERSONAL.search(source):
            yield name
