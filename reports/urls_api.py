"""Addresses of the API about reports, below ``/api/v1/``."""

from django.urls import URLPattern, path

from reports import api

urlpatterns: list[URLPattern] = [
    path("gaps/", api.gaps_of_rights, name="api_gaps"),
    path("met-together/", api.met_together, name="api_met_together"),
    path("reports/", api.reports, name="api_reports"),
    path("reports/new/", api.new, name="api_report_new"),
    path("reports/<str:ref>/", api.report, name="api_report"),
    path("reports/<str:ref>/progress/", api.progress, name="api_report_progress"),
    path("reports/<str:ref>/publish/", api.publish, name="api_report_publish"),
    path("reports/<str:ref>/file/", api.file, name="api_report_file"),
]
