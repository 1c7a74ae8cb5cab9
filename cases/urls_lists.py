"""Addresses of saved filters, and of what is done to many at once."""

from django.urls import URLPattern, path

from cases.views import bulk, saved_filters

urlpatterns: list[URLPattern] = [
    path("filters/", saved_filters.filter_list, name="filter_list"),
    path("filters/new/", saved_filters.filter_new, name="filter_new"),
    path("filters/<str:ref>/opens/", saved_filters.filter_opens, name="filter_opens"),
    path("filters/<str:ref>/remove/", saved_filters.filter_remove, name="filter_remove"),
    path("filters/<str:ref>/restore/", saved_filters.filter_restore, name="filter_restore"),
    path("give/", bulk.persons_give, name="persons_give"),
    path("remind/", bulk.remind, name="remind"),
    path("groups/<str:ref>/note/", bulk.group_event_note, name="group_event_note"),
]
