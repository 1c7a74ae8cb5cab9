"""Addresses of the API about whoever is close to a person, below ``/api/v1/``."""

from django.urls import URLPattern, path

from cases.api import family

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/family/", family.person_family, name="api_family"),
    path("persons/<str:code>/dependants/new/", family.close_new, name="api_dependant_new"),
    path("persons/<str:code>/dependants/<str:ref>/", family.close_change, name="api_dependant"),
    path("persons/<str:code>/dependants/<str:ref>/remove/", family.close_remove, name="api_dependant_remove"),
    path("persons/<str:code>/dependants/<str:ref>/same/", family.close_same, name="api_dependant_same"),
    path("persons/<str:code>/dependants/<str:ref>/person/", family.close_become, name="api_dependant_become"),
    path("persons/<str:code>/family/links/", family.link_new, name="api_family_link_new"),
    path("persons/<str:code>/family/links/<str:kin>/end/", family.link_end, name="api_family_link_end"),
]
