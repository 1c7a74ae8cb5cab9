"""Addresses of the forms of the ledger of rights. Its page is the desk's."""

from django.urls import URLPattern, path

from cases.views import rights

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/rights/<str:right>/", rights.person_right, name="person_right"),
    path("persons/<str:code>/dependants/<str:ref>/rights/<str:right>/", rights.dependant_right, name="dependant_right"),
]
