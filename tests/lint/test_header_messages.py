"""What is said of the headers of a webhook."""

from mockserver.lint import lint_webhook, parse_webhook


def test_a_missing_header_is_named():
    request = (
        "POST https://api.roktcalendar.com/v1/subscriptionevent/acme\nContent-Type: application/json\n\n{}"
    )
    (missing,) = (each for each in lint_webhook(parse_webhook(request)).findings if each.code == "HTTP601")
    assert missing.message == "the Authorization header is missing"
