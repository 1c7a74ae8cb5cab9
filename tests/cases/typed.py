"""What somebody types into the form of identification."""

from __future__ import annotations

from typing import Any

from accounts.clock import today


def typed(**said: Any) -> dict[str, Any]:
    """A grown-up person exploited in labour, met today, unless ``said`` otherwise; the button sends."""
    return {
        "on": today().isoformat(),
        "route": "OUTREACH",
        "age": "ADULT",
        "gender": "UNKNOWN",
        "interpreter": "UNKNOWN",
        "protection": "UNKNOWN",
        "certainty": "LIKELY",
        "wants_identified": "YES",
        "consent": "YES",
        "immediate_risk": "UNKNOWN",
        "forms": ["LABOUR"],
        "sign-E1": "SEEN",
        "sign-E2": "TOLD",
        "sign-E3": "",
        "code_name": "Blå Björk",
        "go": "send",
    } | said
