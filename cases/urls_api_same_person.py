"""Addresses of the API about the same human twice, below ``/api/v1/``."""

from django.urls import URLPattern, path

from cases.api import same_person

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/identity/", same_person.identity, name="api_person_identity"),
    path("same-person/", same_person.pairs, name="api_same_persons"),
    path("same-person/<str:ref>/", same_person.pair, name="api_same_person"),
]
