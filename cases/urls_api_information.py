"""Addresses of the API about information, below ``/api/v1/``."""

from django.urls import URLPattern, path

from cases.api import information

urlpatterns: list[URLPattern] = [
    path("sheets/", information.sheets, name="api_sheets"),
    path("sheets/<str:sheet>/write/", information.sheet_write, name="api_sheet_write"),
    path("sheets/<str:sheet>/<str:language>/", information.sheet, name="api_sheet"),
    path("persons/<str:code>/information/", information.given, name="api_information"),
    path("persons/<str:code>/information/give/", information.give, name="api_information_give"),
]
