"""Addresses of what is noted of an actor's home. The list of actors and an actor's page are the desk's."""

from django.urls import URLPattern, path

from certification import views

urlpatterns: list[URLPattern] = [
    path("actors/<str:ref>/home/", views.actor_home, name="actor_home"),
    path("actors/<str:ref>/permits/new/", views.permit_new, name="permit_new"),
    path("actors/<str:ref>/permits/<str:permit>/", views.permit, name="permit"),
]
