"""What the rules read of a child: whether the duty to report is met, and whether a guardian is asked for."""

from __future__ import annotations

from cases.models import ChildStanding, ConcernReport, Person
from cases.models.child import Custody, Guardian


def concern_missing(person: Person) -> bool:
    """Whether the duty about the person is open: treated as a child, and nothing is noted. One query at most."""
    if not person.as_child:
        return False
    row = ConcernReport.objects.filter(person=person, dependant=None).defer("note").first()
    return row is None or not row.is_noted


def guardian_missing(person: Person) -> bool:
    """Whether a child is stated to be alone, and no guardian is asked for. One query at most."""
    if not person.as_child:
        return False
    row = ChildStanding.objects.filter(person=person).defer("note").first()
    return row is not None and lacks_guardian(row)


def lacks_guardian(row: ChildStanding) -> bool:
    """Whether what is stated is a child who is alone, with no guardian asked for."""
    return row.custody == Custody.NOBODY and row.guardian in (Guardian.NEEDED, Guardian.UNKNOWN)
