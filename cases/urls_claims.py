"""Addresses of what actors have reported back."""

from django.urls import URLPattern, path

from cases.views import claims

urlpatterns: list[URLPattern] = [
    path("claims/", claims.claim_list, name="claim_list"),
    path("claims/<str:ref>/", claims.claim, name="claim"),
    path("claims/<str:ref>/decide/", claims.claim_decide, name="claim_decide"),
    path("claims/<str:ref>/papers/", claims.claim_papers, name="claim_papers"),
    path("claims/<str:ref>/anew/", claims.claim_reverse, name="claim_reverse"),
    path("claims/<str:ref>/paid-back/", claims.claim_repaid, name="claim_repaid"),
]
