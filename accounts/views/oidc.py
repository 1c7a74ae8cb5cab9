"""To an identity provider and back."""

from __future__ import annotations

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.acts import Act
from accounts.asks import asks
from accounts.oidc import Checked


@asks(Act.SIGN_IN)
@require_GET
@never_cache
def to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the browser to the provider; what it brings back is bound to this session."""
    return _served(OAuth2LoginView, request, provider_id)


@asks(Act.SIGN_IN)
@require_GET
@never_cache
def from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider; then comes the second factor."""
    return _served(OAuth2CallbackView, request, provider_id)


def _served(view: type[OAuth2LoginView | OAuth2CallbackView], request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(Checked(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    return answer
