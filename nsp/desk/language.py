"""Swedish until somebody chooses otherwise: many Swedish offices have browsers that say English."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class ChosenLanguage(LocaleMiddleware):
    """Django's, without asking the browser: the language is the chosen one (a cookie, set on any page) or Swedish."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language for the request."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        translation.activate(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
