"""Addresses of the API about closing a case, below ``/api/v1/``."""

from django.urls import URLPattern, path

from cases.api import closing

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/close/", closing.close, name="api_close"),
    path("persons/<str:code>/reopen/", closing.open_again, name="api_reopen"),
    path("persons/<str:code>/view/", closing.asked_afterwards, name="api_view"),
]
