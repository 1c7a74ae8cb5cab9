from accounts.models.absence import Absence
from accounts.models.actor import Actor
from accounts.models.draft import Draft, UserKey
from accounts.models.freeze import Freeze, FreezeReason
from accounts.models.link import Invitation, Link, Recovery
from accounts.models.session import Session
from accounts.models.user import Appointment, User

__all__ = [
    "Absence",
    "Actor",
    "Appointment",
    "Draft",
    "Freeze",
    "FreezeReason",
    "Invitation",
    "Link",
    "Recovery",
    "Session",
    "User",
    "UserKey",
]
