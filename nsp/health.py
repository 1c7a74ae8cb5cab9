"""Whether the program is alive: for the demo's start, for Docker and for whoever watches production."""

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from accounts import clock
from accounts.acts import Act
from accounts.asks import asks
from accounts.door import acting_as
from accounts.viewer import system
from reminders.operation import facts_at, judge, monitored

WATCH = system("watch")


@asks(Act.HEALTH)
def health(request: HttpRequest) -> HttpResponse:
    """200 and ``ok`` where the database answers the program's login, else 503; nothing about anybody or the machine.

    After ``ok`` a line for each part of the background work that is not as it should be, ``worker down``: pages work
    without it, so it is no reason to take the web server out of service.
    """
    at = clock.now()
    try:
        with acting_as(WATCH):
            facts = facts_at(at)
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    lines = ["ok", *monitored(judge(facts, settings.NSP_HEALTH))]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain")
