"""Addresses about closing a case."""

from django.urls import URLPattern, path

from cases.views.closing import person_close, person_reopen, person_view

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/close/", person_close, name="person_close"),
    path("persons/<str:code>/reopen/", person_reopen, name="person_reopen"),
    path("persons/<str:code>/view/", person_view, name="person_view"),
]
