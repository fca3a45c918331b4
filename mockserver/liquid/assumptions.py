"""What nobody outside Braze knows about its Liquid, each question as a named switch."""

from __future__ import annotations

from mockserver.evidence import Assumption

_DOCS = "https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/"
_LIQUID = _DOCS + "liquid/"
_CALLS = _DOCS + "connected_content/"

LIQUID_ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        name="liquid.html_comments",
        question="Are HTML comments taken out of a webhook's fields before Liquid is read?",
        choices={
            "removed": "as the page says of messages in general",
            "kept": "they are text like any other",
        },
        default="removed",
        source=_LIQUID + "using_liquid/",
    ),
    Assumption(
        name="liquid.filters_in_conditions",
        question="Does a filter work between the braces of an output inside a condition?",
        choices={
            "ignored": "the condition tests the unfiltered value only, as the open-source engine does",
            "applied": "the output is evaluated and then compared",
        },
        default="ignored",
        source=_LIQUID + "liquid_use_cases/",
    ),
    Assumption(
        name="liquid.first_of_object",
        question="What is index 0 of an attribute that is a single object?",
        choices={
            "object": "the object itself, as an example prints it",
            "nil": "nothing, as in plain Liquid",
        },
        default="object",
        source="https://www.braze.com/docs/user_guide/data/activation/attributes/nested_custom_attribute_support/",
    ),
    Assumption(
        name="liquid.array_output",
        question="How does an array print that is not joined?",
        choices={"joined": "its elements without a separator", "inspected": 'as Ruby shows it: ["a", 2]'},
        default="joined",
        source=_LIQUID + "filters/",
    ),
    Assumption(
        name="liquid.unknown_filter",
        question="What does a filter do that Braze does not offer?",
        choices={
            "passes": "the value passes through unchanged",
            "empty": "nothing is printed",
            "fails": "a Liquid error is printed",
        },
        default="passes",
        source=_LIQUID + "filters/",
    ),
    Assumption(
        name="liquid.text_response",
        question="Where does a response that is not JSON go when :save is given?",
        choices={
            "printed": "into the message; the variable stays nil",
            "saved": "into the variable, as text",
        },
        default="printed",
        source=_CALLS + "local_connected_content_variables/",
    ),
    Assumption(
        name="liquid.retried_failures",
        question="Which failures of a call make :retry retry?",
        choices={
            "broad": "no answer, 408, 429 and every 5XX",
            "named": "no answer, 500 and 502, the ones the page names",
        },
        default="broad",
        source=_CALLS + "connected_content_retries/",
    ),
    Assumption(
        name="liquid.unknown_credential",
        question="What happens to a call with a credential that does not exist?",
        choices={
            "call_fails": "the call is not made and the message goes on",
            "message_aborted": "the message is aborted",
        },
        default="call_fails",
        source=_CALLS + "making_an_api_call/",
    ),
    Assumption(
        name="liquid.body_of_get",
        question="Is a :body sent with a GET?",
        choices={"sent": "yes", "dropped": "no"},
        default="sent",
        source=_CALLS + "making_an_api_call/",
    ),
    Assumption(
        name="liquid.unquoted_abort_reason",
        question="What does abort_message do with a reason that is not quoted?",
        choices={"reason": "it aborts with that text", "no_reason": "it aborts as if no reason were given"},
        default="reason",
        source=_LIQUID + "aborting_messages/",
    ),
    Assumption(
        name="liquid.unknown_time_zone",
        question="What does time_zone do with no name, or one that does not exist?",
        choices={"utc": "the time stays in UTC", "nil": "nothing is left"},
        default="utc",
        source=_LIQUID + "filters/",
    ),
    Assumption(
        name="liquid.money_grouping",
        question="Does money group thousands?",
        choices={"no": "350000.25", "yes": "350,000.25"},
        default="no",
        source=_LIQUID + "filters/",
    ),
    Assumption(
        name="liquid.json_escape",
        question="Does json_escape also escape what HTML would read?",
        choices={"plain": "quotes, backslashes and control characters only", "html": "also < > & and U+2028"},
        default="plain",
        source=_LIQUID + "advanced_filters/",
    ),
    Assumption(
        name="liquid.hmac_encoding",
        question="How do hmac_sha256 and hmac_sha512 print?",
        choices={"hex": "in hexadecimal digits", "base64": "in base64"},
        default="hex",
        source=_LIQUID + "advanced_filters/",
    ),
    Assumption(
        name="liquid.blank_url_param",
        question="How does url_param_escape write a blank?",
        choices={"percent": "%20", "plus": "+"},
        default="percent",
        source=_LIQUID + "advanced_filters/",
    ),
    Assumption(
        name="liquid.default_for_blank",
        question="Does default fire for a value of blanks only?",
        choices={"no": "for empty values only, as the newer text says", "yes": "as the older text says"},
        default="no",
        source=_LIQUID + "setting_default_values/",
    ),
    Assumption(
        name="liquid.content_block_size",
        question="How large may a Content Block be?",
        choices={},
        unit="bytes",
        default=5_000_000,
        source="https://www.braze.com/docs/user_guide/messaging/design_and_edit/content_blocks/",
    ),
    Assumption(
        name="liquid.cache_key_headers",
        question="Are two calls that differ only in their headers cached apart?",
        choices={"ignored": "no: the page's list of what counts has no headers", "counted": "yes"},
        default="ignored",
        source=_CALLS + "caching_responses/",
    ),
    Assumption(
        name="liquid.personal_calls_cached",
        question="Is a call cached whose markup names a field such as ${user_id} or ${email_address}?",
        choices={
            "no": "it may skip the cache, says the page, and here it does",
            "yes": "like any other call",
        },
        default="no",
        source=_CALLS + "caching_responses/",
    ),
    Assumption(
        name="liquid.status_of_failed_call",
        question="Does a call that is answered outside of 2XX leave its status in the variable?",
        choices={"nothing": "no, the variable is nil", "status": "yes, as __http_status_code__ alone"},
        default="nothing",
        source=_CALLS + "local_connected_content_variables/",
    ),
    Assumption(
        name="liquid.blanks_in_inline_body",
        question="What becomes of JSON written straight behind :body that holds blanks?",
        choices={"kept": "all of it is sent", "cut": "it ends at the first blank"},
        default="kept",
        source=_CALLS + "making_an_api_call/",
    ),
    Assumption(
        name="liquid.money_rounding",
        question="How does money round half a cent?",
        choices={"half_up": "away from zero", "half_even": "to the even neighbour"},
        default="half_up",
        source=_LIQUID + "filters/",
    ),
    Assumption(
        name="liquid.money_of_nil",
        question="What does money print for a value that is not set?",
        choices={"zero": "0.00", "nothing": "nothing"},
        default="zero",
        source=_LIQUID + "filters/",
    ),
    Assumption(
        name="liquid.percent_in_urls",
        question="Do the URL filters escape a percent sign that may already begin an escape?",
        choices={"escaped": "yes, it becomes %25", "kept": "no, where two hexadecimal digits follow"},
        default="escaped",
        source=_LIQUID + "advanced_filters/",
    ),
    Assumption(
        name="liquid.unsupported_filters",
        question="Do lstrip, rstrip and find_index work, which Braze lists as not supported?",
        choices={"unknown": "no, they are like filters that do not exist", "work": "yes, as in plain Liquid"},
        default="unknown",
        source=_LIQUID + "filters/",
    ),
    Assumption(
        name="liquid.unmentioned_filters",
        question="Do filters of Liquid 5 work that Braze mentions nowhere, such as url_decode and sum?",
        choices={"work": "yes, as in plain Liquid", "unknown": "no, they are like filters that do not exist"},
        default="work",
        source=_LIQUID + "filters/",
    ),
    Assumption(
        name="liquid.bare_marker",
        question="Does ${name} in plain text, without braces around it, print the attribute?",
        choices={"printed": "yes, as two pages show it", "text": "no, it stays as it stands"},
        default="printed",
        source="https://www.braze.com/docs/user_guide/data/activation/catalogs/use/",
    ),
    Assumption(
        name="liquid.double_ampersand",
        question="Does && join conditions?",
        choices={
            "ignored": "no: it and what follows is read past, as the open-source engine does",
            "and": "yes, like and",
        },
        default="ignored",
        source=_LIQUID + "liquid_use_cases/",
    ),
    Assumption(
        name="liquid.unspaced_comparison",
        question="How is a comparison read that has no blank before its operator, such as a>0?",
        choices={
            "odd_name": "as one odd name that has no value, as the open-source engine does",
            "comparison": "as the comparison that was meant",
        },
        default="odd_name",
        source=_LIQUID + "operators/",
    ),
    Assumption(
        name="liquid.iso_timestamp",
        question="What does {{$isoTimestamp}} print?",
        choices={"nothing": "nothing, like any name that does not exist", "time": "the time of the send"},
        default="nothing",
        source="https://www.braze.com/docs/user_guide/messaging/canvas/canvas_components/user_update/",
    ),
)
