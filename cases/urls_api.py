"""Addresses of the API about persons and their way, below ``/api/v1/``. One address, one act."""

from django.urls import URLPattern, path

from cases.api import admission, facts, handover, identification, intervention, last_day, person, sharing

urlpatterns: list[URLPattern] = [
    path("persons/", person.persons, name="api_persons"),
    path("persons/<str:code>/", person.person, name="api_person"),
    path("persons/<str:code>/request/", admission.begin_request, name="api_request_begin"),
    path("persons/<str:code>/police-report/", facts.police, name="api_police"),
    path("persons/<str:code>/protection/", facts.protection, name="api_protection"),
    path("persons/<str:code>/return-programme/", facts.return_programme, name="api_return"),
    path("persons/<str:code>/apply/", admission.begin_further, name="api_further_begin"),
    path("persons/<str:code>/access/", sharing.access, name="api_access"),
    path("persons/<str:code>/share/", sharing.share, name="api_share"),
    path("persons/<str:code>/share/<str:share>/end/", sharing.share_end, name="api_share_end"),
    path("persons/<str:code>/restrict/", sharing.restrict, name="api_restrict"),
    path("persons/<str:code>/break-glass/", sharing.break_glass, name="api_break_glass"),
    path("restrictions/", sharing.restrictions, name="api_restrictions"),
    path("restrictions/<str:ref>/", sharing.rename, name="api_restriction"),
    path("restrictions/<str:ref>/lift/", sharing.lift, name="api_restriction_lift"),
    path("identifications/", identification.identify, name="api_identify"),
    path("identifications/<str:ref>/outcome/", identification.outcome, name="api_outcome"),
    path("receipts/", identification.receipt_list, name="api_receipts"),
    path("receipts/<str:ref>/", identification.receipt, name="api_receipt"),
    path("hand-overs/", handover.hand_overs, name="api_hand_overs"),
    path("hand-overs/<str:ref>/route/", handover.route, name="api_hand_over_route"),
    path("hand-overs/<str:ref>/take-back/", handover.take_back, name="api_hand_over_take_back"),
    path("hand-overs/<str:ref>/close/", handover.close, name="api_hand_over_close"),
    path("hand-overs/<str:ref>/answer/", handover.answer, name="api_hand_over_answer"),
    path("requests/", admission.requests, name="api_requests"),
    path("requests/<str:ref>/", admission.one_request, name="api_request"),
    path("requests/<str:ref>/draft/", admission.save_request, name="api_request_save"),
    path("requests/<str:ref>/verdicts/", admission.verdicts, name="api_request_verdicts"),
    path("requests/<str:ref>/send/", admission.send_request, name="api_request_send"),
    path("requests/<str:ref>/withdraw/", admission.withdraw_request, name="api_request_withdraw"),
    path("requests/<str:ref>/decide/", admission.decide_request, name="api_request_decide"),
    path("last-days/", last_day.last_days, name="api_last_days"),
    path("last-days/<str:ref>/", last_day.answer, name="api_last_day"),
    path("decisions/waiting/", admission.waiting, name="api_waiting_list"),
    path("interventions/<str:ref>/end/", intervention.end, name="api_intervention_end"),
    path("interventions/<str:ref>/report/", intervention.report, name="api_intervention_report"),
]
