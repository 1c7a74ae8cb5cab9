from accounts.models.actor import Actor
from accounts.models.draft import Draft, UserKey
from accounts.models.user import Appointment, User

__all__ = ["Actor", "Appointment", "Draft", "User", "UserKey"]
