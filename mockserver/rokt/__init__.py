"""The simulated Rokt Calendar."""

from mockserver.rokt.assumptions import ROKT_ASSUMPTIONS
from mockserver.rokt.jobs import Job, JobOutcome
from mockserver.rokt.push import Attempt, Push, PushOutcome
from mockserver.rokt.service import RoktCalendar
from mockserver.rokt.state import Account, BrazeLink, Calendar, Client, Method, Subscription, Tag

__all__ = [
    "ROKT_ASSUMPTIONS",
    "Account",
    "Attempt",
    "BrazeLink",
    "Calendar",
    "Client",
    "Job",
    "JobOutcome",
    "Method",
    "Push",
    "PushOutcome",
    "RoktCalendar",
    "Subscription",
    "Tag",
]
