"""Addresses of the API about the thread of a person, below ``/api/v1/``. One address, one act."""

from django.urls import URLPattern, path

from cases.api import talk

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/talk/", talk.thread, name="api_talk"),
    path("persons/<str:code>/talk/new/", talk.send, name="api_message_new"),
    path("persons/<str:code>/talk/<str:ref>/close/", talk.close, name="api_question_close"),
    path("persons/<str:code>/colleagues/", talk.colleagues, name="api_colleagues"),
    path("mentions/", talk.mentions, name="api_mentions"),
    path("mentions/<str:ref>/seen/", talk.mention_seen, name="api_mention_seen"),
]
