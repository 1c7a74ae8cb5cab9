"""Addresses of applications and of the decisions on them."""

from __future__ import annotations

from django.urls import path

from cases.views import admission, admission_list, decision, further, waiting

urlpatterns = [
    path("persons/<str:code>/request/", admission.request_begin, name="request_begin"),
    path("persons/<str:code>/apply/", further.further_begin, name="further_begin"),
    path("requests/", admission_list.request_list, name="request_list"),
    path("requests/<str:ref>/", admission.request_page, name="request"),
    path("requests/<str:ref>/edit/", admission.request_edit, name="request_edit"),
    path("requests/<str:ref>/check/", admission.request_check, name="request_check"),
    path("requests/<str:ref>/withdraw/", admission.request_withdraw, name="request_withdraw"),
    path("requests/<str:ref>/bring-back/", admission.request_bring_back, name="request_bring_back"),
    path("requests/<str:ref>/decide/", decision.request_decide, name="request_decide"),
    path("decisions/", decision.decision_list, name="decision_list"),
    path("decisions/waiting/", waiting.waiting_list, name="waiting_list"),
]
