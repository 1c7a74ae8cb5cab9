"""What is shown of reports: the page on which an actor writes, the coordinators' queue, one report as it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import may
from accounts.acts import Act
from accounts.clock import day
from accounts.errors import NotFound, WrongState
from accounts.queries import queries
from accounts.staff import who_has_no_part_in
from accounts.viewer import Viewer
from accounts.words import moment_words
from cases.costs import Step
from cases.granted import OWN, Granted
from cases.models import Intervention, ReportNote
from cases.models.reporting import ReportNoteKind
from cases.selectors.granted import granted, granted_by, nights_of
from cases.selectors.sealed import SealedText
from cases.states import INTERVENTION_MOVES, acts_from
from funding.models import Claim, ClaimState, CostOf
from funding.selectors.balances import balances, repaid_of, standing
from funding.selectors.claims import Row, Told, claim_by_ref, claim_of, claims_in, papers_of, rows_of, sums_of
from funding.services.claims import row_of
from funding.spreading import NOTHING

WRITEABLE = (ClaimState.DRAFT, ClaimState.ASKED)


@dataclass(frozen=True)
class ReportPage:
    """A report that is being written. ``stands``: SEK that can be reported; ``typed``: what stands in its fields."""

    what: Granted
    claim: Told | None
    stands: Decimal
    typed: Mapping[str, str]
    question: str
    asked_by: str
    asked_at: datetime | None

    @property
    def version(self) -> int:
        """Of the claim that the page shows."""
        return self.claim.version if self.claim else 0

    @property
    def asked(self) -> bool:
        """Whether the coordinator waits for an answer."""
        return bool(self.claim and self.claim.state == ClaimState.ASKED)

    @property
    def is_done(self) -> bool:
        """Whether it is sent, so that it is only looked at."""
        return bool(self.claim and self.claim.state not in WRITEABLE)


@dataclass(frozen=True)
class ClaimLine:
    """A report in a list."""

    ref: str
    code: str
    code_name: str
    actor: str
    name: str
    amount: Decimal
    sent_at: datetime | None
    late: bool
    """Sent after the day by which it should have been."""
    state: str
    own: bool
    """Of an actor that the viewer belongs to: somebody else decides."""


@dataclass(frozen=True)
class ClaimRow:
    """A row as it was reported, and what it is, in words."""

    row: Row
    words: str


@dataclass(frozen=True)
class ClaimPage:
    """A report as it was sent, with what was decided."""

    told: Told
    what: Granted
    rows: tuple[ClaimRow, ...]
    granted: Decimal
    paid: Decimal
    repaid: Decimal
    papers: tuple[tuple[date, str], ...]
    texts: tuple[SealedText, ...]
    may_read: bool
    opened: bool
    conflict: bool
    instead: tuple[str, ...]

    @property
    def reported(self) -> Decimal:
        """What the rows come to."""
        return sum((one.row.amount for one in self.rows), NOTHING)

    @property
    def cut(self) -> Decimal:
        """What was taken off."""
        return sum((one.row.cut for one in self.rows), NOTHING)

    @property
    def waits(self) -> bool:
        """Whether a coordinator has to decide."""
        return self.told.state == ClaimState.SENT


@queries(12)
def report_page(ref: str, *, nights: bool, on: date) -> ReportPage:
    """What an actor reports back of an intervention, or of the nights that are paid after a no.

    Raises NotFound, WrongState (nothing was granted, it has not begun, or it was reported before there were claims).
    """
    what = nights_of(ref) if nights else granted_by(ref)
    if what is None:
        raise WrongState("DECLINED", "report") if nights else NotFound
    claim = claim_of(what.cause_id)
    if what.start > on or what.last < what.start or (claim is None and not nights and not _can_be(ref)):
        raise WrongState("GRANTED", "report", is_done=what.start <= on)
    question = _note(claim, ReportNoteKind.QUESTION) if claim and claim.state == ClaimState.ASKED else None
    return ReportPage(
        what,
        claim,
        sum(standing(what.cause_id).values(), NOTHING),
        _typed(what, claim),
        question.text.open() if question else "",
        question.by.name if question else "",
        question.at if question else None,
    )


def _can_be(ref: str) -> bool:
    state = Intervention.objects.filter(ref=ref).values_list("state", flat=True).first()
    return bool(state and "report" in acts_from(INTERVENTION_MOVES, state))


def _note(claim: Told, kind: str) -> ReportNote | None:
    rows = ReportNote.objects.filter(claim_id=claim.id, kind=kind).select_related("by")
    return rows.order_by("-at").first()


def _typed(what: Granted, claim: Told | None) -> dict[str, str]:
    """What the fields begin with: what was kept; else all the days that were granted."""
    if claim is None:
        days = {"days": str(what.own.days)} if what.own else {}
        return days | {f"child-{part.key}": str(part.days) for part in what.children}
    rows = {row.id: row for row in rows_of(claim.id)}
    typed = {"days": "" if claim.days is None else str(claim.days)}
    for part in what.children:
        kept = rows.get(row_of(claim.id, part.key))
        typed[f"child-{part.key}"] = str(int(kept.amount / part.rate)) if kept else "0"
    costs = [row for row in rows.values() if not row.is_days]
    for n, row in enumerate(costs):
        cells = {"what": row.what, "amount": f"{row.amount:.2f}".replace(".", ","), "voucher": row.voucher}
        typed |= {f"cost-{n}-{name}": value for name, value in cells.items()}
        typed[f"cost-{n}-on"] = row.on.isoformat() if row.on else ""
    note = _note(claim, ReportNoteKind.REPORT)
    return typed | {"costs": str(len(costs) + 2), "note": note.text.open() if note else ""}


@queries(12)
def claims_to_decide(viewer: Viewer) -> tuple[ClaimLine, ...]:
    """Reports that wait for a coordinator, the one sent first on top."""
    return _lines(viewer, claims_in(ClaimState.SENT))


@queries(12)
def claims_asked(viewer: Viewer) -> tuple[ClaimLine, ...]:
    """Reports that went back with a question."""
    return _lines(viewer, claims_in(ClaimState.ASKED))


def _lines(viewer: Viewer, rows: list[Told]) -> tuple[ClaimLine, ...]:
    what, sums = granted([row.cause_id for row in rows]), sums_of([row.id for row in rows])
    return tuple(_line(viewer, row, what[row.cause_id], sums) for row in rows if row.cause_id in what)


def _line(viewer: Viewer, row: Told, what: Granted, sums: Mapping[UUID, Decimal]) -> ClaimLine:
    return ClaimLine(
        ref=row.ref,
        code=what.code,
        code_name=what.code_name,
        actor=row.actor,
        name=what.name,
        amount=sums.get(row.id, NOTHING),
        sent_at=row.sent_at,
        late=bool(row.sent_at and day(row.sent_at) > what.report_by),
        state=row.state,
        own=viewer.belongs_to(row.actor_id),
    )


@queries(18)
def claim_page(ref: str, viewer: Viewer, *, texts: bool = False) -> ClaimPage:
    """One report; ``texts`` opens its words for who may read them. Raises NotFound."""
    told = claim_by_ref(ref)
    what = granted([told.cause_id]).get(told.cause_id) if told else None
    if told is None or what is None:
        raise NotFound
    may_read = may(viewer, Act.READ_SEALED, Claim.objects.select_related("commitment").get(ref=ref))
    opened = texts and may_read
    sums = balances(told.commitment_id)
    conflict = viewer.belongs_to(told.actor_id)
    return ClaimPage(
        told=told,
        what=what,
        rows=_rows(told, what),
        granted=_granted(told, what, sum((one.committed for one in sums), NOTHING)),
        paid=sum((one.paid for one in sums), NOTHING),
        repaid=repaid_of(told.commitment_id),
        papers=papers_of(told.id),
        texts=_texts(told, viewer, opened=opened),
        may_read=may_read,
        opened=opened,
        conflict=conflict,
        instead=tuple(who_has_no_part_in(told.actor_id)) if conflict else (),
    )


def _granted(told: Told, what: Granted, stands: Decimal) -> Decimal:
    """What could be reported: what stands; of an approved one, where the rest is released, what was granted."""
    if told.state != ClaimState.APPROVED:
        return stands
    return sum((part.rate * part.days for part in what.parts), what.amount or NOTHING)


def _rows(told: Told, what: Granted) -> tuple[ClaimRow, ...]:
    parts = {row_of(told.id, part.key): part for part in what.parts}
    found = []
    for row in rows_of(told.id):
        words = row.words
        if row.id in parts:
            part = parts[row.id]
            step = str(Step(int(row.amount / part.rate), part.rate))
            words = step if part.key == OWN else _("Child, %(who)s: %(days)s") % {"who": part.words, "days": step}
        elif row.what == CostOf.ITEM and what.item:
            words = what.item
        found.append(ClaimRow(row, words))
    return tuple(found)


def _texts(told: Told, viewer: Viewer, *, opened: bool) -> tuple[SealedText, ...]:
    words = {
        ReportNoteKind.REPORT: _("Written with the report"),
        ReportNoteKind.QUESTION: _("The coordinator's question"),
        ReportNoteKind.ANSWER: _("The answer"),
        ReportNoteKind.CUT: _("Why less is paid, or why it is decided anew"),
    }
    rows = ReportNote.objects.filter(claim_id=told.id).select_related("by").order_by("at")
    return tuple(
        SealedText(
            words[ReportNoteKind(row.kind)],
            f"{row.by.name}, {moment_words(row.at)}",
            row.text.open() if opened else "",
        )
        for row in rows
    )
