"""Addresses of reports."""

from django.urls import path

from reports import views

urlpatterns = [
    path("gaps/", views.gaps_page, name="gaps"),
    path("met-together/", views.together_page, name="met_together"),
    path("reports/", views.report_list, name="report_list"),
    path("reports/new/", views.report_new, name="report_new"),
    path("reports/<str:ref>/", views.report, name="report"),
    path("reports/<str:ref>/again/", views.report_again, name="report_again"),
    path("reports/<str:ref>/progress/", views.report_progress, name="report_progress"),
    path("reports/<str:ref>/publish/", views.report_publish, name="report_publish"),
    path("reports/<str:ref>/file/", views.report_file_view, name="report_file"),
]
