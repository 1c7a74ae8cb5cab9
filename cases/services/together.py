"""Applications written in one: what they share is typed once and stands in each; each is decided on its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.services.saving import said
from cases.models import AdmissionRequest
from cases.states import AdmissionState

SHARED = (
    "need",
    "society_asked",
    "society_asked_on",
    "society_answer",
    "society_protects",
    "police_report",
    "police_report_on",
)
"""Fields of the form that say the same in all of them."""
_GUARD = "_guard"


def locked_together(ref: str) -> None:
    """Lock all applications that were written in one with this, in one order, so that two that save never wait for
    each other. Nothing is locked where it stands alone."""
    together = AdmissionRequest.objects.filter(ref=ref).values_list("together", flat=True).first()
    if together is not None:
        list(_group(together).values_list("pk"))


def share(request: AdmissionRequest, typed: Mapping[str, Any], *, at: datetime) -> None:
    """Keep in the others what they share with what was just typed in this one, as long as both are drafts.

    A page of another that is open meanwhile is older by that, and is told so when it saves.
    """
    if request.together is None or request.state != AdmissionState.DRAFT:
        return
    ours = {name: value for name, value in typed.items() if _is_shared(name)}
    for other in _group(request.together).filter(state=AdmissionState.DRAFT).exclude(pk=request.pk):
        before = other.typed.open()
        own = {name: value for name, value in before.items() if not _is_shared(name)}
        after = {**own, **ours, "tab": "", "turn": 0, "saved_by": typed["saved_by"]}
        if said(before) != said(after):
            other.typed, other.saved_at = after, at
            other.save(update_fields=["typed", "saved_at"])


def _group(together: Any) -> Any:
    return AdmissionRequest.objects.select_for_update(of=("self",)).filter(together=together).order_by("pk")


def _is_shared(name: str) -> bool:
    return name.removesuffix(_GUARD) in SHARED
