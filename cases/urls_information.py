"""Addresses of the sheets of information, and of what somebody was given."""

from django.urls import URLPattern, path

from cases.views.information import person_information, sheet, sheet_write, sheets

urlpatterns: list[URLPattern] = [
    path("sheets/", sheets, name="sheet_list"),
    path("sheets/<str:sheet>/write/", sheet_write, name="sheet_write"),
    path("sheets/<str:sheet>/<str:language>/", sheet, name="sheet"),
    path("persons/<str:code>/information/", person_information, name="person_information"),
]
