"""Braze's Liquid: templates parsed once, rendered for a recipient, with the story of what happened.

template = parse_template("Hi {{${first_name} | default: 'there'}}", name="body")
rendering = template.render(Personalization.of({"${first_name}": "Ana"}), Resources())
"""

from mockserver.liquid.assumptions import LIQUID_ASSUMPTIONS
from mockserver.liquid.health import HostHealth
from mockserver.liquid.personalization import Personalization
from mockserver.liquid.references import Reference, references
from mockserver.liquid.rendering import Abort, Call, MissingVariable, Rendering, RetryWanted
from mockserver.liquid.resources import (
    BasicCredential,
    Credential,
    PromotionLists,
    Resources,
    TokenCredential,
)
from mockserver.liquid.response_cache import ResponseCache
from mockserver.liquid.template import Template, parse_template

__all__ = [
    "LIQUID_ASSUMPTIONS",
    "Abort",
    "BasicCredential",
    "Call",
    "Credential",
    "HostHealth",
    "MissingVariable",
    "Personalization",
    "PromotionLists",
    "Reference",
    "Rendering",
    "Resources",
    "ResponseCache",
    "RetryWanted",
    "Template",
    "TokenCredential",
    "parse_template",
    "references",
]
