"""Forms that other partners' pages use: hashes of captured text, tokens from the cache, blocks, holes."""

import json
from base64 import b64encode

from mockserver.http import Request, Response
from mockserver.liquid import Resources
from tests.liquid.liquid_rendering import render, text

PERSON = {
    "${user_id}": "u-1",
    "${first_name}": "Ana",
    "custom_attribute.${designVariation}": 3,
    "campaign.${name}": "June",
}


def test_a_signed_link_from_a_content_block() -> None:
    # https://www.braze.com/docs/partners/passkit/
    block = (
        "{% capture payload %}{{passData|base64_encode}}{% endcapture %}"
        "{% capture url %}{{projectUrl}}?data={{payload}}{% endcapture %}"
        '{% capture sig %}{{url | hmac_sha1: "Project_Secret"}}{% endcapture %}'
        "{% capture long %}{{url}}&sig={{sig}}&utm_campaign={{campaign.${name}}}{% endcapture %}{{long}}"
    )
    message = (
        '{% assign projectUrl = "https://pub1.example/c/x" %}{% capture passData %}'
        '{"person.externalId": "{{${user_id}}}",'
        '"universal.expiryDate": "{{ "now" | date: "%s" | plus: 31622400 | date: "%FT%TZ" }}"}'
        "{% endcapture %}"
        "{{content_blocks.${link}}}"
    )
    printed = render(message, PERSON, Resources(content_blocks={"link": block})).text
    data = b64encode(b'{"person.externalId": "u-1","universal.expiryDate": "2027-01-16T12:00:00Z"}').decode()
    assert printed.startswith(f"https://pub1.example/c/x?data={data}&sig=")
    assert printed.endswith("&utm_campaign=June")


def test_a_token_with_an_encoded_login_in_the_headers() -> None:
    # https://www.braze.com/docs/partners/trustpilot/
    source = """{% connected_content
https://api.example.com/v1/oauth/accesstoken
:method post
:headers {"Content-Type": "application/x-www-form-urlencoded",
  "Authorization": "Basic {{'KEY:SECRET' | base64_encode}}" }
:body grant_type=client_credentials
:save token
:retry
:cache_max_age 3600 %}

{{token.access_token}}
"""
    sent: list[Request] = []

    def send(request: Request, timeout: float) -> Response:
        sent.append(request)
        return Response.of_json(200, {"access_token": "t"})

    resources = Resources(send=send)
    assert [render(source, resources=resources).text.strip() for _ in range(2)] == ["t", "t"]
    assert [request.headers["authorization"] for request in sent] == ["Basic S0VZOlNFQ1JFVA=="]


def test_a_number_without_quotes_in_json_and_the_hole_it_can_leave() -> None:
    # https://www.braze.com/docs/partners/optilyz/
    source = '{"firstName": "{{${first_name}}}", "variation": {{custom_attribute.${designVariation}}}}'
    assert json.loads(text(source, PERSON))["variation"] == 3
    assert text(source).endswith('"variation": }')


def test_a_basic_header_made_by_a_filter() -> None:
    # https://www.braze.com/docs/partners/lob/
    assert text("Basic {{'APIkey:' | base64_encode}}") == "Basic QVBJa2V5Og=="
