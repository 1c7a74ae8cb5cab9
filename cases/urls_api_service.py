"""Addresses of the API about the service log, below ``/api/v1/``."""

from django.urls import URLPattern, path

from cases.api import service

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/services/", service.services, name="api_services"),
    path("persons/<str:code>/services/new/", service.service_new, name="api_service_new"),
    path("persons/<str:code>/services/<str:line>/take-away/", service.service_take, name="api_service_take"),
    path("services/", service.service_log_of_actor, name="api_service_log"),
    path("services/new/", service.own_service_new, name="api_own_service_new"),
    path("services/<str:ref>/take-away/", service.own_service_take, name="api_own_service_take"),
]
