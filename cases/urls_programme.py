"""Addresses of the programme's rules."""

from django.urls import URLPattern, path

from cases.views import programme

urlpatterns: list[URLPattern] = [
    path("rules/", programme.rules, name="rules"),
]
