"""Addresses of the programme's rules."""

from django.urls import URLPattern, path

from cases.views import catalogue, programme

urlpatterns: list[URLPattern] = [
    path("rules/", programme.rules, name="rules"),
    path("programmes/", programme.programmes, name="programme_list"),
    path("programmes/<str:code>/", programme.programme_detail, name="programme"),
    path("programmes/<str:code>/copy/", programme.programme_copy, name="programme_copy"),
    path("programmes/<str:code>/edit/", programme.programme_edit, name="programme_edit"),
    path("programmes/<str:code>/unmet-needs/", programme.programme_unmet, name="programme_unmet"),
    path("programmes/<str:code>/reminders/", programme.programme_reminders, name="programme_reminders"),
    path("programmes/<str:code>/kinds/<str:kind>/", programme.programme_kind, name="programme_kind"),
    path("programmes/<str:code>/list/<str:kind>/add/", catalogue.item_add, name="programme_item_add"),
    path("programmes/<str:code>/list/<str:item>/", catalogue.item, name="programme_item"),
    path("programmes/<str:code>/put-in-force/", programme.programme_force, name="programme_force"),
    path("programmes/<str:code>/throw-away/", programme.programme_drop, name="programme_drop"),
]
