"""Addresses about a child: the concern report, and who looks after the child."""

from django.urls import URLPattern, path

from cases.views.child import dependant_concern, person_child, person_concern

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/concern/", person_concern, name="person_concern"),
    path("persons/<str:code>/dependants/<str:ref>/concern/", dependant_concern, name="dependant_concern"),
    path("persons/<str:code>/child/", person_child, name="person_child"),
]
