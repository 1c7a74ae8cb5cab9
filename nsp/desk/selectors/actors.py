"""The actors with their certification as it stands: the list, and one of them with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from accounts.access import may
from accounts.acts import Act, Role
from accounts.counties import County
from accounts.models import Actor
from accounts.models.actor import ActorKind
from accounts.queries import queries
from accounts.sorting import swedish_key
from accounts.viewer import Viewer
from accounts.words import day_words, short_day_words
from certification.models import Certification, Permit
from certification.selectors import certifications_of, permits_of
from nsp.desk.links import address
from nsp.desk.selectors.affected import AffectedRow, running_at

SOON_DAYS = 60
SHORTEST = 2
"""Fewer letters than these find nobody: they would find everybody."""


@dataclass(frozen=True)
class ActorRow:
    """An organisation and what its certification allows today. ``url``: its page, for those who may read it."""

    name: str
    county: str
    words: str
    kind: str
    url: str = ""


@dataclass(frozen=True)
class CertificationRow:
    """One certification: from when to when in words, and how it stands."""

    span: str
    words: str
    kind: str


@dataclass(frozen=True)
class PermitRow(CertificationRow):
    """One permit, the same, with its reference."""

    ref: str


@dataclass(frozen=True)
class ActorPage:
    """One actor. ``facts``: (what, words). ``permits``: of its home; ``is_home``: it runs one. ``may_note``: the viewer
    may say so and note permits. ``running``: for coordinators, whom its interventions are for; ``stopped``: it may
    apply for nothing today, or its home gives no bed."""

    ref: str
    name: str
    words: str
    kind: str
    facts: tuple[tuple[str, str], ...]
    history: tuple[CertificationRow, ...]
    is_home: bool
    permits: tuple[PermitRow, ...]
    may_note: bool
    running: tuple[AffectedRow, ...]
    stopped: bool


@queries(2)
def actor_list(viewer: Viewer, *, on: date) -> list[ActorRow]:
    """All actors in Swedish order."""
    rows = [_row(viewer, actor, valid, on) for actor, valid in _actors(on, "")]
    return sorted(rows, key=lambda row: swedish_key(row.name))


@queries(2)
def actors_named(viewer: Viewer, text: str, *, on: date) -> list[ActorRow]:
    """The actors whose name holds the words."""
    text = text.strip()[:80]
    if len(text) < SHORTEST:
        return []
    rows = [_row(viewer, actor, valid, on) for actor, valid in _actors(on, text)]
    return sorted(rows, key=lambda row: swedish_key(row.name))


@queries(4)
def actor_page(viewer: Viewer, ref: str, *, on: date) -> ActorPage:
    """One actor that the viewer may read about (the door has said so)."""
    actor = Actor.objects.get(ref=ref)
    history = certifications_of(actor.pk)
    newest = next((row for row in history if row.valid_from <= on), None)
    words, kind = _stands(actor, newest, on)
    permits = permits_of(actor.pk)
    lacks_permit = actor.is_home and not any(row.valid_on(on) for row in permits)
    return ActorPage(
        ref=ref,
        name=actor.name,
        words=words,
        kind=kind,
        facts=(
            (_("Kind"), str(ActorKind(actor.kind).label)),
            (_("County"), str(County(actor.county).label)),
            (_("Runs a home"), _("yes") if actor.is_home else _("no")),
        ),
        history=tuple(CertificationRow(_span(row), *_of_certification(row, on)) for row in history),
        is_home=actor.is_home,
        permits=tuple(PermitRow(_span(row), *_of_permit(row, on), row.ref) for row in permits),
        may_note=may(viewer, Act.NOTE_PERMIT, actor) and not viewer.belongs_to(actor.pk),
        running=tuple(running_at(actor.pk, on)) if viewer.is_(Role.COORDINATOR) else (),
        stopped=lacks_permit or not any(row.valid_on(on) for row in history),
    )


def _span(row: Certification | Permit) -> str:
    return f"{day_words(row.valid_from, weekday=False)}–{day_words(row.valid_to, weekday=False)}"


def _actors(on: date, text: str) -> list[tuple[Actor, Certification | None]]:
    """The actors whose name holds ``text``, each with its newest certification that has begun."""
    begun: dict[object, Certification] = {}
    for row in Certification.objects.filter(valid_from__lte=on).order_by("valid_from"):
        begun[row.actor_id] = row
    found = Actor.objects.filter(name__icontains=text) if text else Actor.objects.all()
    return [(actor, begun.get(actor.pk)) for actor in found]


def _row(viewer: Viewer, actor: Actor, newest: Certification | None, on: date) -> ActorRow:
    url = address(("actor", actor.ref)) if may(viewer, Act.SEE_ACTORS, actor) else ""
    return ActorRow(actor.name, str(County(actor.county).label), *_stands(actor, newest, on), url)


def _stands(actor: Actor, newest: Certification | None, on: date) -> tuple[str, str]:
    if actor.kind == ActorKind.COOPERATING:
        return _("Cooperates"), "idle"
    return _of_certification(newest, on) if newest else (_("Not certified"), "idle")


def _of_certification(row: Certification, on: date) -> tuple[str, str]:
    """How a certification stands on a day, in words, and how it is drawn."""
    if row.valid_from > on:
        return _("Begins %(day)s") % {"day": short_day_words(row.valid_from, on)}, "info"
    if row.suspended_on and row.suspended_on <= on:
        return _("Suspended since %(day)s") % {"day": short_day_words(row.suspended_on, on)}, "late"
    words = {"day": short_day_words(row.valid_to, on)}
    if row.valid_to < on:
        return _("Ran out %(day)s") % words, "late"
    kind = "soon" if row.valid_to <= on + timedelta(days=SOON_DAYS) else "done"
    return _("Certified until %(day)s") % words, kind


def _of_permit(row: Permit, on: date) -> tuple[str, str]:
    """How a permit stands on a day, in words, and how it is drawn."""
    if row.valid_from > on:
        return _("Begins %(day)s") % {"day": short_day_words(row.valid_from, on)}, "info"
    if row.withdrawn_on and row.withdrawn_on <= on:
        return _("Withdrawn since %(day)s") % {"day": short_day_words(row.withdrawn_on, on)}, "late"
    words = {"day": short_day_words(row.valid_to, on)}
    if row.valid_to < on:
        return _("Ran out %(day)s") % words, "late"
    kind = "soon" if row.valid_to <= on + timedelta(days=SOON_DAYS) else "done"
    return _("Holds until %(day)s") % words, kind
