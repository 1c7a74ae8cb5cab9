"""Addresses: English nouns, random references. Every view behind them names its act (accounts/asks.py)."""

from django.urls import URLPattern, URLResolver, include, path

from accounts.views.oidc import from_provider, to_provider
from accounts.views.second_factor import remove_passkey
from nsp.health import health

handler404 = "accounts.middleware.not_found"
handler500 = "accounts.middleware.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
    path("account/oidc/<str:provider_id>/", to_provider, name="openid_connect_login"),
    path("account/oidc/<str:provider_id>/back/", from_provider, name="openid_connect_callback"),
    path("account/", include("allauth.account.urls")),
    path("account/second-factor/webauthn/keys/<int:pk>/remove/", remove_passkey, name="mfa_remove_webauthn"),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("api/v1/", include("nsp.api")),
    path("", include("accounts.urls")),
    path("", include("nsp.desk.urls")),
    path("", include("certification.urls")),
    path("", include("cases.urls")),
    path("", include("funding.urls_payments")),
    path("", include("reports.urls")),
    path("", include("reminders.urls")),
]
