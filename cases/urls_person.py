"""Addresses of the list of persons, a person's small forms, and a granted period. The overview is the desk's."""

from django.urls import URLPattern, path

from cases.views.facts import person_police, person_protection, person_return
from cases.views.intervention import intervention_end
from cases.views.last_day import last_day
from cases.views.person import persons
from cases.views.put_off import person_put_off
from cases.views.report_back import intervention_report, request_report
from cases.views.sharing import (
    person_break_glass,
    person_restrict,
    person_share,
    person_share_end,
    restriction,
    restriction_list,
)

urlpatterns: list[URLPattern] = [
    path("persons/", persons, name="person_list"),
    path("persons/<str:code>/police-report/", person_police, name="person_police"),
    path("persons/<str:code>/protection/", person_protection, name="person_protection"),
    path("persons/<str:code>/return-programme/", person_return, name="person_return"),
    path("persons/<str:code>/share/", person_share, name="person_share"),
    path("persons/<str:code>/share/<str:share>/end/", person_share_end, name="person_share_end"),
    path("persons/<str:code>/restrict/", person_restrict, name="person_restrict"),
    path("persons/<str:code>/break-glass/", person_break_glass, name="person_break_glass"),
    path("persons/<str:code>/put-off/", person_put_off, name="person_put_off"),
    path("last-days/<str:ref>/", last_day, name="last_day"),
    path("restrictions/", restriction_list, name="restriction_list"),
    path("restrictions/<str:ref>/", restriction, name="restriction"),
    path("interventions/<str:ref>/end/", intervention_end, name="intervention_end"),
    path("interventions/<str:ref>/report/", intervention_report, name="intervention_report"),
    path("requests/<str:ref>/report/", request_report, name="request_report"),
]
