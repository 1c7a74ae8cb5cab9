"""What the list of persons is filtered by: the one declaration from which its form, chips, addresses, saved filters and
the API's parameters come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.acts import STAFF, Act, Role
from accounts.counties import County
from accounts.lists import Choices, Filter, Listing, Look, equal, from_day, to_day
from accounts.models import Actor, Appointment
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.viewer import Viewer
from cases.contact import CONTACT_DAYS
from cases.models import ExploitationForm, Identification, Intervention, Person
from cases.models.choices import Age, Form, Kind, Protection
from cases.models.person import THREATENED
from cases.selectors.duties import with_open_duty
from cases.selectors.standing import PLACE_WORDS, at_place
from cases.states import InterventionState

Rows = QuerySet[Person]
MINE, NOBODY = "mine", "nobody"
ENDS_WITHIN = {"7": _("7 days"), "14": _("14 days"), "30": _("30 days"), "unreported": _("has ended, not reported")}


@queries(1)
def actors_to_choose(viewer: Viewer) -> Choices:
    """(reference, name) of the actors who can be responsible for somebody, in Swedish order: for coordinators."""
    if not viewer.is_(Role.COORDINATOR):
        return []
    names = Actor.objects.filter(kind="MEMBER").values_list("ref", "name")
    return sorted(names, key=lambda pair: swedish_key(pair[1]))


@queries(1)
def colleagues_to_choose(viewer: Viewer) -> Choices:
    """Oneself, nobody, and the colleagues at the viewer's actors: for staff."""
    own = viewer.actors_as(*STAFF)
    if not own:
        return []
    rows = Appointment.objects.filter(actor_id__in=own, role__in=STAFF, user__is_active=True).exclude(user=viewer.id)
    names = sorted(set(rows.values_list("user_id", "user__name")), key=lambda pair: swedish_key(pair[1]))
    return [(MINE, _("Mine")), (NOBODY, _("Nobody")), *((user.hex, name) for user, name in names)]


def _at_place(rows: Rows, value: str, look: Look) -> Rows:
    return at_place(rows, value, look.viewer, on=look.on)


def _in_county(rows: Rows, value: str, look: Look) -> Rows:
    return rows.filter(Exists(Identification.objects.filter(person_id=OuterRef("pk"), county=value)))


def _in_form(rows: Rows, value: str, look: Look) -> Rows:
    return rows.filter(Exists(ExploitationForm.objects.filter(person_id=OuterRef("pk"), form=value)))


def _of_kind(rows: Rows, value: str, look: Look) -> Rows:
    """Granted or running: it has not ended."""
    periods = Intervention.objects.filter(person_id=OuterRef("pk"), kind=value, last__gte=look.on)
    return rows.filter(Exists(periods.filter(last__gte=F("start"))))


def _ends(rows: Rows, value: str, look: Look) -> Rows:
    """Some intervention ends within so many days from today, today counted, or has ended without a report."""
    periods = Intervention.objects.filter(person_id=OuterRef("pk"), last__gte=F("start"))
    if value == "unreported":
        return rows.filter(Exists(periods.filter(last__lt=look.on).exclude(state=InterventionState.REPORTED)))
    near = (look.on, look.on + timedelta(days=int(value)))
    return rows.filter(Exists(periods.filter(last__range=near)))


def of_caseworker(column: str) -> Callable[[QuerySet[Any], str, Look], QuerySet[Any]]:
    """Rows whose caseworker is the viewer, nobody, or somebody by the key of their account."""

    def narrow(rows: QuerySet[Any], value: str, look: Look) -> QuerySet[Any]:
        if value == NOBODY:
            return rows.filter(**{f"{column}__isnull": True})
        return rows.filter(**{f"{column}_id": look.viewer.id if value == MINE else UUID(value)})

    return narrow


Flag = tuple[object, Callable[[Rows, date], Rows]]
_HAS_PROTECTION = (Protection.MARK, Protection.REGISTRATION, Protection.NEW_IDENTITY)
FLAGS: dict[str, Flag] = {
    "CHILD": (_("Treated as a child"), lambda rows, on: rows.exclude(age=Age.ADULT)),
    "DUTY": (_("Duty to report is open"), lambda rows, on: with_open_duty(rows, on=on)),
    "PROTECTION": (_("Protected by the authorities"), lambda rows, on: rows.filter(protection__in=_HAS_PROTECTION)),
    "THREAT": (_("Threatened"), lambda rows, on: rows.filter(threat__in=THREATENED)),
    "CONTACT": (_("Safe way not checked lately"), lambda rows, on: rows.filter(_unchecked(on))),
    "INTERPRETER": (_("Needs an interpreter"), lambda rows, on: rows.filter(interpreter=True)),
}
"""What should be seen at once (``flags.flags_of``), in words and as a question to the database."""


def _unchecked(on: date) -> Q:
    return Q(safe_contact_checked_on=None) | Q(safe_contact_checked_on__lt=on - timedelta(days=CONTACT_DAYS))


def _flagged(rows: Rows, value: str, look: Look) -> Rows:
    return FLAGS[value][1](rows, look.on)


def capital(choices: Choices) -> Choices:
    """Choices that stand alone begin with a capital letter."""
    return [(value, capfirst(str(label))) for value, label in choices]


def _choices(*pairs: tuple[str, object]) -> Callable[[Viewer], Choices]:
    return lambda viewer: pairs


PERSONS = Listing(
    "person_list",
    Act.LIST_PERSONS,
    (
        Filter("place", _("State"), _at_place, _choices(*((one.value, words) for one, words in PLACE_WORDS.items()))),
        Filter("caseworker", _("Caseworker"), of_caseworker("caseworker"), colleagues_to_choose),
        Filter("actor", _("Actor"), equal("responsible_actor__ref"), actors_to_choose),
        Filter("flag", _("To heed"), _flagged, _choices(*((code, words) for code, (words, _rows) in FLAGS.items()))),
        Filter("kind", _("Intervention"), _of_kind, lambda viewer: capital(Kind.choices)),
        Filter("ends", _("Ends within"), _ends, _choices(*ENDS_WITHIN.items())),
        Filter("county", _("County"), _in_county, _choices(*County.choices)),
        Filter("form", _("Form of exploitation"), _in_form, lambda viewer: capital(Form.choices)),
        Filter("since", _("Identified from"), partial(from_day, "identified_on"), chip=_("identified from %(day)s")),
        Filter("until", _("Identified to"), partial(to_day, "identified_on"), chip=_("identified to %(day)s")),
    ),
)
