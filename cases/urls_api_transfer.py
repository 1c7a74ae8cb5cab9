"""Addresses of the API about moving somebody over, below ``/api/v1/``. Accepting is the desk's."""

from django.urls import URLPattern, path

from cases.api import handing_on, transfer

urlpatterns: list[URLPattern] = [
    path("users/<uuid:ref>/hand-on/", handing_on.in_hand, name="api_hand_on"),
    path("persons/<str:code>/transfer/", transfer.offer, name="api_transfer_offer"),
    path("persons/<str:code>/transfer/<str:offer>/take-back/", transfer.take_back, name="api_transfer_take_back"),
    path("transfers/", transfer.asked, name="api_transfers"),
    path("transfers/<str:ref>/", transfer.asked_one, name="api_transfer"),
    path("transfers/<str:ref>/refuse/", transfer.refuse, name="api_transfer_refuse"),
    path("extracts/", transfer.extract_list, name="api_extracts"),
    path("extracts/<str:ref>/", transfer.extract, name="api_extract"),
]
