"""Addresses of the API about the risk and the safety plan, below ``/api/v1/``."""

from django.urls import URLPattern, path

from cases.api import safety

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/safety/", safety.safety, name="api_safety"),
    path("persons/<str:code>/safety/review/", safety.review, name="api_safety_review"),
]
