"""The program as a WSGI application. Refuses to start with a login that row-level security does not hold."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError


def _started() -> WSGIHandler:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsp.settings")
    made = get_wsgi_application()
    from django.db import connections

    from nsp.checks import faults_of_login

    try:
        faults = faults_of_login()
    except DatabaseError:
        faults = []  # the database may come later; each page then says so by itself
    finally:
        connections.close_all()  # none is carried over a fork
    if faults:
        raise ImproperlyConfigured(f"The program's database login {' and '.join(faults)}. See docs/operations.md.")
    return made


application = _started()
