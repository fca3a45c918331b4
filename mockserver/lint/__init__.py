"""Reads templates without rendering them and reports what is wrong, with its place and a way out.

    for finding in lint_template(source, name="body.liquid"):
        print(finding)

A walk through the template carries what may be said of every user's values along every path
(:mod:`~mockserver.lint.walking`) and notes facts; each rule is a small function that looks at these.
"""

from mockserver.lint.fields import Field, Kind, Text, Webhook, WrittenText, parse_webhook, webhook_of
from mockserver.lint.linting import RULES, Linted, lint_template, lint_webhook

__all__ = [
    "RULES",
    "Field",
    "Kind",
    "Linted",
    "Text",
    "Webhook",
    "WrittenText",
    "lint_template",
    "lint_webhook",
    "parse_webhook",
    "webhook_of",
]
