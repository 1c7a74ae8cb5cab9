"""Addresses of notices, of how one is told, and of the notice board."""

from django.urls import URLPattern, path

from reminders.views.board import (
    board,
    posting,
    posting_change,
    posting_new,
    posting_read,
    posting_remind,
    posting_take_down,
)
from reminders.views.notices import notice_list, notice_open, notices_read
from reminders.views.status import status
from reminders.views.ways import ways

urlpatterns: list[URLPattern] = [
    path("notices/", notice_list, name="notice_list"),
    path("notices/read/", notices_read, name="notices_read"),
    path("notices/<str:ref>/open/", notice_open, name="notice_open"),
    path("status/", status, name="status"),
    path("own-account/ways/", ways, name="ways"),
    path("board/", board, name="board"),
    path("board/new/", posting_new, name="posting_new"),
    path("board/<str:ref>/", posting, name="posting"),
    path("board/<str:ref>/read/", posting_read, name="posting_read"),
    path("board/<str:ref>/change/", posting_change, name="posting_change"),
    path("board/<str:ref>/take-down/", posting_take_down, name="posting_take_down"),
    path("board/<str:ref>/remind/", posting_remind, name="posting_remind"),
]
