"""What a cooperating actor keeps of its hand-overs."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.acts import Act
from accounts.asks import Asked, asks
from accounts.lists import Wanted
from cases.models import Receipt
from cases.selectors.handover import receipt_page, receipts


@asks(Act.SEE_RECEIPTS)
def receipt_list(request: Asked) -> HttpResponse:
    """The actor's receipts, newest first."""
    older, newer = (request.GET.get(side, "")[:16] for side in ("older", "newer"))
    page = receipts(request.viewer, Wanted(older=older, newer=newer))
    urls = {f"{side}_url": f"?{side}={key}" for side, key in (("older", page.older), ("newer", page.newer)) if key}
    return render(request, "cases/receipt/list.html", {"rows": page.rows, **urls})


@asks(Act.SEE_RECEIPTS, of=Receipt)
def receipt(request: Asked, ref: str) -> HttpResponse:
    """One receipt, with the actor's own text."""
    return render(request, "cases/receipt/detail.html", {"page": receipt_page(ref), "just_sent": "new" in request.GET})
