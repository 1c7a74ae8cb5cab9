"""So that nothing typed is lost: forms that hold text are sent by static/js/forms.js, which stays on the page when the
server does not answer, the session ran out, or somebody else was first. It cannot read a redirect; this tells it. And
what one person has typed is never sent or saved in the name of another who has signed in meanwhile in that browser."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

from accounts.sealing import keyed_hash


def page_of(user_id: UUID) -> str:
    """The mark of whose page it is: the same on all of one person's, and nobody's id."""
    return keyed_hash(str(user_id), purpose="page of").hex()[:16]


class KeepMiddleware:
    """Turn a redirect into 204 with ``X-Location`` for requests by a script; everything else is left alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 401 where the redirect leads to the sign-in page, and where the page is another person's: then the
        text stays where it is."""
        made_for, user = request.headers.get("X-Page-Of"), request.user
        if made_for and (not user.is_authenticated or made_for != page_of(user.pk)):
            return HttpResponse(status=401)
        response = self.get_response(request)
        is_part = "HX-Request" in request.headers  # a part of a page must never be the sign-in page
        if not ("X-Keep" in request.headers or is_part) or response.status_code not in (302, 303):
            return response
        to = response.headers["Location"]
        signed_out = to.split("?")[0] == resolve_url(settings.LOGIN_URL)
        told = HttpResponse(status=401) if signed_out else HttpResponse(status=204, headers={"X-Location": to})
        told.cookies = response.cookies
        return told
