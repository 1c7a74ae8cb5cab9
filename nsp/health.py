"""Whether the program is alive: for the demo's start, for Docker and for whoever watches production."""

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from accounts import clock
from accounts.acts import Act
from accounts.asks import asks
from accounts.door import acting_as
from accounts.viewer import system
from reminders.operation import State, facts_at, judge, with_machine, worst

WATCH = system("watch")


@asks(Act.HEALTH)
def health(request: HttpRequest) -> HttpResponse:
    """200 and ``ok`` where the database answers the program's login, else 503; nothing about anybody or the machine.

    After ``ok`` a line ``late`` or ``down`` where some part of the background work is not as it should be: pages work
    without it, so it is no reason to take the web server out of service. Which part stands on *Drift*, and is printed
    by ``manage.py health``: a stranger learns nothing of the disk, or of what can be stopped.
    """
    at = clock.now()
    try:
        with acting_as(WATCH):
            facts = facts_at(at)
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    state = worst(judge(with_machine(facts), settings.NSP_HEALTH))
    return HttpResponse("ok\n" if state is State.OK else f"ok\n{state}\n", content_type="text/plain")
