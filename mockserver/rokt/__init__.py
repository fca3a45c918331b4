"""The simulated Rokt Calendar."""

from mockserver.rokt.assumptions import ROKT_ASSUMPTIONS
from mockserver.rokt.calendar_events import CalendarEvent
from mockserver.rokt.jobs import Job, JobOutcome
from mockserver.rokt.notifications.attempts import Attempt
from mockserver.rokt.notifications.push import Push, PushOutcome
from mockserver.rokt.notifications.webhook_endpoints import NotificationType, WebhookEndpoint
from mockserver.rokt.notifications.webhooks import Delivery, DeliveryOutcome
from mockserver.rokt.service import RoktCalendar
from mockserver.rokt.state import Account, BrazeLink, Calendar, Client, Method, Subscription, Tag

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
