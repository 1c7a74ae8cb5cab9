"""No NUL anywhere: PostgreSQL keeps none in a text, so what holds one is refused before anything reads it.

JSON is looked through where it is read (``accounts.api.Body``).
"""

from collections.abc import Callable, Iterator

from django.http import HttpRequest
from django.http.response import HttpResponseBase, JsonResponse

from accounts.gate import is_api
from accounts.middleware import error_page


class NoNulMiddleware:
    """Answer 400 to a request with a NUL in its path, query, form or cookies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look through the texts once, then pass the request on."""
        if not any("\x00" in text for text in _texts(request)):
            return self.get_response(request)
        return JsonResponse({"code": "bad_request"}, status=400) if is_api(request) else error_page(request, 400, {})


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path
    for pairs in (request.GET, request.POST):
        for name, values in pairs.lists():
            yield str(name)
            yield from (str(value) for value in values)
    yield from request.COOKIES.values()
