"""Addresses of the API about outreach, below ``/api/v1/``."""

from django.urls import URLPattern, path

from cases.api import outreach

urlpatterns: list[URLPattern] = [
    path("outreach/", outreach.outreach_year, name="api_outreach"),
    path("outreach/new/", outreach.outreach_new, name="api_outreach_new"),
    path("outreach/<str:ref>/take-away/", outreach.outreach_take, name="api_outreach_take"),
]
