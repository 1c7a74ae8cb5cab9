"""Addresses of the API about notices and the notice board, below ``/api/v1/``."""

from django.urls import URLPattern, path

from reminders.api import board, notices, status, ways

urlpatterns: list[URLPattern] = [
    path("notices/", notices.notices, name="api_notices"),
    path("notices/read/", notices.read_all, name="api_notices_read"),
    path("notices/<str:ref>/open/", notices.open_one, name="api_notice_open"),
    path("status/", status.status, name="api_status"),
    path("ways/", ways.ways, name="api_ways"),
    path("ways/choose/", ways.choose, name="api_ways_choose"),
    path("board/", board.board, name="api_board"),
    path("board/new/", board.new, name="api_posting_new"),
    path("board/<str:ref>/", board.posting, name="api_posting"),
    path("board/<str:ref>/read/", board.read, name="api_posting_read"),
    path("board/<str:ref>/change/", board.change, name="api_posting_change"),
    path("board/<str:ref>/take-down/", board.take_down, name="api_posting_take_down"),
    path("board/<str:ref>/remind/", board.remind, name="api_posting_remind"),
]
