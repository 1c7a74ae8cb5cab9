"""Addresses of the pages about whoever is close to a person."""

from django.urls import URLPattern, path

from cases.views.family import (
    dependant_become,
    dependant_change,
    dependant_new,
    dependant_remove,
    dependant_same,
    family_link_end,
    family_link_new,
)

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/dependants/new/", dependant_new, name="dependant_new"),
    path("persons/<str:code>/dependants/<str:ref>/", dependant_change, name="dependant"),
    path("persons/<str:code>/dependants/<str:ref>/remove/", dependant_remove, name="dependant_remove"),
    path("persons/<str:code>/dependants/<str:ref>/same/", dependant_same, name="dependant_same"),
    path("persons/<str:code>/dependants/<str:ref>/person/", dependant_become, name="dependant_become"),
    path("persons/<str:code>/family/new/", family_link_new, name="family_link_new"),
    path("persons/<str:code>/family/<str:kin>/end/", family_link_end, name="family_link_end"),
]
