"""Addresses of the API about a child, below ``/api/v1/``."""

from django.urls import URLPattern, path

from cases.api import child

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/child/", child.child, name="api_child"),
    path("persons/<str:code>/child/concern/", child.concern, name="api_child_concern"),
    path("persons/<str:code>/child/standing/", child.standing, name="api_child_standing"),
]
