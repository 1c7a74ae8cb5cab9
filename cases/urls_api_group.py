"""Addresses of the API about many met at one place, below ``/api/v1/``."""

from django.urls import URLPattern, path

from cases.api import group

urlpatterns: list[URLPattern] = [
    path("groups/", group.groups, name="api_groups"),
    path("groups/new/", group.group_new, name="api_group_new"),
    path("groups/<str:ref>/", group.group, name="api_group"),
    path("groups/<str:ref>/lines/new/", group.group_line, name="api_group_line"),
    path("groups/<str:ref>/<str:line>/mistake/", group.group_line_mistake, name="api_group_line_mistake"),
    path("identifications/<str:ref>/split-off/", group.split_off, name="api_identification_split"),
]
