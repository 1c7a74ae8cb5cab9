"""Addresses of outreach without a person on record."""

from django.urls import URLPattern, path

from cases.views import outreach

urlpatterns: list[URLPattern] = [
    path("outreach/", outreach.outreach_list, name="outreach_list"),
    path("outreach/file/", outreach.outreach_file, name="outreach_file"),
    path("outreach/new/", outreach.outreach_new, name="outreach_new"),
    path("outreach/<str:ref>/take-away/", outreach.outreach_take, name="outreach_take"),
]
