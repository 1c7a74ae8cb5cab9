"""No NUL anywhere: PostgreSQL keeps none in a text, so what holds one is refused before anything reads it."""

import re
from collections.abc import Callable, Iterator

from django.http import HttpRequest
from django.http.response import HttpResponseBase, JsonResponse

from accounts.middleware import error_page, is_api

_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class NoNulMiddleware:
    """Answer 400 to a request with a NUL in its path, query, form, JSON or cookies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look through the texts once, then pass the request on."""
        if not _has_nul(request):
            return self.get_response(request)
        return JsonResponse({"code": "bad_request"}, status=400) if is_api(request) else error_page(request, 400, {})


def _has_nul(request: HttpRequest) -> bool:
    if any("\x00" in text for text in _texts(request)):
        return True
    return request.content_type == "application/json" and bool(b"\x00" in request.body or _ESCAPED.search(request.body))


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path
    for pairs in (request.GET, request.POST):
        for name, values in pairs.lists():
            yield str(name)
            yield from (str(value) for value in values)
    yield from request.COOKIES.values()
