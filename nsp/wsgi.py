"""The program as a WSGI application. Refuses to start with a login that row-level security does not hold, or without a
key of the ring that the data needs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsp.settings")
_served = get_wsgi_application()  # settings and apps stand from here on

from nsp.start import Checked  # noqa: E402

application = Checked(_served)
