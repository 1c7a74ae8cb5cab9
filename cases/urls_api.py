"""Addresses of the API about persons and their way, below ``/api/v1/``. One address, one act."""

from django.urls import URLPattern, path

from cases import api

urlpatterns: list[URLPattern] = [
    path("persons/", api.persons, name="api_persons"),
    path("persons/<str:code>/", api.person, name="api_person"),
    path("persons/<str:code>/request/", api.begin_request, name="api_request_begin"),
    path("identifications/", api.identify, name="api_identify"),
    path("hand-overs/<str:ref>/route/", api.route_hand_over, name="api_hand_over_route"),
    path("hand-overs/<str:ref>/answer/", api.answer_hand_over, name="api_hand_over_answer"),
    path("requests/", api.requests, name="api_requests"),
    path("requests/<str:ref>/verdicts/", api.verdicts, name="api_request_verdicts"),
    path("requests/<str:ref>/send/", api.send_request, name="api_request_send"),
    path("requests/<str:ref>/withdraw/", api.withdraw_request, name="api_request_withdraw"),
    path("requests/<str:ref>/decide/", api.decide_request, name="api_request_decide"),
    path("interventions/<str:ref>/end/", api.end_intervention, name="api_intervention_end"),
]
