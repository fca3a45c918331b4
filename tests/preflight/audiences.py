"""Small audiences and the specs to run for them."""

import json
from pathlib import Path

from mockserver.bundled import default_workspace_path
from mockserver.preflight import Spec
from mockserver.testing.webhooks import webhook_template
from mockserver.workspace import default_workspace
from tests.preflight.synthetic_audience import TEMPLATE

USERS = Path(__file__).parents[2] / "fixtures" / "users"


def profile(number=1, **fields):
    return {
        "external_id": f"u-{number}",
        "first_name": "Ada",
        "time_zone": "America/New_York",
        "custom_attributes": {
            "rokt:account_code": ["acme/0123456789ab"],
            "rokt:subscription_id": ["06423672-b6ba-4536-aa36-70788a7a0a36"],
        },
        **fields,
    }


def lines(path, profiles):
    path.write_text("".join(json.dumps(one) + "\n" for one in profiles), encoding="utf-8")
    return path


def saved(name, **options):
    """Give the spec of a template of the shipped workspace."""
    template = default_workspace().open().braze.state.template(name)
    return Spec(template=template, workspace=default_workspace_path(), **options)


def body(text, url=TEMPLATE["url"], **options):
    """Give the spec of a body."""
    return Spec(template=webhook_template(text, url=url), workspace=default_workspace_path(), **options)


def shows(**options):
    """Give the spec that the synthetic audience is for."""
    return body(TEMPLATE["body"], **options)
