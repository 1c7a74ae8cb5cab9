"""Whether the program is alive: for the demo's start, for Docker and for whoever watches production."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from accounts.acts import Act
from accounts.asks import asks
from accounts.door import acting_as
from reminders.runs import OUTBOX
from reminders.services.outbox import parked_count


@asks(Act.HEALTH)
def health(request: HttpRequest) -> HttpResponse:
    """200 where the database answers the program's login, else 503; nothing about anybody, nothing about the machine.

    Where events have been parked it says so after ``ok``: pages work, but people are not told of everything. Redis is
    not asked: pages work without it.
    """
    try:
        with acting_as(OUTBOX):
            stuck = parked_count()
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok, events parked\n" if stuck else "ok\n", content_type="text/plain")
