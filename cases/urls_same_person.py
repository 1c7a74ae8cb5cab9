"""Addresses about the same human twice."""

from django.urls import URLPattern, path

from cases.views.same_person import person_identity, same_person, same_person_list

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/identity/", person_identity, name="person_identity"),
    path("same-person/", same_person_list, name="same_person_list"),
    path("same-person/<str:ref>/", same_person, name="same_person"),
]
