"""Moving somebody over: what stands in the way, what was offered, what an actor is asked, and extracts that wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.acts import Role
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.viewer import Viewer
from accounts.words import day_words
from cases import codes
from cases.models import AdmissionRequest, Intervention, Person, PersonGroupObjectPermission, TransferOffer
from cases.models.choices import Kind
from cases.models.transfer import Errand, WhyNot
from cases.selectors.standing import PERIOD_NAMES, asked_for
from cases.selectors.step import Step
from cases.states import ON_ITS_WAY, InterventionState, TransferState
from funding.models import Claim
from funding.states import ClaimState

TOLD_FOR = timedelta(days=7)
"""So long both sides are shown that an offer has run out."""
_STANDS_OR_RAN_OUT = Q(state__in=(TransferState.OPEN, TransferState.EXPIRED))


@dataclass(frozen=True)
class InTheWay:
    """Something that has to be finished before the person can move over. ``link``: URL name and reference."""

    what: str
    link: tuple[str, ...]


@dataclass(frozen=True)
class OfferRow:
    """What the sender's staff see of an offer."""

    ref: str
    to: str
    errand: str
    state: str
    words: str
    made_at: datetime
    until: date
    who: str
    is_open: bool


@dataclass(frozen=True)
class AskedRow:
    """What the asked actor sees of it: nothing of the person. ``words`` only where they are asked for."""

    ref: str
    sender: str
    errand: str
    words: str
    made_at: datetime
    until: date


@dataclass(frozen=True)
class ExtractRow:
    """An extract that waits for a manager of the sender, or that was taken out."""

    ref: str
    to: str
    moved_at: datetime
    until: date | None
    taken_at: datetime | None
    taken_by: str
    waits: bool


def in_the_way(person: Person) -> list[InTheWay]:
    """What keeps the person where they are: applications on their way, and money that is not reported back. Three
    queries."""
    found = []
    asked = AdmissionRequest.objects.filter(person=person, state__in=ON_ITS_WAY).order_by("made_at")
    for ref, kind, case in asked.values_list("ref", "kind", "case_id"):
        what = _("Application: %(what)s") % {"what": asked_for(kind, is_further=case is not None)}
        found.append(InTheWay(what, ("request", ref)))
    reported = []
    for row in Intervention.objects.filter(person=person).defer("end_note"):
        if row.state == InterventionState.REPORTED:
            reported.append(row.pk)
        elif row.last >= row.start:
            name = {"name": PERIOD_NAMES[Kind(row.kind)][0]}
            what = _("%(name)s: end it and report back, since the money was granted to you") % name
            found.append(InTheWay(capfirst(what), ("intervention_end", row.ref)))
    claims = Claim.objects.filter(commitment__cause_id__in=reported).exclude(
        state__in=(ClaimState.APPROVED, ClaimState.TAKEN_BACK)
    )
    for ref in claims.values_list("ref", flat=True):
        found.append(InTheWay(_("What is reported back waits for the coordinators, or for you"), ("claim", ref)))
    return found


@queries(5)
def transfer_of(code: str, *, on: date) -> tuple[list[OfferRow], list[InTheWay]]:
    """The offers about a person, the newest first, and what stands in the way of another. Raises NotFound."""
    person = Person.objects.filter(code=codes.parse(code) or "").first()
    if person is None:
        raise NotFound
    rows = TransferOffer.objects.filter(person=person).select_related("to_actor", "made_by").defer("words", "extract")
    return [_offer(row, on) for row in rows[:10]], in_the_way(person)


@queries(2)
def asked_offers(viewer: Viewer, *, on: date) -> list[AskedRow]:
    """What the viewer's actors are asked and can still answer, the oldest first."""
    rows = _open(on).filter(to_actor_id__in=viewer.actors).order_by("made_at")
    return [_asked(row) for row in rows.defer("words", "extract")]


@queries(2)
def asked_offer(viewer: Viewer, ref: str, *, on: date) -> AskedRow:
    """One of them, with its words. Raises NotFound."""
    row = _open(on).filter(to_actor_id__in=viewer.actors, ref=ref).defer("extract").first()
    if row is None:
        raise NotFound
    return _asked(row, words=row.words.open())


@queries(2)
def extracts(viewer: Viewer, *, on: date) -> list[ExtractRow]:
    """Of those who have moved over from the actors that the viewer manages, by day and actor: no person is left."""
    rows = TransferOffer.objects.filter(
        state=TransferState.ACCEPTED, from_actor_id__in=viewer.actors_as(Role.MANAGER)
    ).select_related("to_actor", "extract_taken_by")
    return [
        ExtractRow(
            row.ref,
            row.to_actor.name,
            row.moved_at,
            row.extract_until,
            row.extract_taken_at,
            row.extract_taken_by.name if row.extract_taken_by else "",
            row.extract_taken_at is None and row.extract_until is not None and row.extract_until >= on,
        )
        for row in rows.defer("words", "extract").order_by("-moved_at")[:50]
    ]


def known_to(actor: UUID, *, on: date) -> frozenset[str]:
    """The codes of the persons whom the viewer sees and an actor's staff see too, that day. One query."""
    rights = PersonGroupObjectPermission.objects.filter(group__actor=actor)
    rights = rights.filter(Q(until=None) | Q(until__gte=on))
    return frozenset(rights.values_list("content_object__code", flat=True))


def transfer_steps(persons: Sequence[Person], on: date) -> Mapping[UUID, Sequence[Step]]:
    """An offer that another actor has to answer, and for a week one that nobody answered in time. One query for all."""
    asked = {person.pk: person for person in persons}
    rows = TransferOffer.objects.filter(_STANDS_OR_RAN_OUT, person_id__in=list(asked), until__gte=on - TOLD_FOR)
    newest = {row.person_id: row for row in _plain(rows).order_by("made_at") if _is_of_home(row, asked)}
    return {key: [_step(row, asked[key].code, on)] for key, row in newest.items()}


def _is_of_home(row: TransferOffer, asked: Mapping[UUID, Person]) -> bool:
    return row.from_actor_id == asked[row.person_id].responsible_actor_id


def _step(row: TransferOffer, code: str, on: date) -> Step:
    is_open = row.state == TransferState.OPEN and row.until >= on
    words = {"actor": row.to_actor.name}
    last = {"day": day_words(row.until, weekday=False)}
    return Step(
        "transfer" if is_open else "transfer_ran_out",
        _("%(actor)s is asked to take the person over") % words
        if is_open
        else _("%(actor)s has not answered whether they take the person over: ask again, or somebody else") % words,
        _("See") if is_open else _("Ask again"),
        ("person_transfer", code),
        note=_("until %(day)s") % last if is_open else _("ran out %(day)s") % last,
        waits=is_open,
        since=row.made_at if is_open else None,
        due=None if is_open else on,
    )


@queries(1)
def ran_out(viewer: Viewer, *, on: date) -> list[AskedRow]:
    """What the viewer's actors were asked and nobody answered in time, for a week, the newest first."""
    rows = TransferOffer.objects.filter(_STANDS_OR_RAN_OUT, until__lt=on, until__gte=on - TOLD_FOR)
    return [_asked(row) for row in _plain(rows).filter(to_actor_id__in=viewer.actors).order_by("-until", "-made_at")]


def _plain(rows: QuerySet[TransferOffer]) -> QuerySet[TransferOffer]:
    return rows.select_related("from_actor", "to_actor").defer("words", "extract")


def _open(on: date) -> QuerySet[TransferOffer]:
    return TransferOffer.objects.filter(state=TransferState.OPEN, until__gte=on).select_related("from_actor")


def _asked(row: TransferOffer, *, words: str = "") -> AskedRow:
    errand = str(Errand(row.errand).label)
    return AskedRow(row.ref, row.from_actor.name, errand, words, row.made_at, row.until)


def _offer(row: TransferOffer, on: date) -> OfferRow:
    is_open = row.state == TransferState.OPEN and row.until >= on
    errand = str(Errand(row.errand).label)
    said = (row.ref, row.to_actor.name, errand, row.state, _state_words(row, is_open))
    return OfferRow(*said, row.made_at, row.until, row.made_by.name, is_open)


def _state_words(row: TransferOffer, is_open: bool) -> str:
    if is_open:
        return _("waits for an answer")
    if row.state == TransferState.REFUSED:
        return _("said no: %(why)s") % {"why": WhyNot(row.why).label}
    said = {
        TransferState.ACCEPTED: _("taken over"),
        TransferState.TAKEN_BACK: _("taken back"),
        TransferState.OPEN: _("ran out"),
        TransferState.EXPIRED: _("ran out"),
    }
    return said[TransferState(row.state)]
