"""Addresses about what the person says yes to. The page that lists it is the desk's."""

from django.urls import URLPattern, path

from cases.views.consent import person_consent, person_consent_withdraw

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/consents/new/", person_consent, name="person_consent"),
    path(
        "persons/<str:code>/consents/<str:consent_ref>/withdraw/",
        person_consent_withdraw,
        name="person_consent_withdraw",
    ),
]
