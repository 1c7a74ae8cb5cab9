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
        "indicators": ["E1", "E2"],
        "how-E1": "SEEN",
        "how-E2": "TOLD",
        "code_name": "Blå Björk",
        "go": "send",
    } | said
