"""Addresses of the API about notices, below ``/api/v1/``."""

from django.urls import URLPattern, path

from reminders import api

urlpatterns: list[URLPattern] = [
    path("notices/", api.notices, name="api_notices"),
    path("notices/read/", api.read_all, name="api_notices_read"),
    path("notices/<str:ref>/open/", api.open_one, name="api_notice_open"),
]
