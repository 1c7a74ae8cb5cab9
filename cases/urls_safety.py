"""Addresses about the risk and the safety plan."""

from django.urls import URLPattern, path

from cases.views.safety import person_safety

urlpatterns: list[URLPattern] = [path("persons/<str:code>/safety/", person_safety, name="person_safety")]
