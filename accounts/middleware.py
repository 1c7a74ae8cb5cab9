"""The middleware that opens the door for each view by the act that it names, and keeps it open until the body is
rendered; makes a page or JSON of each error; and writes the look, the act or the refusal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, OperationalError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render

from accounts import clock, keeping, quota
from accounts.access import About, asked_for, locate
from accounts.acts import Act
from accounts.asks import Asks, asked_by
from accounts.door import acting_as
from accounts.errors import Invalid, NotFound, NSPError, PointsOut, ProveAgain, Quota, Refused, Stopped, Strange
from accounts.faults import note_fault, request_id_of
from accounts.gate import gate, is_api, prove_again, sign_in_first
from accounts.log import note_outside
from accounts.sealing import CannotOpen
from accounts.viewer import Viewer, viewer_of
from audit.models import Outcome
from audit.record import access

TEXTS = "texts"
"""What a page or program sends as ``1`` to have the sealed text opened."""
View = Callable[..., HttpResponseBase]
METHODS = ("GET", "HEAD", "POST")
"""No page and no part of the API answers another; a view may name fewer."""


class Writes:
    """Whether a row has been changed since: an act is done where one was, else somebody only looked."""

    def __init__(self) -> None:
        self.any = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Run one statement; Django calls this around each."""
        result = execute(sql, params, many, context)
        writes = sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE") and context["cursor"].rowcount > 0
        # The database's own functions write what no role may (accounts/functions.py).
        if writes or sql.startswith("SELECT nsp_"):
            self.any = True
        return result


class DoorMiddleware:
    """Last in the list: everything before it (session, CSRF, language) runs outside the door, by the app's login."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        outside: tuple[Viewer, Act] | None = getattr(request, "outside", None)
        if outside is not None:
            note_outside(request, *outside, response.status_code)
        if getattr(request, "signed_in", False):  # pages of one's own sign-in, too: they show the secret of a new app
            response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Serve the view inside the door, or refuse it. Public acts are served by Django as usual."""
        match = request.resolver_match
        asked = asked_by(view, match.url_name if match else None)
        if asked is None:
            return error_response(request, NotFound())
        if asked.act.public:
            return None if request.method in METHODS else _not_answered(request)
        if not request.user.is_authenticated:
            return sign_in_first(request)
        request.signed_in = True  # type: ignore[attr-defined]
        viewer = viewer_of(request.user)
        stopped = gate(request, viewer, asked.act, keeps_only=keeping.only_keeps(request, asked))
        if stopped is not None:
            return stopped
        if asked.act.outside:
            request.outside = (viewer, asked.act)  # type: ignore[attr-defined]
            return None
        request.viewer = viewer  # type: ignore[attr-defined]
        request.request_id = uuid4()  # type: ignore[attr-defined]
        request.texts = False  # type: ignore[attr-defined]
        return _serve(request, viewer, asked, view, args, kwargs)


def _serve(
    request: HttpRequest, viewer: Viewer, asked: Asks, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponseBase:
    request.about = None  # type: ignore[attr-defined]
    writes, wanted = Writes(), _wanted(request, asked)
    door = partial(acting_as, viewer, request_id=request.request_id)  # type: ignore[attr-defined]
    # Accounts are written by the program's login; the page is rendered and the event written behind the door all the
    # same. Everything else happens behind it (opening it once more does nothing).
    around: Callable[[], AbstractContextManager[Any]] = transaction.atomic if asked.act.accounts else door
    try:
        with around(), connection.execute_wrapper(writes):
            for asked in wanted:
                _find(request, viewer, asked, kwargs)
            request.texts = len(wanted) > 1 or _goes_on_reading(request, viewer, asked, kwargs)  # type: ignore[attr-defined]
            response = _answered(request, asked, partial(view, request, *args, **kwargs), writes)
            done = (writes.any and not getattr(request, "undone", False)) or getattr(request, "done", False)
            with door():
                response = _rendered(response)
                if response.status_code < 400:
                    _log_each(request, viewer, asked, Outcome.DONE if done else Outcome.LOOKED)
            if response.status_code >= 400:
                transaction.set_rollback(True)
    except ProveAgain as error:
        _log_apart(request, viewer, asked, Outcome.REFUSED, error.code)
        stopped = prove_again(request, viewer)
        return stopped if stopped is not None else _serve(request, viewer, wanted[-1], view, args, kwargs)
    except NSPError as error:
        _log_apart(request, viewer, asked, *_outcome_of(error))
        return error_response(request, error)
    except OperationalError:
        note_fault(DoorMiddleware, request=request)
        connection.close()
        return error_page(request, 503, {})
    except (Http404, PermissionDenied, SuspiciousOperation) as error:  # Django's own pages
        _log_apart(request, viewer, asked, Outcome.REFUSED, type(error).__name__)
        raise
    except Exception as error:
        with suppress(DatabaseError):
            _log_apart(request, viewer, asked, Outcome.FAILED, type(error).__name__)
        raise
    if response.status_code >= 400:
        wrong = response.status_code in (400, 422)  # what was typed has to be put right: nothing done, nothing refused
        outcome = Outcome.LOOKED if wrong else Outcome.REFUSED
        # A page that came too late shows what was open all the same.
        _log_apart(request, viewer, asked, outcome, "" if wrong else str(response.status_code), shown=True)
    return response


def _answered(
    request: HttpRequest, asked: Asks, view: Callable[[], HttpResponseBase], writes: Writes
) -> HttpResponseBase:
    if request.method not in METHODS:
        return _not_answered(request)
    return keeping.serve(request, asked, view, has_written=lambda: writes.any)


def _wanted(request: HttpRequest, asked: Asks) -> list[Asks]:
    """What is asked of the object, the view's own act last: before it, to read its sealed text where that is opened."""
    opens = asked.texts and request.method in ("GET", "HEAD") and request.GET.get(TEXTS) == "1"
    return [replace(asked, act=Act.READ_SEALED), asked] if opens else [asked]


def _goes_on_reading(request: HttpRequest, viewer: Viewer, asked: Asks, kwargs: dict[str, Any]) -> bool:
    """Whether a form was sent from a page on which the texts were open, and they still are the viewer's to read: then
    the page that comes back shows them too."""
    if not asked.texts or is_api(request) or request.method != "POST":
        return False
    try:
        return request.POST.get(TEXTS) == "1" and bool(_about(viewer, replace(asked, act=Act.READ_SEALED), kwargs))
    except NSPError:
        return False


def _about(viewer: Viewer, asked: Asks, kwargs: dict[str, Any]) -> About | None:
    if not viewer.may_ask(asked.act):
        raise Refused("role")
    return locate(viewer, asked.act, asked.of, str(kwargs[asked.ref])) if asked.of is not None else None


def _find(request: HttpRequest, viewer: Viewer, asked: Asks, kwargs: dict[str, Any]) -> None:
    """What the request is about, if the viewer may ask, may know of it, and has not opened too many in an hour."""
    about = request.about = _about(viewer, asked, kwargs)  # type: ignore[attr-defined]
    if about is not None and about.person_id is not None and not asked.act.quiet:
        quota.check(request, viewer, about.person_id, at=clock.now())


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    render_now = getattr(response, "render", None)
    return render_now() if callable(render_now) else response


def _not_answered(request: HttpRequest) -> HttpResponseBase:
    response = HttpResponseNotAllowed(METHODS)
    if is_api(request):
        response.headers["Content-Type"] = "application/json"
        response.content = b'{"code": "method_not_allowed"}'
    return response


def _log(request: HttpRequest, viewer: Viewer, asked: Asks, outcome: Outcome, why: str = "") -> None:
    """One access event for looks at something, for acts, refusals and faults; what is quiet leaves none.

    Quiet is what the act says, or the view, once it knows that it has only kept a draft.
    """
    if (asked.act.quiet or getattr(request, "quiet", False)) and not why:
        return
    if request.method in ("GET", "HEAD") and outcome == Outcome.DONE:
        outcome = Outcome.LOOKED
    about: About | None = request.about  # type: ignore[attr-defined]
    for person_id in (about.person_id, *about.others) if about else (None,):
        access(
            at=clock.now(),
            user_id=viewer.id,
            act=asked.act.name,
            outcome=outcome,
            request_id=request.request_id,  # type: ignore[attr-defined]
            kind=about.kind if about else (asked.of.__name__ if asked.of else ""),
            ref=about.ref if about else asked_for(asked.of, request.resolver_match.kwargs.get(asked.ref, "")),  # type: ignore[union-attr]
            person_id=person_id,
            why=why or getattr(request, "why", ""),
        )
    for one in about.shown_as if about else ():
        access(
            at=clock.now(),
            user_id=viewer.id,
            act=Act.SEE_PERSON.name,
            outcome=Outcome.LOOKED,
            request_id=request.request_id,  # type: ignore[attr-defined]
            kind=one.kind,
            ref=one.ref,
            person_id=one.person_id,
        )


def _log_each(request: HttpRequest, viewer: Viewer, asked: Asks, outcome: Outcome, why: str = "") -> None:
    """The view's act and, where sealed text was opened with it, that."""
    _log(request, viewer, asked, outcome, why)
    if request.texts:  # type: ignore[attr-defined]
        _log(request, viewer, replace(asked, act=Act.READ_SEALED), Outcome.LOOKED)


def _log_apart(
    request: HttpRequest, viewer: Viewer, asked: Asks, outcome: Outcome, why: str, *, shown: bool = False
) -> None:
    """The same in a transaction of its own, since the first one rolled back. ``shown``: the view's own page is seen."""
    with acting_as(viewer, request_id=request.request_id):  # type: ignore[attr-defined]
        if why == Quota.code:
            quota.tell_once(viewer, at=clock.now())
        if shown or outcome == Outcome.LOOKED:
            _log_each(request, viewer, asked, outcome, why)
        else:
            _log(request, viewer, asked, outcome, why)


def _outcome_of(error: NSPError) -> tuple[Outcome, str]:
    """How an error is logged, and why: what was typed and has to be put right is no refusal, on a page or through the
    API."""
    if isinstance(error, Invalid):
        return Outcome.LOOKED, ""
    return Outcome.REFUSED, getattr(error, "why", "") or error.code


def error_response(request: HttpRequest, error: NSPError) -> HttpResponse:
    """The page or JSON of an error. Missing, foreign and not for this role look the same, byte for byte."""
    status = 404 if error.code == "refused" and getattr(error, "why", "") == "role" else error.status
    if is_api(request):
        body: dict[str, Any] = {"code": "not_found" if status == 404 else error.code}
        if status == 422:
            body |= _api_details(error)
        elif status != 404 and hasattr(error, "why"):
            body["why"] = getattr(error, "why")  # noqa: B009 - narrowed by hasattr only
        return JsonResponse(body, status=status)
    return error_page(request, status, {"error": error})


def _api_details(error: NSPError) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if hasattr(error, "fields"):
        found["fields"] = {k: v if isinstance(v, str) else [str(x) for x in v] for k, v in error.fields.items()}
    if isinstance(error, PointsOut):
        found["findings"] = list(error.findings)
    if isinstance(error, Strange):
        found["questions"] = list(error.questions)
    if isinstance(error, Stopped):
        found["verdicts"] = [
            {"key": v.key, "code": v.code, "level": str(v.level), "sentence": words}
            for v, words in zip(error.verdicts, error.sentences, strict=True)
        ]
    return found


def error_page(request: HttpRequest, status: int, context: dict[str, Any]) -> HttpResponse:
    """The page for a status, without looking anything up."""
    # Whoever is signed in keeps the menu; where the database may be what fails, the page asks it nothing.
    keeps_menu = getattr(request, "viewer", None) is not None and status < 500
    shell = "errors/page_with_menu.html" if keeps_menu else "errors/page.html"
    response = render(request, f"errors/{status}.html", {"shell": shell, **context}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler for an exception that nobody caught: which request it was, and nothing else."""
    request_id = str(request_id_of(request))
    damaged = isinstance(sys.exc_info()[1], CannotOpen)  # sealed text that is damaged, moved, or has lost its key
    if is_api(request):
        return JsonResponse({"code": "cannot_open" if damaged else "failed", "request": request_id}, status=500)
    return error_page(request, 500, {"request_id": request_id, "damaged": damaged})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler for unknown addresses: the same answer as for a foreign object."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:  # no door was opened, so nobody has said who asks
        request.viewer = viewer_of(user)  # type: ignore[attr-defined]
    return error_response(request, NotFound())
