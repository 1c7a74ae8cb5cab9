"""What the person has said yes to: what holds, what has run out, what was taken back, and what rests on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import day_words, moment_words
from cases import codes
from cases.models import ConsentGiven, Person, Share
from cases.models.consent import TO_AN_ACTOR, Consented
from cases.selectors.entry import Entry, Subject
from cases.selectors.information import language_name, told_in
from cases.selectors.sealed import SealedText
from cases.selectors.step import Step


@dataclass(frozen=True)
class ConsentRow:
    """One consent, in words. ``rests``: the names of the actors that see the person because of it, now."""

    ref: str
    what: str
    code: str
    actor: str
    to: str
    told: str
    how: str
    on: date
    until: date | None
    who: str
    rests: tuple[str, ...]
    withdrawn_at: datetime | None
    withdrawn_by: str


@dataclass(frozen=True)
class ConsentPage:
    """All of them, the newest first. ``missing``: shares that rest on no consent, by the actor's name."""

    code: str
    holds: tuple[ConsentRow, ...]
    ran_out: tuple[ConsentRow, ...]
    withdrawn: tuple[ConsentRow, ...]
    missing: tuple[str, ...]
    may_write: bool


@queries(8)
def consent_page(viewer: Viewer, code: str, *, on: date) -> ConsentPage:
    """The whole of it. Raises NotFound."""
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    shares = _running([person.pk], on)
    rests: dict[UUID, list[str]] = defaultdict(list)
    for share in shares:
        if share.consent_id:
            rests[share.consent_id].append(share.actor.name)
    found = ConsentGiven.objects.filter(person=person).select_related("to_actor", "stated_by", "withdrawn_by")
    rows = [(row, _row(row, rests[row.pk])) for row in found.defer("note")]
    return ConsentPage(
        code=person.code,
        holds=tuple(said for row, said in rows if holds(row, on)),
        ran_out=tuple(said for row, said in rows if row.withdrawn_at is None and not holds(row, on)),
        withdrawn=tuple(said for row, said in rows if row.withdrawn_at is not None),
        missing=tuple(share.actor.name for share in shares if share.consent_id is None),
        may_write=may(viewer, Act.WRITE_CONSENT, person),
    )


def consent_now(viewer: Viewer, code: str, ref: str, *, on: date) -> ConsentRow:
    """One that has not been taken back. Raises NotFound."""
    page = consent_page(viewer, code, on=on)
    found = next((row for row in (*page.holds, *page.ran_out) if row.ref == ref), None)
    if found is None:
        raise NotFound
    return found


@queries(2)
def consents_to_rest_on(code: str, what: str, *, on: date) -> list[ConsentRow]:
    """Those that hold that day for one thing (a code of ``Consented``): what a share can rest on."""
    rows = ConsentGiven.objects.filter(person__code=codes.parse(code) or "", what=what, withdrawn_at=None, on__lte=on)
    rows = rows.select_related("to_actor", "stated_by", "withdrawn_by").defer("note")
    return [_row(row, ()) for row in rows if holds(row, on)]


def holds(row: ConsentGiven, on: date) -> bool:
    """Whether it holds that day: given, not taken back, not run out."""
    return row.withdrawn_at is None and row.on <= on and (row.until is None or row.until >= on)


def consent_entries(viewer: Viewer, person: Person, on: date) -> Iterator[Entry]:
    """The timeline's lines: each yes, and each that was taken back. One query."""
    rows = ConsentGiven.objects.filter(person=person).select_related("to_actor", "stated_by", "withdrawn_by")
    link = ("person_consents", person.code)
    for row in rows.defer("note"):
        what = _("Consents: %(what)s") % {"what": _what(row)}
        told = told_in(row.language)
        yield Entry(row.on, row.stated_at, what, row.stated_by.name, told, link=link, subject=Subject.CONSENT)
        if row.withdrawn_at and row.withdrawn_by:
            what, at = _("Takes a consent back: %(what)s") % {"what": _what(row)}, row.withdrawn_at
            yield Entry(day(at), at, what, row.withdrawn_by.name, link=link, subject=Subject.CONSENT)


def consent_steps(persons: Sequence[Person], on: date) -> Mapping[UUID, Sequence[Step]]:
    """A share that rests on no consent: ask the person. One query for all."""
    codes_of = {person.pk: person.code for person in persons}
    found: dict[UUID, list[Step]] = defaultdict(list)
    for share in _running(list(codes_of), on):
        if share.consent_id is None:
            what = _("Ask for consent to the share with %(actor)s") % {"actor": share.actor.name}
            link = ("person_share", codes_of[share.person_id])
            note = _("consent is missing: share again with it, or end the share")
            found[share.person_id].append(Step("consent", what, _("Note it"), link, due=on, note=note, which=share.ref))
    return found


def consent_sealed(person_id: UUID, *, opened: bool) -> Iterator[SealedText]:
    """The words of each."""
    for row in ConsentGiven.objects.filter(person_id=person_id).select_related("stated_by", "to_actor"):
        if row.note:
            meta = f"{_what(row)}, {row.stated_by.name}, {day_words(row.on)}"
            yield SealedText(_("Written about a consent"), meta, row.note.open() if opened else "")


def ended_words(ended: Sequence[str], at: datetime | None, *, asked: Sequence[str] = ()) -> str:
    """What a consent that was taken back has ended, as a sentence: "Noor does not see the person since …"."""
    if asked:
        said = {"actors": ", ".join(asked)}
        return _("The consent is taken back. %(actors)s: no longer asked to take the person over.") % said
    if not ended or at is None:
        return _("The consent is taken back. No share rested on it.")
    said = {"actors": ", ".join(ended), "at": moment_words(at)}
    return _("The consent is taken back. %(actors)s: sees the person no more since %(at)s.") % said


def _running(ids: Sequence[UUID], on: date) -> list[Share]:
    rows = Share.objects.filter(person_id__in=ids, ended_at=None, until__gte=on)
    return list(rows.select_related("actor").order_by("since"))


def _what(row: ConsentGiven) -> str:
    what = str(Consented(row.what).label)
    return f"{what} ({row.to_actor.name})" if row.what in TO_AN_ACTOR and row.to_actor else what


def _row(row: ConsentGiven, rests: Sequence[str]) -> ConsentRow:
    return ConsentRow(
        ref=row.ref,
        what=capfirst(str(Consented(row.what).label)),
        code=row.what,
        actor=row.to_actor.ref if row.to_actor else "",
        to=row.to_actor.name if row.to_actor else str(row.get_to_role_display()),
        told=language_name(row.language),
        how=str(row.get_how_display()),
        on=row.on,
        until=row.until,
        who=row.stated_by.name,
        rests=tuple(rests),
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "",
    )
