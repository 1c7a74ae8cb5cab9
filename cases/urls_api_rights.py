"""Addresses of the API about the ledger of rights, below ``/api/v1/``."""

from django.urls import URLPattern, path

from cases.api import rights

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/rights/", rights.rights, name="api_rights"),
    path("persons/<str:code>/rights/state/", rights.state, name="api_right_state"),
]
