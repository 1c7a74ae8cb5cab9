"""Addresses of the service log: of a person, and of the own actor."""

from django.urls import URLPattern, path

from cases.views import service

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/services/", service.person_services, name="person_services"),
    path("persons/<str:code>/services/new/", service.person_service_new, name="person_service_new"),
    path("persons/<str:code>/services/<str:line>/take-away/", service.person_service_take, name="person_service_take"),
    path("services/", service.service_list, name="service_list"),
    path("services/file/", service.service_file, name="service_file"),
    path("services/new/", service.service_new, name="service_new"),
    path("services/<str:ref>/take-away/", service.service_take, name="service_take"),
]
