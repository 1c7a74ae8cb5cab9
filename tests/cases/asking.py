"""Words for the tests about asking and deciding: what a whole form posts, and where its pages lie."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client

from cases.models import AdmissionRequest


def whole_form(start: date, **said: Any) -> dict[str, Any]:
    """What a form says that can be sent as it stands: thirty days of rest from ``start``."""
    return {
        "version": 1,
        "start": start.isoformat(),
        "days": "30",
        "why": "Arbetade utan lön på ett bygge.",
        "wants": "Vila och tala med en jurist.",
        "consent": "YES",
        "need": "Saknar säker plats.",
        "right": "HOUSING",
        "society_asked": "Socialjouren",
        "society_asked_on": start.isoformat(),
        "society_answer": "Ingen plats i natt.",
        "society_protects": "NO",
        "police_report": "NO",
        "new_children": "0",
        **said,
    }


def edit_url(request: AdmissionRequest) -> str:
    """The form's address."""
    return f"/requests/{request.ref}/edit/"


def check_url(request: AdmissionRequest) -> str:
    """The address of the summary to check."""
    return f"/requests/{request.ref}/check/"


def decide_url(request: AdmissionRequest) -> str:
    """The address where it is decided."""
    return f"/requests/{request.ref}/decide/"


def told(client: Client, request: AdmissionRequest, **form: Any) -> str:
    """Post the form to be checked and follow: the page that says what has to be put right, or the summary."""
    response = client.post(edit_url(request), {**form, "go": "check"}, follow=True)
    assert response.status_code == 200
    return response.content.decode()
