"""Addresses of the thread about a person. The tab is the desk's."""

from django.urls import URLPattern, path

from cases.views import talk

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/talk/new/", talk.person_message_new, name="person_message_new"),
    path("persons/<str:code>/talk/<str:ref>/close/", talk.question_close, name="question_close"),
    path("mentions/<str:ref>/seen/", talk.mention_seen, name="mention_seen"),
]
