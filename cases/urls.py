"""Addresses of the pages about persons and their way."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cases.urls_admission")),
    path("", include("cases.urls_person")),
    path("", include("cases.urls_programme")),
]
