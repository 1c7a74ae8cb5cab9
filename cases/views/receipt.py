"""What a cooperating actor keeps of its hand-overs."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.acts import Act
from accounts.asks import Asked, asks
from cases.models import Receipt
from cases.selectors.handover import receipt_page, receipts


@asks(Act.SEE_RECEIPTS)
def receipt_list(request: Asked) -> HttpResponse:
    """The actor's receipts, newest first."""
    return render(request, "cases/receipt/list.html", {"rows": receipts(request.viewer)})


@asks(Act.SEE_RECEIPTS, of=Receipt)
def receipt(request: Asked, ref: str) -> HttpResponse:
    """One receipt, with the actor's own text."""
    return render(request, "cases/receipt/detail.html", {"page": receipt_page(ref), "just_sent": "new" in request.GET})
