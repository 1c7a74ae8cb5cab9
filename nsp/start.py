"""The application behind the check of its login and its key ring."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, connections

from nsp.checks import refuse_to_start

log = logging.getLogger("nsp.start")


class Checked:
    """The application behind its check. Where the database was away at the start, the check is made at the first
    request for which it answers, and nothing is served that it refuses."""

    def __init__(self, serve: WSGIHandler) -> None:
        self.serve = serve
        self.is_checked = self._checked()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not self.is_checked:
            try:
                self.is_checked = self._checked()
            except ImproperlyConfigured as error:
                log.critical("%s", error)
                start_response("503 Service Unavailable", [("Content-Type", "text/plain")])
                return [b"The program is not set up rightly; its log says why.\n"]
        return self.serve(environ, start_response)

    def _checked(self) -> bool:
        try:
            refuse_to_start()
        except DatabaseError as error:
            log.warning("login and key ring are not checked yet: the database answers %s", type(error).__name__)
            return False
        finally:
            connections.close_all()  # none is carried over a fork
        return True
