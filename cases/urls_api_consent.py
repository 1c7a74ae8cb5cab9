"""Addresses of the API about what the person says yes to, below ``/api/v1/``."""

from django.urls import URLPattern, path

from cases.api import consent

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/consents/", consent.consents, name="api_consents"),
    path("persons/<str:code>/consents/give/", consent.give, name="api_consent_give"),
    path("persons/<str:code>/consents/<str:consent_ref>/withdraw/", consent.withdraw, name="api_consent_withdraw"),
]
