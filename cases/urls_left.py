"""Addresses about those who left, and about meeting somebody again."""

from django.urls import URLPattern, path

from cases.views.left import person_left
from cases.views.meeting import person_meet

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/left/", person_left, name="person_left"),
    path("persons/<str:code>/meet/", person_meet, name="person_meet"),
]
