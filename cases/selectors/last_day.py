"""Proposals of a last day: those that wait for a coordinator, the page of one, what the person's page says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import may
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import NotFound
from accounts.queries import queries
from accounts.staff import who_has_no_part_in
from accounts.viewer import Viewer
from accounts.words import day_words, long_day_words, moment_words
from cases.access import open_proposals
from cases.models import Dependant, Intervention, LastDayProposal, ProtectionStatement
from cases.models.choices import Kind
from cases.selectors.facts import Statement, newest_protection, protection_in_words
from cases.selectors.flags import flags_of
from cases.selectors.intervention import Ending, ending_of
from cases.selectors.sealed import SealedText
from cases.selectors.standing import PERIOD_NAMES
from cases.states import InterventionState, ProposalState


@dataclass(frozen=True)
class Waiting:
    """A proposal that a coordinator has to answer."""

    ref: str
    code: str
    code_name: str
    name: str
    title: str
    actor: str
    last: date
    until: date
    made_at: datetime
    own: bool
    """Of an actor that the viewer works for or belongs to: somebody else answers."""


@dataclass(frozen=True)
class LastDayPage:
    """What society gives, the period that runs beside it, and what each answer would do."""

    ref: str
    code_name: str
    flags: tuple[tuple[str, str], ...]
    actor: str
    period: Ending
    proposed: date
    made_at: datetime
    statement: Statement
    sealed: tuple[SealedText, ...]
    may_read: bool
    opened: bool
    open: bool
    lapsed: str
    """Why nobody has to answer, where nobody has."""
    answered: str
    """Who answered what and when; empty while nobody has."""
    reason: str
    conflict: bool
    instead: tuple[str, ...]


@dataclass(frozen=True)
class Overtaken:
    """What the person's page says of a period that society has begun to protect beside. ``ref``: for who answers."""

    heading: str
    text: str
    ref: str = ""


@queries(1)
def waiting_last_days(viewer: Viewer) -> tuple[Waiting, ...]:
    """For coordinators: proposals that wait for an answer, the oldest first."""
    rows = open_proposals().select_related("person", "intervention__actor").order_by("made_at", "id")
    return tuple(
        Waiting(
            row.ref,
            row.person.code,
            row.person.code_name,
            *_names(row.intervention),
            row.intervention.actor.name,
            row.last,
            row.intervention.last,
            row.made_at,
            viewer.belongs_to(row.intervention.actor_id),
        )
        for row in rows
    )


@queries(12)
def last_day_page(ref: str, viewer: Viewer, *, texts: bool = False) -> LastDayPage:
    """One proposal; ``texts`` opens what the viewer may read. Raises NotFound."""
    wanted = ("person", "intervention__person", "intervention__actor", "statement__stated_by", "answered_by")
    row = LastDayProposal.objects.select_related(*wanted).filter(ref=ref).first()
    if row is None:
        raise NotFound
    period = row.intervention
    may_read = may(viewer, Act.READ_SEALED, row)
    opened, conflict = texts and may_read, viewer.belongs_to(period.actor_id)
    is_open = open_proposals().filter(pk=row.pk).exists()
    own = row.answered_by_id == viewer.id
    return LastDayPage(
        ref=row.ref,
        code_name=row.person.code_name,
        flags=flags_of(row.person, list(Dependant.objects.filter(person_id=row.person_id))),
        actor=period.actor.name,
        period=ending_of(period),
        proposed=row.last,
        made_at=row.made_at,
        statement=protection_in_words(row.statement),
        sealed=_sealed(row, opened=opened),
        may_read=may_read,
        opened=opened,
        open=is_open,
        lapsed="" if is_open or row.state != ProposalState.OPEN else _lapsed(row),
        answered=_answered(row),
        reason=row.reason.open() if own else "",
        conflict=conflict,
        instead=tuple(who_has_no_part_in(period.actor_id)) if conflict else (),
    )


def _sealed(row: LastDayProposal, *, opened: bool) -> tuple[SealedText, ...]:
    """What the statement rests on, in words; the answer's reason."""
    found = []
    if row.statement.note:
        meta = f"{row.statement.stated_by.name}, {day_words(day(row.statement.stated_at))}"
        found.append(
            SealedText(_("Stated about society's protection"), meta, row.statement.note.open() if opened else "")
        )
    return (*found, *reasons_of([row], opened=opened))


def reasons_of(rows: Sequence[LastDayProposal], *, opened: bool) -> tuple[SealedText, ...]:
    """Why coordinators set a last day, or let a period go on."""
    return tuple(
        SealedText(
            _("The coordinator's reason about the last day"),
            f"{row.answered_by.name if row.answered_by else ''}, {_answered_on(row)}",
            row.reason.open() if opened else "",
        )
        for row in rows
        if row.reason
    )


def proposals_of(person_id: UUID) -> tuple[LastDayProposal, ...]:
    """Everything that was proposed about a person, oldest first. One query."""
    rows = LastDayProposal.objects.filter(person_id=person_id).select_related("intervention", "answered_by")
    return tuple(rows.order_by("made_at", "id"))


def holds(row: LastDayProposal, newest: ProtectionStatement | None) -> bool:
    """Whether a coordinator has to answer: the same as ``open_proposals``, of rows that are read already."""
    fits = row.intervention.last > row.last and row.intervention.state != InterventionState.REPORTED
    return row.state == ProposalState.OPEN and fits and newest is not None and newest.pk == row.statement_id


def overtaken(
    rows: Sequence[LastDayProposal], newest: ProtectionStatement | None, viewer: Viewer, *, on: date
) -> tuple[Overtaken, ...]:
    """What stands on the person's page while a period runs beside what society gives."""
    found = []
    for row in rows:
        name = _names(row.intervention)[0]
        if holds(row, newest):
            text = _(
                "%(day)s is proposed as the last day. Nothing ends by itself, and nobody loses a bed for this:"
                " a coordinator sets the day, or lets the period go on."
            ) % {"day": _capital(long_day_words(row.last))}
            heading = _("Society now protects, and %(name)s still runs") % {"name": name}
            found.append(Overtaken(heading, text, row.ref if may(viewer, Act.SET_LAST_DAY, row) else ""))
        elif (
            row.state == ProposalState.KEPT and newest and newest.pk == row.statement_id and row.intervention.last >= on
        ):
            words = {"who": row.answered_by.name if row.answered_by else "", "day": _answered_on(row)}
            heading = _("%(name)s goes on beside what society gives") % {"name": _capital(name)}
            found.append(Overtaken(heading, _("%(who)s let it go on, %(day)s. The reason is among the texts.") % words))
    return tuple(found)


def _names(row: Intervention) -> tuple[str, str]:
    name, title = PERIOD_NAMES[Kind(row.kind)]
    return str(name), str(title)


def _answered(row: LastDayProposal) -> str:
    if row.answered_at is None or row.answered_by is None:
        return ""
    words = {"who": row.answered_by.name, "at": moment_words(row.answered_at)}
    if row.state == ProposalState.KEPT:
        return _("%(who)s let the period go on, %(at)s.") % words
    words["last"] = long_day_words(row.intervention.last)
    return _("%(who)s set the last day, %(at)s. The period ends %(last)s.") % words


def _answered_on(row: LastDayProposal) -> str:
    return moment_words(row.answered_at) if row.answered_at else ""


def _lapsed(row: LastDayProposal) -> str:
    """What closed a proposal that nobody answered."""
    newest = newest_protection(row.person_id)
    if newest is not None and newest.at > row.statement.stated_at:
        words = {
            "who": newest.by,
            "at": moment_words(newest.at),
            "answer": newest.answer[:1].lower() + newest.answer[1:],
        }
        return _("%(who)s stated society's protection anew, %(at)s: %(answer)s. The proposal holds no longer.") % words
    if row.intervention.state == InterventionState.REPORTED:
        return _("The period is reported back. There is nothing to set.")
    return _("The actor has ended the period already: the last day is %(day)s.") % {
        "day": day_words(row.intervention.last)
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
