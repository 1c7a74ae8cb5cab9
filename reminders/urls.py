"""Addresses of notices."""

from django.urls import URLPattern, path

from reminders.views import notice_list, notices_read

urlpatterns: list[URLPattern] = [
    path("notices/", notice_list, name="notice_list"),
    path("notices/read/", notices_read, name="notices_read"),
]
