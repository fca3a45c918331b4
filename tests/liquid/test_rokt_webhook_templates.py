"""The webhook templates Braze's partner page publishes for Rokt Calendar, rendered as they stand."""

import json

from mockserver.http import Request, Response
from mockserver.liquid import Abort, BasicCredential, Resources
from tests.liquid.liquid_rendering import render, text

URL = (
    "{% assign accountCode = {{custom_attribute.${rokt:account_code}}}[0] | split: '/' | first %}"
    "https://api.roktcalendar.com/v1/subscriptionevent/{{accountCode}} "
)
HEADER = (
    "Bearer {% connected_content https://api.roktcalendar.com/oauth2/token :method post :basic_auth NAME "
    ":body grant_type=client_credentials :save token :retry %}{{token.access_token}}"
)
BODY = """{% capture eventId %}Event_0001{% endcapture %}
{% capture eventTZ %}Eastern Standard Time{% endcapture %}

{
  "event": {
    "eventId": "{{eventId}}_{{${user_id}}}",
    "timezone": "{{eventTZ}}"
  },
  "subscriptionIds": ["{{custom_attribute.${rokt:subscription_id}| join: '","'  }}"]
}"""
PERSON = {
    "${user_id}": "user-77",
    "custom_attribute.${rokt:account_code}": ["brazetest/f5733866ade2"],
    "custom_attribute.${rokt:subscription_id}": ["06423672", "16423672"],
}


def test_the_url_holds_the_part_of_the_account_code_before_the_slash() -> None:
    assert text(URL, PERSON) == "https://api.roktcalendar.com/v1/subscriptionevent/brazetest "


def test_the_url_of_a_person_without_an_account_code_ends_early() -> None:
    rendering = render(URL)
    assert rendering.text == "https://api.roktcalendar.com/v1/subscriptionevent/ "
    assert rendering.missing[0].name == "custom_attribute.${rokt:account_code}[0]"


def test_the_body_is_json_with_every_subscription() -> None:
    assert json.loads(text(BODY, PERSON)) == {
        "event": {"eventId": "Event_0001_user-77", "timezone": "Eastern Standard Time"},
        "subscriptionIds": ["06423672", "16423672"],
    }


def test_the_header_asks_for_a_token_with_the_named_credential() -> None:
    sent: list[Request] = []

    def send(request: Request, timeout: float) -> Response:
        sent.append(request)
        return Response.of_json(200, {"access_token": "abc.def"})

    resources = Resources(send=send, credentials={"NAME": BasicCredential("id", "secret")})
    assert render(HEADER, resources=resources).text == "Bearer abc.def"
    assert (sent[0].method, sent[0].headers["authorization"]) == ("POST", "Basic aWQ6c2VjcmV0")
    assert (sent[0].content_type, sent[0].text) == (
        "application/x-www-form-urlencoded",
        "grant_type=client_credentials",
    )


def test_a_credential_left_in_angle_brackets_is_reported() -> None:
    rendering = render(HEADER.replace("NAME", "<Rokt-Calendar-API>"))
    assert rendering.text == "Bearer "
    assert "without < and >" in rendering.findings[0].hint
    assert rendering.calls[0].refused


def test_an_abort_ends_the_rendering_with_its_reason() -> None:
    rendering = render("a{% abort_message('no zone') %}{% abort_message('second') %}")
    assert rendering.aborted == Abort("liquid_abort_message", "no zone")
