"""Addresses of the API about a person's journal, below ``/api/v1/``. One address, one act."""

from django.urls import URLPattern, path

from cases.api import journal

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/journal/", journal.notes, name="api_journal"),
    path("persons/<str:code>/journal/new/", journal.write, name="api_note_write"),
    path("journal/<str:ref>/change/", journal.change, name="api_note_change"),
    path("journal/<str:ref>/add/", journal.add, name="api_note_add"),
    path("journal/<str:ref>/take-away/", journal.take, name="api_note_take"),
    path("journal/<str:ref>/bring-back/", journal.bring_back, name="api_note_bring_back"),
    path("journal/<str:ref>/strike/", journal.ask_to_strike, name="api_note_strike"),
    path("strikings/<str:ref>/", journal.look, name="api_striking"),
    path("strikings/<str:ref>/withdraw/", journal.withdraw, name="api_striking_withdraw"),
]
