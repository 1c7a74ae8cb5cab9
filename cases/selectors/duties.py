"""What the rules read of a child: whether the duty to report is met, and whether a guardian is asked for."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from cases.models import ChildStanding, ConcernReport, Dependant, Person
from cases.models.child import ConcernMade, Guardian
from cases.models.choices import Age, Answer
from cases.models.family import Custody
from cases.rule_children import ADULT_AGE, GROWN_UP_KIN


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


def with_open_duty(rows: QuerySet[Person], *, on: date) -> QuerySet[Person]:
    """The persons of ``rows`` about whom, or about somebody close to whom, the duty to report is open: the same answer
    as ``child.duties_panel`` gives, asked of the database."""
    reports = ConcernReport.objects.filter(person_id=OuterRef("pk"), dependant=None)
    own = ~Q(age=Age.ADULT) & _open("said")
    may_be = Q(birth_year=None) | Q(birth_year__gte=on.year - ADULT_AGE)
    surely = Q(relation__in=GROWN_UP_KIN, birth_year__gt=on.year - ADULT_AGE)
    exposed = Q(directly_exposed=True) | Q(threatened=Answer.YES)
    close = Dependant.objects.filter(exposed, person_id=OuterRef("pk"), in_sweden=True, became_id=None)
    close = close.filter(surely | ~Q(relation__in=GROWN_UP_KIN) & may_be)
    about = ConcernReport.objects.filter(person_id=OuterRef("person_id"), dependant_id=OuterRef("pk"))
    close = close.alias(said=_newest(about)).filter(_open("said"))
    return rows.alias(said=_newest(reports)).filter(own | Exists(close))


def _newest(reports: QuerySet[ConcernReport]) -> Subquery:
    return Subquery(reports.order_by("-stated_at").values("made")[:1])


def _open(said: str) -> Q:
    return Q(**{said: None}) | Q(**{said: ConcernMade.NOT_YET})
