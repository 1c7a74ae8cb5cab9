"""Addresses of moving somebody over to another actor. Accepting is the desk's."""

from django.urls import URLPattern, path

from cases.views.handing_on import hand_on
from cases.views.transfer import extract, extract_list, person_transfer, transfer_offer, transfer_take_back

urlpatterns: list[URLPattern] = [
    path("users/<uuid:ref>/hand-on/", hand_on, name="hand_on"),
    path("persons/<str:code>/transfer/", person_transfer, name="person_transfer"),
    path("persons/<str:code>/transfer/<str:offer>/take-back/", transfer_take_back, name="transfer_take_back"),
    path("transfers/<str:ref>/", transfer_offer, name="transfer"),
    path("extracts/", extract_list, name="extract_list"),
    path("extracts/<str:ref>/", extract, name="extract"),
]
