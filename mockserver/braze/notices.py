"""What Braze itself never tells and a tester wants to know: findings of this room.

Codes come in families:

    BRAZE39x   updates of profiles that Braze accepts and does not make
    SEND8xx    messages that are not sent, or not as they were meant
"""

from __future__ import annotations

from typing import Final

from mockserver.braze.notice_examples import (
    SCENARIO,
    campaign,
    canvas,
    happening,
    sent,
    sent_with,
    tracked,
    triggered,
)
from mockserver.contracts import sources
from mockserver.errors import TemplateError
from mockserver.evidence import Evidence
from mockserver.findings import Finding, Severity
from mockserver.rules import Problem, notice

WEBHOOK_PAGE = "https://www.braze.com/docs/user_guide/channels/webhooks/create_a_webhook/"
REELIGIBILITY_PAGE = (
    "https://www.braze.com/docs/user_guide/engagement_tools/campaigns/building_campaigns/"
    "delivery_types/reeligibility/"
)
CONTROL_GROUP_PAGE = "https://www.braze.com/docs/user_guide/engagement_tools/testing/global_control_group/"
CANVAS_PAGE = "https://www.braze.com/docs/user_guide/messaging/canvas/create_a_canvas/"
ABORT_PAGE = (
    "https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/aborting_messages/"
)

_GROUP: Final = (
    "  subscription_groups: [{name: Shows, id: 2f1c6a52-63b5-4d0c-9a57-0c5de1b0a0e1, channel: email}]\n"
)
_IN_GROUP: Final = (
    "external_id: cust-one, subscription_groups: "
    "[{{subscription_group_id: 2f1c6a52-63b5-4d0c-9a57-0c5de1b0a0{}, subscription_state: subscribed}}]"
)
_AGAIN: Final = "event: ticket_bought, re_eligible: true"
_AUDIENCE: Final = "audience: {{custom_attribute: {{custom_attribute_name: plan, comparison: {}}}}}"
_EVERYBODY_CONTROLLED: Final = "  global_control_group: {buckets: [[0, 9999]], exempt_tags: [service]}\n"

_UPDATE_IGNORED: Final = notice(
    "BRAZE391",
    Severity.WARNING,
    "An attribute's update is dropped though the call succeeds.",
    why="The profile keeps its old value, and no answer tells of it.",
    hint="see the value's type, and whether the attribute is blocked or forced to another type",
    source=sources.BRAZE_ATTRIBUTES,
    of=SCENARIO,
    fails=tracked("external_id: cust-one, seats: many", "  custom_attributes: {seats: {type: number}}\n"),
    passes=tracked("external_id: cust-one, seats: 4", "  custom_attributes: {seats: {type: number}}\n"),
)
_NOBODY_ADDRESSED: Final = notice(
    "BRAZE393",
    Severity.NOTE,
    "An object is accepted and lost because no profile takes it.",
    why="Braze counts it as processed, and nothing changes.",
    hint="see which profile it names, and `_update_existing_only`",
    source=sources.BRAZE_TRACK,
    of=SCENARIO,
    fails=tracked("external_id: nobody, _update_existing_only: true, seats: 4"),
    passes=tracked("external_id: cust-one, _update_existing_only: true, seats: 4"),
)
_EXTERNAL_ID_REFUSED: Final = notice(
    "BRAZE394",
    Severity.ERROR,
    "An object names an external id that the workspace refuses.",
    why="The object is rejected: nothing of it reaches a profile.",
    hint="see which external ids the workspace blocks",
    source=sources.BRAZE_TRACK,
    of=SCENARIO,
    fails=tracked("external_id: unknown, seats: 4", "  blocked_external_ids: [unknown]\n"),
    passes=tracked("external_id: cust-one, seats: 4", "  blocked_external_ids: [unknown]\n"),
)
_UNKNOWN_GROUP: Final = notice(
    "BRAZE395",
    Severity.ERROR,
    "A subscription group is named that the workspace does not have.",
    why="Its state is passed over, so the user stays subscribed, or unsubscribed, as before.",
    hint="correct the group's id, or add the group to the workspace",
    source=sources.BRAZE_TRACK,
    of=SCENARIO,
    fails=tracked(_IN_GROUP.format("e2"), _GROUP),
    passes=tracked(_IN_GROUP.format("e1"), _GROUP),
)
_RECIPIENT_SKIPPED: Final = notice(
    "SEND801",
    Severity.NOTE,
    "A recipient of a triggered campaign gets nothing.",
    why="The call succeeds, and this recipient's message is not sent.",
    hint="see whether the profile exists and may be messaged",
    source=sources.BRAZE_TRIGGER_SEND,
    of=SCENARIO,
    fails=triggered("nobody"),
    passes=triggered("cust-one"),
)
_NOT_SENT_AGAIN: Final = notice(
    "SEND802",
    Severity.NOTE,
    "A user does not get a campaign because it reached them before.",
    why="Without re-eligibility a user gets a campaign once.",
    hint="let users become re-eligible for it (`re_eligible`)",
    source=REELIGIBILITY_PAGE,
    of=SCENARIO,
    fails=happening(campaign(), times=2),
    passes=happening(campaign()),
)
_CAMPAIGN_INACTIVE: Final = notice(
    "SEND803",
    Severity.NOTE,
    "A campaign does not send because of its status.",
    why="The call succeeds, and nothing is sent.",
    hint="start the campaign",
    source=sources.BRAZE_TRIGGER_SEND,
    of=SCENARIO,
    fails=happening(campaign("status: stopped")),
    passes=happening(campaign("status: active")),
)
_CANVAS_INACTIVE: Final = notice(
    "SEND804",
    Severity.NOTE,
    "Nobody enters a Canvas because of its status.",
    why="The call succeeds, and nobody enters.",
    hint="start the Canvas",
    source=sources.BRAZE_CANVAS_SEND,
    of=SCENARIO,
    fails=happening(canvas("status: stopped")),
    passes=happening(canvas("status: active")),
)
_NOT_ENTERED_AGAIN: Final = notice(
    "SEND805",
    Severity.NOTE,
    "A user does not enter a Canvas because they did before.",
    why="Without re-eligibility a user enters a Canvas once.",
    hint="let users become re-eligible for it (`re_eligible`)",
    source=REELIGIBILITY_PAGE,
    of=SCENARIO,
    fails=happening(canvas(), times=2),
    passes=happening(canvas()),
)
_CANVAS_FULL: Final = notice(
    "SEND806",
    Severity.NOTE,
    "A Canvas lets nobody in because enough users entered.",
    why="Whoever comes later is passed over.",
    hint="raise the limit of its entries",
    source=CANVAS_PAGE,
    of=SCENARIO,
    fails=happening(canvas("max_entries: 1", _AGAIN), times=2),
    passes=happening(canvas("max_entries: 2", _AGAIN), times=2),
)
_OUTSIDE_AUDIENCE: Final = notice(
    "SEND807",
    Severity.NOTE,
    "A user is not in the audience of a campaign or a Canvas.",
    why="The user gets nothing.",
    hint="see the segments and filters, and the user's profile",
    source=sources.BRAZE_TRIGGER_SEND,
    of=SCENARIO,
    fails=happening(campaign(_AUDIENCE.format("exists"))),
    passes=happening(campaign(_AUDIENCE.format("does_not_exist"))),
)
_UNKNOWN_SEND_ID: Final = notice(
    "SEND808",
    Severity.NOTE,
    "A send id was not registered.",
    why="The message is sent, and nothing is counted for the id.",
    hint="register it with /sends/id/create",
    source=sources.BRAZE_SEND_ID,
    of=SCENARIO,
    fails=sent_with(", send_id: spring"),
    passes=sent_with(""),
)
_CONTROL_GROUP: Final = notice(
    "SEND809",
    Severity.NOTE,
    "A user is in the Global Control Group.",
    why="The user gets no campaign and enters no Canvas, but those with an exempt tag.",
    hint="see the user's random bucket, and the group's exempt tags",
    source=CONTROL_GROUP_PAGE,
    of=SCENARIO,
    fails=happening(_EVERYBODY_CONTROLLED + campaign()),
    passes=happening(_EVERYBODY_CONTROLLED + campaign("tags: [service]")),
)
_UNPARSABLE: Final = notice(
    "SEND811",
    Severity.ERROR,
    "The Liquid of a field cannot be parsed.",
    hint="correct the template at the place that is named; `mockserver lint` shows all of it",
    why="The message cannot be rendered, so it is sent to nobody.",
    source=ABORT_PAGE,
    of=SCENARIO,
    fails=sent("url: 'https://example.com/', body: '{% if ${city} %}Hi'"),
    passes=sent("url: 'https://example.com/', body: '{% if ${city} %}Hi{% endif %}'"),
)
_UNSENDABLE: Final = notice(
    "SEND812",
    Severity.ERROR,
    "A rendered request cannot be put on the wire.",
    hint="see what the URL and the headers are for this user; abort the message for users without",
    why="Nothing is sent.",
    evidence=Evidence.ASSUMED,
    source=WEBHOOK_PAGE,
    of=SCENARIO,
    fails=sent("url: '{{custom_attribute.${host}}}/tickets'"),
    passes=sent("url: 'https://example.com/tickets'"),
)


def update_ignored(pointer: str, name: str, reason: str) -> Finding:
    """Report an attribute's update that is dropped though the call succeeds."""
    message = f"Braze accepts the call and ignores this update of {name!r}: {reason}"
    return _UPDATE_IGNORED.finding(Problem(pointer=pointer, message=message))


def nobody_addressed(pointer: str, reason: str) -> Finding:
    """Report an object that is accepted and lost because no profile takes it."""
    message = f"the object is counted as processed and changes nothing: {reason}"
    return _NOBODY_ADDRESSED.finding(Problem(pointer=pointer, message=message))


def unknown_group(at: str, group: str) -> Finding:
    """Report the state of a subscription group that the workspace has none of."""
    message = f"the workspace has no subscription group {group!r}; its state is passed over"
    return _UNKNOWN_GROUP.finding(Problem(pointer=at, message=message))


def external_id_refused(at: str) -> Finding:
    """Report an object of an external id that the workspace refuses."""
    message = "the object is rejected: its external_id is blocked"
    return _EXTERNAL_ID_REFUSED.finding(Problem(pointer=at, message=message))


def recipient_skipped(pointer: str, reason: str) -> Finding:
    """Report a recipient of a triggered campaign who gets nothing."""
    message = f"nothing is sent to this recipient: {reason}"
    return _RECIPIENT_SKIPPED.finding(Problem(pointer=pointer, message=message))


def not_sent_again(campaign: str, user: str) -> Finding:
    """Report a user who does not get a campaign because it reached them before."""
    return _NOT_SENT_AGAIN.finding(Problem(message=f"campaign {campaign!r} is not sent to {user} again"))


def campaign_inactive(campaign: str, status: str) -> Finding:
    """Report a campaign that does not send because of its status."""
    message = f"campaign {campaign!r} is {status}, so nothing is sent"
    return _CAMPAIGN_INACTIVE.finding(Problem(message=message))


def canvas_inactive(canvas: str, status: str) -> Finding:
    """Report a Canvas that nobody enters because of its status."""
    return _CANVAS_INACTIVE.finding(Problem(message=f"Canvas {canvas!r} is {status}, so nobody enters"))


def not_entered_again(canvas: str, user: str) -> Finding:
    """Report a user who does not enter a Canvas because they did before."""
    return _NOT_ENTERED_AGAIN.finding(Problem(message=f"{user} does not enter Canvas {canvas!r} again"))


def canvas_full(canvas: str, entries: int) -> Finding:
    """Report a Canvas that lets nobody in because enough users entered."""
    message = f"Canvas {canvas!r} lets in no more than {entries} entries"
    return _CANVAS_FULL.finding(Problem(message=message))


def outside_audience(what: str, name: str, user: str) -> Finding:
    """Report a user whom a campaign or a Canvas is not for."""
    message = f"{user} is not in the audience of {what} {name!r}"
    return _OUTSIDE_AUDIENCE.finding(Problem(message=message))


def in_control_group(what: str, name: str, user: str) -> Finding:
    """Report a user whom a campaign or a Canvas does not reach because they are in the control group."""
    message = f"{user} is in the Global Control Group, so {what} {name!r} leaves them out"
    return _CONTROL_GROUP.finding(Problem(message=message))


def unknown_send_id(send_id: str) -> Finding:
    """Report a send id that was not registered."""
    message = f"send id {send_id!r} was not registered, so nothing is counted for it"
    return _UNKNOWN_SEND_ID.finding(Problem(pointer="/send_id", message=message))


def unparsable(error: TemplateError) -> Finding:
    """Report a field whose Liquid cannot be parsed."""
    message = f"the message cannot be rendered: {error.message}"
    return _UNPARSABLE.finding(Problem(message=message, hint=error.hint, location=error.location))


def unsendable(message: str, hint: str = "") -> Finding:
    """Report a rendered request that cannot be put on the wire."""
    return _UNSENDABLE.finding(Problem(message=message, hint=hint))
