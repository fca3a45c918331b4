"""LIQ101 to LIQ199: what a rendering notes of its template, which the tag or output concerned sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mockserver.findings import Severity
from mockserver.rules import Problem, Rule, notice

_DOCS: Final = "https://www.braze.com/docs/user_guide/"
_PERSONALIZATION: Final = _DOCS + "personalization_and_dynamic_content/"
_LIQUID: Final = _PERSONALIZATION + "liquid/using_liquid/"
_FILTERS: Final = _PERSONALIZATION + "liquid/filters/"
_CALLS: Final = _PERSONALIZATION + "connected_content/making_an_api_call/"
_RETRIES: Final = _PERSONALIZATION + "connected_content/connected_content_retries/"
_BLOCKS: Final = _DOCS + "messaging/design_and_edit/content_blocks/"
_UNHEALTHY: Final = "https://www.braze.com/docs/help/help_articles/api/webhook_connected_content_errors/"
_WARNING: Final = Severity.WARNING

_CALLS_THAT_FAIL: Final = (
    "given:\n"
    "  faults: [{target: rokt, status: 503}]\n"
    "  templates:\n"
    "    tickets:\n"
    "      url: https://example.com/\n"
    "      body: '{% for i in (1..90) %}{% connected_content https://api.roktcalendar.com/ %}{% endfor %}'\n"
    "  campaigns:\n"
    "    - name: tickets\n"
    "      template: tickets\n"
    '      trigger: {schedule: "2026-03-02T09:01:00Z", every: 1 second, times: #, re_eligible: true}\n'
    "when:\n"
    "  - advance: 2 minutes"
)

_NOTICES: Final = (
    notice(
        "LIQ101",
        _WARNING,
        "A tag or an output failed while rendering.",
        why="Liquid prints the error in its place, and the message is sent with it.",
        hint="see the value for this user, and guard it with a condition or `default`",
        source=_LIQUID,
        of="rendering",
        fails="{{ 1 | divided_by: 0 }}",
        passes="{{ 1 | divided_by: 2 }}",
    ),
    notice(
        "LIQ102",
        _WARNING,
        "A filter is used that Braze does not offer.",
        why="What is printed is not what the filter's name promises.",
        hint="correct its name; filters of other platforms do not work here",
        source=_FILTERS,
        of="rendering",
        fails="{{ 'a' | to_upper }}",
        passes="{{ 'a' | upcase }}",
    ),
    notice(
        "LIQ103",
        _WARNING,
        "A Content Block is named that is not there.",
        why="Nothing stands in its place, and the message is sent all the same.",
        hint="correct its name, or add it to the workspace",
        source=_BLOCKS,
        of="rendering",
        fails="{{content_blocks.${foter}}}",
        passes="{{content_blocks.${footer}}}",
    ),
    notice(
        "LIQ104",
        _WARNING,
        "Content Blocks are nested too deeply.",
        why="Braze drops the innermost one.",
        hint="put its text into the block that holds it",
        source=_BLOCKS,
        of="rendering",
        fails="{{content_blocks.${with_page_with_footer}}}",
        passes="{{content_blocks.${page_with_footer}}}",
    ),
    notice(
        "LIQ105",
        _WARNING,
        "A Content Block is larger than Braze allows.",
        why="Braze would not have saved it, so the message cannot look like this.",
        hint="split it",
        source=_BLOCKS,
        of="rendering",
        fails="{{content_blocks.${book}}}",
        passes="{{content_blocks.${footer}}}",
    ),
    notice(
        "LIQ106",
        _WARNING,
        "A landing page is named that is not there.",
        why="The message holds no address to go to.",
        hint="correct its handle, or add it to the workspace",
        source=_PERSONALIZATION + "liquid/supported_personalization_tags/",
        of="rendering",
        fails="{% landing_page_url show %}",
        passes="{% landing_page_url shows %}",
    ),
    notice(
        "LIQ107",
        _WARNING,
        "Message extras are too large.",
        why="Braze does not send what is above the limit on to Currents.",
        hint="keep fewer or shorter values",
        source=_PERSONALIZATION + "liquid/advanced_filters/message_extras/",
        of="rendering",
        fails="{% message_extras :key seat :value " + "A4" * 600 + " %}",
        passes="{% message_extras :key seat :value A4 %}",
    ),
    notice(
        "LIQ108",
        _WARNING,
        "A catalog or a selection is named that is not there.",
        why="The variable stays empty, and so does everything printed from it.",
        hint="correct its name, or add it to the workspace",
        source=_DOCS + "data/activation/catalogs/use/",
        of="rendering",
        fails="{% catalog_items game semi-final %}",
        passes="{% catalog_items games semi-final %}",
    ),
    notice(
        "LIQ110",
        _WARNING,
        "A Connected Content call was not made.",
        why="The variable it saves is empty: a token call gives no token.",
        hint="see the URL, the method and the credential of the call",
        source=_CALLS,
        of="rendering",
        fails="{% connected_content ftp://api.example.com/event :save event %}",
        passes="{% connected_content https://api.example.com/event :save event %}",
    ),
    notice(
        "LIQ111",
        _WARNING,
        "Connected Content is given an option it does not have.",
        why="The option is passed over, so the call is not the one that was meant.",
        hint="correct the option's name",
        source=_CALLS,
        of="rendering",
        fails="{% connected_content https://api.example.com/event :save event :rety %}",
        passes="{% connected_content https://api.example.com/event :save event :retry %}",
    ),
    notice(
        "LIQ112",
        _WARNING,
        "The headers of a Connected Content call are not a JSON object.",
        why="None of them is sent.",
        hint="write them as a JSON object, with values escaped by `json_escape`",
        source=_CALLS,
        of="rendering",
        fails=(
            '{% connected_content https://api.example.com/event :headers {"X-Title": "{{ \'a '
            '"b"\' }}"} :save event %}'
        ),
        passes=(
            '{% connected_content https://api.example.com/event :headers {"X-Title": "{{ \'a '
            '"b"\' | json_escape }}"} :save event %}'
        ),
    ),
    notice(
        "LIQ113",
        _WARNING,
        "A Connected Content credential is named that is not there.",
        why="The call goes out without authorisation, or not at all.",
        hint="correct its name, or add it to the workspace",
        source=_CALLS,
        of="rendering",
        fails=(
            "{% connected_content https://api.example.com/token :basic_auth <Rokt-Calendar-API> "
            ":save token %}"
        ),
        passes="{% connected_content https://api.example.com/token :basic_auth rokt_calendar :save token %}",
    ),
    notice(
        "LIQ114",
        _WARNING,
        "A host has failed so often that it is not called for a while.",
        why="Every message that needs its answer goes without.",
        hint="wait a minute, and see why the host fails",
        source=_UNHEALTHY,
        of="scenario",
        fails=_CALLS_THAT_FAIL.replace("#", "12"),
        passes=_CALLS_THAT_FAIL.replace("#", "2"),
    ),
    notice(
        "LIQ115",
        _WARNING,
        "A preview would not show the message, because a call asks to be retried.",
        why="In a send the message is kept and tried again; a preview shows only that.",
        hint="see why the call failed",
        source=_RETRIES,
        of="preview",
        fails="{% connected_content https://down.example.com/event :save event :retry %}",
        passes="{% connected_content https://api.example.com/event :save event :retry %}",
    ),
    notice(
        "LIQ116",
        _WARNING,
        "The answer of a Connected Content call is not JSON.",
        why="It is printed into the message where the tag stands, and the variable stays empty.",
        hint="see the answer; an address that answers with a page is not the one that was meant",
        source=_CALLS,
        of="rendering",
        fails="{% connected_content https://api.example.com/page :save event %}",
        passes="{% connected_content https://api.example.com/event :save event %}",
    ),
    notice(
        "LIQ117",
        _WARNING,
        "The answer of a Connected Content call is to be rendered, and is not Liquid.",
        why="It is used as it came.",
        hint="see the answer, or leave `:rerender` out",
        source=_CALLS,
        of="rendering",
        fails="{% connected_content https://api.example.com/broken_liquid :rerender %}",
        passes="{% connected_content https://api.example.com/liquid :rerender %}",
    ),
    notice(
        "LIQ118",
        _WARNING,
        "JSON behind `:body` holds blanks.",
        why="The body may end at the first of them.",
        hint="capture it into a variable and write :body {{variable}}",
        source=_CALLS,
        of="rendering",
        fails='{% connected_content https://api.example.com/event :method post :body {"a": 1} :save event %}',
        passes=(
            '{% capture body %}{"a": 1}{% endcapture %}{% connected_content '
            "https://api.example.com/event :method post :body {{body}} :save event %}"
        ),
    ),
    notice(
        "LIQ190",
        Severity.ERROR,
        "A rendering reached a limit of this renderer.",
        why="What follows was not rendered; Braze stops such a message too, at bounds nobody outside knows.",
        hint="see whether a loop runs over too much",
        source=_LIQUID,
        of="rendering",
        fails="{% for i in (1..200000) %}.{% endfor %}",
        passes="{% for i in (1..3) %}.{% endfor %}",
    ),
)

RULES: Final[Mapping[str, Rule[Problem]]] = {each.code: each for each in _NOTICES}
"""Code to what is said of it."""
