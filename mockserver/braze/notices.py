"""What Braze itself never tells and a tester wants to know: findings of this room.

Codes come in families:

    BRAZE39x   updates of profiles that Braze accepts and does not make
    SEND8xx    messages that are not sent, or not as they were meant
"""

from __future__ import annotations

from mockserver.contracts import sources
from mockserver.errors import TemplateError
from mockserver.evidence import Evidence
from mockserver.findings import Finding, Severity

WEBHOOK_PAGE = "https://www.braze.com/docs/user_guide/channels/webhooks/create_a_webhook/"
REELIGIBILITY_PAGE = (
    "https://www.braze.com/docs/user_guide/engagement_tools/campaigns/building_campaigns/"
    "delivery_types/reeligibility/"
)
CANVAS_PAGE = "https://www.braze.com/docs/user_guide/messaging/canvas/create_a_canvas/"
ABORT_PAGE = (
    "https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/aborting_messages/"
)


def update_ignored(pointer: str, name: str, reason: str) -> Finding:
    """Report an attribute's update that is dropped though the call succeeds."""
    return Finding(
        code="BRAZE391",
        severity=Severity.WARNING,
        message=f"Braze accepts the call and ignores this update of {name!r}: {reason}",
        pointer=pointer,
        source=sources.BRAZE_ATTRIBUTES,
    )


def nobody_addressed(pointer: str, reason: str) -> Finding:
    """Report an object that is accepted and lost because no profile takes it."""
    return Finding(
        code="BRAZE393",
        severity=Severity.NOTE,
        message=f"the object is counted as processed and changes nothing: {reason}",
        pointer=pointer,
        source=sources.BRAZE_TRACK,
    )


def unknown_group(at: str, group: str) -> Finding:
    """Report the state of a subscription group that the workspace has none of."""
    return Finding(
        code="BRAZE395",
        severity=Severity.ERROR,
        message=f"the workspace has no subscription group {group!r}; its state is passed over",
        pointer=at,
        source=sources.BRAZE_TRACK,
    )


def external_id_refused(at: str) -> Finding:
    """Report an object of an external id that the workspace refuses."""
    return Finding(
        code="BRAZE394",
        severity=Severity.ERROR,
        message="the object is rejected: its external_id is blocked",
        pointer=at,
        source=sources.BRAZE_TRACK,
    )


def recipient_skipped(pointer: str, reason: str) -> Finding:
    """Report a recipient of a triggered campaign who gets nothing."""
    return Finding(
        code="SEND801",
        severity=Severity.NOTE,
        message=f"nothing is sent to this recipient: {reason}",
        pointer=pointer,
        source=sources.BRAZE_TRIGGER_SEND,
    )


def not_sent_again(campaign: str, user: str) -> Finding:
    """Report a user who does not get a campaign because it reached them before."""
    return Finding(
        code="SEND802",
        severity=Severity.NOTE,
        message=f"campaign {campaign!r} is not sent to {user} again",
        hint="let users become re-eligible for it (`re_eligible`)",
        source=REELIGIBILITY_PAGE,
    )


def campaign_inactive(campaign: str, status: str) -> Finding:
    """Report a campaign that does not send because of its status."""
    return Finding(
        code="SEND803",
        severity=Severity.NOTE,
        message=f"campaign {campaign!r} is {status}, so nothing is sent",
        source=sources.BRAZE_TRIGGER_SEND,
    )


def canvas_inactive(canvas: str, status: str) -> Finding:
    """Report a Canvas that nobody enters because of its status."""
    return Finding(
        code="SEND804",
        severity=Severity.NOTE,
        message=f"Canvas {canvas!r} is {status}, so nobody enters",
        source=sources.BRAZE_CANVAS_SEND,
    )


def not_entered_again(canvas: str, user: str) -> Finding:
    """Report a user who does not enter a Canvas because they did before."""
    return Finding(
        code="SEND805",
        severity=Severity.NOTE,
        message=f"{user} does not enter Canvas {canvas!r} again",
        hint="let users become re-eligible for it (`re_eligible`)",
        source=REELIGIBILITY_PAGE,
    )


def canvas_full(canvas: str, entries: int) -> Finding:
    """Report a Canvas that lets nobody in because enough users entered."""
    return Finding(
        code="SEND806",
        severity=Severity.NOTE,
        message=f"Canvas {canvas!r} lets in no more than {entries} entries",
        source=CANVAS_PAGE,
    )


def outside_audience(what: str, name: str, user: str) -> Finding:
    """Report a user whom a campaign or a Canvas is not for."""
    return Finding(
        code="SEND807",
        severity=Severity.NOTE,
        message=f"{user} is not in the audience of {what} {name!r}",
        source=sources.BRAZE_TRIGGER_SEND,
    )


def unknown_send_id(send_id: str) -> Finding:
    """Report a send id that was not registered."""
    return Finding(
        code="SEND808",
        severity=Severity.NOTE,
        message=f"send id {send_id!r} was not registered, so nothing is counted for it",
        hint="register it with /sends/id/create",
        pointer="/send_id",
        source=sources.BRAZE_SEND_ID,
    )


def unparsable(error: TemplateError) -> Finding:
    """Report a field whose Liquid cannot be parsed."""
    return Finding(
        code="SEND811",
        severity=Severity.ERROR,
        message=f"the message cannot be rendered: {error.message}",
        hint=error.hint,
        location=error.location,
        source=ABORT_PAGE,
    )


def unsendable(message: str, hint: str = "") -> Finding:
    """Report a rendered request that cannot be put on the wire."""
    return Finding(
        code="SEND812",
        severity=Severity.ERROR,
        message=message,
        hint=hint,
        evidence=Evidence.ASSUMED,
        source=WEBHOOK_PAGE,
    )
