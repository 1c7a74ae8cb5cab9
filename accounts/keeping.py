"""Every form keeps what is typed in it: what the middleware does around a view that says ``@asks(…, keeps=True)``.

The page posts the form to its own address with ``X-Autosave: 1``. So whoever may do the act keeps a draft of it, and
the walls before the act stand before the draft; the view itself is not called, and no second factor is asked for, since
nothing is done. A form that is sent forgets its draft in the same transaction. ``{% keeps %}`` draws the form with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts import clock, words
from accounts.asks import Asks
from accounts.errors import Conflict, Invalid
from accounts.inputs import whole_number
from accounts.services import form_drafts
from accounts.services.form_drafts import Form, Typed
from accounts.services.saving import Page
from accounts.viewer import Viewer

AUTOSAVE, FRAGMENT = "X-Autosave", "X-Fragment"
SEEN, TAB, TURN, WHERE, PART = "draft_seen", "draft_tab", "draft_turn", "draft_where", "draft_part"
"""The hidden fields of a form that keeps itself: which page of a browser it is (``saving.Page``), where it stands, and
which it is of several that are sent to one address."""
ONLY, CLEAN, STAYS = "draft_only", "draft_clean", "draft_stays"
"""The button that only keeps; said by the script where the form holds what it was opened with; said by a small form
beside, whose sending says nothing of what is typed in the large one."""
NEVER_KEPT = frozenset(
    {"csrfmiddlewaretoken", "identity_number", "password", "texts", "nsp_code", "nsp_credential", "passage"}
)
"""Fields that no draft holds: secrets, and what is typed once more rather than kept anywhere; a passage to be struck,
which somebody else may have struck before it is sent."""
Call = Callable[[], HttpResponseBase]


def only_keeps(request: HttpRequest, asked: Asks) -> bool:
    """Whether a request keeps a draft and does nothing else."""
    return asked.keeps and request.method == "POST" and (AUTOSAVE in request.headers or ONLY in request.POST)


def serve(request: Any, asked: Asks, view: Call, *, has_written: Callable[[], bool]) -> HttpResponseBase:
    """Answer for the view, or let it answer and forget the draft of what it has sent. Inside the door."""
    viewer: Viewer = request.viewer
    is_part = FRAGMENT in request.headers or "HX-Request" in request.headers
    if not asked.keeps or request.method != "POST" or is_part or viewer.db_role == "nsp_log":
        return view()
    form, typed, page = form_of(request), typed_in(request), page_of(request)
    if only_keeps(request, asked):
        return _keep(request, view, form, typed, page)
    try:
        form_drafts.before_sending(form.address, typed, page=page, by=viewer)
    except Conflict as error:
        return _late(request, view, typed, error)
    response = view()
    is_sent = response.status_code in (302, 303) or getattr(request, "sent", False)
    if is_sent and has_written() and STAYS not in request.POST:
        form_drafts.was_sent(form, page=page, by=viewer, at=clock.now())
    return response


def form_of(request: Any) -> Form:
    """Which form is posted."""
    about = request.about
    address = address_of(request.path, request.POST.get(PART, "")[:16])
    return Form(address, str(request.resolver_match.url_name), about.person_id if about else None)


def address_of(path: str, part: str = "") -> str:
    """By what a form is known: where it is sent, and which ``part`` it is of several that are sent there."""
    return f"{path}#{part}" if part else path


def page_of(request: HttpRequest) -> Page:
    """Which page of a browser posts it."""
    posted = request.POST
    turn = whole_number(posted.get(TURN, ""), most=999_999_999) or 0
    return Page(posted.get(SEEN, "")[:40], posted.get(TAB, "")[:16], turn)


def where_of(request: HttpRequest) -> str:
    """The page on which the form stands: an address of ours, without sealed text opened."""
    said = request.POST.get(WHERE, "")[:300]
    return said if url_has_allowed_host_and_scheme(said, None) and said.startswith("/") else request.path


def typed_in(request: HttpRequest) -> dict[str, list[str]]:
    """What is typed in it, as it was sent, without files and secrets."""
    hidden = (SEEN, TAB, TURN, WHERE, PART, ONLY, CLEAN, STAYS)
    posted = request.POST.lists()
    return {n: [str(v) for v in values] for n, values in posted if n not in NEVER_KEPT and n not in hidden}


def _keep(request: Any, view: Call, form: Form, typed: Typed, page: Page) -> HttpResponse:
    by_script, where, is_clean = AUTOSAVE in request.headers, where_of(request), CLEAN in request.POST
    if not form_drafts.is_known(form.address, by=request.viewer):
        _drawn(request, view)  # a second reference in the address is the view's to know: missing and foreign are 404
    request.quiet = True
    kept: dict[str, Any] = {"page": page, "where": where, "by": request.viewer, "at": clock.now()}
    try:
        at = form_drafts.keep(form, typed, is_clean=is_clean, **kept) if typed else None
    except (Conflict, Invalid) as error:
        if by_script:
            return JsonResponse({"code": error.code}, status=error.status)
        raise
    if by_script:
        return JsonResponse({"saved": words.clock_words(at)} if at else {})
    messages.success(request, _("The draft is saved."))
    return redirect(where)


def _late(request: Any, view: Call, typed: Typed, error: Conflict) -> HttpResponseBase:
    """The form as the other page has kept it, with what was typed in this one; nothing is done."""
    request.late = (typed, error)
    response = _drawn(request, view)
    if response.status_code != 200:  # the form stands on another page
        raise error
    response.status_code = 409
    return response


def _drawn(request: Any, view: Call) -> HttpResponseBase:
    """The page of the form, as somebody opens it now."""
    posted = request.POST
    request.method, request.POST = "GET", QueryDict()
    try:
        return view()
    finally:
        request.method, request.POST = "POST", posted
