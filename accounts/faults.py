"""What an exception that nobody caught leaves behind: one line that says what and where, and nothing that was said.

The message of an exception can hold what somebody typed, so it is never written; the class, the place in the code, the
act and the request's id are enough to find it. The id stands on the page that the person sees, too.
"""

from __future__ import annotations

import logging
import sys
from types import TracebackType
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter

log = logging.getLogger("nsp.fault")


def request_id_of(request: HttpRequest) -> UUID:
    """The request's id; given now where it went wrong before the door."""
    found: UUID | None = getattr(request, "request_id", None)
    if found is None:
        found = request.request_id = uuid4()  # type: ignore[attr-defined]
    return found


def note_fault(sender: Any, request: HttpRequest | None = None, **_: Any) -> None:
    """Write the line about the exception that is being handled."""
    error = sys.exc_info()[1]
    if error is None or request is None:
        return
    match = request.resolver_match
    asked = getattr(match.func, "asks", None) if match else None
    log.error(
        "fault %s at %s, act %s, view %s, request %s",
        type(error).__name__,
        _place(error.__traceback__),
        asked.act.name if asked else "-",
        (match.url_name if match else None) or "-",
        request_id_of(request),
    )


class Report(ExceptionReporter):
    """In the place of Django's own report of a fault, which shows what was typed and every variable on the way: on its
    page under ``DEBUG``, and in its mail to ``ADMINS``. Nobody gets those here, whatever a machine's settings say."""

    def get_traceback_html(self) -> SafeString:
        """A page with no more than the line."""
        return format_html("<!doctype html><title>500</title><pre>{}</pre>", str(self.get_traceback_text()))

    def get_traceback_text(self) -> SafeString:
        """What kind of fault, and where."""
        return SafeString(f"{getattr(self.exc_type, '__name__', '?')} at {_place(self.tb)}")


def _place(trace: TracebackType | None) -> str:
    """Where it happened, from the outermost to the innermost: module and line, no values."""
    places = []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(places[-6:]) or "?"
