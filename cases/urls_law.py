"""Addresses of the forms about where the law stands, and of a return. The tab is the desk's."""

from django.urls import URLPattern, path

from cases.views.law import law_correct, law_step, law_strike
from cases.views.returning import return_change, return_follow_up, return_new

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/law/new/<str:what>/", law_step, name="law_step"),
    path("persons/<str:code>/law/<str:row>/correct/", law_correct, name="law_correct"),
    path("persons/<str:code>/law/<str:row>/strike/", law_strike, name="law_strike"),
    path("persons/<str:code>/returns/new/", return_new, name="return_new"),
    path("persons/<str:code>/returns/<str:plan>/", return_change, name="return_change"),
    path("persons/<str:code>/returns/<str:plan>/after/<int:months>/", return_follow_up, name="return_follow_up"),
]
