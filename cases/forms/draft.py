"""What a program asks for as the form would have it typed, so that a draft is one draft whoever saves it."""

from __future__ import annotations

from collections.abc import Collection

from cases.forms.admission import MOTIVATION, NEW_CHILDREN, Typed
from cases.forms.guarded import SUFFIX
from cases.services.admission import AskedAdmission

_SAME = (
    *("why", "wants", "consent", "consent_language", "police_report", "society_protects"),
    *("right", "need", "society_asked", "item"),
)
_DAYS = ("start", "police_report_on", "society_asked_on")


def as_typed(asked: AskedAdmission, answered: Collection[str] = ()) -> Typed:
    """Field name to text, as ``AskForm`` reads it back. ``answered``: what the guard found and is not so."""
    typed = {name: getattr(asked, name) for name in (*_SAME, "society_answer", "answer", "for_dependant")}
    typed |= {name: said.isoformat() for name in _DAYS if (said := getattr(asked, name))}
    typed |= {"days": str(asked.days or ""), "amount": str(asked.amount or ""), "urgent": "on" if asked.urgent else ""}
    typed |= {MOTIVATION + key: text for key, text in asked.motivations.items()}
    if answered:
        texts = (*asked.texts, *(MOTIVATION + key for key in asked.motivations))
        typed |= {name + SUFFIX: " ".join(answered) for name in texts if name in typed}
    new = [child for child in asked.children if not child.ref]
    for child in asked.children:
        if child.ref:
            typed |= {f"child-{child.ref}-wanted": "on", f"child-{child.ref}-days": str(child.days or "")}
    for row, child in enumerate(new):
        said_of = {
            "birth_year": str(child.birth_year or ""),
            "in_sweden": "yes" if child.in_sweden else "no",
            "days": str(child.days or ""),
            "mark": child.mark,
        }
        typed |= {f"new-{row}-{name}": text for name, text in said_of.items()}
    return {name: text for name, text in typed.items() if text} | {NEW_CHILDREN: str(len(new))}
