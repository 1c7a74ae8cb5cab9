"""The middleware that opens the door for each view by the act that it names, and keeps it open until the body is
rendered; makes a page or JSON of each error; and writes the look or the refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from accounts import clock
from accounts.access import About, locate
from accounts.asks import Asks, asked_by
from accounts.door import acting_as
from accounts.errors import NotFound, NSPError, PointsOut, Refused, Stopped
from accounts.viewer import Viewer, viewer_of
from audit.models import Outcome
from audit.record import access

View = Callable[..., HttpResponseBase]


def is_api(request: HttpRequest) -> bool:
    """Whether the answer should be JSON."""
    return request.path.startswith("/api/")


class DoorMiddleware:
    """Last in the list: everything before it (session, CSRF, language) runs outside the door, by the app's login."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, "viewer", None) is not None:
            response.headers.setdefault("Cache-Control", "no-store")
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
            return None
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        viewer = viewer_of(request.user)
        request.viewer = viewer  # type: ignore[attr-defined]
        request.request_id = uuid4()  # type: ignore[attr-defined]
        return _serve(request, viewer, asked, view, args, kwargs)


def _sign_in_first(request: HttpRequest) -> HttpResponseBase:
    if is_api(request):
        return JsonResponse({"code": "sign_in", "detail": "Sign in first."}, status=401)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/", settings.LOGIN_URL)


def _serve(
    request: HttpRequest, viewer: Viewer, asked: Asks, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponseBase:
    about: About | None = None
    try:
        with acting_as(viewer, request_id=request.request_id):  # type: ignore[attr-defined]
            if not viewer.may_ask(asked.act):
                raise Refused("role")
            if asked.of is not None:
                about = locate(viewer, asked.act, asked.of, str(kwargs[asked.ref]))
            request.about = about  # type: ignore[attr-defined]
            response = view(request, *args, **kwargs)
            render_now = getattr(response, "render", None)
            if callable(render_now):
                response = render_now()
            if response.status_code >= 400:
                transaction.set_rollback(True)
            else:
                _log(request, viewer, asked, about, refused="")
    except NSPError as error:
        _log_apart(request, viewer, asked, about, refused=error.code)
        return error_response(request, error)
    except OperationalError:
        connection.close()
        return error_page(request, 503, {})
    if response.status_code >= 400:
        refused = "" if response.status_code == 422 else str(response.status_code)
        _log_apart(request, viewer, asked, about, refused=refused)
    return response


def _log(request: HttpRequest, viewer: Viewer, asked: Asks, about: About | None, *, refused: str) -> None:
    """One access event for looks at something, for acts and for refusals; a quiet act leaves none."""
    if asked.act.quiet and not refused:
        return
    done = Outcome.LOOKED if request.method in ("GET", "HEAD") else Outcome.DONE
    access(
        at=clock.now(),
        user_id=viewer.id,
        act=asked.act.name,
        outcome=Outcome.REFUSED if refused else done,
        request_id=request.request_id,  # type: ignore[attr-defined]
        kind=about.kind if about else (asked.of.__name__ if asked.of else ""),
        ref=about.ref if about else "",
        person_id=about.person_id if about else None,
        why=refused,
    )


def _log_apart(request: HttpRequest, viewer: Viewer, asked: Asks, about: About | None, *, refused: str) -> None:
    """The same in a transaction of its own, since the first one rolled back."""
    with acting_as(viewer, request_id=request.request_id):  # type: ignore[attr-defined]
        _log(request, viewer, asked, about, refused=refused)


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


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler for unknown addresses: the same answer as for a foreign object."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:  # no door was opened, so nobody has said who asks
        request.viewer = viewer_of(user)  # type: ignore[attr-defined]
    return error_response(request, NotFound())
