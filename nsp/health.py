"""Whether the program is alive: for the demo's start, for Docker and for whoever watches production."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from accounts.acts import Act
from accounts.asks import asks


@asks(Act.HEALTH)
def health(request: HttpRequest) -> HttpResponse:
    """200 where the database answers the program's login, else 503; nothing about anybody, nothing about the machine.

    Redis is not asked: pages work without it.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
