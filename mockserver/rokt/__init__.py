"""The simulated Rokt Calendar."""

from mockserver.rokt.assumptions import ROKT_ASSUMPTIONS
from mockserver.rokt.attempts import Attempt
from mockserver.rokt.calendar_events import CalendarEvent
from mockserver.rokt.jobs import Job, JobOutcome
from mockserver.rokt.push import Push, PushOutcome
from mockserver.rokt.service import RoktCalendar
from mockserver.rokt.state import Account, BrazeLink, Calendar, Client, Method, Subscription, Tag
from mockserver.rokt.webhook_endpoints import NotificationType, WebhookEndpoint
from mockserver.rokt.webhooks import Delivery, DeliveryOutcome

__all__ = [
    "ROKT_ASSUMPTIONS",
    "Account",
    "Attempt",
    "BrazeLink",
    "Calendar",
    "CalendarEvent",
    "Client",
    "Delivery",
    "DeliveryOutcome",
    "Job",
    "JobOutcome",
    "Method",
    "NotificationType",
    "Push",
    "PushOutcome",
    "RoktCalendar",
    "Subscription",
    "Tag",
    "WebhookEndpoint",
]
