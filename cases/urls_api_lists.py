"""Addresses of the API about saved filters and what is done to many at once, below ``/api/v1/``."""

from django.urls import URLPattern, path

from cases.api import lists

urlpatterns: list[URLPattern] = [
    path("filters/", lists.filters, name="api_filters"),
    path("filters/new/", lists.filter_new, name="api_filter_new"),
    path("filters/<str:ref>/opens/", lists.filter_opens, name="api_filter_opens"),
    path("filters/<str:ref>/remove/", lists.filter_remove, name="api_filter_remove"),
    path("filters/<str:ref>/restore/", lists.filter_restore, name="api_filter_restore"),
    path("give/", lists.give, name="api_persons_give"),
    path("remind/", lists.remind, name="api_remind"),
    path("groups/<str:ref>/note/", lists.group_note, name="api_group_note"),
]
