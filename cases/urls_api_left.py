"""Addresses of the API about those who left, and about meeting somebody again, below ``/api/v1/``."""

from django.urls import URLPattern, path

from cases.api import left

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/left/", left.looked_for, name="api_left"),
    path("persons/<str:code>/meet/", left.met_again, name="api_meet"),
]
