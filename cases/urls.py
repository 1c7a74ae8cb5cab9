"""Addresses of the pages about persons and their way."""

from django.urls import URLPattern, URLResolver, include, path

from cases.views import drafts, group, guarding, handover, identification, receipt

urlpatterns: list[URLPattern | URLResolver] = [
    path("identifications/", identification.identification_list, name="identification_list"),
    path("identifications/new/", identification.identification_new, name="identification_new"),
    path("identifications/new/<uuid:token>/", identification.identification_form, name="identification_form"),
    path("identifications/new/<uuid:token>/drop/", drafts.draft_drop, name="draft_drop"),
    path("identifications/new/<uuid:token>/undo/", drafts.draft_fetch_back, name="draft_fetch_back"),
    path("identifications/drafts/<str:ref>/", drafts.identification_draft, name="identification_draft"),
    path("identifications/<str:ref>/", identification.identification_page, name="identification"),
    path("identifications/<str:ref>/outcome/", identification.identification_outcome, name="identification_outcome"),
    path("identifications/<str:ref>/split-off/", group.identification_split, name="identification_split"),
    path("groups/new/", group.group_begin, name="group_event_begin"),
    path("groups/new/<uuid:token>/", group.group_event_new, name="group_event_new"),
    path("groups/<str:ref>/", group.group_event, name="group_event"),
    path("groups/<str:ref>/<str:line>/mistake/", group.group_line_mistake, name="group_line_mistake"),
    path("hand-overs/<str:ref>/", handover.hand_over_route, name="hand_over"),
    path("hand-overs/<str:ref>/offer/", handover.hand_over_answer, name="hand_over_answer"),
    path("hand-overs/<str:ref>/accept/", handover.hand_over_accept, name="hand_over_accept"),
    path("hand-overs/<str:ref>/send-back/", handover.hand_over_send_back, name="hand_over_send_back"),
    path("guard/", guarding.guard_text, name="guard_text"),
    path("receipts/", receipt.receipt_list, name="receipt_list"),
    path("receipts/<str:ref>/", receipt.receipt, name="receipt"),
    path("", include("cases.urls_admission")),
    path("", include("cases.urls_person")),
    path("", include("cases.urls_law")),
    path("", include("cases.urls_information")),
    path("", include("cases.urls_child")),
    path("", include("cases.urls_programme")),
    path("", include("cases.urls_claims")),
    path("", include("cases.urls_outreach")),
    path("", include("cases.urls_rights")),
    path("", include("cases.urls_service")),
]
