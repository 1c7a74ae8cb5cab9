"""What the pages of signing in ask for: which second factors there are, and whether the session is locked."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from accounts import proof
from accounts.factors import Factors, code_now, factors_of
from accounts.viewer import viewer_of

register = template.Library()


@register.simple_tag(takes_context=True)
def second_factors(context: dict[str, Any]) -> Factors:
    """The factors of whoever signs in (their stage is not passed yet) or is signed in."""
    request = context["request"]
    stage = getattr(request, "_login_stage", None)
    return factors_of(stage.login.user if stage is not None else request.user)


@register.simple_tag
def identity_providers(back: str = "") -> list[tuple[str, str]]:
    """The name of each provider that one may sign in by, and the address that leads there and on to ``back``."""
    query = urlencode({"process": "login", **({"next": back} if back else {})})
    apps: Any = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return [(app["name"], f"{reverse('openid_connect_login', args=[app['provider_id']])}?{query}") for app in apps]


@register.simple_tag
def new_code(secret: str) -> Factors:
    """What an app that has just been shown the secret shows: in the demo the page says it."""
    return Factors(False, False, 0, code_now(secret))


@register.simple_tag(takes_context=True)
def passkey_needed(context: dict[str, Any]) -> bool:
    """Whether a role of whoever is signed in demands a passkey."""
    return proof.must_have_passkey(viewer_of(context["request"].user))


@register.simple_tag(takes_context=True)
def session_locked(context: dict[str, Any]) -> bool:
    """Whether the session is locked now."""
    return proof.is_locked(context["request"])
