"""Addresses of the API about where the law stands, and about a return."""

from django.urls import URLPattern, path

from cases.api import law

urlpatterns: list[URLPattern] = [
    path("persons/<str:code>/law/", law.law, name="api_law"),
    path("persons/<str:code>/law/steps/", law.step, name="api_law_step"),
    path("persons/<str:code>/law/<str:row>/correct/", law.correct, name="api_law_correct"),
    path("persons/<str:code>/law/<str:row>/strike/", law.strike, name="api_law_strike"),
    path("persons/<str:code>/returns/", law.return_new, name="api_return_new"),
    path("persons/<str:code>/returns/<str:plan>/", law.return_change, name="api_return_change"),
    path(
        "persons/<str:code>/returns/<str:plan>/after/<int:months>/", law.return_follow_up, name="api_return_follow_up"
    ),
]
