"""Addresses of the forms about what is known of the person. The tab is the desk's."""

from django.urls import URLPattern, path

from cases.views.details import person_checked, person_describe, person_own

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/details/own/", person_own, name="person_own"),
    path("persons/<str:code>/details/contact/checked/", person_checked, name="person_checked"),
    path("persons/<str:code>/details/<str:section>/", person_describe, name="person_describe"),
]
