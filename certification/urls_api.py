"""Addresses of the API about an actor's home, below ``/api/v1/``. One address, one act."""

from django.urls import URLPattern, path

from certification import api

urlpatterns: list[URLPattern] = [
    path("actors/<str:ref>/permits/", api.permits, name="api_permits"),
    path("actors/<str:ref>/home/", api.home, name="api_home"),
    path("actors/<str:ref>/permits/note/", api.permit_new, name="api_permit_new"),
    path("actors/<str:ref>/permits/<str:permit>/", api.permit, name="api_permit"),
]
