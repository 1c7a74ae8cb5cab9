"""Addresses of the API about what is known of the person."""

from django.urls import URLPattern, path

from cases.api import details

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/details/", details.details, name="api_details"),
    path("persons/<str:code>/details/age/", details.age, name="api_details_age"),
    path("persons/<str:code>/details/language/", details.language, name="api_details_language"),
    path("persons/<str:code>/details/protection/", details.protection, name="api_details_protection"),
    path("persons/<str:code>/details/contact/", details.contact, name="api_details_contact"),
    path("persons/<str:code>/details/contact/checked/", details.checked, name="api_details_checked"),
    path("persons/<str:code>/details/own/", details.own, name="api_details_own"),
    path("persons/<str:code>/changes/", details.changes, name="api_changes"),
]
