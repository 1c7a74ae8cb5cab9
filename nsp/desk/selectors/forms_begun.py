"""Att göra about forms that somebody has begun and not sent, whatever they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.clock import day
from accounts.queries import queries
from accounts.selectors.form_drafts import begun_forms
from accounts.viewer import Viewer
from accounts.words import clock_words, near_words, short_day_words
from cases.models import Person
from nsp.desk.form_words import FORMS

SHOWN = 8


@dataclass(frozen=True)
class FormBegun:
    """A form that is begun: its name, about whom and since when; its page, and the draft's reference to throw it."""

    ref: str
    what: str
    who: tuple[str, ...]
    url: str


@queries(2 * SHOWN + 2)
def forms_begun(viewer: Viewer, *, now: datetime) -> list[FormBegun]:
    """The newest of them; of persons that the viewer still sees."""
    rows = [row for row in begun_forms(viewer, most=SHOWN) if row.form in FORMS]
    about = {row.person_id for row in rows if row.person_id}
    persons = {one.pk: one for one in Person.objects.filter(pk__in=about).only("code", "code_name")} if about else {}
    found = []
    for row in rows:
        person = persons.get(row.person_id) if row.person_id else None
        whom = (person.code_name, person.code) if person else ()
        found.append(FormBegun(row.ref, str(FORMS[row.form]), (*whom, _saved(row.saved_at, day(now))), row.where))
    return found


def _saved(at: datetime, on: date) -> str:
    when = day(at)
    near = near_words(when, on) if (on - when).days <= 1 else short_day_words(when, on)
    return _("saved %(day)s at %(time)s") % {"day": near, "time": clock_words(at)}
