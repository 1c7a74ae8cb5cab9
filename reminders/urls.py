"""Addresses of notices."""

from django.urls import URLPattern, path

from reminders.views import notice_list, notice_open, notices_read

urlpatterns: list[URLPattern] = [
    path("notices/", notice_list, name="notice_list"),
    path("notices/read/", notices_read, name="notices_read"),
    path("notices/<str:ref>/open/", notice_open, name="notice_open"),
]
