"""Addresses of a person's journal. The tab is the desk's."""

from django.urls import URLPattern, path

from cases.views import journal, striking

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/journal/new/", journal.person_note_new, name="person_note_new"),
    path("journal/<str:ref>/change/", journal.note_change, name="note_change"),
    path("journal/<str:ref>/add/", journal.note_add, name="note_add"),
    path("journal/<str:ref>/take-away/", journal.note_take, name="note_take"),
    path("journal/<str:ref>/bring-back/", journal.note_bring_back, name="note_bring_back"),
    path("journal/<str:ref>/strike/", striking.note_strike, name="note_strike"),
    path("strikings/<str:ref>/", striking.striking, name="striking"),
    path("strikings/<str:ref>/withdraw/", striking.striking_withdraw, name="striking_withdraw"),
]
